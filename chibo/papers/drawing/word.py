"""Fill a Word template: facts in, unknown ones as dotted lines, the layout of the day, the record's code as QR."""

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from docx import Document as opened
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from chibo.papers.drawing import code
from chibo.papers.rules.facts import DOTS, UNKNOWN

QR_SIZE = 14
FOOTER_AT = 5
"""Millimetres; together less than the bottom margin, and no nearer to the edge than printers print."""
CELL_MARGIN = 108
"""Twips left and right inside a cell where the table does not say."""
CLOSING = ".;,:)"
SIGNATURE = "Người ký"
TITLES = ("Tên loại", "Trích yếu")
"""Styles of centred titles: what is missing there is a few dots, not a line to the edge."""
HELD = ((80, 2), (400, 1))
"""Letters of the longest cell → how many last rows stay with a signature; longer rows would not fit on a page with it."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def fill(template: Path, said: Mapping[str, Any]) -> Document:
    """The template with every tag replaced. Text is text: nothing in a fact is read as markup or as a tag."""
    filled = DocxTemplate(template)
    filled.render(dict(said), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    # Its parts are new, and the document it holds still knows the old ones.
    kept = io.BytesIO()
    filled.save(kept)
    return opened(kept)


def settle_unknown(document: Document) -> None:
    """Turn every unknown value into room to write: a dotted line to the end of its line, or dots in the middle of one."""
    section = document.sections[0]
    width = (section.page_width - section.left_margin - section.right_margin) // 635
    signing = {style.style_id for style in document.styles if style.name == SIGNATURE}
    titles = {style.style_id for style in document.styles if style.name in TITLES}
    for paragraph in document.element.body.iter(qn("w:p")):
        texts = [t for t in paragraph.iter(qn("w:t")) if t.text]
        marked = [t for t in texts if UNKNOWN in t.text]
        if not marked:
            continue
        style = _style_of(paragraph)
        if style in signing:
            for text in marked:
                text.text = text.text.replace(UNKNOWN, "")
            continue
        last = marked[-1] if style not in titles and _ends_line(paragraph, texts) else None
        for text in marked:
            head, _, tail = text.text.rpartition(UNKNOWN)
            if text is last:
                text.text = head.replace(UNKNOWN, DOTS)
                _lead_on(paragraph, text, tail, _room(paragraph, width))
            else:
                text.text = text.text.replace(UNKNOWN, DOTS)


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else ""


def _ends_line(paragraph: Any, texts: list[Any]) -> bool:
    justified = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    if justified is not None and justified.get(qn("w:val")) in ("center", "right", "end"):
        return False
    whole = "".join(t.text for t in texts)
    return whole.rstrip().rstrip(CLOSING).endswith(UNKNOWN)


def _room(paragraph: Any, width: int) -> int:
    """Twips from the left edge of the paragraph's box to its right edge."""
    cell = next(paragraph.iterancestors(qn("w:tc")), None)
    if cell is None:
        return width
    wide = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    margins = next(cell.iterancestors(qn("w:tbl"))).find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}")
    sides = [_margin(margins, names) for names in (("left", "start"), ("right", "end"))]
    return int(wide.get(qn("w:w"))) - sum(sides) if wide is not None else width


def _margin(margins: Any, names: tuple[str, ...]) -> int:
    found = [margins.find(qn(f"w:{name}")) for name in names] if margins is not None else []
    return next((int(one.get(qn("w:w"))) for one in found if one is not None), CELL_MARGIN)


def _lead_on(paragraph: Any, text: Any, tail: str, position: int) -> None:
    run = text.getparent()
    tab = OxmlElement("w:tab")
    text.addnext(tab)
    if tail:
        after = deepcopy(text)
        after.text = tail
        tab.addnext(after)
    if not text.text:
        run.remove(text)
    else:
        text.set(qn("xml:space"), "preserve")
    properties = paragraph.get_or_add_pPr()
    tabs = properties.get_or_add_tabs()
    tabs.insert_tab_in_order(Twips(position), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def hold_tails(document: Document) -> None:
    """Keep the last rows of a table on the page of the signature behind it: none stands alone on a page of its own."""
    for table in document.element.body.findall(qn("w:tbl")):
        after = table.getnext()
        if after is None or after.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None:
            continue
        rows = [row for row in table.findall(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None]
        cells = [cell for row in rows[-2:] for cell in row.iter(qn("w:tc"))]
        longest = max((sum(len(t.text or "") for t in cell.iter(qn("w:t"))) for cell in cells), default=0)
        held = next((count for most, count in HELD if longest <= most), 0)
        for row in rows[len(rows) - min(held, len(rows)) :]:
            for paragraph in row.iter(qn("w:p")):
                properties = paragraph.get_or_add_pPr()
                properties.get_or_add_keepNext()


def stamp(document: Document, reference: str, address: str) -> None:
    """Put the record's code and its QR at the foot of every page: a slip that is sent back carries it as well."""
    section = document.sections[0]
    section.footer_distance = Mm(FOOTER_AT)
    first = (section.first_page_footer,) if section.different_first_page_header_footer else ()
    for footer in (*first, section.footer):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
        paragraph.paragraph_format.line_spacing = 1
        picture = code.png(f"{address}#{reference}" if address else reference)
        paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(QR_SIZE))
        paragraph.add_run(f"  Mã hồ sơ {reference}").font.size = Pt(9)


def packed(document: Document, *, title: str, on: Any) -> bytes:
    """The document as a file; the same document gives the same bytes."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "Chibo", "Chibo"
    properties.created = properties.modified = datetime.combine(on, time(), UTC).replace(tzinfo=None)
    loose, tight = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(tight, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED)
    return tight.getvalue()
