"""Making papers: the facts of a form become a Word document, a PDF and pictures of its pages."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from django.conf import settings
from docx import Document
from docx.document import Document as DocumentType
from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateError

from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.kernel.viewer import Viewer
from chibo.papers.drawing import layout, page, pdf, word
from chibo.papers.rules import Facts, Form, Head, builder_of, code_of, form_of
from chibo.papers.rules.facts import context_of
from chibo.rulebook import queries as rulebook

LAYOUT = "document.layout"
TEMPLATES = Path(__file__).resolve().parent / "word"
OWN_TEMPLATES = settings.VAR_DIR / "mau-van-ban"
"""A template of the same name here is used instead of the one that came with the program."""
FIRST_LAYOUT = date(2018, 4, 3)
LAST_DAY = date(9999, 12, 30)


class BadTemplate(Refusal):
    """A Word template that cannot be filled, most likely edited by hand."""


@dataclass(frozen=True)
class Paper:
    """One printed form, filled.

    :ivar name: file name without its ending
    :ivar docx: the Word document
    :ivar on: day of the document
    """

    form: Form
    name: str
    docx: bytes
    on: date

    @cached_property
    def page(self) -> dict[str, Any]:
        """What stands on its pages, as the PDF draws it."""
        return page.read(Document(io.BytesIO(self.docx)))

    @cached_property
    def pdf(self) -> bytes:
        """The same page as PDF."""
        return pdf.pdf([self.page], title=self.form.title, on=self.on)

    @cached_property
    def pictures(self) -> list[bytes]:
        """Each page as SVG."""
        return pdf.pictures(self.page, title=self.form.title)

    @cached_property
    def text(self) -> list[str]:
        """What it says, line by line, without the look."""
        return [line for section in self.page["sections"] for line in _lines(section["blocks"])]


def make(
    code: str,
    facts: Mapping[str, Any],
    *,
    head: Head | None = None,
    reference: str = "",
    address: str = "",
    name: str = "",
    on: date | None = None,
) -> Paper:
    """Fill a form.

    :param facts: see :class:`chibo.papers.rules.Facts`; what is left out is left to be written by hand
    :param reference, address: the code of the record and where it is found; printed as QR (``<address>#<code>``)
    :param name: what tells this paper from others of its form
    :param on: the day whose layout is taken where the paper has no day yet
    :raises NotFound: there is no such form
    :raises ValueError: a fact that the form does not have
    """
    form = form_of(code)
    head = head or Head()
    day = head.on or head.around or on or LAST_DAY
    document = _filled(template_of(form), context_of(form, facts, head))
    word.settle_unknown(document)
    word.hold_tails(document)
    layout.lay(document, layout_of(day))
    if reference:
        word.stamp(document, reference, address)
    made_on = min(day, date(2999, 12, 31))
    return Paper(form, file_name(form, name), word.packed(document, title=form.title, on=made_on), made_on)


def _filled(template: Path, said: Mapping[str, Any]) -> DocumentType:
    try:
        return word.fill(template, said)
    except (TemplateError, PackageNotFoundError, BadZipFile) as error:
        raise BadTemplate(
            f"Tệp mẫu {template.name} có chỗ Chibo không đọc được ({error}). Hãy mở tệp mẫu bằng Word và sửa lại thẻ trong "
            "ngoặc nhọn, hoặc bỏ tệp mẫu riêng để dùng lại mẫu có sẵn.",
            code="template",
        ) from error


def make_of(code: str, given: Facts, *, on: date, address: str = "") -> Paper:
    """Fill a form with what its builder gave."""
    reference = given.reference or code_of(given.subject)
    return make(code, given.facts, head=given.head, reference=reference, address=address, name=given.name, on=on)


def built(code: str, ref: str, *, on: date, by: Viewer) -> Facts:
    """The facts of a form for what the reference names.

    :raises NotFound: no such form, nobody fills it, or the reference names nothing
    :raises NotEntitled: ``by`` may not see it
    """
    return builder_of(code)(ref, on, by)


def blank(code: str, *, on: date) -> Paper:
    """The form with nothing filled in."""
    return make(code, {}, on=on, name="mẫu trống")


def together(papers: Sequence[Paper], *, title: str) -> bytes:
    """One PDF of many papers."""
    return pdf.pdf([paper.page for paper in papers], title=title, on=max(paper.on for paper in papers))


def template_of(form: Form) -> Path:
    """The office's own Word template, or the given one."""
    own = OWN_TEMPLATES / form.template
    return own if own.exists() else TEMPLATES / form.template


def layout_of(on: date) -> Mapping[str, Any]:
    """The layout in force on a day; before the first one on record, the first one."""
    ruling = rulebook.value(LAYOUT, on=on)
    return ruling.value or rulebook.value(LAYOUT, on=FIRST_LAYOUT).value


def file_name(form: Form, name: str = "") -> str:
    """``6-knd-lo-thi-bich-huong``: safe on every disk, in every mail."""
    kept = "".join(c if c.isalnum() else "-" for c in fold(f"{form.file_name} {name}"))
    return "-".join(filter(None, kept.split("-")))[:120]


def _lines(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if "rows" in block:
            for row in block["rows"]:
                cells = [" ".join(_lines(cell["blocks"])) for cell in row["cells"]]
                lines.append(" | ".join(filter(None, cells)))
            lines += _lines(block.get("tail", ()))
        else:
            lines.append("".join(_words(run) for run in block["runs"]).strip())
    return [line for line in lines if line.strip()]


def _words(run: Mapping[str, Any]) -> str:
    if "tab" in run:
        return "……………" if run["tab"] == "dot" else " "
    return run.get("text", "\n" if run.get("break") == "line" else "").replace("\u00a0", " ")
