"""Search."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.site.search import Found, find
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People and units by name, code or number; today's state of each."""
    today = clock.today()
    try:
        found = find(request.GET.get("q", ""), on=today, viewer=request.viewer)
    except Refusal as refusal:
        return render(request, "site/search.html", {"refusal": refusal}, status=refusal.status)
    if found and (leaving := answer(request, _tables(found), _heading(found.text, today, request.viewer.label))):
        return leaving
    return render(request, "site/search.html", {"found": found, "today": today})


PEOPLE = (
    Column("name", "Họ và tên", "person.full_name", main=True),
    Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
    Column("cell", "Chi bộ", width=36),
    Column(
        "state", "Tư cách", lambda row: row.spell.get_status_display() if row.spell else "Không còn trong danh sách"
    ),
)
UNITS = (
    Column("name", "Tên", "placement.name", main=True, width=44),
    Column("kind", "Loại", lambda row: row.placement.get_kind_display()),
    Column("superior", "Trực thuộc", width=36),
    Column("ref", "Mã", "placement.unit.ref", kind="id"),
    Column("last_day", "Kết thúc sau ngày", kind="day", width=18),
)


def _tables(found: Found) -> list[Table]:
    """What was found, as far as the viewer may search."""
    listed = (("people", "Đảng viên", PEOPLE, found.people), ("units", "Tổ chức đảng", UNITS, found.units))
    return [Table(f"search.{name}", title, columns, RowsSource(rows)) for name, title, columns, rows in listed if rows]


def _heading(text: str, today: date, by: str) -> Heading:
    return Heading("Kết quả tìm", when=f"ngày {show_day(today)}", filters=(("Tìm", text),), by=by)
