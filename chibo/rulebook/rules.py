"""What a new version must fulfil, and how a typed value is read."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chibo.kernel.days import BEGINNING, show_day
from chibo.kernel.numbers import BIGGEST, show_decimal, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.rulebook.models import Certainty, Version

READ = "rulebook.read"
WRITE = "rulebook.write"

OpenCases = Callable[[str, date], list[str]]
"""(key, since) → Vietnamese names of the open cases that a new version would touch."""
open_case_sources: list[OpenCases] = []
"""Filled by ``chibo.site``."""

_WHOLE = re.compile(r"-?\d{1,3}(\.\d{3})+|-?\d+")
_DECIMAL = re.compile(r"-?\d+,\d+")
_FRACTION = re.compile(r"\d+/\d+")
_YES_NO = {"có": True, "không": False, "true": True, "false": False}
MAX_VALUE = 5_000
FIXTURES = Path(__file__).parent / "fixtures"


GIVEN = ("organization", "members", "work", "cadres", "fees")
"""The files of given rules that stand first, in reading order; what areas add follows by name."""


@cache
def given_entries() -> list[dict[str, Any]]:
    """The rules an installation starts with, as their files say them."""
    more = sorted(file.stem for file in FIXTURES.glob("*.yaml") if file.stem not in GIVEN)
    files = [FIXTURES / f"{name}.yaml" for name in (*GIVEN, *more)]
    return [entry for file in files for entry in yaml.safe_load(file.read_text("utf-8"))]


@cache
def given_keys() -> frozenset[str]:
    """The keys of the rules an installation starts with; read without the database, while the program starts."""
    texts = (file.read_text("utf-8") for file in FIXTURES.glob("*.yaml"))
    return frozenset(key for text in texts for key in re.findall(r"^- key: (\S+)", text, re.MULTILINE))


def parse_value(text: str) -> Any:
    """Read a value as a person types it: ``30``, ``2,5``, ``2/3``, ``Có``, or JSON for lists and tables.

    :raises Refusal: empty, too long, JSON that cannot be read, a number beyond what the databases hold
    """
    text = tidy(text)
    if not text:
        raise Refusal("Thiếu giá trị. Hãy nhập giá trị như trong văn bản.", field="value", code="missing")
    if len(text) > MAX_VALUE:
        raise Refusal("Giá trị quá dài. Hãy viết gọn trong 5.000 ký tự.", field="value", code="too_long")
    if _WHOLE.fullmatch(text):
        digits = text.replace(".", "")
        if len(digits) > 19 or abs(int(digits)) > BIGGEST:
            raise Refusal("Số quá lớn. Hãy xem lại giá trị trong văn bản.", field="value", code="too_big")
        return int(digits)
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    if _FRACTION.fullmatch(text):
        return text
    if text.lower() in _YES_NO:
        return _YES_NO[text.lower()]
    if text[0] in "[{":
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise Refusal(
                'Không đọc được danh sách. Hãy viết như [90, 70, 50] hoặc {"tên": 1}.', field="value", code="json"
            ) from None
    return text


def type_key(value: Any) -> str:
    """What sort of value it is; numbers of either kind are one sort."""
    if isinstance(value, bool):
        return "có hoặc không"
    if isinstance(value, (int, float)):
        return "số"
    return {str: "chữ hoặc phân số", list: "danh sách", dict: "bảng", type(None): "để trống"}[type(value)]


def check_version(
    versions: Sequence[Version],
    *,
    value: Any,
    since: date,
    source: str,
    certainty: str,
    note: str,
    shown: str,
    url: str,
) -> None:
    """:raises Refusal: before or on the day of a version that stands, another sort of value, no source, too long"""
    latest = versions[-1] if versions else None
    if latest is not None and since <= latest.since:
        raise Refusal(
            f"Đã có phiên bản có hiệu lực từ {show_day(latest.since)}. Hãy chọn một ngày sau ngày đó.",
            field="since",
            code="later_version",
        )
    if latest is not None:
        check_same_type(latest.value, value)
    check_texts(source=source, certainty=certainty, note=note, shown=shown, url=url)


def check_same_type(before: Any, value: Any) -> None:
    """:raises Refusal: a number where a list stood, and the like"""
    if type_key(before) != type_key(value):
        raise Refusal(
            f"Giá trị của quy định này phải là {type_key(before)}, như phiên bản trước. Hãy nhập lại.",
            field="value",
            code="other_type",
        )


def check_texts(*, source: str, certainty: str, note: str, shown: str, url: str) -> None:
    """:raises Refusal: no source, an unknown certainty, a text that is too long, an address that is no address"""
    if not source:
        raise Refusal("Thiếu căn cứ. Hãy ghi số, ký hiệu và điều khoản của văn bản.", field="source", code="missing")
    if certainty not in Certainty.values:
        raise Refusal("Hãy chọn mức tin cậy của quy định.", field="certainty", code="unknown_certainty")
    for field, text, length in (
        ("source", source, 300),
        ("note", note, 500),
        ("shown", shown, 300),
        ("url", url, 500),
    ):
        if len(text) > length:
            raise Refusal(f"Nội dung quá dài. Hãy viết gọn trong {length} ký tự.", field=field, code="too_long")
    if url and not re.match(r"https?://\S+\Z", url):
        raise Refusal("Địa chỉ nguồn phải bắt đầu bằng http:// hoặc https://.", field="url", code="url")


def show_value(value: Any) -> str:
    """A value as Vietnamese text."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int):
        return show_int(value)
    if isinstance(value, float):
        text = show_decimal(value, 4).rstrip("0")
        return text.removesuffix(",")
    if isinstance(value, list):
        return "; ".join(show_value(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {show_value(one)}" for name, one in value.items())
    return "" if value is None else str(value)


def show_since(since: date, precision: str) -> str:
    """``từ 01/07/2025``, ``từ năm 2018``, or ``không rõ ngày bắt đầu``."""
    if since <= BEGINNING:
        return "không rõ ngày bắt đầu"
    return f"từ năm {since.year}" if precision == "year" else f"từ {show_day(since, precision)}"
