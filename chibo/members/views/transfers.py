"""Transfers under way, into and out of a unit."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.members.models import MemberEvent
from chibo.members.queries.names import CellNames
from chibo.members.queries.record import transfers_under_way
from chibo.members.rules import capabilities
from chibo.members.views.place import choices_around, unit_of
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table

DIRECTION, INCOMING = "chieu", "den"


def transfers(request: HttpRequest) -> HttpResponse:
    """Who is on the way: sent and not yet received."""
    today, unit = clock.today(), unit_of(request)
    incoming = request.GET.get(DIRECTION) == INCOMING
    events = transfers_under_way(unit, on=today, incoming=incoming).select_related("cell", "from_cell")
    name = org.name_of(unit, on=today)
    table = Table(
        "members.transfers",
        "Chuyển sinh hoạt đang thực hiện",
        _columns(events, today, incoming=incoming, may_write=bool(request.viewer.may(capabilities.WRITE, unit))),
        QuerySource(events, ("sent_on", "pk")),
        noun="lượt chuyển",
        empty="Không có ai đang chuyển đến." if incoming else "Không có ai đang chuyển đi.",
    )
    context = {
        "unit": unit,
        "unit_name": name,
        "incoming": incoming,
        "units": choices_around(unit, on=today, by=request.viewer),
        "today": today,
    }
    title = "Đảng viên đang chuyển đến" if incoming else "Đảng viên đang chuyển đi"
    heading = Heading(title, scope=name, when=f"ngày {show_day(today)}", by=request.viewer.label)
    exported = journal.list_exported(
        "members.list_exported", f"danh sách “{title}”", place=unit.reference, on=today, by=request.viewer
    )
    return respond(request, "members/transfers.html", context, table=table, heading=heading, exported=exported)


def _columns(events, today, *, incoming: bool, may_write: bool) -> tuple[Column, ...]:
    names = CellNames(pk for pair in events.values_list("cell_id", "from_cell_id") for pk in pair)

    def state(event: MemberEvent) -> tuple[str, str]:
        if event.presented_on:
            return "new", "Đã nộp giấy, chờ tiếp nhận"
        if event.due_on and event.due_on < today:
            return "late", f"Quá hạn nộp giấy {(today - event.due_on).days} ngày"
        return "waiting", "Chưa nộp giấy"

    return (
        Column(
            "name",
            "Họ và tên",
            "person.full_name",
            main=True,
            url=lambda e: reverse("members:person", args=[e.person.uid]),
        ),
        Column("from", "Nơi đi", lambda e: names.on(e.from_cell_id, today), width=34),
        Column("to", "Nơi đến", lambda e: names.on(e.cell_id, today), width=34),
        Column("sent_on", "Giới thiệu", kind="day"),
        Column("due_on", "Hạn nộp giấy", kind="day"),
        Column("state", "Tình trạng", lambda e: state(e)[1], kind="badge", state=lambda e: state(e)[0]),
        *([_next(incoming)] if may_write else []),
    )


def _next(incoming: bool) -> Column:
    """The step that can be taken from this side."""
    slug, words = ("tiep-nhan", "Tiếp nhận") if incoming else ("huy", "Hủy giới thiệu")
    return Column(
        "next", "Việc tiếp", lambda e: words, exported=False,
        url=lambda e: reverse("members:event_deed", args=[e.person.uid, slug, e.uid]),
    )  # fmt: skip
