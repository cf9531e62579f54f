"""What the address asks for: the day, the structure, the window, bounded whole numbers.

``?ngay=31/12/2023&cautruc=khi-do|hien-nay|dd/mm/yyyy`` and, where a period is asked, ``?tu=…&den=…``. The reader hands
in today, so that only views read the clock.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from chibo.kernel.days import Period, Window, closing, parse_day, show_day
from chibo.kernel.numbers import BIGGEST, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import THEN, Structure

DAY, FIRST, LAST = "ngay", "tu", "den"
STRUCTURE, STRUCTURE_DAY = "cautruc", "cautruc_ngay"
THEN_WORD, NOW_WORD, OTHER_WORD = "khi-do", "hien-nay", "ngay-khac"
CURSOR, LIMIT, PAGE, EXPORT = "sau", "limit", "page", "xuat"
PLACE_IN_LIST = (CURSOR, PAGE, EXPORT)
"""Parameters that lose their meaning when the question changes."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")


@dataclass(frozen=True)
class Asked:
    """What a page was asked: a day or a period, and the structure to lay it on."""

    window: Window
    structure: Structure = THEN

    @property
    def on(self) -> date:
        """The day itself, or the last day of the period."""
        return closing(self.window)

    @property
    def period(self) -> Period | None:
        return self.window if isinstance(self.window, Period) else None


def asked(params: Mapping[str, str], *, today: date) -> Asked:
    """The day and the structure; today and *khi đó* where nothing is asked.

    :raises Refusal: not a day, with the parameter's name as field
    """
    text = params.get(DAY, "").strip()
    return Asked(parse_day(text, field=DAY) if text else today, asked_structure(params, today=today))


def asked_period(params: Mapping[str, str], *, today: date, default: Period | None = None) -> Asked:
    """The period and the structure; the default, else this year to date.

    One end may be missing: from the beginning of the year of the last day, or until the day asked or today.

    :raises Refusal: not a day, or the last before the first
    """
    first, last = params.get(FIRST, "").strip(), params.get(LAST, "").strip() or params.get(DAY, "").strip()
    structure = asked_structure(params, today=today)
    if not first and not last:
        return Asked(default or Period(date(today.year, 1, 1), today), structure)
    end = parse_day(last, field=LAST) if last else today
    start = parse_day(first, field=FIRST) if first else date(end.year, 1, 1)
    return Asked(Period(start, end), structure)


def asked_structure(params: Mapping[str, str], *, today: date) -> Structure:
    """*Khi đó*, *hiện nay* (today's tree) or the tree of a given day.

    :raises Refusal: anything else
    """
    text = params.get(STRUCTURE, "").strip()
    if text == OTHER_WORD:
        text = params.get(STRUCTURE_DAY, "").strip()
        if not text:
            raise Refusal("Chọn cơ cấu theo ngày khác thì hãy ghi ngày đó, ví dụ 01/07/2025.", field=STRUCTURE_DAY)
    if text in ("", THEN_WORD):
        return THEN
    if text == NOW_WORD:
        return Structure(today)
    return Structure(parse_day(text, field=STRUCTURE))


def carried(params: Mapping[str, str]) -> dict[str, str]:
    """The day and structure as links carry them; empty where nothing was asked."""
    kept = {}
    if day := params.get(DAY, "").strip():
        kept[DAY] = day
    structure = params.get(STRUCTURE, "").strip()
    if structure == OTHER_WORD:
        structure = params.get(STRUCTURE_DAY, "").strip()
    if structure and structure != THEN_WORD:
        kept[STRUCTURE] = structure
    return kept


def address_of(asked: Asked, *, today: date) -> dict[str, str]:
    """The parameters that ask the same again."""
    found = {}
    if isinstance(asked.window, Period):
        found |= {FIRST: show_day(asked.window.first), LAST: show_day(asked.window.last)}
    else:
        found[DAY] = show_day(asked.window)
    if asked.structure.day is not None:
        found[STRUCTURE] = NOW_WORD if asked.structure.day == today else show_day(asked.structure.day)
    return found


def whole_number(
    params: Mapping[str, str], key: str, *, default: int, low: int = 0, high: int = BIGGEST, label: str = ""
) -> int:
    """A whole number within bounds.

    :raises Refusal: not a number, or outside
    """
    text = params.get(key, "").strip()
    if not text:
        return default
    name = label or f"“{key}”"
    if not _WHOLE.fullmatch(text):
        raise Refusal(f"Giá trị của {name} phải là một số nguyên. Hãy sửa lại.", field=key, code="whole_number")
    value = int(text)
    if not low <= value <= high:
        raise Refusal(
            f"Giá trị của {name} phải từ {show_int(low)} đến {show_int(high)}. Hãy sửa lại.",
            field=key,
            code="out_of_range",
        )
    return value


def chosen(params: Mapping[str, str], key: str, choices: Container[str]) -> str:
    """A value of a closed list; empty where it is none of them."""
    value = params.get(key, "")
    return value if value in choices else ""
