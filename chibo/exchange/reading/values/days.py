"""Columns of days, and what a column shows about the order of day and month."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal

from chibo.exchange.reading.values import calendar
from chibo.exchange.reading.values.cells import Cleaner, Fault, Noted, Raw, Type, day_text, shown, truth

Order = Literal["dmy", "mdy", "swapped"]
ORDERS = ("dmy", "mdy", "swapped")
_USUAL = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_BOTH_WAYS = re.compile(
    r"\s*([0-9]{1,2})\s*[/.\-\\, \u00a0]\s*([0-9]{1,2})\s*[/.\-\\, \u00a0]\s*[0-9]{4}(?![0-9])|\s*([0-9]{2})([0-9]{2})[12][0-9]{3}\s*$"
)
_CELL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9:.]*))?")
_FAR = 10**9
_ENOUGH = 3
_EXAMPLES = 5


@dataclass
class Profile:
    """What the cells of a column show about the order of day and month.

    :param dmy: texts that can only be day, month, year
    :param mdy: texts that can only be month, day, year
    :param either: texts that read both ways and differ
    :param cells: cells that hold a day; there the order is settled, unless Excel settled it wrongly
    :param small_cells: those of them whose day could be a month
    """

    dmy: int = 0
    mdy: int = 0
    either: int = 0
    cells: int = 0
    small_cells: int = 0
    seen: dict[str, list[str]] = field(default_factory=dict)
    """Some cells of each sort, as they are written."""

    def add(self, cells: Iterable[tuple[Raw, int]]) -> None:
        """Count more cells, each so many times."""
        for raw, times in cells:
            if raw.__class__ is str:
                _count_text(self, raw, times)
            elif raw.__class__ is tuple and (match := _CELL.match(raw[1])):
                self.cells += times
                if int(match[3]) <= 12:
                    _count(self, "small_cells", times, day_text(raw))

    @property
    def examples(self) -> list[str]:
        """Some cells to show to the person who is asked: those that read both ways, else those that disagree."""
        if self.either:
            return self.seen["either"]
        return [text for sort in ("small_cells", "dmy", "mdy") for text in self.seen.get(sort, ())[:2]][:_EXAMPLES]

    @property
    def order(self) -> Order | None:
        """The order the column decides; None where it must be asked."""
        if self.is_swapped or (self.dmy and self.mdy) or (self.either and not self.dmy and not self.mdy):
            return None
        return "mdy" if self.mdy else "dmy"

    @property
    def is_swapped(self) -> bool:
        """Whether Excel seems to have read dd/mm as mm/dd where it could, and left the rest as text."""
        return self.small_cells == self.cells >= _ENOUGH and self.dmy >= _ENOUGH and not self.mdy and not self.either


@dataclass(frozen=True)
class Day(Type):
    """A day as ``1930-02-03``; with ``partial`` as ``["1930-02-01", "month"]``, the earliest day it can be.

    :param order: how text is read: ``dmy`` or ``mdy``; ``swapped`` reads text as dmy and exchanges day and month of those day
        cells where both are at most 12
    """

    key: ClassVar[str] = "day"
    partial: bool = False
    order: Order = "dmy"

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "partial": self.partial, "order": self.order}

    def in_order(self, order: Order) -> "Day":
        """The type that reads in another order."""
        return replace(self, order=order)

    @staticmethod
    def profile(cells: Iterable[Raw]) -> Profile:
        """What the cells of a column show about the order of day and month."""
        found = Profile()
        found.add(Counter(cells).items())
        return found

    def reader(self) -> Cleaner:
        order: calendar.Order = "mdy" if self.order == "mdy" else "dmy"
        shape = _partial if self.partial else _whole
        is_swapped = self.order == "swapped"

        def read(raw: Raw) -> Any:
            if raw.__class__ is str:
                match = _USUAL.fullmatch(raw)
                if match is None:
                    return _of_text(raw, order, shape)
                first, second, year = match.groups()
                if order == "mdy":
                    first, second = second, first
                if first == "0" or second == "0" or first == "00" or second == "00":
                    return _of_text(raw, order, shape)
                return shape((calendar.iso(int(year), int(second), int(first), raw), "day"), raw)
            if raw is None:
                return None
            if raw.__class__ is tuple:
                return _of_cell(raw[1], is_swapped, shape)
            return _of_number(raw, order, shape)

        return read

    @property
    def hint(self) -> str:
        if self.partial:
            return "Ghi ngày/tháng/năm như 03/02/1930; không nhớ ngày thì ghi 02/1930 hoặc 1930."
        return "Ghi đủ ngày/tháng/năm như 03/02/1930."

    def show(self, value: Any) -> str:
        if value is None:
            return ""
        day, precision = (value, "day") if isinstance(value, str) else value
        year, month, number = day.split("-")
        return {"day": f"{number}/{month}/{year}", "month": f"{month}/{year}"}.get(precision, year)


def _count_text(found: Profile, raw: str, times: int) -> None:
    match = _BOTH_WAYS.match(raw)
    if not match:
        return
    first, second = (int(part) for part in match.groups() if part)
    if not (0 < first <= 31 and 0 < second <= 31) or first == second or min(first, second) > 12:
        return
    _count(found, "dmy" if first > 12 else "mdy" if second > 12 else "either", times, raw)


def _count(found: Profile, sort: str, times: int, text: str) -> None:
    setattr(found, sort, getattr(found, sort) + times)
    seen = found.seen.setdefault(sort, [])
    if len(seen) < _EXAMPLES:
        seen.append(shown(text))


Shape = Callable[[calendar.Reading, str], Any]


def _partial(reading: calendar.Reading, text: str) -> list[str]:
    return list(reading)


def _whole(reading: calendar.Reading, text: str) -> str:
    day, precision = reading
    if precision != "day":
        raise Fault(
            f"“{shown(text)}” mới có {'tháng và năm' if precision == 'month' else 'năm'}. Hãy ghi đủ ngày, tháng, năm như 03/02/1930."
        )
    return day


def _of_text(raw: str, order: calendar.Order, shape: Shape) -> Any:
    found = calendar.from_words(raw, order)
    if found is None:
        return None
    reading, serial = found
    value = shape(reading, raw)
    return _noted_serial(value, serial) if serial else value


def _of_number(raw: int | float | bool, order: calendar.Order, shape: Shape) -> Any:
    if raw.__class__ is bool:
        raise Fault(truth())
    if not 0 <= raw < _FAR:
        raise Fault("Ô không chứa một ngày đọc được. Hãy ghi đủ ngày, tháng, năm như 03/02/1930.")
    if raw == 0:
        return None
    number = int(raw)
    if calendar.FIRST_YEAR <= number <= calendar.LAST_YEAR and number == raw:
        return shape((f"{number}-01-01", "year"), str(number))
    day = calendar.from_serial(number)
    if day is not None:
        return _noted_serial(shape((day, "day"), str(number)), str(number))
    digits = str(number)
    if number != raw or len(digits) not in (7, 8):
        raise Fault(f"Số {raw:.10g} không đủ để biết là ngày nào. Hãy ghi đủ ngày, tháng, năm như 03/02/1930.")
    value = shape(calendar.from_digits(digits.zfill(8), order), digits)
    if len(digits) == 7:
        return Noted(value, f"Đã thêm lại số 0 ở đầu: {digits} đọc là {digits.zfill(8)}. Hãy đối chiếu nếu chưa chắc.")
    return value


def _noted_serial(value: Any, number: str) -> Noted:
    day = value if isinstance(value, str) else value[0]
    year, month, day = day.split("-")
    return Noted(
        value, f"Số {shown(number)} được đọc là ngày {day}/{month}/{year} (số ngày của Excel). Hãy đối chiếu lại."
    )


def _of_cell(text: str, is_swapped: bool, shape: Shape) -> Any:
    match = _CELL.fullmatch(text)
    if not match:
        raise Fault(f"Không đọc được “{shown(text)}” thành một ngày. Hãy ghi đủ ngày, tháng, năm như 03/02/1930.")
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if year < 1900 and (year, month, day) in ((1899, 12, 30), (1899, 12, 31)):
        if (match[4] or "").strip("0:."):
            raise Fault("Ô chỉ có giờ, không có ngày. Hãy ghi đủ ngày, tháng, năm như 03/02/1930.")
        return None
    if is_swapped and day <= 12 and day != month:
        year_first = calendar.iso(year, day, month, text)
        return Noted(
            shape((year_first, "day"), text),
            f"Ô ngày {day:02d}/{month:02d}/{year} được đọc lại là {month:02d}/{day:02d}/{year}, vì Excel đã đảo ngày với tháng.",
        )
    return shape((calendar.iso(year, month, day, text), "day"), text)
