"""Columns with a list of values: choices, yes or no, names looked up in a book of the parent."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, ClassVar

from chibo.exchange.reading.values.cells import (
    LONGEST_WORD,
    MARKS,
    Cleaner,
    Fault,
    Noted,
    Raw,
    Type,
    is_blank,
    plain,
    shown,
    words,
)
from chibo.kernel.text import fold

_NOT_ALNUM = re.compile(r"[\W_]+")
_NONE = frozenset({"khong", "khong co", "ko", "ko co", "k"})
_FEW = 8
_YES = "có|x|1|v|y|yes|true|đúng|rồi|đã|đã có|ok|t|+|✓|✔|√|☑|✅|☒|●|co|dung|roi|da|da co".split("|")
_NO = "không|0|n|no|false|sai|chưa|chưa có|không có|ko|k|ko có|f|✗|✘|☐|khong|chua|chua co|khong co|ko co".split("|")
_ANSWERS = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}


def match_key(text: str) -> str:
    """What two spellings of one word have in common: letters and digits without diacritics, single spaces between."""
    return _NOT_ALNUM.sub(" ", fold(text)).strip()


def _squeezed(text: str) -> str:
    return match_key(text).replace(" ", "")


@dataclass(frozen=True)
class Choice(Type):
    """One of a list, as its code. Labels, codes and synonyms count, without diacritics, capitals and punctuation.

    :param values: (code, label) pairs
    :param also: other spellings → code, ``x`` or ``1`` among them where a tick means a value
    """

    key: ClassVar[str] = "choice"
    values: tuple[tuple[str, str], ...] = ()
    also: Mapping[str, str] = field(default_factory=dict, hash=False)

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "values": [list(pair) for pair in self.values], "also": dict(self.also)}

    @classmethod
    def of(cls, spec: dict[str, Any]) -> "Choice":
        return cls(values=tuple((code, label) for code, label in spec["values"]), also=dict(spec["also"]))

    def reader(self) -> Cleaner:
        exact, folded = self._exact(), self._folded(match_key)
        squeezed = self._folded(_squeezed)
        widths = {len(code) for code, _ in self.values if code.isdigit()}
        nothing = next((folded[word] for word in _NONE if word in folded), None)

        def read(raw: Raw) -> str | None:
            text = _word(raw)
            found = exact.get(text.lower()) or folded.get(match_key(text))
            if found:
                return found
            if not text.strip(MARKS):
                return None
            key = match_key(text)
            if nothing and key in _NONE:
                return nothing
            if found := squeezed.get(key.replace(" ", "")):
                return found
            if text.isdigit():
                found = next((exact[code] for width in widths if (code := text.zfill(width)) in exact), None)
                if found:
                    return found
            if is_blank(text) or text == "0":
                return None
            raise Fault(self._unknown(text, key, folded))

        return read

    def _exact(self) -> dict[str, str]:
        """Spellings in lower case → code; codes come before labels, labels before synonyms."""
        spellings: dict[str, str] = {}
        for spelling, code in self._spellings():
            spellings.setdefault(plain(spelling).lower(), code)
        return spellings

    def _folded(self, key_of: Callable[[str], str]) -> dict[str, str]:
        """Folded spellings → code, without those that more than one code shares."""
        codes: dict[str, str] = {}
        for spelling, code in self._spellings():
            key = key_of(spelling)
            if key and codes.setdefault(key, code) != code:
                codes[key] = ""
        return {key: code for key, code in codes.items() if code}

    def _spellings(self) -> list[tuple[str, str]]:
        codes = [(code, code) for code, _ in self.values]
        labels = [(label, code) for code, label in self.values]
        return codes + labels + list(self.also.items())

    def _unknown(self, text: str, key: str, folded: dict[str, str]) -> str:
        labels = dict(self.values)
        if len(labels) <= _FEW:
            return f"“{shown(text)}” không có trong danh mục. Hãy ghi một trong: {'; '.join(labels.values())}."
        near = dict.fromkeys(folded[match] for match in get_close_matches(key[:60], folded, n=6, cutoff=0.5))
        if near:
            nearest = "; ".join(labels.get(code, code) for code in list(near)[:3])
            return f"“{shown(text)}” không có trong danh mục. Hãy xem có phải là: {nearest}."
        return f"“{shown(text)}” không có trong danh mục. Hãy chọn một giá trị trong trang danh mục của tệp mẫu."

    @property
    def hint(self) -> str:
        if len(self.values) <= _FEW:
            return f"Ghi một trong: {'; '.join(label for _, label in self.values)}."
        return f"Ghi một trong {len(self.values)} giá trị ở trang danh mục."

    def show(self, value: Any) -> str:
        return dict(self.values).get(value, "" if value is None else str(value))


@dataclass(frozen=True)
class YesNo(Type):
    """Yes or no: có, x, 1, a tick; không, chưa, 0. An empty cell is neither."""

    key: ClassVar[str] = "yesno"

    def reader(self) -> Cleaner:
        return _read_answer

    @property
    def hint(self) -> str:
        return "Ghi x hoặc Có; để trống hoặc ghi Không."

    def show(self, value: Any) -> str:
        return "" if value is None else "Có" if value else "Không"


def _read_answer(raw: Raw) -> bool | None:
    if raw.__class__ is bool:
        return raw
    text = _word(raw)
    answer = _ANSWERS.get(text.lower())
    if answer is None:
        answer = _ANSWERS.get(match_key(text))
    if answer is None and not is_blank(text):
        raise Fault(f"“{shown(text)}” không rõ là có hay không. Hãy ghi x hoặc Có; không thì để trống hoặc ghi Không.")
    return answer


@dataclass(frozen=True)
class Lookup(Type):
    """The name or code of something the parent knows, as tidy text.

    :param book: what it is looked up in, ``unit``
    """

    key: ClassVar[str] = "lookup"
    book: str = "unit"

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "book": self.book}

    def reader(self) -> Cleaner:
        return _read_name_in_book

    @property
    def hint(self) -> str:
        return "Ghi tên hoặc mã như trong Chibo; tên cũ và tên không dấu cũng tìm được."


def _read_name_in_book(raw: Raw) -> str | Noted | None:
    if raw.__class__ is str:
        text = plain(raw)
        if len(text) > LONGEST_WORD:
            raise Fault(f"“{shown(text)}” dài {len(text)} ký tự, quá dài để là một tên. Hãy xem lại ô này.")
    else:
        text = _word(raw)
    return None if text == "0" or is_blank(text) else text


def _word(raw: Raw) -> str:
    """The text of a cell that holds one word of a list; TRUE and FALSE as 1 and 0.

    :raises Fault: a day, or far too long
    """
    if raw.__class__ is bool:
        return "1" if raw else "0"
    if raw.__class__ is tuple:
        raise Fault("Ô này là ô ngày trong Excel, cột này cần một tên. Hãy định dạng ô là Văn bản (Text) rồi gõ lại.")
    text = words(raw)
    if len(text) > LONGEST_WORD:
        raise Fault(f"“{shown(text)}” dài {len(text)} ký tự, quá dài cho cột này. Hãy xem lại ô này.")
    return text
