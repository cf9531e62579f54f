"""Columns of whole numbers."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from chibo.exchange.reading.values.cells import (
    Cleaner,
    Fault,
    Raw,
    Type,
    check_exact,
    is_blank,
    plain_wide,
    shown,
    truth,
)

_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMALS = re.compile(r"([-+]?[0-9]{1,15})[.,]0{1,2}")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+|[-+]?[0-9]{1,3}(?:,[0-9]{3})+|[-+]?[0-9]{1,3}(?: [0-9]{3})+")
_SEPARATORS = str.maketrans("", "", " .,")


@dataclass(frozen=True)
class Whole(Type):
    """A whole number between two others, both allowed; thousands may be set apart by dots, commas or spaces."""

    key: ClassVar[str] = "whole"
    low: int = 0
    high: int = 999_999_999

    def spec(self) -> dict[str, Any]:
        return {"type": self.key, "low": self.low, "high": self.high}

    def reader(self) -> Cleaner:
        low, high = self.low, self.high

        def read(raw: Raw) -> int | None:
            if raw.__class__ is str:
                number = self._of_text(raw)
                if number is None:
                    return None
            elif raw is None:
                return None
            else:
                number = self._of_number(raw)
            if low <= number <= high:
                return number
            raise Fault(f"Số {number} nằm ngoài khoảng từ {low} đến {high}. Hãy xem lại.")

        return read

    def _of_text(self, raw: str) -> int | None:
        text = plain_wide(raw)
        if _WHOLE.fullmatch(text):
            return int(text)
        if match := _DECIMALS.fullmatch(text):
            return int(match[1])
        if _GROUPED.fullmatch(text):
            return int(text.translate(_SEPARATORS))
        if is_blank(text):
            return None
        raise Fault(f"“{shown(text)}” không phải số nguyên. Hãy chỉ ghi chữ số, như 1985.")

    def _of_number(self, raw: Raw) -> int:
        if raw.__class__ is bool:
            raise Fault(truth())
        if raw.__class__ is tuple:
            raise Fault("Ô này là ô ngày trong Excel, cột này cần một số. Hãy định dạng ô là Số (Number) rồi gõ lại.")
        check_exact(raw)
        if raw == int(raw):
            return int(raw)
        text = f"{raw:.15g}".replace(".", ",")
        raise Fault(
            f"“{shown(text)}” không phải số nguyên. Hãy ghi số nguyên, không có dấu chấm hay dấu phẩy, như 1985."
        )

    @property
    def hint(self) -> str:
        return f"Ghi số nguyên từ {self.low} đến {self.high}."
