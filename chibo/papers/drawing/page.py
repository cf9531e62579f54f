"""Read a Word document as plain data: what stands on its pages and how, ready to be drawn by ``sheet.typ``.

What is read: paragraphs (alignment, indents, spacing, line pitch, tabs to the edge), runs (bold, italic, underlined, size,
capitals), line and page breaks, inline pictures, tables (widths, merged cells, borders, shading, repeated heads), page
size and margins, headers and footers with page numbers. All lengths are points.
"""

import base64
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.simpletypes import ST_OnOff

from chibo.papers.drawing.styles import Styles, flag, line_width, number

TWIP, EMU = 20, 12_700
SINGLE = 1.149
"""Line pitch of Times New Roman, in sizes."""
TIGHT = 1.107
"""Height of its letters from ascender to descender, as ``sheet.typ`` draws them."""
SHORT = 3
"""Most rows that are kept together: an office that marks a whole table would get none of it on a page."""
LINE_RULES = ("exact", "atLeast")
ALIGN = {"both": "both", "distribute": "both", "center": "center", "right": "right", "end": "right"}
BORDERS = {"top": "top", "bottom": "bottom", "left": "left", "right": "right", "start": "left", "end": "right"}


def read(document: Document) -> dict[str, Any]:
    """Sections of the document: page, what stands above and below it, and its blocks."""
    return {"sections": [_section(document, section, body) for section, body in _parts(document)]}


def _parts(document: Document) -> Iterator[tuple[Any, list[Any]]]:
    """Each section with the paragraphs and tables that stand in it."""
    sections = iter(document.sections)
    body: list[Any] = []
    for element in _content(document.element.body):
        if element.tag in (qn("w:p"), qn("w:tbl")):
            body.append(element)
        if element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            yield next(sections), body
            body = []
    yield next(sections), body


def _content(parent: Any) -> Iterator[Any]:
    """Children, those of content controls among them."""
    for child in parent:
        if child.tag == qn("w:sdt"):
            inner = child.find(qn("w:sdtContent"))
            yield from _content(inner if inner is not None else ())
        else:
            yield child


def _section(document: Document, section: Any, body: list[Any]) -> dict[str, Any]:
    styles = Styles(document)
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    first = section.different_first_page_header_footer
    return {
        "width": section.page_width / EMU,
        "height": section.page_height / EMU,
        "margins": [length / EMU for length in margins],
        "header_at": section.header_distance / EMU,
        "footer_at": section.footer_distance / EMU,
        "header": _edge(styles, section.header),
        "footer": _edge(styles, section.footer),
        "first_header": _edge(styles, section.first_page_header if first else section.header),
        "first_footer": _edge(styles, section.first_page_footer if first else section.footer),
        "blocks": _held(_blocks(styles, document.part, body)),
    }


def _held(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A table whose last rows stay with what follows takes it in as its ``tail``, up to a short table: a signature."""
    held: list[dict[str, Any]] = []
    rest = blocks[:]
    while rest:
        block = rest.pop(0)
        held.append(block)
        if "rows" not in block:
            continue
        chain = next((at for at, one in enumerate(rest) if not _stays(one)), len(rest))
        if _stays(block) and chain < len(rest) and 0 < len(rest[chain].get("rows", ())) <= SHORT:
            block["tail"], rest = rest[: chain + 1], rest[chain + 1 :]
        block["ties"] = _ties(block)
    return held


def _stays(block: dict[str, Any]) -> bool:
    """Whether the block, or the last row of the table, stays with what follows it."""
    rows = block.get("rows")
    return rows[-1]["keep"] if rows else bool(block.get("keep"))


def _ties(table: dict[str, Any]) -> list[tuple[int, int]]:
    """(first, how many) of the rows that stay on one page, the tail as the row after the last; more than a few do not."""
    kept = [row["keep"] for row in table["rows"]]
    ties, at = [], table["heads"]
    while at < len(kept):
        free = next((below for below in range(at, len(kept)) if not kept[below]), len(kept))
        last = free if free < len(kept) or "tail" in table else free - 1
        if 0 < last - at <= SHORT:
            ties.append((at, last - at + 1))
        at = free + 1
    return ties


def _edge(styles: Styles, edge: Any) -> list[Any]:
    if edge.is_linked_to_previous:
        return []
    found = [child for child in _content(edge._element) if child.tag in (qn("w:p"), qn("w:tbl"))]
    blocks = _blocks(styles, edge.part, found)
    return blocks if any(block.get("runs") or block.get("rows") for block in blocks) else []


def _blocks(styles: Styles, part: Any, elements: list[Any]) -> list[dict[str, Any]]:
    return _blocks_and_rest(styles, part, elements)[0]


def _blocks_and_rest(styles: Styles, part: Any, elements: list[Any]) -> tuple[list[dict[str, Any]], float]:
    """Paragraphs and tables, with the space between each and the one before it: Word takes the larger of the two.

    Then the space after the last one, which only a cell keeps.
    """
    blocks: list[dict[str, Any]] = []
    after = 0.0
    for element in elements:
        if element.tag == qn("w:tbl"):
            block = _table(styles, part, element)
            block["gap"], after = after, 0.0
        else:
            block = _paragraph(styles, part, element)
            block["gap"], after = max(after, block.pop("before")), block.pop("after")
        blocks.append(block)
    return blocks, after


def _paragraph(styles: Styles, part: Any, element: Any) -> dict[str, Any]:
    shape = styles.paragraph(element)
    runs = list(_runs(styles, part, element))
    sizes = [run["size"] for run in runs if "text" in run] or [styles.mark_size(element)]
    size = max(sizes)
    indent, spacing = shape.get("ind", {}), shape.get("spacing", {})
    line = number(spacing.get("line"), 240)
    exact = spacing.get("lineRule") in LINE_RULES
    pitch = line / TWIP if exact else line / 240 * SINGLE * size
    hanging = number(indent.get("hanging"), 0) / TWIP
    return {
        "align": ALIGN.get(shape.get("jc", {}).get("val", "left"), "left"),
        "left": number(indent.get("left", indent.get("start")), 0) / TWIP,
        "right": number(indent.get("right", indent.get("end")), 0) / TWIP,
        "first": number(indent.get("firstLine"), 0) / TWIP - hanging,
        "before": number(spacing.get("before"), 0) / TWIP,
        "after": number(spacing.get("after"), 0) / TWIP,
        "lead": pitch - TIGHT * size,
        "size": size,
        "keep": flag(shape, "keepNext"),
        "fresh": flag(shape, "pageBreakBefore"),
        "runs": runs,
    }


def _runs(styles: Styles, part: Any, paragraph: Any) -> Iterator[dict[str, Any]]:
    tabs = styles.tabs(paragraph)
    field: list[str] = []
    for run in _run_elements(paragraph):
        look = styles.run(paragraph, run)
        capitals = look.pop("capitals")
        for child in run:
            tag = child.tag
            if tag == qn("w:fldChar"):
                kind = child.get(qn("w:fldCharType"))
                field = ["instruction"] if kind == "begin" else ["shown"] if kind == "separate" and field else []
            elif tag == qn("w:instrText") and "PAGE" in (child.text or ""):
                yield look | {"page": True}
            elif field == ["shown"]:
                continue
            elif tag == qn("w:t") and child.text:
                yield look | {"text": child.text.upper() if capitals else child.text}
            elif tag == qn("w:noBreakHyphen"):
                yield look | {"text": "\u2011"}
            elif tag == qn("w:tab"):
                yield look | {"tab": tabs.pop(0) if tabs else "none"}
            elif tag in (qn("w:br"), qn("w:cr")):
                yield {"break": "page" if child.get(qn("w:type")) == "page" else "line"}
            elif tag == qn("w:drawing"):
                yield from _pictures(part, child)


def _run_elements(parent: Any) -> Iterator[Any]:
    for child in _content(parent):
        if child.tag == qn("w:r"):
            yield child
        elif child.tag in (qn("w:hyperlink"), qn("w:ins"), qn("w:smartTag"), qn("w:fldSimple")):
            yield from _run_elements(child)


def _pictures(part: Any, drawing: Any) -> Iterator[dict[str, Any]]:
    for inline in drawing.iter(qn("wp:inline")):
        extent = inline.find(qn("wp:extent"))
        for blip in inline.iter(qn("a:blip")):
            content = part.related_parts[blip.get(qn("r:embed"))].blob
            yield {
                "picture": base64.b64encode(content).decode("ascii"),
                "width": int(extent.get("cx")) / EMU,
                "height": int(extent.get("cy")) / EMU,
            }


def _table(styles: Styles, part: Any, table: Any) -> dict[str, Any]:
    properties = table.find(qn("w:tblPr"))
    widths = [number(column.get(qn("w:w")), 0) / TWIP for column in table.find(qn("w:tblGrid"))]
    indent = properties.find(qn("w:tblInd"))
    justified = properties.find(qn("w:jc"))
    margins = _margins(properties.find(qn("w:tblCellMar")), {"top": 0, "bottom": 0, "left": 5.4, "right": 5.4})
    borders = styles.table_borders(properties)
    rows = [row for row in _content(table) if row.tag == qn("w:tr")]
    heads = 0
    while heads < len(rows) and _row_flag(rows[heads], "tblHeader"):
        heads += 1
    return {
        "widths": widths,
        "indent": number(indent.get(qn("w:w")), 0) / TWIP if indent is not None else 0,
        "align": ALIGN.get(justified.get(qn("w:val")), "left") if justified is not None else "left",
        "heads": heads,
        "rows": [_row(styles, part, rows, at, margins, borders, len(widths)) for at in range(len(rows))],
    }


def _row_flag(row: Any, name: str) -> bool:
    found = row.find(f"{qn('w:trPr')}/{qn(f'w:{name}')}")
    return found is not None and ST_OnOff.from_xml(found.get(qn("w:val"), "true"))


def _row(
    styles: Styles, part: Any, rows: list[Any], at: int, margins: dict, borders: dict, columns: int
) -> dict[str, Any]:
    height = rows[at].find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    cells, column = [], 0
    for cell in (child for child in _content(rows[at]) if child.tag == qn("w:tc")):
        span = _span(cell)
        if _merged(cell) != "continue":
            found = [child for child in _content(cell) if child.tag in (qn("w:p"), qn("w:tbl"))]
            properties = cell.find(qn("w:tcPr"))
            own = properties.find(qn("w:tcBorders")) if properties is not None else None
            valign = properties.find(qn("w:vAlign")) if properties is not None else None
            shade = properties.find(qn("w:shd")) if properties is not None else None
            depth = _depth(rows, at, column) if _merged(cell) == "restart" else 1
            blocks, rest = _blocks_and_rest(styles, part, found)
            edges = (at == 0, at + depth == len(rows), column == 0, column + span == columns)
            cells.append(
                {
                    "column": column,
                    "span": span,
                    "depth": depth,
                    "valign": valign.get(qn("w:val")) if valign is not None else "top",
                    "fill": _colour(shade),
                    "margins": _margins(properties.find(qn("w:tcMar")) if properties is not None else None, margins),
                    "borders": _cell_borders(own, borders, edges),
                    "blocks": blocks,
                    "rest": rest,
                }
            )
        column += span
    return {
        "height": number(height.get(qn("w:val")), 0) / TWIP if height is not None else 0,
        "whole": _row_flag(rows[at], "cantSplit"),
        "keep": any(block.get("keep") for cell in cells for block in cell["blocks"]),
        "cells": cells,
    }


def _span(cell: Any) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return int(found.get(qn("w:val"))) if found is not None else 1


def _merged(cell: Any) -> str:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return "" if found is None else found.get(qn("w:val"), "continue")


def _depth(rows: list[Any], at: int, column: int) -> int:
    depth = 1
    for row in rows[at + 1 :]:
        place = 0
        below = None
        for cell in (child for child in _content(row) if child.tag == qn("w:tc")):
            if place == column:
                below = cell
            place += _span(cell)
        if below is None or _merged(below) != "continue":
            break
        depth += 1
    return depth


def _margins(given: Any, default: dict[str, float]) -> dict[str, float]:
    margins = dict(default)
    for child in given if given is not None else ():
        name = BORDERS.get(child.tag.rpartition("}")[2])
        if name:
            margins[name] = number(child.get(qn("w:w")), 0) / TWIP
    return margins


def _cell_borders(own: Any, table: dict[str, float], edges: tuple[bool, bool, bool, bool]) -> dict[str, float]:
    is_top, is_bottom, is_left, is_right = edges
    borders = {
        "top": table.get("top" if is_top else "insideH", 0),
        "bottom": table.get("bottom" if is_bottom else "insideH", 0),
        "left": table.get("left" if is_left else "insideV", 0),
        "right": table.get("right" if is_right else "insideV", 0),
    }
    for child in own if own is not None else ():
        name = BORDERS.get(child.tag.rpartition("}")[2])
        if name:
            borders[name] = line_width(child)
    return borders


def _colour(shade: Any) -> str:
    fill = shade.get(qn("w:fill")) if shade is not None else None
    return f"#{fill}" if fill and fill != "auto" else ""
