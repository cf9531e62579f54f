"""What lies on somebody's desk: the place they look at, its figures, the work under way there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from chibo.kernel.days import FOREVER, ONE_DAY, add_months
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.members import queries as members
from chibo.members.models import MemberEvent, Spell
from chibo.members.queries.record import transfers_under_way
from chibo.members.vocabulary import Cause, EventState, Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook

FEW = 8
MANY = 40
YEARS = 4
AHEAD = 3
"""Months before the end of a probation in which it is told."""


@dataclass(frozen=True)
class Place:
    """The unit and day a home page is about.

    :ivar until: the last day up to which the records of members are complete; None where they are open or not stated
    """

    unit: Unit
    name: str
    on: date
    today: date
    until: date | None
    structure: Structure = THEN

    @property
    def is_now(self) -> bool:
        """Whether it is looked at as it is today."""
        return self.on == self.today


def last_day(unit: Unit, *, today: date) -> tuple[date, date | None]:
    """The day a unit is shown on where none is asked: today, or the last it stood, or its data reach; and that reach."""
    stood = min(today, unit.ended_on - ONE_DAY)
    until = org.data_until(unit, "members", on=stood)
    if until is None or until >= FOREVER:
        return stood, None
    return min(stood, until), until


def year_ends(place: Place) -> list[date]:
    """The ends of the years a unit has behind it, the latest first."""
    latest = min(place.today, place.unit.ended_on - ONE_DAY)
    ends = [date(year, 12, 31) for year in range(latest.year, latest.year - YEARS - 1, -1)]
    return [day for day in ends if place.unit.founded_on <= day <= latest][:YEARS]


def forerunners(unit: Unit, *, today: date) -> list[tuple[Unit, str, date]]:
    """The units this one grew out of, each with its last name and last day."""
    found = org.predecessors(unit)[-FEW:]
    names = org.names_of([one.pk for one in found], on=today)
    return [(one, names.get(one.pk, one.ref), one.ended_on - ONE_DAY) for one in found]


@dataclass(frozen=True)
class OnTheWay:
    """A transfer under way."""

    event: MemberEvent
    origin: str
    target: str
    state: str
    word: str


def transfers(unit: Unit, *, on: date, incoming: bool) -> list[OnTheWay]:
    """The oldest transfers under way into or out of a unit, and how they stand."""
    events = list(transfers_under_way(unit, on=on, incoming=incoming).order_by("sent_on", "id")[:FEW])
    cells = {pk for event in events for pk in (event.cell_id, event.from_cell_id) if pk}
    names = full_names(cells, on=on)
    return [
        OnTheWay(
            event,
            names.get(event.from_cell_id, event.other_place),
            names.get(event.cell_id, event.other_place),
            *_state(event, on),
        )
        for event in events
    ]


def full_names(unit_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """Names of units with the unit above, since many cells bear one name; two queries."""
    names = org.names_of(unit_ids, on=on)
    above = {pk: placement.superior_id for pk, placement in org.placements_of(unit_ids, on=on).items()}
    superiors = org.names_of({pk for pk in above.values() if pk}, on=on)
    return {pk: f"{name}, {superiors[above[pk]]}" if above.get(pk) else name for pk, name in names.items()}


def _state(event: MemberEvent, on: date) -> tuple[str, str]:
    if event.presented_on:
        return "new", "Đã nộp giấy, chờ tiếp nhận"
    if event.due_on and event.due_on < on:
        return "late", f"Quá hạn nộp giấy {(on - event.due_on).days} ngày"
    return "waiting", "Chưa nộp giấy"


@dataclass(frozen=True)
class Probation:
    """Somebody whose probation ends soon or has ended."""

    spell: Spell
    cell: str
    due: date
    state: str
    word: str


def probations(unit: Unit, *, on: date) -> list[Probation]:
    """Who is on probation, by the day it ends, up to three months ahead; the length is the rulebook's."""
    ruling = rulebook.value("probation.months", on=on)
    if not ruling.is_on_record:
        return []
    months = int(ruling.value)
    begun_by = add_months(on, AHEAD - months)
    begun = MemberEvent.objects.filter(
        cause__in=(Cause.ADMISSION, Cause.READMISSION), state=EventState.STANDING, on__lte=begun_by
    )
    on_roll = members.roll(unit, on=on).filter(status=Status.PROBATIONARY)
    events = begun.filter(person__in=on_roll.values("person")).order_by("on", "id")
    first = {event.person_id: event.on for event in events}
    spells = on_roll.filter(person__in=first).select_related("person")
    waiting = sorted(spells, key=lambda spell: (first[spell.person_id], spell.name_key))[:FEW]
    names = full_names({spell.cell_id for spell in waiting}, on=on)
    return [
        _probation(spell, names[spell.cell_id], add_months(first[spell.person_id], months), on) for spell in waiting
    ]


def _probation(spell: Spell, cell: str, due: date, on: date) -> Probation:
    if due <= on:
        return Probation(spell, cell, due, "late", "Đã hết thời gian dự bị")
    return Probation(spell, cell, due, "waiting", f"Còn {(due - on).days} ngày")


def roll(unit: Unit, *, on: date) -> list[Spell]:
    """The first people on the roll in the order of names."""
    spells = members.roll(unit, on=on).select_related("person").order_by("name_key", "person_id")
    return list(spells[:MANY])


def place_of(unit: Unit, *, asked: date | None, structure: Structure, today: date) -> Place:
    """The unit on the day asked, else on the last day it can be shown.

    :raises Refusal: it did not stand that day
    """
    last, until = last_day(unit, today=today)
    on = asked or last
    if structure.is_then:
        org.placement_of(unit, on=on, field="ngay")
    return Place(unit, org.name_of(unit, on=on), on, today, until, structure)


def unit_asked(uid: str, viewer: Any) -> Unit | None:
    """The unit of the address, else the viewer's own; None for somebody without a unit.

    :raises NotEntitled: not the viewer's
    """
    if not uid:
        return viewer.home
    if len(uid) > 40:
        raise Refusal("Không có tổ chức này. Hãy tìm lại từ cây tổ chức.", code="unknown_unit", status=404)
    unit = org.by_uid(uid)
    viewer.scope(unit)
    return unit
