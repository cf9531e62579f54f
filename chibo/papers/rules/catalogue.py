"""The catalogue of printed forms, read from ``forms/*.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chibo.kernel.refusal import NotFound
from chibo.kernel.text import fold

FOLDER = Path(__file__).resolve().parent.parent / "forms"
FIELDS = "fields.yaml"
KINDS = frozenset({"text", "long", "day", "long_day", "whole", "decimal", "money"})
HEADS = frozenset({"party", "union", "person"})


@dataclass(frozen=True)
class Field:
    """A fact that forms carry.

    :ivar kind: how its value is written: text, long (paragraphs), day, long_day, whole, decimal, money
    """

    name: str
    label: str
    kind: str
    example: Any


@dataclass(frozen=True)
class Rows:
    """A table of a form.

    :ivar blank: empty rows to fill by hand, printed where nobody gave any rows
    """

    name: str
    label: str
    blank: int
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """One printed form.

    :ivar template: file name of the Word template
    :ivar head: ``party`` (level above, issuer, number, the name of the Party), ``union`` (of a mass organization), ``person``
    :ivar symbol: what follows the number, ``NQ/CB``
    :ivar authority, post: how it is signed unless the head says otherwise
    :ivar sent: lines of "Nơi nhận"; ``{cell}`` takes the fact of that name
    :ivar source: the rule that asks for it; certainty is secondary throughout, see ``is_uncertain``
    :ivar is_uncertain: its number or shape is less sure than that of the others
    """

    code: str
    title: str
    template: str
    head: str
    symbol: str
    authority: str
    post: str
    sent: tuple[str, ...]
    source: str
    is_uncertain: bool
    is_landscape: bool
    fields: Mapping[str, Field]
    rows: Mapping[str, Rows] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}. {self.title}" if self.code.endswith("KNĐ") else self.title

    @property
    def file_name(self) -> str:
        """Name of its template without the ending."""
        return self.template.removesuffix(".docx")


def forms() -> tuple[Form, ...]:
    """All forms, in the order of the files and of what stands in them."""
    return tuple(_catalogue().values())


def form_of(code: str) -> Form:
    """:raises NotFound: there is no form of that code"""
    try:
        return _catalogue()[code]
    except KeyError:
        raise NotFound(
            f"Không có mẫu văn bản nào mang mã “{code}”. Hãy mở lại trang hồ sơ và chọn mẫu ở đó.", code="unknown_form"
        ) from None


def field_of(name: str) -> Field:
    """The fact of that name."""
    return _fields()[name]


def file_name_of(code: str) -> str:
    """``4a-KNĐ`` → ``4a-knd``."""
    return fold(code).replace(" ", "-").replace("đ", "d")


@cache
def _fields() -> dict[str, Field]:
    listed = yaml.safe_load((FOLDER / FIELDS).read_text("utf-8"))
    return {name: Field(name, label, kind, example) for name, (label, kind, example) in listed.items()}


@cache
def _catalogue() -> dict[str, Form]:
    found: dict[str, Form] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name == FIELDS:
            continue
        for given in yaml.safe_load(path.read_text("utf-8")):
            form = _form(given)
            assert form.code not in found, f"{path.name}: {form.code} stands twice"
            found[form.code] = form
    return found


def _form(given: dict[str, Any]) -> Form:
    examples = given.get("examples", {})
    known = _fields() | {name: replace(_fields()[name], example=example) for name, example in examples.items()}
    code = given["code"]
    return Form(
        code=code,
        title=given["title"],
        template=f"{file_name_of(code)}.docx",
        head=given.get("head", "person"),
        symbol=given.get("symbol", ""),
        authority=given.get("authority", ""),
        post=given.get("post", ""),
        sent=tuple(given.get("sent", ())),
        source=given["source"],
        is_uncertain=given.get("is_uncertain", False),
        is_landscape=given.get("landscape", False),
        fields={name: known[name] for name in given["fields"]},
        rows={
            name: Rows(name, rows["label"], rows["blank"], tuple(known[one] for one in rows["fields"]))
            for name, rows in given.get("rows", {}).items()
        },
    )
