"""Lists leave: as Excel, as CSV, as a plain A4 table."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.tables import later, separated, workbook
from chibo.tables.columns import Column
from chibo.tables.heading import Heading
from chibo.tables.parts import Changed, Part, Tick, parts_of, silent
from chibo.tables.table import Table
from chibo.ui import params

__all__ = ["FORMS", "MOST_PRINTED", "MOST_ROWS", "Heading", "answer", "respond", "write"]

FORMS = {"xlsx": "Excel", "csv": "CSV", "in": "bản in"}
MOST_ROWS = 1_000_000
"""A sheet of Excel ends a little later."""
MOST_PRINTED = 5_000
_IN_MEMORY = 4_000_000
_TRIES = 3
_WRITERS = {"xlsx": workbook.write, "csv": separated.write}
Told = Callable[[str, int], None]
"""Told the form and the number of rows when a file or a print is made (for the journal)."""


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    table: Table,
    heading: Heading,
    exported: Told | None = None,
) -> HttpResponse:
    """A list page in all its forms: the page, its table alone for htmx, ``?xuat=xlsx|csv|in``.

    The template finds the page of the table as ``page``.

    :raises Refusal: bad paging, an unknown form, too many rows
    """
    if found := answer(request, [table], heading, exported=exported):
        return found
    page = table.page(request.GET)
    alone = request.headers.get("HX-Target") == table.dom_id and "HX-History-Restore-Request" not in request.headers
    response = render(request, "tables/table.html" if alone else template, context | {"page": page})
    patch_vary_headers(response, ("HX-Target",))
    return response


def answer(
    request: HttpRequest,
    tables: Sequence[Table],
    heading: Heading,
    *,
    exported: Told | None = None,
    printed: Callable[[], HttpResponse] | None = None,
) -> HttpResponse | None:
    """What a page with tables answers where its address asks for a file or a print; None where it asks for the page.

    :param tables: those of the page; a sheet each
    :param printed: makes the print of a page that has one of its own
    :raises Refusal: an unknown form, too many rows
    """
    form = request.GET.get(params.EXPORT, "")
    if not form:
        return None
    if form not in FORMS:
        raise Refusal(
            f"Không xuất được dạng “{form[:20]}”. Hãy chọn Excel, CSV hoặc bản in.",
            field=params.EXPORT,
            code="export",
            choices=tuple(FORMS.items()),
        )
    parts = parts_of(tables, request.GET)
    count = sum(part.count for part in parts)
    _check_length(form, count)
    if form != "in" and (waiting := later.begin(request, form, heading, count)):
        return waiting
    if exported:
        exported(form, count)
    if form == "in":
        return printed() if printed else _print(request, parts, heading)
    name = f"{heading.file_name}.{form}"
    if making := later.making_of(request):
        making.name, making.rows = name, count
        write(making.file, form, parts, heading, making.tick)
        return HttpResponse(status=204)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
    write(file, form, parts, heading)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def write(file: IO[bytes], form: str, parts: Sequence[Part], heading: Heading, tick: Tick = silent) -> None:
    """Write a file whose heading names the rows it has, once more where the list changed meanwhile.

    :raises Refusal: the list changes faster than it is written
    """
    for _ in range(_TRIES):
        try:
            _WRITERS[form](file, parts, heading, tick)
        except Changed:
            file.seek(0)
            file.truncate()
            parts = [replace(part, count=part.source.count()) for part in parts]
        else:
            return
    raise Refusal("Danh sách đang được cập nhật nên chưa lập được tệp. Hãy đợi ít phút rồi xuất lại.", code="changing")


def _check_length(form: str, count: int) -> None:
    most = MOST_PRINTED if form == "in" else MOST_ROWS
    if count > most:
        way_out = "Hãy xuất Excel, hoặc chọn phạm vi nhỏ hơn." if form == "in" else "Hãy chọn phạm vi nhỏ hơn."
        raise Refusal(
            f"Danh sách có {show_int(count)} dòng, mỗi lần nhiều nhất {show_int(most)} dòng. {way_out}",
            field=params.EXPORT,
            code="too_many_rows",
        )


def _print(request: HttpRequest, parts: Sequence[Part], heading: Heading) -> HttpResponse:
    papers = [_paper(part, several=len(parts) > 1) for part in parts]
    context = {
        "heading": heading,
        "heading_lines": heading.lines(sum(part.count for part in parts)),
        "papers": papers,
        "wide": any(len(paper["table"].columns) > 6 for paper in papers),
    }
    return render(request, "tables/print.html", context)


def _paper(part: Part, *, several: bool) -> dict[str, Any]:
    table = replace(part.table, columns=tuple(_plain(column) for column in part.columns))
    return {
        "title": table.caption if several else "",
        "table": table,
        "body": table.body(list(part.source.iterate())),
        "foot": table.foot_body(),
    }


def _plain(column: Column) -> Column:
    return replace(column, url=None, state=None)
