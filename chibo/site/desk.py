"""What lies on somebody's desk: the place they look at, its figures, the work under way there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from chibo.catalogue import queries as catalogue
from chibo.catalogue.contents import BY_CODE
from chibo.indicators import Figure, Kind
from chibo.kernel.days import FOREVER, ONE_DAY, Period, Window, add_months, show_day, show_window
from chibo.kernel.numbers import show_decimal, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.members import queries as members
from chibo.members.models import MemberEvent, Spell
from chibo.members.queries.record import transfers_under_way
from chibo.members.vocabulary import Cause, EventState, Status
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook
from chibo.site import links
from chibo.site.homes import Chart, Tile
from chibo.ui import charts

FEW = 8
MANY = 40
YEARS = 8
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
class Told:
    """A tile with its number.

    :ivar rows: address of the list behind it; empty where the viewer may not open it
    """

    label: str
    value: str
    note: str
    url: str
    rows: str
    is_complete: bool


class Figures:
    """The figures of a place as one viewer sees them."""

    def __init__(self, place: Place, viewer: Any) -> None:
        self.place, self.viewer = place, viewer
        self.may_open = viewer.may(catalogue.ROWS, place.unit) is not None
        self._term: Window | None = None

    def window(self, code: str) -> Window:
        """The day, or the term up to it."""
        indicator = BY_CODE[code]
        if indicator.is_state:
            return self.place.on
        if self._term is None:
            self._term = catalogue.window_of(
                on=self.place.on,
                first=None,
                last=None,
                indicator=indicator,
                unit=self.place.unit,
                today=self.place.today,
            )
        return self._term

    def ask(self, code: str, *, by: tuple[str, ...] = (), where: Any = None) -> Figure:
        """The figure of the catalogue."""
        question = catalogue.Question(
            BY_CODE[code],
            self.place.unit,
            self.window(code),
            self.place.structure,
            by,
            {name: (value,) for name, value in (where or {}).items()},
        )
        return catalogue.figure(question, viewer=self.viewer)

    def tiles(self, tiles: Sequence[Tile]) -> Iterator[Told]:
        """Every tile with its number."""
        for tile in tiles:
            found = self.ask(tile.code, where=tile.where)
            value, note = _numbers(found)
            window = self.window(tile.code)
            since = f"từ {show_day(window.first)}" if isinstance(window, Period) else ""
            yield Told(
                tile.label,
                value,
                "; ".join(part for part in (tile.note, since, note) if part),
                self.link("figure", tile),
                self.link("rows", tile) if self.may_open else "",
                found.is_complete,
            )

    def link(self, page: str, tile: Tile) -> str:
        """The page of the tile's figure, or the list behind it."""
        place = self.place
        return links.figure(
            page,
            tile.code,
            unit=place.unit,
            window=self.window(tile.code),
            where=tile.where,
            structure=place.structure,
            today=place.today,
        )

    def chart(self, chart: Chart) -> str:
        """The drawing with its table."""
        found = self.ask(chart.code, by=(chart.by,), where=chart.where)
        head = (found.by[0].title, found.indicator.counting_unit.capitalize())
        labels = [cell.labels[0] for cell in found.cells]
        return charts.bar_chart(
            f"{chart.title}, {show_window(self.window(chart.code))}", labels, [c.value for c in found.cells], head=head
        )


def _numbers(found: Figure) -> tuple[str, str]:
    if found.indicator.kind is Kind.BALANCE:
        return show_int(found.residual or 0), f"cuối kỳ {show_int(int(found.value))} đảng viên"
    if isinstance(found.value, Decimal):
        return show_decimal(found.value), ""
    if found.base is not None and found.percent is not None:
        return show_int(found.value), f"{show_decimal(found.percent)}% của {show_int(found.base)}"
    return show_int(found.value), ""


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
