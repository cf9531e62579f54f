"""Who has not paid, what an organization's money did, who is exempt."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.fees.models import FeeRelief
from chibo.fees.queries import arrears as owing
from chibo.fees.queries.fund import balance_of, entries_of
from chibo.fees.queries.people import reliefs_at
from chibo.fees.rules import money
from chibo.fees.views.asked import page_of
from chibo.fees.vocabulary import EntryCause, ReliefState, months, word_of
from chibo.kernel.days import FOREVER, show_day
from chibo.members.queries.names import CellNames
from chibo.tables.columns import Column
from chibo.tables.export import respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table

ROW = "lien-tiep"
ARREARS = (
    Column(
        "name", "Họ và tên", "charge.person.full_name", main=True,
        url=lambda row: reverse("fees:person", args=[row.charge.person.uid]), width=28,
    ),
    Column("cell", "Chi bộ", "cell_name", width=36),
    Column("row", "Số tháng liên tiếp chưa đóng", "row", kind="int"),
    Column("months", "Các tháng", lambda row: months.told([one.month for one in row.unpaid]), width=34),
    Column("owed", "Còn nợ (đ)", "owed", kind="int"),
)  # fmt: skip
ENTRIES = (
    Column("on", "Ngày", "on", kind="day", main=True),
    Column("cause", "Nội dung", lambda row: row.get_cause_display(), width=34),
    Column("about", "Chứng từ", "about", url=lambda row: _url(row), width=40),
    Column("change", "Thay đổi quỹ (đ)", lambda row: row.change or None, kind="int"),
    Column("amount", "Số tiền (đ)", "amount", kind="int"),
)
RELIEFS = (
    Column("name", "Họ và tên", "person.full_name", main=True, url=lambda row: row.get_absolute_url(), width=28),
    Column("cell", "Chi bộ", "cell_name", width=36),
    Column("what", "Miễn, giảm", lambda row: word_of(row.reason, row.percent), width=16),
    Column("since", "Từ tháng", lambda row: months.show(row.since), kind="id"),
    Column("until", "Đến hết tháng", lambda row: last_month(row), kind="id"),
    Column(
        "state", "Tình trạng", lambda row: row.get_state_display(), kind="badge",
        state=lambda row: {"asked": "waiting", "approved": "done"}.get(row.state, "plain"),
    ),
)  # fmt: skip


def last_month(row: FeeRelief) -> str:
    """The last month in which the relief holds."""
    return "" if row.until >= FOREVER else months.show(months.after(row.until, -1))


def _url(row) -> str:
    about = row.receipt or row.remittance or row.event
    return about.get_absolute_url()


class ArrearsSource(QuerySource):
    """People who owe, with every unpaid month; looked up for one page at a time."""

    def __init__(self, rows, on) -> None:
        super().__init__(rows, ("name_key", "pk"))
        self.on = on

    def key(self, row: owing.Arrears) -> tuple:
        return super().key(row.charge)

    def shown(self, rows: list) -> list[owing.Arrears]:
        names = CellNames({one.cell_id for one in rows})
        found = owing.told(rows, self.on)
        for one in found:
            object.__setattr__(one, "cell_name", names.on(one.charge.cell_id, one.charge.tree_day))
        return found


def arrears(request: HttpRequest) -> HttpResponse:
    """Who at the unit owes for months that are over; ``lien-tiep=1``: only so many in a row as the rule says."""
    page = page_of(request)
    on, ruling = page.today, owing.rule_on(page.today)
    only = request.GET.get(ROW) == "1"
    rows = (
        owing.at(owing.in_a_row(on), page.unit, on).select_related("person", "cell")
        if only
        else owing.owing_at(page.unit, on)
    )
    title = f"Từ {ruling.text} liên tiếp chưa đóng" if only else "Chưa đóng đảng phí"
    table = Table(
        "fees.arrears_row" if only else "fees.arrears",
        f"{title}: {page.name}",
        ARREARS,
        ArrearsSource(rows, on),
        noun="đảng viên",
        empty="Không có đồng chí nào.",
        notes=(NOTE,),
    )
    context = page.context() | {
        "title": "Chưa đóng đảng phí",
        "ways": [
            ("Mọi đồng chí còn nợ", page.url("arrears"), not only),
            (f"Từ {ruling.text} liên tiếp", page.url("arrears", **{ROW: "1"}), only),
        ],
        "ruling": ruling,
        "note": NOTE,
    }
    return respond(
        request, "fees/list.html", context, table=table, heading=page.heading(title, f"ngày {show_day(on)}"),
        exported=page.exported("danh sách chưa đóng đảng phí"),
    )  # fmt: skip


NOTE = (
    "Đây là các tháng đã lập bảng, đã hết tháng mà chưa ghi thu đủ; không nói lý do. Miễn, không thu không nằm trong danh "
    "sách. Việc xem xét do chi bộ làm theo Điều lệ Đảng."
)


def fund(request: HttpRequest) -> HttpResponse:
    """Every change of the unit's money, latest first, and what it comes to."""
    page = page_of(request)
    whole, rest = balance_of(page.unit, on=page.today)
    table = Table(
        "fees.fund",
        f"Sổ quỹ đảng phí của {page.name}",
        ENTRIES,
        QuerySource(entries_of(page.unit), ("-on", "-pk")),
        noun="khoản",
        empty="Chưa có khoản nào.",
        notes=(f"Số dư: {money.show(whole)}, trong đó chưa chia {money.show(rest)}.",),
    )
    context = page.context() | {
        "title": "Sổ quỹ đảng phí",
        "tiles": [
            ("Số dư", money.show(whole), "chưa trừ phần đã chi; Chibo không ghi việc chi"),
            ("Chưa chia", money.show(rest), "đã thu, đã nhận, chưa trích nộp"),
            ("Được giữ lại", money.show(whole - rest), "phần của tổ chức"),
        ],
        "causes": EntryCause.choices,
        "remit_url": page.url("remit", page.unit.uid) if page.placement.superior_id and rest > 0 else "",
    }
    return respond(
        request, "fees/list.html", context, table=table,
        heading=page.heading("Sổ quỹ đảng phí", f"ngày {show_day(page.today)}"), exported=page.exported("sổ quỹ đảng phí"),
    )  # fmt: skip


class ReliefSource(QuerySource):
    """Reliefs with the name of their cell."""

    def shown(self, rows: list[FeeRelief]) -> list[FeeRelief]:
        names = CellNames({row.unit_id for row in rows})
        for row in rows:
            row.cell_name = names.on(row.unit_id, row.since)
        return rows


def reliefs(request: HttpRequest) -> HttpResponse:
    """Reliefs asked for and in force at the unit and below; the reasons stand on the page of each."""
    page = page_of(request)
    asked = request.GET.get("cho") == "1"
    rows = reliefs_at(page.unit, on=page.today, state=ReliefState.ASKED if asked else "")
    table = Table(
        "fees.reliefs_asked" if asked else "fees.reliefs",
        f"Miễn, giảm đảng phí: {page.name}",
        RELIEFS,
        ReliefSource(rows, ("-since", "-pk")),
        noun="lần miễn, giảm",
        empty="Không có lần miễn, giảm nào. Đủ 50 năm tuổi Đảng thì Chibo tự tính miễn, không cần ghi.",
    )
    context = page.context() | {
        "title": "Miễn, giảm đảng phí",
        "ways": [
            ("Chờ duyệt và đang áp dụng", page.url("reliefs"), not asked),
            ("Chờ duyệt", page.url("reliefs", cho="1"), asked),
        ],
        "hint": "Đề nghị miễn, giảm ở trang đảng phí của từng đồng chí." if page.may("fees.write") else "",
    }
    return respond(
        request, "fees/list.html", context, table=table,
        heading=page.heading("Miễn, giảm đảng phí", f"ngày {show_day(page.today)}"),
        exported=page.exported("danh sách miễn, giảm đảng phí"),
    )  # fmt: skip
