"""What a builder gives, and how every value is written on paper. What is not known becomes room to write it by hand."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.numbers import show_decimal, show_int
from chibo.papers.rules.catalogue import Field, Form, Rows
from chibo.papers.rules.names import authority_of, symbol_of

UNKNOWN = "\ue000"
"""Stands for a value nobody knows until the page is laid out: a dotted line to the end of the line, or dots."""
DOTS = "…………………"
SHORT_DOTS = "………"
NO_DAY = "…../…../……."
NO_LONG_DAY = "ngày …… tháng …… năm ……"
LONG_LINES = 3
COUNTED = frozenset({"whole", "decimal", "money"})
NONE_KNOWN = "Không có"
AUTHORITIES = ("T/M ", "T/L ")
OF_COMMITTEES = ("T/M ĐẢNG ỦY", "T/M BAN THƯỜNG VỤ")


@dataclass(frozen=True)
class Head:
    """What stands around the text: above it and under it.

    :ivar above: the level above, ``Đảng bộ xã Mường Chùm``; written in capitals. None: there is none
    :ivar issuer: who issues, ``Chi bộ Trường Tiểu học số 2``
    :ivar number: the running number, or number and symbol as they stand in the records (``05-NQ/CB``)
    :ivar place, on: where and when it is issued; the layout is that of the day
    :ivar around: the day whose layout is taken where nobody knows when it was issued
    :ivar authority, post: how it is signed, where the form's own words do not fit
    :ivar signer: who signs
    :ivar sent: lines of "Nơi nhận" instead of the form's own
    """

    above: str | None = ""
    issuer: str = ""
    number: int | str = ""
    place: str = ""
    on: date | None = None
    authority: str = ""
    post: str = ""
    signer: str = ""
    sent: Sequence[str] = ()
    around: date | None = None


@dataclass(frozen=True)
class Facts:
    """What a builder knows about one paper.

    :ivar facts: field → value, and name of rows → list of mappings; what is left out is left to be written by hand, an
        empty list of rows says that there is none
    :ivar reference: the code of the record, ``KN-2026-00012``, or the short code of the unit; printed with its QR
    :ivar subject: reference of what the paper is about, for the journal (``person:<uid>``, ``case:<uid>``)
    :ivar place: reference of the unit where it is printed, for the journal
    :ivar name: what tells this paper from others of its form, at the end of the file's name
    :ivar back: address of the page it was asked for from
    """

    facts: Mapping[str, Any]
    head: Head = field(default_factory=Head)
    reference: str = ""
    subject: str = ""
    place: str = ""
    name: str = ""
    back: str = ""


def known_of(form: Form, known: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the facts on record that the form asks for and that say something."""
    return {name: value for name, value in known.items() if name in form.fields and value not in (None, "")}


def context_of(form: Form, facts: Mapping[str, Any], head: Head) -> dict[str, Any]:
    """What the template is filled with: every field of the form, its rows, ``head``, ``sign`` and ``sent``.

    :raises ValueError: a fact, or a column of a row, that the form does not have
    """
    _refuse_unknown(form.code, facts, {*form.fields, *form.rows})
    said: dict[str, Any] = {name: _written(one, facts.get(name)) for name, one in form.fields.items()}
    said |= {name: _rows(form, rows, facts.get(name)) for name, rows in form.rows.items()}
    said["head"] = {
        "above": "" if head.above is None else _title(head.above) or DOTS,
        "issuer": _title(head.issuer) or DOTS,
        "number": _number(form, head),
        "dateline": f"{clean(head.place) or SHORT_DOTS}, {_whole(long_day(head.on))}",
        "day": long_day(head.on),
        "number_of": clean(_number(form, head).removeprefix("Số ")),
    }
    authority, post = _signing(head)
    said["sign"] = {
        "authority": (authority or clean(_authority(form, head))).upper(),
        "post": (post or clean(form.post)).upper(),
        "name": clean(head.signer),
    }
    said["sent"] = [_recipient(line, form, said) for line in (head.sent or form.sent)]
    return said


def example_of(form: Form) -> dict[str, Any]:
    """Facts made of the examples of its fields, with two rows in every table."""
    facts: dict[str, Any] = {name: one.example for name, one in form.fields.items()}
    facts |= {name: [{one.name: one.example for one in rows.fields}] * 2 for name, rows in form.rows.items()}
    return facts


def long_day(day: date | None) -> str:
    """``ngày 05 tháng 02 năm 2026``: a zero before days below 10 and before January and February only."""
    if day is None or day == FOREVER:
        return NO_LONG_DAY
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def clean(text: object) -> str:
    """NFC, without characters that neither XML nor a page knows; line breaks stay."""
    normal = unicodedata.normalize("NFC", str(text))
    return "".join(c for c in normal if c == "\n" or (c != UNKNOWN and unicodedata.category(c)[0] != "C")).strip()


def _whole(words: str) -> str:
    """Words that stay on one line: a long place leaves the day whole on the next."""
    return words.replace(" ", "\u00a0")


def _title(name: str) -> str:
    """A name in capitals whose last two words stay on one line: "… SỐ 2" does not leave its 2 alone."""
    return "\u00a0".join(clean(name).upper().rsplit(" ", 1))


def _signing(head: Head) -> tuple[str, str]:
    """In whose name and as what; records often hold both as the signer's title: ``T/M Ban Thường vụ, Phó Bí thư``."""
    post = clean(head.post)
    if not post.upper().startswith(AUTHORITIES):
        return clean(head.authority), post
    authority, _, rest = post.replace("\n", ",").partition(",")
    return clean(head.authority) or authority.strip(), rest.strip()


def _authority(form: Form, head: Head) -> str:
    """A paper of a committee is signed in the name of whoever issues it, other papers as the form says."""
    takes = form.symbol.startswith("QĐ") or form.authority in OF_COMMITTEES
    return authority_of(clean(head.issuer), form.authority) if takes else form.authority


def _refuse_unknown(code: str, given: Mapping[str, Any], known: set[str]) -> None:
    if strange := sorted(set(given) - known):
        raise ValueError(f"the form {code} has no {', '.join(strange)}")


def _rows(form: Form, rows: Rows, given: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    blank: dict[str, Any] = {one.name: "" for one in rows.fields} | {"number": ""}
    if given is None:
        return [blank] * rows.blank
    if not given:
        return [blank | {rows.fields[0].name: NONE_KNOWN}]
    known = {one.name for one in rows.fields}
    written = []
    for number, row in enumerate(given, 1):
        _refuse_unknown(f"{form.code}, {rows.name}", row, known)
        cells = {one.name: _in_cell(one, row.get(one.name)) for one in rows.fields}
        written.append(cells | {"number": str(number)})
    return written


def _in_cell(one: Field, value: Any) -> str:
    """As :func:`_written`, and nothing where nothing is known: a cell is room enough."""
    if _is_missing(value):
        return ""
    written = _written(one, value)
    return "\n".join(written) if isinstance(written, list) else written


def _is_missing(value: Any) -> bool:
    if value is None or value == FOREVER:
        return True
    if isinstance(value, tuple):
        return _is_missing(value[0])
    return isinstance(value, str | list) and not value


def _written(one: Field, value: Any) -> str | list[str]:
    if one.kind == "long":
        return _paragraphs(value)
    if _is_missing(value):
        return {"day": NO_DAY, "long_day": NO_LONG_DAY, "whole": SHORT_DOTS}.get(one.kind, UNKNOWN)
    if isinstance(value, tuple):
        return show_day(*value)
    if isinstance(value, date):
        return long_day(value) if one.kind == "long_day" else show_day(value, Precision.DAY)
    if isinstance(value, bool):
        return "có" if value else "không"
    if one.kind in COUNTED and isinstance(value, int | float | Decimal):
        return show_decimal(value).rstrip("0").rstrip(",") if value % 1 else show_int(int(value))
    return clean(value) or UNKNOWN


def _paragraphs(value: Any) -> list[str]:
    if _is_missing(value):
        return [UNKNOWN] * LONG_LINES
    lines = value if isinstance(value, list | tuple) else str(value).split("\n")
    return [line for line in map(clean, lines) if line] or [UNKNOWN] * LONG_LINES


def _number(form: Form, head: Head) -> str:
    number = head.number
    if isinstance(number, str):
        number = clean(number)
        if "-" in number or "/" in number:
            return f"Số {number}"
        number = int(number) if number.isdigit() else number
    shown = f"{number:02d}" if isinstance(number, int) else number or "……"
    symbol = symbol_of(clean(head.issuer), form.symbol)
    return f"Số {shown}-{symbol}" if symbol else f"Số {shown}"


def _recipient(line: str, form: Form, said: dict[str, Any]) -> str:
    known = {name: said[name] if said[name] != UNKNOWN else DOTS for name in form.fields if isinstance(said[name], str)}
    return clean(line.format_map(known) if "{" in line and line.strip("{}") in known else line)
