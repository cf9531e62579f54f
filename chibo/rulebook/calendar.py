"""Working days: Monday to Friday without the public holidays and Tết on record (rule ``calendar.days_off``)."""

from datetime import date, timedelta

from chibo.kernel.days import ONE_DAY, show_day
from chibo.rulebook import queries

DAYS_OFF = "calendar.days_off"
FIXED = ((1, 1), (4, 30), (5, 1), (9, 2))
"""Holidays of every year by the Labour Code, kept also where a year is not on record: month and day."""
_read: dict[int, tuple[queries.Ruling, frozenset[date], frozenset[date]]] = {}
"""What was made of the ruling of a year: it, the days off, the days made up for."""


def is_working_day(day: date) -> bool:
    """Whether offices work on the day: a weekday that is not off, or a weekend day that makes up for one."""
    off, made_up = _days(day.year)
    return day in made_up or (day.weekday() < 5 and day not in off)


def add_working_days(day: date, number: int) -> date:
    """The day that lies so many working days after a day, which itself does not count.

    ``0`` is the day itself, or the next working day where it is none.
    """
    with queries.steady():
        if number <= 0:
            while not is_working_day(day):
                day += ONE_DAY
            return day
        while number:
            day += ONE_DAY
            number -= is_working_day(day)
        return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after the first day, up to and with the last; negative the other way round."""
    if last < first:
        return -working_days_between(last, first)
    with queries.steady():
        return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def notes(first: date, last: date) -> list[str]:
    """What has to be said of working days counted between two days: years whose days off are not on record, or not sure."""
    told = []
    for year in range(first.year, last.year + 1):
        ruling = queries.value(DAYS_OFF, on=date(year, 1, 1))
        if not _is_of(ruling, year):
            told.append(
                f"Chưa có lịch nghỉ Tết và nghỉ bù năm {year} trong sổ quy định; ngày làm việc mới trừ thứ bảy, chủ nhật và "
                "ngày lễ cố định."
            )
        elif not ruling.may_block:
            told.append(f"Lịch nghỉ năm {year}: {ruling.cite}.")
    return told


def days_off(year: int) -> list[str]:
    """The weekdays off of a year as they are shown."""
    return [show_day(day) for day in sorted(_days(year)[0]) if day.weekday() < 5]


def _is_of(ruling: queries.Ruling, year: int) -> bool:
    return ruling.is_on_record and isinstance(ruling.value, dict) and ruling.since.year == year


def _days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """(off, made up for) of a year."""
    ruling = queries.value(DAYS_OFF, on=date(year, 1, 1))
    if not _is_of(ruling, year):
        return frozenset(date(year, month, day) for month, day in FIXED), frozenset()
    kept = _read.get(year)
    if kept is None or kept[0] is not ruling:
        kept = _read[year] = (ruling, _dates(ruling.value.get("closed")), _dates(ruling.value.get("worked")))
    return kept[1], kept[2]


def _dates(listed: object) -> frozenset[date]:
    """Days as the rule names them; what is no day is left out, a rule can be typed by hand."""
    found = set()
    for one in listed if isinstance(listed, list) else ():
        try:
            found.add(date.fromisoformat(str(one)))
        except ValueError:
            continue
    return frozenset(found)
