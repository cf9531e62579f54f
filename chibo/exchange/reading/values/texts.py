"""Columns of words: free text and names of people."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from chibo.exchange.reading.values.cells import (
    BLANK_WORDS,
    MARKS,
    Cleaner,
    Fault,
    Noted,
    Raw,
    Type,
    plain,
    shown,
    words,
)

_NOTHING = frozenset({"n/a", "null", "nan", "(null)", "none"})
_NAME = re.compile(r"[^\W\d_]+(?:['’\-. ][^\W\d_]+)*\.?")
_BROKEN_CAPITALS = re.compile(r"[A-ZĐ]{2}")
_SMALL = re.compile("[a-z]")
_ADDRESS = re.compile(r"(?:đ/c|đc|đ\.c|đồng chí)[ .:]+(?=\S)", re.IGNORECASE)
_GAP = re.compile(r"(?<=['’]) +| +(?=[-'’])|(?<=-) +")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Text(Type):
    """Free text on one line."""

    key: ClassVar[str] = "text"
    longest: int = 200

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "longest": self.longest}

    def reader(self) -> Cleaner:
        longest = self.longest

        def read(raw: Raw) -> str | Noted | None:
            if raw.__class__ is str:
                text = plain(raw)
            else:
                text = words(raw)
            if not text.strip(MARKS) or (len(text) < 7 and text.lower() in _NOTHING):
                return None
            if len(text) > longest:
                raise Fault(
                    f"“{shown(text)}” dài {len(text)} ký tự, cột này nhận nhiều nhất {longest}. Hãy rút gọn nội dung ô."
                )
            if raw.__class__ is tuple:
                return Noted(
                    text,
                    f"Ô này là ô ngày trong Excel; đã ghi thành chữ “{text}”. Hãy xem lại nếu vốn không phải ngày.",
                )
            return text

        return read

    @property
    def hint(self) -> str:
        return f"Ghi bằng chữ, nhiều nhất {self.longest} ký tự."


@dataclass(frozen=True)
class Name(Type):
    """Full name of a person: two syllables or more, letters; a name all in capitals is brought to its usual form."""

    key: ClassVar[str] = "name"

    def reader(self) -> Cleaner:
        return _read_name

    @property
    def hint(self) -> str:
        return "Ghi đủ họ, chữ đệm và tên khai sinh, như Nguyễn Văn An."


def _read_name(raw: Raw) -> str | Noted | None:
    if raw.__class__ is str:
        name = plain(raw)
    else:
        name = words(raw)
    if not name.strip(MARKS) or name == "0" or name.lower() in BLANK_WORDS:
        return None
    if not (len(name) <= LONGEST_NAME and " " in name and _NAME.fullmatch(name)):
        return _mended_name(name)
    if name.isupper() or name.islower() or _lost_its_capitals(name):
        return _proper(name)
    return name


def _lost_its_capitals(name: str) -> bool:
    """Whether only letters with marks are small: what capitals of the old fonts become."""
    return _BROKEN_CAPITALS.search(name) is not None and _SMALL.search(name) is None


def _proper(name: str) -> str | Noted:
    proper = unicodedata.normalize("NFC", name.lower().title())
    if proper == name or not _NAME.fullmatch(proper):
        return name
    return Noted(proper, f"Họ tên “{shown(name)}” được ghi lại là “{proper}”. Hãy xem lại chữ hoa, chữ thường.")


def _mended_name(name: str) -> Noted | None:
    """A name freed from a form of address and stray gaps; None where only a word for nothing is left.

    :raises Fault: still not a name
    """
    mended = _GAP.sub("", _ADDRESS.sub("", name, count=1) if _ADDRESS.match(name) else name).strip(" .,;:-'’")
    if mended.lower() in BLANK_WORDS:
        return None
    if any(c.isdigit() for c in mended):
        raise Fault(f"Họ tên “{shown(name)}” có chữ số. Hãy bỏ số thứ tự và chữ số ra khỏi ô họ tên.")
    if len(mended) > LONGEST_NAME:
        raise Fault(f"Họ tên “{shown(name)}” dài quá {LONGEST_NAME} ký tự. Hãy để mỗi ô một người, chỉ ghi họ và tên.")
    if "?" in mended or "�" in mended:
        raise Fault(f"Họ tên “{shown(name)}” có dấu “?”, có lẽ chữ đã hỏng khi đổi bảng mã. Hãy gõ lại họ tên.")
    if "(" in mended or "/" in mended:
        raise Fault(f"Họ tên “{shown(name)}” kèm phần ghi chú. Hãy chỉ để họ tên; tên khác và ghi chú để ở cột riêng.")
    if not mended.strip(MARKS) or " " not in mended:
        raise Fault(f"Họ tên “{shown(name)}” mới có một tiếng. Hãy ghi đủ họ và tên, như Nguyễn Văn An.")
    if not _NAME.fullmatch(mended):
        raise Fault(f"Họ tên “{shown(name)}” có ký tự không phải chữ cái. Hãy chỉ để họ và tên, như Nguyễn Văn An.")
    proper = _proper(mended) if mended.isupper() or mended.islower() or _lost_its_capitals(mended) else mended
    mended = proper.value if isinstance(proper, Noted) else proper
    return Noted(mended, f"Họ tên “{shown(name)}” được ghi lại là “{mended}”. Hãy xem lại cho đúng khai sinh.")
