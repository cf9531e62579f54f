"""Days, windows and dates of reduced precision.

A fact holds on day D when ``since <= D < until``; an open end is :data:`FOREVER`, never NULL.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chibo.kernel.refusal import Refusal

FOREVER = date(9999, 12, 31)
"""The open end of a fact."""
BEGINNING = date(1, 1, 1)
"""The open beginning of a fact whose start is of no interest."""
ONE_DAY = timedelta(days=1)
FIRST_DAY_ACCEPTED = date(1890, 1, 1)


class Precision(StrEnum):
    """How exactly a day is known; the day is stored as the earliest one it can be."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Period:
    """A window with both days inside.

    :raises Refusal: the last day lies before the first
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refusal(
                "Ngày cuối của khoảng thời gian đang trước ngày đầu. Hãy đổi lại hai ngày.", field="to", code="period"
            )

    @property
    def opening(self) -> date:
        """The day before the window: its state is the opening state."""
        return self.first - ONE_DAY

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def full_years(self) -> list[int]:
        """Calendar years that lie wholly inside the window."""
        return [
            year
            for year in range(self.first.year, self.last.year + 1)
            if self.first <= date(year, 1, 1) and date(year, 12, 31) <= self.last
        ]

    def year_ends(self) -> list[date]:
        """The 31 December days inside the window."""
        ends = (date(year, 12, 31) for year in range(self.first.year, self.last.year + 1))
        return [day for day in ends if day in self]

    @property
    def years(self) -> float:
        """Length in years: whole years by the calendar, the rest by days of 365."""
        whole = 0
        while add_months(self.first, 12 * (whole + 1)) <= self.last + ONE_DAY:
            whole += 1
        rest = (self.last + ONE_DAY - add_months(self.first, 12 * whole)).days
        return whole + rest / 365

    @staticmethod
    def year(year: int) -> "Period":
        """The calendar year."""
        return Period(date(year, 1, 1), date(year, 12, 31))


Window = date | Period
"""What a figure is asked for: the state at the end of a day, or what happened in a period."""


def closing(window: Window) -> date:
    """The day whose end is meant: the day itself, or the last of the period."""
    return window.last if isinstance(window, Period) else window


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9999:
        return FOREVER
    if year < 1:
        return BEGINNING
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_between(start: date, end: date) -> int:
    """Full years from start to end (age, party age). Negative spans count as zero."""
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    return max(years, 0)


def month_ends(first: date, last: date) -> Iterator[date]:
    """Every last day of a month from first to last, both inside."""
    year, month = first.year, first.month
    while True:
        day = date(year, month, calendar.monthrange(year, month)[1])
        if day > last:
            return
        yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_PLAIN = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"\d{4}")
_SHORT = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")


def parse_day(text: str, *, field: str = "on") -> date:
    """Read a whole day: ``3/2/1930``, ``03021930``, ``03-02-1930`` or ISO ``1930-02-03``.

    :raises Refusal: not a day, a two-digit year, a day that is not in the calendar
    """
    day, precision = parse_partial(text, field=field)
    if precision is not Precision.DAY:
        raise Refusal(
            f"Cần đủ ngày, tháng, năm; “{_shown(text)}” mới có một phần. Hãy nhập như 03/02/1930.",
            field=field,
            code="date",
        )
    return day


def parse_iso(text: str, *, field: str = "on") -> date:
    """Read an ISO day as commands and the API take it.

    :raises Refusal: anything else, with the form that is expected
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text or ""):
        raise Refusal(
            f"“{_shown(text)}” không phải ngày dạng năm-tháng-ngày. Hãy nhập như 2023-12-31.", field=field, code="date"
        )
    return parse_day(text, field=field)


def parse_partial(text: str, *, field: str = "on") -> tuple[date, Precision]:
    """Read a day, ``02/1930`` (a month) or ``1930`` (a year); stored as the earliest day it can be.

    :raises Refusal: not a date, a two-digit year, not in the calendar, before 1890
    """
    cleaned = unicodedata.normalize("NFKC", text or "").strip()
    if len(cleaned) > 40:
        raise Refusal(f"“{_shown(cleaned)}” quá dài để là một ngày. Hãy nhập như 03/02/1930.", field=field, code="date")
    precision = Precision.DAY
    if match := _ISO.fullmatch(cleaned):
        year, month, number = match.groups()
    elif match := _DAY.fullmatch(cleaned) or _PLAIN.fullmatch(cleaned):
        number, month, year = match.groups()
    elif match := _MONTH.fullmatch(cleaned):
        (month, year), number, precision = match.groups(), "1", Precision.MONTH
    elif _YEAR.fullmatch(cleaned):
        year, month, number, precision = cleaned, "1", "1", Precision.YEAR
    elif _SHORT.fullmatch(cleaned):
        raise Refusal(
            f"Năm trong “{cleaned}” chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, ví dụ 03/02/1930.",
            field=field,
            code="two_digit_year",
        )
    else:
        raise Refusal(
            f"Không đọc được “{_shown(cleaned)}” thành một ngày. Hãy nhập như 03/02/1930.", field=field, code="date"
        )
    try:
        day = date(int(year), int(month), int(number))
    except ValueError:
        raise Refusal(
            f"Ngày {cleaned} không có trong lịch. Hãy xem lại ngày và tháng.", field=field, code="no_such_day"
        ) from None
    if day < FIRST_DAY_ACCEPTED:
        raise Refusal(f"Năm {day.year} quá xa; Chibo nhận ngày từ năm 1890. Hãy xem lại năm.", field=field, code="date")
    return day, precision


def show_day(day: date | None, precision: str = Precision.DAY) -> str:
    """``03/02/1930``, ``02/1930`` or ``1930``; empty for no day and for the open end."""
    if day is None or day >= FOREVER or day <= BEGINNING:
        return ""
    if precision == Precision.YEAR:
        return f"{day.year}"
    if precision == Precision.MONTH:
        return f"{day.month:02d}/{day.year}"
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def show_window(window: Window) -> str:
    """``ngày 31/12/2019`` or ``từ 01/01/2019 đến 31/12/2019``."""
    if isinstance(window, Period):
        return f"từ {show_day(window.first)} đến {show_day(window.last)}"
    return f"ngày {show_day(window)}"


def _shown(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= 30 else text[:30] + "…"
