"""Award days, milestones and money, as the rulebook of the day says."""

from datetime import date
from decimal import Decimal

from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

DAYS, YEARS, EARLY, POSTHUMOUS, MONEY, WAGE = (
    "badge.award_days", "badge.years", "badge.early", "badge.posthumous.months", "badge.money", "wage.base",
)  # fmt: skip


def award_days(year: int) -> list[date]:
    """The award days of a year, in order."""
    ruling = rulebook.value(DAYS, on=date(year, 12, 31))
    return sorted(date(year, int(one[3:]), int(one[:2])) for one in ruling.value or [])


def next_award_day(on: date) -> date:
    """The first award day on or after a day; New Year's Eve where the rulebook names none."""
    ahead = [day for year in (on.year, on.year + 1) for day in award_days(year) if day >= on]
    return ahead[0] if ahead else date(on.year, 12, 31)


def award_day_before(day: date) -> date:
    """The last award day before a day."""
    behind = [one for year in (day.year - 1, day.year) for one in award_days(year) if one < day]
    return behind[-1] if behind else date(day.year - 1, 12, 31)


def milestones(on: date) -> list[int]:
    """The years for which badges are given on a day, in order."""
    return sorted(int(one) for one in rulebook.value(YEARS, on=on).value or [])


def complete_on(start: date, years: int) -> date:
    """The day on which so many years are complete; 1 March for those counted from 29 February in a common year."""
    year = start.year + years
    if year > 9998:
        return date(9998, 12, 31)
    try:
        return start.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def latest_start(day: date, years: int) -> date:
    """The last beginning from which so many years are complete on a day."""
    if (day.month, day.day) == (2, 29):
        try:
            return day.replace(year=day.year - years)
        except ValueError:
            return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def early_months(years: int, on: date) -> tuple[int, Ruling]:
    """How many months early a badge may be given to somebody gravely ill."""
    ruling = rulebook.value(EARLY, on=on)
    for low, high, months in ruling.value or []:
        if low <= years <= high:
            return int(months), ruling
    return 0, ruling


def posthumous_months(on: date) -> tuple[int, Ruling]:
    """How many months early a badge may be given after death."""
    ruling = rulebook.value(POSTHUMOUS, on=on)
    return int(ruling.value or 0), ruling


def money(years: int, on: date) -> tuple[int | None, str]:
    """(đồng, how it is made): the multiple × lương cơ sở of the day; None where a part is not on record."""
    multiple, wage = rulebook.value(MONEY, on=on), rulebook.value(WAGE, on=on)
    times = (multiple.value or {}).get(str(years)) if isinstance(multiple.value, dict) else None
    if times is None:
        return None, f"Chưa có mức tiền thưởng của mốc {years} năm trong sổ quy định."
    if not isinstance(wage.value, int):
        return None, "Chưa có mức lương cơ sở của ngày này trong sổ quy định."
    amount = int(Decimal(times) * wage.value)
    return amount, f"{times.replace('.', ',')} lần lương cơ sở ({multiple.cite}; {wage.cite})"
