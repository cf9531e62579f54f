"""The layout of a day, laid over a filled template: page margins and the styles that carry the Party's layout.

Only styles of these names are touched, so an office's own styles stay as the office made them.
"""

from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt

SIZES = {
    "Tiêu đề Đảng": "party",
    "Cấp trên": "above",
    "Cơ quan ban hành": "issuer",
    "Số ký hiệu": "number",
    "Địa danh ngày": "dateline",
    "Tên loại": "kind",
    "Trích yếu": "about",
    "Thân bài": "body",
    "Dòng điền": "body",
    "Mục": "body",
    "Giữa dòng": "body",
    "Quyền hạn": "signing",
    "Người ký": "signing",
    "Nơi nhận": "sent_title",
    "Nơi nhận dòng": "sent",
}
"""Name of a style in the templates → size of its letters in the rule."""
PITCHED = ("Thân bài", "Dòng điền", "Mục", "Giữa dòng")
INDENTED = ("Thân bài",)


def lay(document: Document, layout: Mapping[str, Any]) -> None:
    """Give the document the margins (mm), sizes (pt), line pitch (pt) and indents (mm) of the layout."""
    top, bottom, left, right = layout["margins"]
    for section in document.sections:
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
    styles = {style.name: style for style in document.styles}
    for name, size in SIZES.items():
        if name in styles:
            styles[name].font.size = Pt(layout["sizes"][size])
    for name in PITCHED:
        if name in styles:
            shape = styles[name].paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout["line"])
            shape.space_after = Pt(layout["paragraph"])
    for name in INDENTED:
        if name in styles:
            styles[name].paragraph_format.first_line_indent = Mm(layout["first_line"])
