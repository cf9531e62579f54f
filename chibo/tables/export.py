"""Lists as files and on paper: Excel, CSV, a plain A4 table."""

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from chibo.kernel import clock
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.tables.columns import Column, Row
from chibo.tables.sources import Source
from chibo.tables.table import Table
from chibo.ui import params

MOST_ROWS = 200_000
MOST_PRINTED = 5_000
FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier days go out as text."""
_IN_MEMORY = 4_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Heading:
    """What stands above the table in a file.

    :param scope: whose list it is, e.g. the unit's name
    :param when: the day or period, in words
    :param filters: (label, value) pairs of what was chosen
    :param by: who asked for it
    """

    title: str
    scope: str = ""
    when: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    by: str = ""
    illustration: bool = False
    at: datetime = field(default_factory=clock.now)

    def lines(self, rows: int) -> list[tuple[str, str]]:
        """The block as (label, text) lines."""
        lines = [("Phạm vi", self.scope), ("Thời điểm", self.when), *self.filters]
        lines += [("Số dòng", show_int(rows)), ("Lập lúc", timezone.localtime(self.at).strftime("%H:%M %d/%m/%Y"))]
        lines += [("Người lập", self.by), ("Ghi chú", "Dữ liệu minh họa" if self.illustration else "")]
        return [(label, text) for label, text in lines if text]


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    table: Table,
    heading: Heading,
    exported: Callable[[str, int], None] | None = None,
) -> HttpResponse:
    """A list page in all its forms: the page, its table alone for htmx, ``?xuat=xlsx|csv|in``.

    The template finds the page of the table as ``page``.

    :param exported: told the form and the number of rows when a file or a print is made (for the journal)
    :raises Refusal: bad paging, an unknown form, too many rows
    """
    form = request.GET.get(params.EXPORT, "")
    if form:
        return _export(request, form, table, heading, exported)
    page = table.page(request.GET)
    alone = request.headers.get("HX-Target") == table.dom_id and "HX-History-Restore-Request" not in request.headers
    response = render(request, "tables/table.html" if alone else template, context | {"page": page})
    patch_vary_headers(response, ("HX-Target",))
    return response


def _export(
    request: HttpRequest, form: str, table: Table, heading: Heading, exported: Callable[[str, int], None] | None
) -> HttpResponse:
    if form not in ("xlsx", "csv", "in"):
        raise Refusal(
            f"Không xuất được dạng “{form[:20]}”. Hãy chọn Excel, CSV hoặc bản in.",
            field=params.EXPORT,
            code="export",
            choices=(("xlsx", "Excel"), ("csv", "CSV"), ("in", "Bản in")),
        )
    source = table.sorted_source(request.GET)
    count = table.total if table.total is not None else source.count()
    most = MOST_PRINTED if form == "in" else MOST_ROWS
    if count > most:
        way_out = "Hãy xuất Excel, hoặc chọn phạm vi nhỏ hơn." if form == "in" else "Hãy chọn phạm vi nhỏ hơn."
        raise Refusal(
            f"Danh sách có {show_int(count)} dòng, mỗi lần nhiều nhất {show_int(most)} dòng. {way_out}",
            field=params.EXPORT,
            code="too_many_rows",
        )
    if exported:
        exported(form, count)
    if form == "in":
        return _print(request, table, source, heading, count)
    name = "-".join(fold(heading.title).split())[:60] or "danh-sach"
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
    write = write_xlsx if form == "xlsx" else write_csv
    write(file, table, source, heading, count)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}")


def _print(request: HttpRequest, table: Table, source: Source, heading: Heading, count: int) -> HttpResponse:
    on_paper = replace(table, columns=tuple(_plain(c) for c in table.columns if c.exported))
    context = {
        "table": on_paper,
        "heading": heading,
        "heading_lines": heading.lines(count),
        "body": on_paper.body(list(source.iterate())),
        "wide": len(on_paper.columns) > 6,
    }
    return render(request, "tables/print.html", context)


def _plain(column: Column) -> Column:
    return replace(column, url=None, state=None)


def write_csv(file: IO[bytes], table: Table, source: Source, heading: Heading, count: int) -> None:
    """UTF-8 with a byte-order mark, so that Excel reads Vietnamese; nothing in it can run as a formula."""
    columns = [column for column in table.columns if column.exported]
    showers = [(column.shower(), column.is_number) for column in columns]
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(["STT", *(column.title for column in columns)])
    for number, row in enumerate(source.iterate(), 1):
        writer.writerow([number, *(show(row) if plain else harmless(show(row)) for show, plain in showers)])
    text.flush()
    text.detach()


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def write_xlsx(file: IO[bytes], table: Table, source: Source, heading: Heading, count: int) -> None:
    """A spreadsheet with real days and numbers, ids as text, a heading block, and titles on every printed page."""
    columns = [column for column in table.columns if column.exported]
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EDF0F3", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Danh sách")
    sheet.set_column(0, 0, 6)
    for place, column in enumerate(columns, 1):
        sheet.set_column(place, place, column.characters)
    sheet.write_string(0, 0, heading.title, book.add_format({"bold": True, "font_size": 14}))
    at = 1
    for label, text in heading.lines(count):
        sheet.write_string(at, 0, f"{label}:", bold)
        sheet.write_string(at, 2, text)
        at += 1
    at += 1
    for place, title in enumerate(["STT", *(column.title for column in columns)]):
        sheet.write_string(at, place, title, head)
    _set_up_paper(sheet, at, wide=len(columns) > 6)
    writers = [_writer(book, column) for column in columns]
    row_format = book.add_format({"border": 1})
    for number, row in enumerate(source.iterate(), 1):
        sheet.write_number(at + number, 0, number, row_format)
        for place, write in enumerate(writers, 1):
            write(sheet, at + number, place, row)
    sheet.autofilter(at, 0, at + max(count, 1), len(columns))
    book.close()


def _set_up_paper(sheet: Any, head: int, *, wide: bool) -> None:
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.8, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_footer("&L&F&RTrang &P/&N")


def _writer(book: Any, column: Column) -> Callable[[Any, int, int, Row], None]:
    """The function that writes one cell of a column with its own type."""
    read, show = column.reader(), column.shower()
    formats = {"day": "dd/mm/yyyy", "int": "#,##0", "decimal": "#,##0.00", "percent": "0.00%", "id": "@"}
    style = book.add_format({"border": 1, "valign": "top", "num_format": formats.get(column.kind, "General")})
    exact = column.precision is None

    def write(sheet: Any, at: int, place: int, row: Row) -> None:
        value = read(row)
        if value is None or value == "":
            sheet.write_blank(at, place, None, style)
        elif isinstance(value, date) and column.kind == "day":
            text = show(row)
            if text and value >= FIRST_EXCEL_DAY and (exact or len(text) == 10):
                sheet.write_datetime(at, place, value, style)
            else:
                sheet.write_string(at, place, text, style)
        elif isinstance(value, bool) or not column.is_number:
            sheet.write_string(at, place, show(row), style)
        elif column.kind == "percent":
            sheet.write_number(at, place, float(value) / 100, style)
        elif abs(value) >= 10**15:
            sheet.write_string(at, place, str(value), style)
        else:
            sheet.write_number(at, place, value, style)

    return write
