"""Papers on the screen, as files, many at once; and the blank forms."""

import io
from base64 import b64encode
from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.papers import actions, queries
from chibo.papers.rules import Facts, Form, built_codes, form_of, forms
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui.markup import with_query

ABOUT, KIND, INSIDE = "ve", "dang", "mo"
MOST_SHOWN = 12
"""Pages a preview shows; the rest is in the file."""
TYPES = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
}
COLUMNS = (
    Column(
        "title", "Mẫu văn bản", "title", main=True, url=lambda form: reverse("papers:paper", args=[form.code]), width=60
    ),
    Column("code", "Ký hiệu mẫu", lambda form: form.code if form.code.endswith("KNĐ") else "", kind="id", width=12),
    Column("source", "Căn cứ", "source", width=30),
    Column("filled", "Chibo điền sẵn", lambda form: "có" if form.code in built_codes() else "", width=14),
    Column("note", "Ghi chú", lambda form: "số mẫu chưa chắc chắn" if form.is_uncertain else "", width=24),
)


@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    """Every form of the catalogue; each can be printed blank."""
    listed = forms()
    table = Table("papers.forms", "Mẫu văn bản", COLUMNS, RowsSource(list(listed)), total=len(listed), noun="mẫu")
    heading = Heading("Mẫu văn bản", by=request.viewer.label)
    return respond(request, "papers/forms.html", {"count": len(listed)}, table=table, heading=heading)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A paper as it will be printed; without ``ve``, the blank form."""
    form, on = form_of(code), clock.today()
    ref = request.GET.get(ABOUT, "")
    made, given = _made(request, form, ref, on)
    if ref:
        actions.note_seen(code=code, given=given, ref=ref, on=on, by=request.viewer)
    shown = made.pictures[:MOST_SHOWN]
    address = reverse("papers:file", args=[code])
    pages = [
        {"number": number, "picture": "data:image/svg+xml;base64," + b64encode(picture).decode("ascii")}
        for number, picture in enumerate(shown, 1)
    ]
    context = {
        "form": form,
        "given": given,
        "is_blank": not ref,
        "pages": pages,
        "count": len(made.pictures),
        "more": len(made.pictures) - len(shown),
        "lines": made.text,
        "word": with_query(address, {ABOUT: ref or None, KIND: "docx"}),
        "pdf": with_query(address, {ABOUT: ref or None, KIND: "pdf"}),
        "print": with_query(address, {ABOUT: ref or None, KIND: "pdf", INSIDE: "1"}),
    }
    return render(request, "papers/paper.html", context)


@require_safe
def paper_file(request: HttpRequest, code: str) -> HttpResponse:
    """The paper as Word or PDF; ``mo=1`` opens the PDF in the browser, to be printed from there."""
    form, on = form_of(code), clock.today()
    kind, ref = request.GET.get(KIND, "pdf"), request.GET.get(ABOUT, "")
    if kind not in TYPES:
        raise Refusal("Chibo đưa ra văn bản dạng Word hoặc PDF. Hãy chọn một trong hai.", field=KIND, code="kind")
    made, given = _made(request, form, ref, on)
    content = made.docx if kind == "docx" else made.pdf
    if ref:
        actions.note_printed(code=code, given=given, ref=ref, form=kind, on=on, by=request.viewer)
    is_inside = kind == "pdf" and request.GET.get(INSIDE) == "1"
    return _download(content, f"{made.name}.{kind}", TYPES[kind][1], inside=is_inside)


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest, code: str) -> HttpResponse:
    """Many papers of one form: a package at once, or made by the worker."""
    form, on = form_of(code), clock.today()
    refs = actions.check_many((request.POST if request.method == "POST" else request.GET).getlist(ABOUT))
    if request.method != "POST":
        context = {"form": form, "refs": refs, "count": len(refs), "is_long": len(refs) > actions.AT_ONCE}
        return render(request, "papers/many.html", context)
    if len(refs) > actions.AT_ONCE:
        job = actions.print_many(code=code, refs=refs, on=on, by=request.viewer)
        return redirect("jobs:job", job.uid)
    with actions.package(code, refs, on=on, by=request.viewer) as (file, printed):
        actions.note_package(code, printed, on=on, by=request.viewer)
        file.seek(0)
        return _download(file.read(), actions.package_name(code, on), "application/zip")


def _made(request: HttpRequest, form: Form, ref: str, on: date) -> tuple[queries.Paper, Facts]:
    if not ref:
        return queries.blank(form.code, on=on), Facts({}, name="mẫu trống")
    given = queries.built(form.code, ref, on=on, by=request.viewer)
    here = with_query(reverse("papers:paper", args=[form.code]), {ABOUT: ref})
    return queries.make_of(form.code, given, on=on, address=request.build_absolute_uri(given.back or here)), given


def _download(content: bytes, name: str, kind: str, *, inside: bool = False) -> FileResponse:
    response = FileResponse(io.BytesIO(content), as_attachment=not inside, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
