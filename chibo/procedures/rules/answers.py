"""What was answered to the fields of a step: known, complete, of the right sort."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chibo.kernel.numbers import BIGGEST
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import MAX_TEXT, tidy
from chibo.procedures.rules.definition import Field
from chibo.procedures.vocabulary import FieldKind

_REFERENCE = re.compile(r"(unit|person):[0-9a-f-]{36}")
LONGEST = 300


def clean(fields: Sequence[Field], data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers, sensitive answers), the empty ones left out.

    :raises Refusal: a field that is not asked, one that is missing, a value of another sort
    """
    known = {one.name for one in fields}
    if unknown := [name for name in data if name not in known]:
        raise Refusal(
            f"Bước này không hỏi mục “{unknown[0]}”. Hãy mở lại biểu mẫu.", field=unknown[0], code="unknown_field"
        )
    plain: dict[str, Any] = {}
    secret: dict[str, Any] = {}
    for one in fields:
        value = _value(one, data.get(one.name))
        if value is None or value == "":
            if one.required:
                raise Refusal(f"{_name(one)}: chưa có. Hãy ghi rồi gửi lại.", field=one.name, code="missing")
            continue
        (secret if one.sensitive else plain)[one.name] = value
    return plain, secret


def _value(one: Field, value: Any) -> Any:
    if value is None:
        return None
    good = True
    match one.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            value = str(value)
            value = (
                tidy(value) if one.kind == FieldKind.TEXT else "\n".join(tidy(x) for x in value.strip().splitlines())
            )
            if len(value) > (most := LONGEST if one.kind == FieldKind.TEXT else MAX_TEXT):
                raise Refusal(
                    f"{_name(one)}: quá dài. Hãy viết gọn trong {most} ký tự.", field=one.name, code="too_long"
                )
        case FieldKind.DAY:
            good = isinstance(value, date)
        case FieldKind.WHOLE | FieldKind.MONEY:
            good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= BIGGEST
        case FieldKind.CHOICE:
            good = value == "" or value in one.choices
        case FieldKind.YES_NO:
            good = isinstance(value, bool)
        case FieldKind.UNIT | FieldKind.MEMBER:
            value = getattr(value, "reference", value)
            good = value == "" or (isinstance(value, str) and _REFERENCE.fullmatch(value) is not None)
    if not good:
        raise Refusal(
            f"{_name(one)}: không phải {FieldKind(one.kind).label} đã hỏi. Hãy ghi lại.",
            field=one.name,
            code="wrong_sort",
        )
    return value


def _name(one: Field) -> str:
    return one.label[:1].upper() + one.label[1:]
