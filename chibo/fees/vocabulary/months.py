"""Months: fees are owed by the month, and a month is its first day."""

from datetime import date

from chibo.kernel.days import FOREVER, ONE_DAY, Precision, add_months, parse_partial
from chibo.kernel.refusal import Refusal

PARAMETER = "thang"


def month_of(day: date) -> date:
    """The month in which the day lies."""
    return day.replace(day=1)


def after(month: date, count: int = 1) -> date:
    """So many months on; negative goes back."""
    return add_months(month, count)


def last_day(month: date) -> date:
    """The last day of the month."""
    return add_months(month, 1) - ONE_DAY


def serial(month: date) -> int:
    """The month as a number: neighbours differ by one."""
    return month.year * 12 + month.month - 1


def show(month: date) -> str:
    """``11/2026``"""
    return "" if month >= FOREVER else f"{month.month:02d}/{month.year}"


def parse(text: str, *, field: str = PARAMETER) -> date:
    """Read ``11/2026`` (a day of the month will do).

    :raises Refusal: not a month
    """
    day, precision = parse_partial(text, field=field)
    if precision is Precision.YEAR:
        raise Refusal(f"“{day.year}” mới có năm. Hãy ghi tháng như 11/{day.year}.", field=field, code="month")
    return month_of(day)


def between(first: date, last: date) -> list[date]:
    """Every month from first to last, both inside."""
    return [after(first, n) for n in range(serial(last) - serial(first) + 1)]


def told(months: list[date]) -> str:
    """Months in words: ``09/2026, 10/2026``."""
    return ", ".join(show(month) for month in sorted(months))
