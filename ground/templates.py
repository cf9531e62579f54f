"""Make the Word templates of chibo/papers/word from the descriptions in ground/papers: ground/templates.py [CODE...]

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
    signed TITLE | {{name}}    place and day, then signature of one person at the right
    signs A | B | C            signatures beside each other, without names
    page                       a new page
    cut                        a line to cut along
    head                       the head of the form once more (a slip on a page of its own)

``**bold**``, ``//italic//``; ``{{ full_name }}`` is a fact. What an office sees in Word is the .docx; it edits that one.
"""

import re
import sys
from datetime import date
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from docx import Document  # noqa: E402
from docx.document import Document as DocumentType  # noqa: E402
from docx.enum.section import WD_ORIENT  # noqa: E402
from docx.enum.style import WD_STYLE_TYPE  # noqa: E402
from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: E402
from docx.enum.text import WD_BREAK, WD_LINE_SPACING  # noqa: E402
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402
from docx.shared import Mm, Pt  # noqa: E402

from chibo.kernel.days import show_day  # noqa: E402
from chibo.kernel.text import fold  # noqa: E402
from chibo.papers.drawing.word import packed  # noqa: E402
from chibo.papers.rules.catalogue import Form, form_of, forms  # noqa: E402

DESCRIPTIONS = TOP / "ground" / "papers"
TARGET = TOP / "chibo" / "papers" / "word"
MADE_ON = date(2026, 1, 1)
FONT = "Times New Roman"
KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"}
MARKS = re.compile(r"(\*\*.+?\*\*|//.+?//)")
SIDES = {"l": ALIGN.LEFT, "c": ALIGN.CENTER, "r": ALIGN.RIGHT}
# Name: (size, bold, italic, alignment, before, after, keeps with the next)
STYLES = {
    "Tiêu đề Đảng": (14, True, False, ALIGN.CENTER, 0, 0, False),
    "Cấp trên": (13, False, False, ALIGN.CENTER, 0, 0, False),
    "Cơ quan ban hành": (13, True, False, ALIGN.CENTER, 0, 0, False),
    "Số ký hiệu": (13, False, False, ALIGN.CENTER, 0, 0, False),
    "Địa danh ngày": (13, False, True, ALIGN.CENTER, 4, 0, False),
    "Tên loại": (14, True, False, ALIGN.CENTER, 18, 0, True),
    "Trích yếu": (14, True, False, ALIGN.CENTER, 0, 0, True),
    "Vạch": (14, False, False, ALIGN.CENTER, 0, 8, True),
    "Thân bài": (14, False, False, ALIGN.JUSTIFY, 0, 6, False),
    "Dòng điền": (14, False, False, ALIGN.LEFT, 0, 6, False),
    "Mục": (14, True, False, ALIGN.LEFT, 4, 6, True),
    "Giữa dòng": (14, False, False, ALIGN.CENTER, 0, 6, False),
    "Ghi chú": (12, False, True, ALIGN.LEFT, 0, 4, False),
    "Đầu bảng": (12, True, False, ALIGN.CENTER, 0, 0, False),
    "Ô bảng": (12, False, False, ALIGN.LEFT, 0, 0, False),
    "Khoảng trống": (1, False, False, ALIGN.LEFT, 0, 0, False),
    "Quyền hạn": (14, True, False, ALIGN.CENTER, 0, 0, False),
    "Người ký": (14, True, False, ALIGN.CENTER, 62, 10, False),
    "Nơi nhận": (12, False, False, ALIGN.LEFT, 0, 0, False),
    "Nơi nhận dòng": (11, False, False, ALIGN.LEFT, 0, 0, False),
}


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
        self.add("Thân bài", text)

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
        self.add("Khoảng trống").add_run().add_break(WD_BREAK.PAGE)

    def cut(self, _: str) -> None:
        self.add("Giữa dòng", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")

    # --- head and signatures ---

    def head(self, _: str = "") -> None:
        if self.form.head == "person":
            name = self.add("Tiêu đề Đảng", "ĐẢNG CỘNG SẢN VIỆT NAM")
            name.runs[0].underline = True
            return
        left, right = self.grid([self.width / 2] * 2)
        write_marked(first_in(left, "Cấp trên"), "{{ head.above }}")
        self.add("Cơ quan ban hành", "{{ head.issuer }}", where=left)
        self.add("Số ký hiệu", "*", where=left)
        if self.form.symbol:
            self.add("Số ký hiệu", "{{ head.number }}", where=left)
        top = first_in(right, "Tiêu đề Đảng")
        top.add_run(self.said.get("right", "ĐẢNG CỘNG SẢN VIỆT NAM")).underline = True
        self.add("Địa danh ngày", "{{ head.dateline }}", where=right)

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
        title, _, name = text.partition("|")
        _, right = self.grid([self.width * 0.4, self.width * 0.6], before=8)
        write_marked(first_in(right, "Địa danh ngày"), "{{ head.dateline }}")
        self.add("Quyền hạn", title.strip(), where=right)
        self.add("Người ký", name.strip(), where=right)

    def signs(self, text: str) -> None:
        parts = [part.strip() for part in text.split("|")]
        for cell, part in zip(self.grid([self.width / len(parts)] * len(parts), before=8), parts, strict=True):
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
        paragraph = self.add("Khoảng trống")
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(points)
        return paragraph

    def part_tables(self) -> None:
        """Two tables with nothing between them would become one, in Word as in LibreOffice."""
        body = [child for child in self.document.element.body if child.tag != qn("w:sectPr")]
        if body and body[-1].tag == qn("w:tbl"):
            self.gap(1)

    def keep_last(self) -> None:
        """The last paragraph stays on the page of what follows, so that no signature stands alone."""
        for paragraph in reversed(self.document.paragraphs):
            if not paragraph.text.startswith("{%p"):
                paragraph.paragraph_format.keep_with_next = True
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


def bare_document(form: Form) -> DocumentType:
    """A4 with the margins and styles of the Party's layout, a page number at the top from the second page on."""
    document = Document()
    trim_styles(document)
    if form.is_landscape:
        for name in ("Đầu bảng", "Ô bảng"):
            document.styles[name].font.size = Pt(11)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if form.is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = section.first_page_footer.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    field(number, "PAGE")
    return document


def trim_styles(document: DocumentType) -> None:
    """Only what a form uses, in one font; Word's compatibility mode of today."""
    root = document.styles.element
    for style in list(document.styles):
        if style.name not in KEPT:
            root.remove(style.element)
    defaults = root.find(qn("w:docDefaults"))
    fonts = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)
    language = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    language.set(qn("w:val"), "vi-VN")
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1
    for name in ("Header", "Footer"):
        for tabs in document.styles[name].element.iter(qn("w:tabs")):
            tabs.getparent().remove(tabs)
    for name, look in STYLES.items():
        add_style(document, name, look)
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def add_style(document: DocumentType, name: str, look: tuple) -> None:
    size, bold, italic, side, before, after, keeps = look
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), fold(name).title().replace(" ", ""))
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = side, Pt(before), Pt(after)
    shape.keep_with_next = keeps
    shape.widow_control = True
    if name in ("Thân bài", "Dòng điền", "Mục", "Giữa dòng"):
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
    if name == "Thân bài":
        shape.first_line_indent = Mm(10)


def field(paragraph: object, instruction: str) -> None:
    """A field that Word computes."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {text} "
            run._r.append(code)
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def bare_table(document: DocumentType, rows: int, widths: list[float]) -> object:
    """A table of fixed columns, as wide as the text and no wider."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblStyle")):
        properties.remove(old)
    total = properties.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(round(sum(widths) * 56.6929)))
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "0")
    indent.set(qn("w:type"), "dxa")
    properties.find(qn("w:jc")).addnext(indent)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def borders(table: object) -> None:
    """Thin lines around every cell."""
    lines = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), "000000")
        lines.append(line)
    table._tbl.tblPr.find(qn("w:tblInd")).addnext(lines)


def cell_margins(table: object, **sides: int) -> None:
    """Room inside every cell, in twips."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), str(sides[side]))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)


def vertically(cell: object, where: str) -> None:
    mark = OxmlElement("w:vAlign")
    mark.set(qn("w:val"), where)
    cell._tc.get_or_add_tcPr().append(mark)


def hold_together(row: object) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def main() -> None:
    """Write the templates of the codes given, or of all forms that have a description."""
    wanted = [form_of(code) for code in sys.argv[1:]] or forms()
    TARGET.mkdir(exist_ok=True)
    for form in wanted:
        if (DESCRIPTIONS / f"{form.file_name}.txt").exists():
            (TARGET / form.template).write_bytes(packed(make(form), title=form.title, on=MADE_ON))


if __name__ == "__main__":
    main()
