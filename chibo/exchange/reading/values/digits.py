"""Columns of numbers that are names: identity numbers, cards. Kept as text, with every zero."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from chibo.exchange.reading.values.cells import (
    Cleaner,
    Fault,
    Noted,
    Raw,
    Type,
    check_exact,
    is_blank,
    plain_wide,
    shown,
    truth,
)

PROVINCE_CODES = frozenset(
    (
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
        "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
        "089 091 092 093 094 095 096"
    ).split()
)
"""First three digits of a personal number: where the birth was registered; the 63 codes in use before and after 2025."""
_TITLES = {"cccd": "Số định danh cá nhân (CCCD)", "card": "Số thẻ đảng viên", "cmnd": "Số CMND", "": "Số"}
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]+))? ?[eE] ?\+? ?([0-9]{1,3})")
_DECIMALS = re.compile(r"([0-9]+)[.,]0{1,2}")
_GROUPED = re.compile(r"[0-9]+(?:[ .,\-][0-9]+)*")
_SEPARATORS = str.maketrans("", "", " .,-")
_LOST = "Hãy định dạng cột là Văn bản (Text) rồi gõ lại đủ các chữ số."
_MOST_MISSING = 2
_LONGEST = 40


@dataclass(frozen=True)
class Digits(Type):
    """A number kept as text of digits.

    Zeros that a number cell lost in front are put back where that is certain: one or two are missing, and for a personal
    number the result begins with the code of a province; text is mended only for personal numbers.

    :param lengths: how many digits it may have; empty for any
    :param kind: ``cccd``, ``card``, ``cmnd`` or nothing
    """

    key: ClassVar[str] = "digits"
    lengths: tuple[int, ...] = (12,)
    kind: str = ""

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "lengths": list(self.lengths), "kind": self.kind}

    @classmethod
    def of(cls, spec: dict[str, Any]) -> "Digits":
        return cls(lengths=tuple(spec["lengths"]), kind=spec["kind"])

    def reader(self) -> Cleaner:
        lengths, judge, checks_place = self.lengths, self._judged, self.kind == "cccd"

        def read(raw: Raw) -> str | Noted | None:
            if (
                raw.__class__ is str
                and len(raw) in lengths
                and raw.isdigit()
                and raw.isascii()
                and (not checks_place or raw[:3] in PROVINCE_CODES)
                and raw.strip("0")
            ):
                return raw
            digits, is_number = self._digits(raw)
            return judge(digits, is_number) if digits else None

        return read

    def _digits(self, raw: Raw) -> tuple[str, bool]:
        """The digits of a cell, empty for an empty cell; whether it is a number cell, which loses leading zeros.

        :raises Fault: something other than digits, or digits were lost
        """
        if raw is None:
            return "", False
        if raw.__class__ is str:
            return self._digits_of_text(raw)
        if raw.__class__ is bool:
            raise Fault(truth())
        if raw.__class__ is tuple:
            raise Fault(
                f"Ô này là ô ngày trong Excel, không phải {self._name}. Hãy định dạng cột là Văn bản (Text) rồi gõ lại số."
            )
        check_exact(raw)
        if raw < 0 or raw != int(raw):
            raise Fault(f"“{raw:.15g}” không phải {self._name}. {self._what_to_do}")
        return ("" if raw == 0 else str(int(raw))), True

    def _digits_of_text(self, raw: str) -> tuple[str, bool]:
        text = plain_wide(raw)
        if is_blank(text):
            return "", False
        if text.isdigit():
            return ("" if text.strip("0") == "" and len(text) < 5 else text), False
        if match := _SCIENTIFIC.fullmatch(text):
            first, rest, exponent = match[1], match[2] or "", int(match[3])
            if exponent != len(rest) or exponent < 5:
                raise Fault(f"Số “{shown(text)}” đã bị viết gọn, các chữ số cuối không còn. {_LOST}")
            return first + rest, True
        if match := _DECIMALS.fullmatch(text):
            return match[1] if match[1].strip("0") else "", True
        if _GROUPED.fullmatch(text):
            return text.translate(_SEPARATORS), False
        if any(c in "*xX•●#" for c in text) and any(c.isdigit() for c in text):
            raise Fault(f"{self._title} “{shown(text)}” đã bị che một phần. Hãy ghi đủ các chữ số, hoặc để trống.")
        raise Fault(f"“{shown(text)}” có ký tự không phải chữ số. {self._what_to_do}")

    def _judged(self, digits: str, is_number: bool) -> str | Noted:
        """The digits in full length.

        :raises Fault: too few or too many, or rounded
        """
        if is_number and len(digits) >= 10 and digits.endswith("00000"):
            raise Fault(f"Số {digits} có lẽ đã bị làm tròn khi lưu tệp, các chữ số cuối đã thành số 0. {_LOST}")
        if not digits.strip("0"):
            raise Fault(f"{self._title} “{shown(digits)}” chỉ gồm số 0. Hãy ghi số thật, hoặc để trống.")
        if not self.lengths:
            if len(digits) > _LONGEST:
                raise Fault(f"“{shown(digits)}” có {len(digits)} chữ số, quá dài. {self._what_to_do}")
            return digits
        if len(digits) not in self.lengths:
            return self._with_zeros(digits, is_number)
        if self.kind == "cccd" and digits[:3] not in PROVINCE_CODES:
            return Noted(
                digits,
                f"Ba số đầu “{digits[:3]}” của số CCCD không phải mã tỉnh, thành phố. Hãy đối chiếu với thẻ căn cước.",
            )
        return digits

    def _with_zeros(self, digits: str, is_number: bool) -> Noted:
        """The digits with their leading zeros.

        :raises Fault: it is not certain that zeros are missing
        """
        length = next((length for length in sorted(self.lengths) if length > len(digits)), 0)
        whole = digits.zfill(length)
        is_certain = 0 < length - len(digits) <= _MOST_MISSING and digits[0] != "0"
        is_certain = is_certain and (is_number or self.kind == "cccd")
        if length == 12 and self.kind in ("cccd", "cmnd"):
            is_certain = is_certain and whole[:3] in PROVINCE_CODES and whole[3] in "0123"
        if is_certain:
            return Noted(whole, f"Đã thêm lại số 0 ở đầu: {digits} thành {whole}. Hãy đối chiếu nếu chưa chắc.")
        if self.kind == "cccd" and len(digits) in (8, 9):
            raise Fault(
                f"“{digits}” có {len(digits)} chữ số, giống số CMND cũ. "
                "Hãy ghi số CCCD đủ 12 chữ số; số CMND để ở cột CMND, hoặc để trống ô này."
            )
        raise Fault(f"“{shown(digits)}” có {len(digits)} chữ số. {self._what_to_do}")

    @property
    def _title(self) -> str:
        return _TITLES.get(self.kind, _TITLES[""])

    @property
    def _name(self) -> str:
        """The title in the middle of a sentence."""
        return self._title[0].lower() + self._title[1:]

    @property
    def _what_to_do(self) -> str:
        if not self.lengths:
            return "Hãy chỉ ghi chữ số."
        return f"{self._title} gồm {self._lengths_in_words} chữ số. Hãy xem lại, kể cả số 0 ở đầu."

    @property
    def _lengths_in_words(self) -> str:
        return " hoặc ".join(str(length) for length in sorted(self.lengths))

    @property
    def hint(self) -> str:
        if not self.lengths:
            return "Chỉ gồm chữ số; định dạng ô là Văn bản (Text) để giữ số 0 ở đầu."
        return f"Gồm {self._lengths_in_words} chữ số; định dạng ô là Văn bản (Text) để giữ số 0 ở đầu."
