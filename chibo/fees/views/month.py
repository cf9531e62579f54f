"""The dues of a month: of a cell, member by member; of a committee, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.fees.queries.month import OWING, SETTLED, UNOPENED, CellMonth, cell_months, cells_below, sheet_of, total_of
from chibo.fees.views.asked import Page, page_of
from chibo.org.models import Placement
from chibo.tables.columns import Column
from chibo.tables.export import respond
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Table
from chibo.ui import params

MEMBERS = (
    Column(
        "name",
        "Họ và tên",
        "name",
        main=True,
        url=lambda row: reverse("fees:person", args=[row.uid]) if row.uid else "",
        width=28,
    ),
    Column("kind", "Diện đóng", "kind", width=22),
    Column("relief", "Miễn, giảm", "relief", width=14),
    Column("due", "Phải đóng (đ)", lambda row: "chưa rõ" if row.missing else row.due, kind="int", numeric=True),
    Column("paid", "Đã đóng (đ)", "paid", kind="int"),
    Column("on", "Ngày đóng đủ", "settled_on", kind="day"),
    Column("before", "Còn nợ trước (đ)", lambda row: row.owed_before or None, kind="int"),
    Column("state", "Tình trạng", lambda row: row.state[1], kind="badge", state=lambda row: row.state[0]),
)
STATE = "xem"
STATES = {OWING: "Còn phải thu", SETTLED: "Đã thu đủ", UNOPENED: "Chưa lập bảng"}
CELLS = (
    Column("name", "Chi bộ", "placement.name", main=True, url=lambda row: row.url, width=34),
    Column("superior", "Cấp trên", "superior", width=34),
    Column("due", "Phải đóng (đ)", lambda row: row.due if row.is_opened else None, kind="int"),
    Column("paid", "Đã đóng (đ)", lambda row: row.paid if row.is_opened else None, kind="int"),
    Column("owed", "Còn lại (đ)", lambda row: row.owed if row.is_opened else None, kind="int"),
    Column("state", "Tình trạng", lambda row: row.state[1], kind="badge", state=lambda row: row.state[0]),
)


class CellsSource(QuerySource):
    """Cells with the sums of their month, looked up for one page at a time."""

    def __init__(self, page: Page, state: str) -> None:
        self.asked = page
        super().__init__(cells_below(page.unit, page.month, on=page.on, state=state), ("name_key", "pk"))

    def key(self, row: CellMonth) -> tuple:
        return super().key(row.placement)

    def shown(self, placements: Sequence[Placement]) -> list[CellMonth]:
        rows = cell_months(list(placements), self.asked.month)
        for row in rows:
            object.__setattr__(row, "url", self.asked.url("list", unit=row.placement.unit.uid))
        return rows


def dues(request: HttpRequest) -> HttpResponse:
    """The month of the unit of the address."""
    page = page_of(request)
    return _cell(page) if page.is_cell else _committee(page)


def _cell(page: Page) -> HttpResponse:
    sheet = sheet_of(page.unit, page.month, on=page.on)
    table = Table(
        "fees.dues",
        f"Đảng phí tháng {page.month_shown} của {page.name}",
        MEMBERS,
        RowsSource(list(sheet.rows)),
        noun="đảng viên",
        foot=(Sum(sheet.due, sheet.paid, sum(row.owed_before for row in sheet.rows)),),
        empty="Không có đảng viên nào đóng đảng phí ở đây trong tháng này. Hãy đổi tháng.",
    )
    context = page.context() | {
        "sheet": sheet,
        "missing": [row for row in sheet.rows if row.missing],
        "suspended": [row for row in sheet.rows if row.is_suspended and (row.due or 0) > 0],
        "collect_url": page.url("collect", page.unit.uid),
        "bases_url": page.url("bases", page.unit.uid),
        "assign_url": reverse("fees:assign", args=[page.unit.uid]),
    }
    return respond(
        page.request,
        "fees/dues.html",
        context,
        table=table,
        heading=page.heading("Danh sách đóng đảng phí"),
        exported=page.exported("danh sách đóng đảng phí"),
    )


@dataclass(frozen=True)
class Sum:
    """The last line of a cell's list: the sums."""

    due: int
    paid: int
    owed_before: int
    name: str = "Cộng"
    uid: None = None
    kind: str = ""
    relief: str = ""
    missing: str = ""
    settled_on: None = None
    state: tuple[str, str] = ("plain", "")


def _committee(page: Page) -> HttpResponse:
    due, paid = total_of(page.unit, page.month, on=page.on)
    state = params.chosen(page.request.GET, STATE, STATES)
    table = Table(
        "fees.cells",
        f"Đảng phí tháng {page.month_shown} của các chi bộ thuộc {page.name}",
        CELLS,
        CellsSource(page, state),
        noun="chi bộ",
        empty="Không có chi bộ nào. Hãy đổi tháng, tổ chức hoặc tình trạng.",
    )
    context = page.context() | {"due": due, "paid": paid, "owed": due - paid, "states": STATES, "state": state}
    return respond(
        page.request,
        "fees/cells.html",
        context,
        table=table,
        heading=page.heading("Đảng phí của các chi bộ"),
        exported=page.exported("đảng phí của các chi bộ"),
    )
