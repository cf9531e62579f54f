"""Who is due a badge on an award day: with what is taken off, what was proposed, how many of each."""

from collections import Counter

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.badges.queries.due import EARLIER, NEW, due
from chibo.badges.queries.party_age import party_ages
from chibo.badges.rules import capabilities
from chibo.badges.rules.age import RULE
from chibo.badges.rules.days import YEARS, milestones
from chibo.badges.views.asked import Place, award_day_of, days_around
from chibo.badges.vocabulary import BadgeState
from chibo.kernel.days import show_day
from chibo.members.models import Spell
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.rulebook import queries as rulebook
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.markup import with_query

DAY, WHICH, MILESTONE = "dot", "xem", "moc"
REACHED = {NEW: "Từ sau đợt trước", EARLIER: "Từ các đợt trước"}
SHORT = {NEW: "Mới", EARLIER: "Đợt trước"}
"""The same in a narrow column."""


@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """The list of an award day."""
    place = Place.of(request)
    day = award_day_of(request, place.today)
    rolled = min(day, place.today)
    found = due(place.unit, award_day=day, on=place.today)
    parts = list(found.order_by().values_list("milestone", "reached").annotate(number=Count("pk")))
    levels = Counter()
    for years, _, number in parts:
        levels[years] += number
    known = [str(one) for one in milestones(day)]
    which, milestone = params.chosen(request.GET, WHICH, REACHED), params.chosen(request.GET, MILESTONE, known)
    if which:
        found = found.filter(reached=which)
    if milestone:
        found = found.filter(milestone=int(milestone))
    total = sum(
        number
        for years, reached, number in parts
        if (not which or reached == which) and (not milestone or str(years) == milestone)
    )
    table = Table(
        "badges.list", f"Đến tuổi nhận huy hiệu, đợt {show_day(day)}", _columns(), DueSource(found, rolled, above=place.unit.pk),
        total=total, noun="đảng viên", empty="Không có đảng viên nào đủ tuổi Đảng mà chưa được trao huy hiệu.",
    )  # fmt: skip
    filters = [("Đủ tuổi", REACHED[which])] if which else []
    filters += [("Mốc", f"{milestone} năm")] if milestone else []
    heading = place.heading(
        "Đảng viên đến tuổi nhận Huy hiệu Đảng", when=f"đợt {show_day(day)}", filters=tuple(filters)
    )
    context = place.context("list") | {
        "award_day": day,
        "rolled": rolled,
        "is_ahead": day > place.today,
        "days": days_around(day, place.today),
        "levels": [(str(years), levels[years]) for years in sorted(levels)],
        "milestones": known,
        "milestone": milestone,
        "which": which,
        "may_write": place.may(capabilities.WRITE),
        "propose_url": _url("badges:propose_many", place, day),
        "paper_url": _paper("huy-hieu-danh-sach", place, day),
        "proposal_url": _paper("huy-hieu-de-nghi", place, day),
        "years_rule": rulebook.value(YEARS, on=day),
        "age_rule": rulebook.value(RULE, on=rolled),
    }
    return place.respond("badges/due.html", context, table=table, heading=heading)


def _paper(code: str, place: Place, day) -> str:
    """Where a form about the award day is printed."""
    return with_query(reverse("papers:paper", args=[code]), {"ve": f"{place.unit.reference}/{day.isoformat()}"})


def _url(name: str, place: Place, day) -> str:
    return with_query(reverse(name), {UNIT: place.unit.uid, DAY: show_day(day)})


class DueSource(QuerySource):
    """Spells with the name of the cell and what is taken off, looked up for one page at a time."""

    def __init__(self, found: QuerySet[Spell], rolled, *, above: int) -> None:
        super().__init__(found, ("-milestone", "name_key", "pk"))
        self.rolled = rolled
        self.above = above

    def shown(self, rows):
        names = CellNames({row.cell_id for row in rows}, without=self.above)
        ages = party_ages({row.person_id: (row.party_since, row.status) for row in rows}, on=self.rolled)
        for row in rows:
            row.cell_name = names.on(row.cell_id, self.rolled)
            row.told = ages[row.person_id].explained
            if row.counted_from != row.party_since:
                row.told = f"vào Đảng {show_day(row.party_since)}; {row.told}"
        return rows


def proposal_of(row: Spell) -> tuple[str, str]:
    """(sort of badge, words) of how far the proposal is."""
    if not row.proposal:
        return "plain", "Chưa đề nghị"
    return ("new" if row.proposal == BadgeState.PROPOSED else "done"), BadgeState(row.proposal).label


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "name", "Họ và tên", "person.full_name", main=True, width=28,
            url=lambda row: reverse("badges:person", args=[row.person.uid]),
        ),
        Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
        Column("cell", "Chi bộ", "cell_name", width=34),
        Column("counted", "Tính từ", "counted_from", kind="day"),
        Column("milestone", "Huy hiệu", lambda row: f"{row.milestone}\u00a0năm", width=12),
        Column("reached", "Đủ tuổi", lambda row: SHORT.get(row.reached, ""), width=18),
        Column(
            "state", "Đề nghị", lambda row: proposal_of(row)[1], kind="badge", state=lambda row: proposal_of(row)[0]
        ),
        Column("told", "Giải thích", "told", width=50),
    )  # fmt: skip
