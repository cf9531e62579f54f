"""Days as people write them: figures, words, serial numbers of workbooks."""

import re
from datetime import date, timedelta
from typing import Literal

from chibo.exchange.reading.values.cells import Fault, is_blank, plain_wide, shown
from chibo.kernel.text import fold

FIRST_YEAR, LAST_YEAR = 1890, 2100
_SERIAL_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = (date(LAST_YEAR, 12, 31) - _SERIAL_EPOCH).days

Order = Literal["dmy", "mdy"]
Precision = Literal["day", "month", "year"]
Reading = tuple[str, Precision]

_EXAMPLE = "Hãy ghi đủ ngày, tháng, năm như 03/02/1930."
_TIME = re.compile(
    r"(?:[ t]|^)[0-9]{1,2}(?::|h)[0-9]{2}(?:(?::|m)[0-9]{2}(?:[.,][0-9]+)?)?s? ?(?:am|pm|sa|ch)?(?: ?z| ?[+-][0-9]{2}:?[0-9]{2})?$"
)
_WEEKDAY = re.compile(r"^(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7](?=,)|chu nhat|cn)\b[ ,]*")
_MONTHS_IN_WORDS = {
    **{"gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9},
    **{"muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12},
}
_MONTH_IN_WORDS = re.compile(rf"\bthang ({'|'.join(sorted(_MONTHS_IN_WORDS, key=len, reverse=True))})\b")
_ENGLISH = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_ENGLISH_MONTH = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_MONTH_WORD = re.compile(r"(?<![a-z])(?:thang|thg|th|t)[ .]*(?=[0-9])")
_FILLERS = re.compile(r"(?<![a-z])(?:ngay|nam|mung|mong|sinh)(?![a-z])")
_BETWEEN = re.compile(r"[\s/.,\-\\_–—−…|:;]+")
_NUMBER = re.compile(r"[0-9]{1,8}")
_BLANK = re.compile(r"[\s0/.,\-\\_–—−…|:;xX?*]*")
_UNTIL_NOW = re.compile(r"(?:(?:cho )?(?:den|toi) )?(?:hien )?nay|(?:den )?hien tai")
"""The open end of a time in a post or place: no day."""
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")


def iso(year: int, month: int, day: int, text: str) -> str:
    """``1930-02-03``.

    :raises Fault: not in the calendar, or too far off
    """
    if 0 < day < 29 and 0 < month < 13 and FIRST_YEAR <= year <= LAST_YEAR:
        return f"{year}-{month:02d}-{day:02d}"
    try:
        date(year, month, day)
    except ValueError:
        hint = f" Có lẽ là {month:02d}/{day:02d}/{year}." if day <= 12 < month <= 31 else ""
        raise Fault(f"“{shown(text)}” không phải một ngày có trong lịch.{hint} Hãy xem lại ngày và tháng.") from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Fault(
            f"Năm {year} trong “{shown(text)}” quá xa; Chibo nhận từ {FIRST_YEAR} đến {LAST_YEAR}. Hãy xem lại năm."
        )
    return f"{year}-{month:02d}-{day:02d}"


def from_serial(number: int) -> str | None:
    """The day of a serial number of a workbook (1900 system); None where it can hardly be one."""
    if not LAST_YEAR < number <= _LAST_SERIAL:
        return None
    return (_SERIAL_EPOCH + timedelta(days=number)).isoformat()


def from_digits(digits: str, order: Order) -> Reading:
    """``1985``, ``03021930``, ``19300203``.

    :raises Fault: none of these
    """
    if len(digits) == 4:
        year = int(digits)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return f"{year}-01-01", "year"
        raise Fault(f"“{digits}” không phải một năm từ {FIRST_YEAR} đến {LAST_YEAR}. {_EXAMPLE}")
    if len(digits) == 8:
        first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
        if not FIRST_YEAR <= year <= LAST_YEAR and FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR:
            return iso(int(digits[:4]), int(digits[4:6]), int(digits[6:]), digits), "day"
        day, month = (first, second) if order == "dmy" else (second, first)
        return iso(year, month, day, digits), "day"
    if len(digits) == 6:
        raise Fault(f"“{digits}” có lẽ thiếu hai chữ số của năm. {_EXAMPLE}")
    raise Fault(f"Không đọc được “{shown(digits)}” thành một ngày. {_EXAMPLE}")


def from_words(raw: str, order: Order) -> tuple[Reading, str] | None:
    """A day, month or year as it is written, and the serial number if that is how; None where nothing is written.

    :raises Fault: not a day, half a year, not in the calendar
    """
    text = plain_wide(raw)
    if _BLANK.fullmatch(text) or is_blank(text) or _UNTIL_NOW.fullmatch(fold(text)):
        return None
    if match := _SERIAL.fullmatch(text):
        day = from_serial(int(match[1]))
        if day is not None:
            return (day, "day"), match[1]
    tokens, order = _tokens(text, order)
    if not 1 <= len(tokens) <= 3 or not all(map(_NUMBER.fullmatch, tokens)):
        raise Fault(f"Không đọc được “{shown(text)}” thành một ngày. {_EXAMPLE}")
    if len(tokens) == 3:
        return _three(tokens, order, text), ""
    if len(tokens) == 2:
        return _two(tokens, text), ""
    return from_digits(tokens[0], order), ""


def _tokens(text: str, order: Order) -> tuple[list[str], Order]:
    """The numbers of a text, and the order they stand in."""
    words = fold(text).strip(" .,;:'\"()")
    words = _WEEKDAY.sub("", _TIME.sub("", words)).strip()
    if any(c.isalpha() for c in words):
        words = _MONTH_IN_WORDS.sub(lambda match: f"thang {_MONTHS_IN_WORDS[match[1]]}", words)
        named = _ENGLISH_MONTH.search(words)
        if named:
            order = "mdy" if not any(c.isdigit() for c in words[: named.start()]) else "dmy"
            words = _ENGLISH_MONTH.sub(lambda match: f" {_ENGLISH[match[1][:3]]} ", words, count=1)
        elif _MONTH_WORD.search(words):
            order = "dmy"
            words = _MONTH_WORD.sub(" ", words, count=1)
        words = _FILLERS.sub(" ", words)
    return [token for token in _BETWEEN.split(words) if token], order


def _three(tokens: list[str], order: Order, text: str) -> Reading:
    if len(tokens[0]) == 4:
        year, month, day = tokens
    elif order == "dmy":
        day, month, year = tokens
    else:
        month, day, year = tokens
    if len(year) != 4 or len(day) > 2 or len(month) > 2:
        if len(year) < 4:
            raise Fault(f"Năm trong “{shown(text)}” chỉ có {len(year)} chữ số. Hãy ghi đủ bốn chữ số, như 03/02/1930.")
        raise Fault(f"Không đọc được “{shown(text)}” thành một ngày. {_EXAMPLE}")
    if not int(month) and not int(day):
        return from_digits(year, order)
    if not int(day):
        return iso(int(year), int(month), 1, text), "month"
    return iso(int(year), int(month), int(day), text), "day"


def _two(tokens: list[str], text: str) -> Reading:
    month, year = tokens if len(tokens[1]) == 4 else reversed(tokens)
    if len(year) != 4:
        raise Fault(f"“{shown(text)}” thiếu năm, hoặc năm không đủ bốn chữ số. {_EXAMPLE}")
    if len(month) > 2:
        raise Fault(f"Không đọc được “{shown(text)}” thành một ngày. {_EXAMPLE}")
    if not int(month):
        return from_digits(year, "dmy")
    if int(month) > 12:
        raise Fault(f"“{shown(text)}” có tháng {int(month)}. Hãy xem lại tháng và năm.")
    return iso(int(year), int(month), 1, text), "month"
