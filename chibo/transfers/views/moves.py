"""Who is on the way, overdue, gone, arrived; who attends elsewhere for a time."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel.days import FOREVER
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.members.vocabulary import TransferKind
from chibo.procedures.models import Case
from chibo.procedures.vocabulary import CaseState
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.transfers.queries.moves import BY_SLUG, LISTS
from chibo.transfers.queries.moves import guests as guests_of
from chibo.transfers.rules import capabilities
from chibo.transfers.views.asked import Place
from chibo.transfers.views.rows import MovesSource, columns, is_file
from chibo.ui import params
from chibo.ui.markup import with_query

WHICH, KIND = "xem", "loai"
KINDS = {code: label for code, label in TransferKind.choices if code}


@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """The lists of transfers of a unit, one at a time."""
    place, which = Place.of(request), BY_SLUG[params.chosen(request.GET, WHICH, BY_SLUG) or "dang-di"]
    period = params.asked_period(request.GET, today=place.today).period
    found = which.rows(place.unit, period, place.today)
    if kind := params.chosen(request.GET, KIND, KINDS):
        found = found.filter(transfer_kind=kind)
    source = MovesSource(found, order=which.order, today=place.today)
    table = Table(
        "transfers.list",
        which.title,
        columns(arrived=which.takes_period, whole=is_file(request)),
        source,
        noun="lượt chuyển",
        empty=which.empty,
    )
    filters = (("Hình thức", KINDS[kind]),) if kind else ()
    heading = place.heading(
        f"Chuyển sinh hoạt đảng: {which.title.lower()}", period=period if which.takes_period else None, filters=filters
    )
    context = place.context("list") | {
        "which": which,
        "lists": LISTS,
        "kinds": KINDS.items(),
        "kind": kind,
        "period": period,
        "may_start": place.may(capabilities.KEEP),
        "start_url": with_query(reverse("members:list"), {UNIT: place.unit.uid}),
    }
    return place.respond("transfers/list.html", context, table=table, heading=heading)


@require_safe
def guests(request: HttpRequest) -> HttpResponse:
    """Temporary stays: who attends here, who of here attends elsewhere; the end that was agreed, from the case."""
    place = Place.of(request)
    source = _GuestsSource(guests_of(place.unit, on=place.today), place.today)
    table = Table(
        "transfers.guests", "Sinh hoạt tạm thời", _guest_columns(place.today), source, noun="người",
        empty="Không có ai đang sinh hoạt tạm thời.",
    )  # fmt: skip
    heading = place.heading("Đảng viên sinh hoạt đảng tạm thời")
    return place.respond("transfers/guests.html", place.context("guests"), table=table, heading=heading)


class _GuestsSource(QuerySource):
    """Temporary stays with both cells and the agreed end."""

    def __init__(self, found, today) -> None:
        super().__init__(found, ("since", "pk"))
        self.today = today

    def shown(self, rows):
        people = [row.person_id for row in rows]
        homes = dict(
            type(rows[0])
            .objects.filter(person__in=people, nature="permanent", since__lte=self.today, until__gt=self.today)
            .values_list("person_id", "cell_id")
            if rows
            else ()
        )
        names = CellNames({row.cell_id for row in rows} | set(homes.values()))
        cases = Case.objects.filter(
            code="chuyen-tam-thoi", state=CaseState.OPEN, subject__in=[f"person:{row.person.uid}" for row in rows]
        )
        ends = {case.subject: case for case in cases.order_by("pk")}
        for row in rows:
            case = ends.get(f"person:{row.person.uid}")
            row.case = case
            row.agreed = case.due_on if case and case.step == "het-tam-thoi" and case.due_on < FOREVER else None
            row.told_here = names.on(row.cell_id, self.today)
            row.told_home = names.on(homes.get(row.person_id), self.today)
        return rows


def _guest_columns(today) -> tuple[Column, ...]:
    def state(row) -> tuple[str, str]:
        if row.agreed is None:
            return "plain", "Chưa ghi ngày hết"
        return ("late", "Quá ngày hết") if row.agreed < today else ("done", "Còn thời hạn")

    return (
        Column(
            "name", "Họ và tên", "person.full_name", main=True, width=28,
            url=lambda row: reverse("members:person", args=[row.person.uid]),
        ),
        Column("home", "Nơi sinh hoạt chính thức", "told_home", width=34),
        Column("here", "Nơi sinh hoạt tạm thời", "told_here", width=34),
        Column("since", "Từ ngày", kind="day"),
        Column("agreed", "Đến ngày", kind="day"),
        Column("state", "Tình trạng", lambda row: state(row)[1], kind="badge", state=lambda row: state(row)[0]),
        Column(
            "mark", "Hồ sơ", lambda row: row.case.mark if row.case else "", kind="link", width=18,
            url=lambda row: row.case.get_absolute_url() if row.case else "",
        ),
    )  # fmt: skip
