"""How far the records are complete."""

from datetime import date

from django.db.models import Exists, OuterRef

from chibo.kernel.days import FOREVER, ONE_DAY, Period, Window, show_day
from chibo.org.models import Closure, Coverage, Unit
from chibo.org.queries.units import name_of, names_of

AREA_NAMES = {
    "organization": "tổ chức đảng",
    "members": "đảng viên",
    "admission": "kết nạp",
    "removal": "đưa ra khỏi Đảng",
    "transfer": "chuyển sinh hoạt",
}
"""What an area is called in a sentence; an area not named here is called by its own word."""


def coverage(unit: Unit, area: str, window: Window) -> list[tuple[Unit, str]]:
    """The units whose records of the area are incomplete for the window, each with a reason; empty means complete.

    Complete is a window of which every day lies in a coverage of the unit or of a unit above it, and which no gap of
    a unit below meets. Three queries at most.
    """
    first, last = _span(window)
    if not _is_covered(unit, area, first, last):
        return [(unit, _not_covered(unit, area, last))]
    gaps = list(
        Coverage.objects.filter(_standing("unit", unit, last), area=area, is_gap=True, since__lte=last, until__gt=first)
        .select_related("unit")
        .order_by("unit_id", "since")
    )
    names = names_of({g.unit_id for g in gaps}, on=last)
    return [(gap.unit, _gap_sentence(gap, names[gap.unit_id])) for gap in gaps]


def coverages_of(unit: Unit) -> list[Coverage]:
    """The unit's own statements of completeness and gaps, by area and day."""
    return list(Coverage.objects.filter(unit=unit).order_by("area", "since"))


def data_until(unit: Unit, area: str, *, on: date) -> date | None:
    """The last day up to which the records are complete, FOREVER for open, None where they are not."""
    days = [c.until for c in _covers(unit, area, on) if c.since <= on]
    return None if not days else (FOREVER if max(days) >= FOREVER else max(days) - ONE_DAY)


def _span(window: Window) -> tuple[date, date]:
    return (window.first, window.last) if isinstance(window, Period) else (window, window)


def _standing(field: str, unit: Unit, on: date) -> Exists:
    """Below the unit on the day, or ever below it where the row's unit has ended since."""
    return Exists(Closure.objects.filter(ancestor=unit, descendant=OuterRef(field), since__lte=on))


def _covers(unit: Unit, area: str, on: date) -> list[Coverage]:
    above = Closure.objects.filter(descendant=unit, ancestor=OuterRef("unit"), since__lte=on, until__gt=on)
    return list(Coverage.objects.filter(Exists(above), area=area, is_gap=False).order_by("since"))


def _is_covered(unit: Unit, area: str, first: date, last: date) -> bool:
    reached = first
    for cover in _covers(unit, area, last):
        if cover.since <= reached < cover.until:
            reached = cover.until
        if reached > last:
            return True
    return reached > last


def _not_covered(unit: Unit, area: str, on: date) -> str:
    name, what = name_of(unit, on=on), AREA_NAMES.get(area, area)
    spans = [
        f"từ {show_day(c.since)} " + ("trở đi" if c.until >= FOREVER else f"đến {show_day(c.until - ONE_DAY)}")
        for c in _covers(unit, area, on)
    ]
    if not spans:
        return f"{name} chưa có số liệu {what} đầy đủ."
    return f"Số liệu {what} của {name} chỉ đầy đủ {', '.join(spans)}."


def _gap_sentence(gap: Coverage, name: str) -> str:
    if gap.note:
        return f"{name}: {gap.note}"
    until = "nay" if gap.until >= FOREVER else show_day(gap.until - ONE_DAY)
    return f"{name} còn thiếu số liệu {AREA_NAMES.get(gap.area, gap.area)} từ {show_day(gap.since)} đến {until}."
