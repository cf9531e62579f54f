"""Make the Word templates of chibo/papers/word from the descriptions in ground/papers: python -m ground.templates [CODE...]

One description per form, named like its template. Lines:

    kind NGHỊ QUYẾT            name of the kind of document, and under it
    about kết nạp đảng viên    what it is about
    right ĐOÀN …               what stands at the upper right of a form of a mass organization
    . text                     paragraph of the body
    : text                     line to fill; "||" parts it in columns of equal width
    # text                     heading
    > text   >> text           centred, centred and bold
    * name                     the paragraphs of a long fact
    - label: name              heading line and the paragraphs of a long fact
    ( text                     small note
    table name                 columns follow, one a line: "22 l full_name | Họ và tên" (mm; l, c or r; fact,
                               or two as "reason+note"; heading)
    sign                       recipients at the left, signature of the issuer at the right
    sign no list               the same without recipients
    signed TITLE | {{name}}    place and day, then signature of one person at the right; "| A | B" after it: two more below
    signs A | B | C            signatures beside each other, without names
    page                       a new page
    cut                        a line to cut along
    reply                      a head without names: whoever fills in the slip on this page issues it

``**bold**``, ``//italic//``; ``{{ full_name }}`` is a fact. What an office sees in Word is the .docx; it edits that one.
"""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from chibo.kernel.days import show_day
from chibo.papers.drawing.word import packed
from chibo.papers.rules.catalogue import Form, form_of, forms
from chibo.papers.rules.facts import DOTS, NO_LONG_DAY, SHORT_DOTS
from ground.sheets import bare_document, bare_table, borders, cell_margins, hold_together, vertically

TOP = Path(__file__).resolve().parent.parent
DESCRIPTIONS = TOP / "ground" / "papers"
TARGET = TOP / "chibo" / "papers" / "word"
MADE_ON = date(2026, 1, 1)
MARKS = re.compile(r"(\*\*.+?\*\*|//.+?//)")
GAP = "Khoảng trống"
SIDES = {"l": ALIGN.LEFT, "c": ALIGN.CENTER, "r": ALIGN.RIGHT}


def make(form: Form) -> DocumentType:
    """The template of a form, from its description."""
    lines = (DESCRIPTIONS / f"{form.file_name}.txt").read_text("utf-8").splitlines()
    sheet = Sheet(form, [line.rstrip() for line in lines if line.strip()])
    sheet.write()
    return sheet.document


class Sheet:
    """A template being written."""

    def __init__(self, form: Form, lines: list[str]) -> None:
        self.form = form
        self.lines = lines
        self.document = bare_document(form)
        self.said = {word: rest for word, _, rest in (line.partition(" ") for line in lines)}
        section = self.document.sections[0]
        self.width = (section.page_width - section.left_margin - section.right_margin) / Mm(1)

    def write(self) -> None:
        """Head, title, then line by line."""
        self.head()
        rest = self.lines[:]
        while rest:
            word, _, text = rest.pop(0).partition(" ")
            if word == "right":
                continue
            if word == "table":
                columns = []
                while rest and rest[0][0].isdigit():
                    columns.append(rest.pop(0))
                self.table(text.strip(), columns)
            else:
                getattr(self, NAMES.get(word, word))(text.strip())

    # --- lines ---

    def add(self, style: str, text: str = "", *, where: object = None) -> object:
        """A paragraph; ``where`` is a cell."""
        paragraph = (where or self.document).add_paragraph(style=style)
        write_marked(paragraph, text)
        return paragraph

    def kind(self, text: str) -> None:
        name = self.add("Tên loại", text)
        if "about" not in self.said:
            name.paragraph_format.space_after = Pt(10)

    def about(self, text: str) -> None:
        self.add("Trích yếu", text)
        self.add("Vạch", "-----")

    def body(self, text: str) -> None:
        shape = self.add("Thân bài", text).paragraph_format
        if text.endswith(":"):
            shape.keep_with_next = True

    def line(self, text: str) -> None:
        parts = [part.strip() for part in text.split("||")]
        if len(parts) == 1:
            self.add("Dòng điền", text)
            return
        for cell, part in zip(self.grid(self.shares(parts)), parts, strict=True):
            write_marked(first_in(cell, "Dòng điền"), part)

    def shares(self, parts: list[str]) -> list[float]:
        """Widths in the proportion of what will stand there, none less than a quarter."""

        def length(part: str) -> int:
            return len(re.sub(r"{{ ?(\w+).*?}}", lambda tag: str(example(self.form, tag[1])), part))

        lengths = [length(part) for part in parts]
        least = sum(lengths) / len(parts) / 1.6
        evened = [max(one, least) for one in lengths]
        return [self.width * one / sum(evened) for one in evened]

    def heading(self, text: str) -> None:
        self.add("Mục", text)

    def middle(self, text: str) -> None:
        self.add("Giữa dòng", text)

    def middle_bold(self, text: str) -> None:
        self.add("Giữa dòng", f"**{text}**")

    def note(self, text: str) -> None:
        self.add("Ghi chú", text)

    def long(self, name: str) -> None:
        self.add("Thân bài", f"{{%p for line in {name} %}}")
        self.add("Thân bài", "{{ line }}")
        self.add("Thân bài", "{%p endfor %}")

    def long_under(self, text: str) -> None:
        label, _, name = text.rpartition(":")
        self.add("Mục", f"{label.strip()}:")
        self.long(name.strip())

    def page(self, _: str) -> None:
        self.add(GAP).add_run().add_break(WD_BREAK.PAGE)

    def cut(self, _: str) -> None:
        self.add("Giữa dòng", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")

    # --- head and signatures ---

    def head(self, _: str = "") -> None:
        if self.form.head == "person":
            name = self.add("Tiêu đề Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM")
            name.runs[0].underline = True
            return
        left, right = self.grid([self.width / 2] * 2)
        write_marked(first_in(left, "Cấp trên"), "{%p if head.above %}")
        self.add("Cấp trên", "{{ head.above }}", where=left)
        self.add("Cấp trên", "{%p endif %}", where=left)
        self.add("Cơ quan ban hành", "{{ head.issuer }}", where=left)
        self.add("Số ký hiệu", "*", where=left)
        if self.form.symbol:
            self.add("Số ký hiệu", "{{ head.number }}", where=left)
        top = first_in(right, "Tiêu đề Đảng")
        top.add_run(self.said.get("right", "ĐẢNG CỘNG SẢN VIỆT NAM")).underline = True
        self.add("Địa danh ngày", "{{ head.dateline }}", where=right)

    def reply(self, _: str) -> None:
        left, right = self.grid([self.width / 2] * 2)
        write_marked(first_in(left, "Cấp trên"), DOTS)
        self.add("Cơ quan ban hành", DOTS, where=left)
        self.add("Số ký hiệu", "*", where=left)
        self.add("Số ký hiệu", "Số ……-PB/ĐU", where=left)
        first_in(right, "Tiêu đề Đảng").add_run("ĐẢNG CỘNG SẢN VIỆT NAM").underline = True
        self.add("Địa danh ngày", f"{SHORT_DOTS}, {NO_LONG_DAY}", where=right)

    def sign(self, text: str) -> None:
        left, right = self.grid([self.width * 0.45, self.width * 0.55], before=8)
        title = first_in(left, "Nơi nhận")
        if self.form.sent and not text:
            title.add_run("Nơi nhận:").underline = True
            self.add("Nơi nhận dòng", "{%p for line in sent %}", where=left)
            self.add("Nơi nhận dòng", "- {{ line }}{% if loop.last %}.{% else %},{% endif %}", where=left)
            self.add("Nơi nhận dòng", "{%p endfor %}", where=left)
        write_marked(first_in(right, "Quyền hạn"), "{{ sign.authority }}")
        self.add("Quyền hạn", "{{ sign.post }}", where=right).runs[0].bold = False
        self.add("Người ký", "{{ sign.name }}", where=right)

    def signed(self, text: str) -> None:
        title, name, *more = (part.strip() for part in text.split("|"))
        left = 0.5 if more else 0.4
        _, right = self.grid([self.width * left, self.width * (1 - left)], before=8)
        write_marked(first_in(right, "Địa danh ngày"), "{{ head.dateline }}")
        self.add("Quyền hạn", title, where=right)
        self.add("Người ký", name, where=right)
        if more:  # in the same table, for LibreOffice keeps rows together and not tables
            table = self.document.tables[-1]
            for paragraph in (one for cell in table.rows[0].cells for one in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True
            row = table.add_row()
            hold_together(row)
            self.sign_cells(row.cells, more)

    def signs(self, text: str) -> None:
        parts = [part.strip() for part in text.split("|")]
        self.sign_cells(self.grid([self.width / len(parts)] * len(parts), before=8), parts)

    def sign_cells(self, cells: Sequence[object], parts: Sequence[str]) -> None:
        for cell, part in zip(cells, parts, strict=True):
            title, _, name = part.partition("=")
            write_marked(first_in(cell, "Quyền hạn"), title.strip())
            self.add("Ghi chú", "(ký, ghi rõ họ tên)", where=cell).alignment = ALIGN.CENTER
            self.add("Người ký", name.strip(), where=cell)

    # --- tables ---

    def grid(self, widths: list[float], before: float = 0) -> list[object]:
        """Cells of a row without borders, held together on one page."""
        if before:
            self.keep_last()
            self.gap(before).paragraph_format.keep_with_next = True
        self.part_tables()
        table = bare_table(self.document, 1, widths)
        cell_margins(table, left=0, right=113)
        hold_together(table.rows[0])
        return list(table.rows[0].cells)

    def gap(self, points: float) -> object:
        """Nothing, as high as said."""
        paragraph = self.add(GAP)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(points)
        return paragraph

    def part_tables(self) -> None:
        """Two tables with nothing between them would become one, in Word as in LibreOffice."""
        body = [child for child in self.document.element.body if child.tag != qn("w:sectPr")]
        if body and body[-1].tag == qn("w:tbl"):
            self.gap(1)

    def keep_last(self) -> None:
        """The last text stays on the page of what follows, so that no signature stands alone; of a table, its last rows do."""
        for element in reversed(self.document.element.body):
            if element.tag == qn("w:tbl"):
                return
            if element.tag == qn("w:p"):
                paragraph = Paragraph(element, self.document)
                if not paragraph.text.startswith("{%p"):
                    paragraph.paragraph_format.keep_with_next = True
                    if paragraph.style.name != GAP:
                        return

    def table(self, name: str, columns: list[str]) -> None:
        wanted = []
        for column in columns:
            shape, _, heading = column.partition("|")
            width, side, fact = shape.split()
            wanted.append((float(width), SIDES[side], fact, heading.strip()))
        self.part_tables()
        table = bare_table(self.document, 4, [width for width, *_ in wanted])
        borders(table)
        side = 57 if self.form.is_landscape else 85
        cell_margins(table, top=28, bottom=28, left=side, right=side)
        for cell, (*_, heading) in zip(table.rows[0].cells, wanted, strict=True):
            write_marked(first_in(cell, "Đầu bảng"), heading)
            vertically(cell, "center")
        for at, tag in ((1, f"{{%tr for row in {name} %}}"), (3, "{%tr endfor %}")):
            first_in(table.rows[at].cells[0], "Ô bảng").add_run(tag)
        for cell, (_, side, fact, _) in zip(table.rows[2].cells, wanted, strict=True):
            paragraph = first_in(cell, "Ô bảng")
            paragraph.alignment = side
            vertically(cell, "center")
            paragraph.add_run(cell_tag(fact))
        table.rows[2].height = Mm(7)
        for at in (0, 2):
            hold_together(table.rows[at])
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
        self.gap(8)


NAMES = {
    ".": "body",
    ":": "line",
    "#": "heading",
    ">": "middle",
    ">>": "middle_bold",
    "*": "long",
    "-": "long_under",
    "(": "note",
}


def example(form: Form, name: str) -> object:
    """The example of a fact, as long as such a fact will be."""
    given = form.fields[name].example if name in form.fields else name
    return f"  {show_day(given)}  " if isinstance(given, date) else given


def cell_tag(fact: str) -> str:
    """The tag of a fact in a table; of two facts, the second on a line of its own where both are known."""
    first, _, second = fact.partition("+")
    if not second:
        return f"{{{{ row.{first} }}}}"
    return f"{{{{ row.{first} ~ ('\\n' if row.{first} and row.{second} else '') ~ row.{second} }}}}"


def write_marked(paragraph: object, text: str) -> None:
    """Runs of the text; a tag never falls apart, because a run ends only at a mark."""
    for part in filter(None, MARKS.split(text)):
        run = paragraph.add_run(part.strip("*/") if MARKS.fullmatch(part) else part)
        if part.startswith("**"):
            run.bold = True
        elif part.startswith("//"):
            run.italic = True


def first_in(cell: object, style: str) -> object:
    """The paragraph every cell begins with."""
    cell.paragraphs[0].style = style
    return cell.paragraphs[0]


def main() -> None:
    """Write the templates of the codes given, or of all forms that have a description."""
    wanted = [form_of(code) for code in sys.argv[1:]] or forms()
    TARGET.mkdir(exist_ok=True)
    for form in wanted:
        if (DESCRIPTIONS / f"{form.file_name}.txt").exists():
            (TARGET / form.template).write_bytes(packed(make(form), title=form.title, on=MADE_ON))


if __name__ == "__main__":
    main()
