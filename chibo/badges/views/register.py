"""The register of badges of a unit."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.badges.models import PartyBadge
from chibo.badges.queries.due import badges_at
from chibo.badges.rules import capabilities
from chibo.badges.views.asked import Place
from chibo.badges.vocabulary import COUNTED, BadgeState
from chibo.kernel.days import FOREVER
from chibo.members.models import MemberEvent, Spell
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.members.vocabulary import REMOVALS, EventState
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.markup import with_query

STATE = "xem"
STATES = {state.value: state.label for state in COUNTED}
TO_RETURN = "phai-giao-lai"
BADGES = {
    BadgeState.PROPOSED: "new",
    BadgeState.DECIDED: "waiting",
    BadgeState.AWARDED: "done",
    BadgeState.RETURNED: "plain",
    BadgeState.WITHDRAWN: "plain",
}


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Sổ huy hiệu: every badge of the unit, the latest round first."""
    place = Place.of(request)
    state = params.chosen(request.GET, STATE, STATES | {TO_RETURN: "Phải giao lại"})
    found = badges_at(place.unit, on=place.today)
    if state == TO_RETURN:
        found = found.filter(state=BadgeState.AWARDED).filter(_left(place.today))
    elif state:
        found = found.filter(state=state)
    table = Table(
        "badges.register",
        "Sổ Huy hiệu Đảng",
        _columns(),
        _Source(found, above=place.unit.pk),
        noun="huy hiệu",
        empty="Chưa ghi huy hiệu nào.",
    )
    heading = place.heading(
        "Sổ Huy hiệu Đảng", filters=((("Tình trạng", STATES.get(state, "Phải giao lại")),) if state else ())
    )
    context = place.context("register") | {
        "states": STATES.items(),
        "state": state,
        "may_write": place.may(capabilities.WRITE),
        "decide_url": with_query(reverse("badges:decide_many"), {UNIT: place.unit.uid}),
        "award_url": with_query(reverse("badges:award_many"), {UNIT: place.unit.uid}),
    }
    return place.respond("badges/register.html", context, table=table, heading=heading)


def _left(on) -> Exists:
    """Taken out of the Party since it was handed over, and on no roll now."""
    here = Spell.objects.filter(person=OuterRef("person"), since__lte=on, until__gt=on)
    gone = MemberEvent.objects.filter(
        person=OuterRef("person"), cause__in=list(REMOVALS), state=EventState.STANDING, on__lte=on,
        on__gte=OuterRef("awarded_on"),
    )  # fmt: skip
    return Exists(gone) & ~Exists(here)


class _Source(QuerySource):
    """Badges with the names of the cells."""

    def __init__(self, found, *, above: int) -> None:
        super().__init__(found, ("-award_day", "name_key", "pk"))
        self.above = above

    def shown(self, rows):
        names = CellNames({row.cell_id for row in rows}, without=self.above)
        for row in rows:
            row.cell_name = names.on(row.cell_id, row.proposed_on)
        return rows


def _columns() -> tuple[Column, ...]:
    def day(row: PartyBadge, value):
        return value if value < FOREVER else None

    return (
        Column("name", "Họ và tên", "person.full_name", main=True, width=28, url=lambda row: row.get_absolute_url()),
        Column("years", "Huy hiệu", lambda row: f"{row.years} năm", width=12),
        Column("kind", "Hình thức", lambda row: row.get_kind_display(), width=14),
        Column("day", "Đợt", "award_day", kind="day"),
        Column("cell", "Chi bộ lúc đề nghị", "cell_name", width=34),
        Column("decision", "Quyết định", lambda row: str(row.decision or ""), width=36),
        Column("number", "Số huy hiệu", "number", kind="id", width=16),
        Column("awarded", "Ngày trao", lambda row: day(row, row.awarded_on), kind="day"),
        Column(
            "state", "Tình trạng", lambda row: row.get_state_display(), kind="badge",
            state=lambda row: BADGES[BadgeState(row.state)],
        ),
    )  # fmt: skip
