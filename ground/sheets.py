"""Parts of a Word template: the page, the styles of the Party's layout, tables. Used by ground.templates."""

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from chibo.kernel.text import fold
from chibo.papers.rules.catalogue import Form

FONT = "Times New Roman"
KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"}
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
