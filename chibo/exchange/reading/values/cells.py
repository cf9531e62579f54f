"""What every type shares: faults, notes, the memory of a cleaner, the plain text of a cell."""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from chibo.kernel.text import fold, tidy

Raw = None | str | int | float | bool | tuple[str, str]
"""A cell as it stands in a workbook; a pair ``("d", "1985-05-21T00:00:00")`` is a cell that holds a day."""
Cleaner = Callable[[Raw], Any]

MARKS = "-–—―−_.…·/\\,;:~?* '’`"
"""A cell of nothing but these is empty."""
LONGEST_WORD = 400
"""Nothing longer is a name, number, day or choice."""
_REMEMBERED = 16_384
_REMEMBERED_LENGTH = 120
_EXACT = 2**53
_FIFTEEN_DIGITS = 10**15
_ABSURD = 10**40
_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED! #UNKNOWN!".split()
)
_ERROR = re.compile(r"#+|Err:[0-9]{3}")
_ETH = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_BREAKS = re.compile("_x000[Dd9Aa]_")
_CONTROLS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
_BLANK_WORDS = (
    "không|không có|không có thông tin|không rõ|không nhớ|không biết|không xác định|không cung cấp|ko|ko có|ko rõ|k có|kc|"
    "k|chưa|chưa có|chưa có thông tin|chưa rõ|chưa xác định|chưa cập nhật|chưa cấp|trống|bỏ trống|để trống|"
    "n/a|na|null|none|nil|nan"
).split("|")
BLANK_WORDS = frozenset([*_BLANK_WORDS, *map(fold, _BLANK_WORDS)])
"""Words in lower case that say that there is nothing."""


class Fault(Exception):
    """A cell that is not understood: a finished Vietnamese sentence that names the value and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Noted(NamedTuple):
    """A value that was repaired, and the sentence that tells it."""

    value: Any
    sentence: str


@dataclass(frozen=True)
class Type:
    """What a column holds."""

    key: ClassVar[str] = ""

    def spec(self) -> dict[str, Any]:
        """The type as JSON can carry it."""
        return {"type": self.key}

    @classmethod
    def of(cls, spec: dict[str, Any]) -> "Type":
        """The type of a spec of this class."""
        return cls(**{name: value for name, value in spec.items() if name != "type"})

    def reader(self) -> Cleaner:
        """The cleaner without memory."""
        raise NotImplementedError

    def cleaner(self) -> Cleaner:
        """A fast function of one raw cell, for one column of one workbook."""
        return Memory(self.reader()).__getitem__

    @property
    def hint(self) -> str:
        """What may be written in the column, as a finished Vietnamese sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """A clean value as it is shown to people."""
        return "" if value is None else str(value)


class Memory(dict[Any, Any]):
    """Raw cell → what it was read as, made on first sight. Bounded; long texts are not kept.

    ``True``, ``1`` and ``1.0`` are one key and not one cell, so 0 and 1 are not kept either.
    """

    __slots__ = ("_faults", "_read")

    def __init__(self, read: Cleaner) -> None:
        super().__init__()
        self._read = read
        self._faults: dict[Any, str] = {}

    def __missing__(self, raw: Raw) -> Any:
        if self._faults and raw in self._faults:
            raise Fault(self._faults[raw])
        kind = raw.__class__
        keeps = len(raw) <= _REMEMBERED_LENGTH if kind is str else kind is tuple or raw is None or raw not in (0, 1)
        try:
            value = self._read(raw)
        except Fault as fault:
            if keeps and len(self._faults) < _REMEMBERED:
                self._faults[raw] = fault.message
            raise
        if keeps:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[raw] = value
        return value


def plain(text: str) -> str:
    """Tidy text in NFC, with Đ for the Icelandic and African letters that look like it.

    :raises Fault: the value of a formula that failed, or letters lost on the way
    """
    if not (text.isprintable() and unicodedata.is_normalized("NFC", text)):
        text = unicodedata.normalize("NFC", tidy(_CONTROLS.sub(" ", text)))
    if "_x000" in text:
        text = _BREAKS.sub(" ", text)
    text = " ".join(text.split())
    if not text.isascii():
        if "Ð" in text or "ð" in text or "Ɖ" in text:
            text = text.translate(_ETH)
        if "\ufffd" in text:
            raise Fault(
                f"“{shown(text)}” có chữ bị hỏng khi lưu tệp. Hãy gõ lại ô này, hoặc lưu lại tệp theo bảng mã Unicode (UTF-8)."
            )
    if text and text[0] in "'#E":
        text = text.lstrip("' ")
        if text in _ERRORS or _ERROR.fullmatch(text):
            raise Fault(failed(text))
    return text


def failed(text: str) -> str:
    """The sentence for a cell that shows the error of a formula."""
    if not text.strip("#"):
        return "Ô chỉ còn các dấu #, giá trị đã mất khi lưu vì cột quá hẹp. Hãy nới rộng cột rồi lưu lại, hoặc gõ lại giá trị."
    return f"Ô báo lỗi công thức “{text}”. Hãy sửa công thức hoặc gõ thẳng giá trị vào ô."


def plain_wide(text: str) -> str:
    """As :func:`plain`, with full-width and other compatible characters brought to their plain form.

    :raises Fault: as there, or far too long
    """
    if len(text) > LONGEST_WORD:
        raise Fault(f"“{shown(text)}” dài {len(text)} ký tự, quá dài cho cột này. Hãy xem lại ô này.")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return plain(text)


def words(raw: Raw) -> str:
    """The text of a cell; a number as it is written, a day as dd/mm/yyyy; empty for an empty cell.

    :raises Fault: there is no text that says the same
    """
    kind = raw.__class__
    if kind is str:
        return plain(raw)
    if raw is None:
        return ""
    if kind is int or kind is float:
        return number_text(raw)
    if kind is tuple:
        return day_text(raw)
    raise Fault(truth())


def number_text(number: int | float) -> str:
    """``1985`` for 1985.0; a fraction as it is.

    :raises Fault: not a number, or digits were lost
    """
    check_exact(number)
    return str(int(number)) if number == int(number) else repr(number)


def check_exact(number: int | float) -> None:
    """Whether all digits of a number are still there; workbooks keep fifteen.

    :raises Fault: they are not, or there is no number
    """
    if (number.__class__ is float and not math.isfinite(number)) or abs(number) >= _ABSURD:
        raise Fault("Ô không chứa một số đọc được. Hãy gõ lại giá trị.")
    if abs(number) >= _EXACT or (abs(number) >= _FIFTEEN_DIGITS and number % 10 == 0):
        raise Fault(
            f"Số {number:.6g} có hơn 15 chữ số nên Excel đã làm mất các chữ số cuối. "
            "Hãy định dạng cột là Văn bản (Text) rồi gõ lại đủ các chữ số."
        )


def day_text(raw: tuple[str, str]) -> str:
    """The text of a cell that holds a day: ``21/05/1985``, with hour and minute where it has them."""
    text = str(raw[1])
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}:[0-9]{2}).*)?", text)
    if not match:
        return plain(text)
    year, month, day, time = match.groups()
    return f"{day}/{month}/{year}" + (f" {time}" if time and time != "00:00" else "")


def truth() -> str:
    """The sentence for a cell that holds TRUE or FALSE where something else is meant."""
    return "Ô chứa giá trị đúng/sai (TRUE/FALSE) của Excel. Hãy gõ chữ hoặc số cần ghi vào ô."


def is_blank(text: str) -> bool:
    """Whether a tidy text says that there is nothing."""
    return not text.strip(MARKS) or text.lower() in BLANK_WORDS


def shown(text: str) -> str:
    """A text short enough for a sentence, safe to show."""
    text = "".join(c if c.isprintable() else " " for c in text[:31]).strip()
    return text if len(text) <= 30 else text[:30] + "…"
