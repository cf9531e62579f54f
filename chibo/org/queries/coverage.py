"""How far the records are complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet, Value

from chibo.kernel.days import FOREVER, ONE_DAY, Period, Window, show_day
from chibo.org.models import Closure, Coverage, Placement, Unit

AREA_NAMES = {
    "organization": "tổ chức đảng",
    "members": "đảng viên",
    "admission": "kết nạp",
    "removal": "đưa ra khỏi Đảng",
    "transfer": "chuyển sinh hoạt",
    "fees": "đảng phí",
}
"""What an area is called in a sentence; an area not named here is called by its own word."""


@dataclass(frozen=True)
class _Stated:
    """A statement of completeness (of a unit above) or of a gap (of a unit below), while the two stood so."""

    is_gap: bool
    unit_id: int
    stood_since: date
    stood_until: date
    area: str
    since: date
    until: date
    note: str


class Records:
    """How far the records of a unit are complete, all areas and days read in one query.

    Complete is a window of which every day lies in a coverage of the unit or of a unit above it, and which no gap of
    a unit below meets.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._stated = [_Stated(*row) for row in _stated(unit)]

    def missing(self, area: str, window: Window) -> list[tuple[Unit, str]]:
        """The units whose records of the area are incomplete for the window, each with a reason; empty means complete."""
        first, last = _span(window)
        covers = self._covers(area, last)
        if not _covered(covers, first, last):
            return [(self.unit, _not_covered(self._name(self.unit.pk, last), area, covers))]
        gaps = self._gaps(area, first, last)
        return [(self.units[gap.unit_id], _gap_sentence(gap, self._name(gap.unit_id, last))) for gap in gaps]

    def is_complete(self, area: str, window: Window) -> bool:
        """Whether nothing is missing; asks the database nothing more."""
        first, last = _span(window)
        return _covered(self._covers(area, last), first, last) and not self._gaps(area, first, last)

    def until(self, area: str, window: Window) -> date | None:
        """The last day up to the end of the window for which the records of the unit are said complete; None for none."""
        _, last = _span(window)
        days = [c.until for c in self._covers(area, last) if c.since <= last]
        return min(last, max(days) - ONE_DAY) if days else None

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The unit itself and those that have gaps."""
        return {line[0].unit_id: line[0].unit for line in self._placements.values()}

    @cached_property
    def _placements(self) -> dict[int, list[Placement]]:
        """All they have ever been, in order of time; one query."""
        lines: dict[int, list[Placement]] = {}
        gaps = {one.unit_id for one in self._stated if one.is_gap}
        rows = Placement.objects.filter(unit_id__in={self.unit.pk, *gaps}).select_related("unit")
        for row in rows.order_by("unit_id", "since"):
            lines.setdefault(row.unit_id, []).append(row)
        return lines

    def _covers(self, area: str, on: date) -> list[_Stated]:
        covers = (one for one in self._stated if not one.is_gap and one.area == area)
        return sorted((c for c in covers if c.stood_since <= on < c.stood_until), key=lambda c: c.since)

    def _gaps(self, area: str, first: date, last: date) -> list[_Stated]:
        """Gaps below the unit on the day, or ever below it where the gap's unit has ended since; each once."""
        gaps = (one for one in self._stated if one.is_gap and one.area == area and one.stood_since <= last)
        met = {(g.unit_id, g.since): g for g in gaps if g.since <= last and g.until > first}
        return [met[key] for key in sorted(met)]

    def _name(self, unit_id: int, on: date) -> str:
        """What it was called on the day; outside its life the nearest name it had."""
        line = self._placements[unit_id]
        return next((one for one in reversed(line) if one.since <= on), line[0]).name


def coverage(unit: Unit, area: str, window: Window) -> list[tuple[Unit, str]]:
    """The units whose records of the area are incomplete for the window: as :meth:`Records.missing`."""
    return Records(unit).missing(area, window)


def _stated(unit: Unit) -> QuerySet:
    columns = ("since", "until")
    told = ("area", "since", "until", "note")
    above = Closure.objects.filter(descendant=unit, ancestor__coverages__is_gap=False).values_list(
        Value(False), "ancestor_id", *columns, *(f"ancestor__coverages__{name}" for name in told)
    )
    below = Closure.objects.filter(ancestor=unit, descendant__coverages__is_gap=True).values_list(
        Value(True), "descendant_id", *columns, *(f"descendant__coverages__{name}" for name in told)
    )
    return above.order_by().union(below.order_by(), all=True)


def _covered(covers: Sequence[_Stated], first: date, last: date) -> bool:
    reached = first
    for cover in covers:
        if cover.since <= reached < cover.until:
            reached = cover.until
    return reached > last


def coverages_of(unit: Unit) -> list[Coverage]:
    """The unit's own statements of completeness and gaps, by area and day."""
    return list(Coverage.objects.filter(unit=unit).order_by("area", "since"))


def data_until(unit: Unit, area: str, *, on: date) -> date | None:
    """The last day up to which the records are complete, FOREVER for open, None where they are not."""
    days = [c.until for c in _covers(unit, area, on) if c.since <= on]
    return None if not days else (FOREVER if max(days) >= FOREVER else max(days) - ONE_DAY)


def _span(window: Window) -> tuple[date, date]:
    return (window.first, window.last) if isinstance(window, Period) else (window, window)


def _covers(unit: Unit, area: str, on: date) -> list[Coverage]:
    above = Closure.objects.filter(descendant=unit, ancestor=OuterRef("unit"), since__lte=on, until__gt=on)
    return list(Coverage.objects.filter(Exists(above), area=area, is_gap=False).order_by("since"))


def _not_covered(name: str, area: str, covers: Sequence["_Stated"]) -> str:
    what = AREA_NAMES.get(area, area)
    spans = [
        f"từ {show_day(c.since)} " + ("trở đi" if c.until >= FOREVER else f"đến {show_day(c.until - ONE_DAY)}")
        for c in covers
    ]
    if not spans:
        return f"{name} chưa có số liệu {what} đầy đủ."
    return f"Số liệu {what} của {name} chỉ đầy đủ {', '.join(spans)}."


def _gap_sentence(gap: "_Stated", name: str) -> str:
    if gap.note:
        return f"{name}: {gap.note}"
    until = "nay" if gap.until >= FOREVER else show_day(gap.until - ONE_DAY)
    return f"{name} còn thiếu số liệu {AREA_NAMES.get(gap.area, gap.area)} từ {show_day(gap.since)} đến {until}."
