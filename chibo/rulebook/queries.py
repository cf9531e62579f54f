"""Reading the rules of a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chibo.kernel.days import BEGINNING, FOREVER
from chibo.rulebook import rules
from chibo.rulebook.models import Certainty, Edition, Parameter, Version


@dataclass(frozen=True)
class Ruling:
    """What the rulebook says about a key on a day; ``value`` is None where nothing is on record.

    :param number: version number, which a case keeps beside the day it began
    """

    key: str
    value: Any = None
    title: str = ""
    counted_in: str = ""
    shown: str = ""
    source: str = ""
    url: str = ""
    certainty: str = Certainty.UNCERTAIN
    since: date = BEGINNING
    since_precision: str = "day"
    until: date = FOREVER
    number: int = 0
    note: str = ""
    is_on_record: bool = False

    @property
    def may_block(self) -> bool:
        """Whether the rule is sure enough to refuse; any other only warns."""
        return self.is_on_record and self.certainty == Certainty.CONFIRMED

    @property
    def text(self) -> str:
        """The value with what it is counted in: ``30 ngày làm việc``."""
        if not self.is_on_record:
            return "chưa có quy định trong sổ"
        return self.shown or f"{rules.show_value(self.value)} {self.counted_in}".strip()

    @property
    def cite(self) -> str:
        """Where it stands: ``294-QĐ/TW năm 2025, có hiệu lực từ 01/07/2025 (theo nguồn thứ cấp)``."""
        if not self.is_on_record:
            return "Chưa có căn cứ trong sổ quy định."
        since = "" if self.since <= BEGINNING else f", có hiệu lực {rules.show_since(self.since, self.since_precision)}"
        doubt = "" if self.certainty == Certainty.CONFIRMED else f" ({Certainty(self.certainty).label.lower()})"
        return f"{self.source}{since}{doubt}"


@dataclass(frozen=True)
class _Book:
    token: UUID | None
    rulings: dict[str, tuple[Ruling, ...]]


_kept: _Book | None = None
_steady: ContextVar[list[_Book] | None] = ContextVar("rulebook_steady", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Within it the rules are looked at once: a request, a command, a bulk action. Writes inside are seen."""
    if _steady.get() is not None:
        yield
        return
    mark = _steady.set([])
    try:
        yield
    finally:
        _steady.reset(mark)


def forget() -> None:
    """Look again on the next question (called by every write)."""
    held = _steady.get()
    if held is not None:
        held.clear()


def _book() -> _Book:
    global _kept
    held = _steady.get()
    if held:
        return held[0]
    token = Edition.objects.values_list("token", flat=True).first()
    book = _kept
    if book is None or book.token != token or token is None:
        book = _kept = _Book(token, _read_all())
    if held is not None:
        held.append(book)
    return book


def _read_all() -> dict[str, tuple[Ruling, ...]]:
    found: dict[str, list[Ruling]] = {}
    for version in Version.objects.select_related("parameter").order_by("parameter__position", "since"):
        found.setdefault(version.parameter.key, []).append(ruling_of(version))
    return {key: tuple(rulings) for key, rulings in found.items()}


def ruling_of(version: Version) -> Ruling:
    """A version as an answer."""
    return Ruling(
        key=version.parameter.key,
        value=version.value,
        title=version.parameter.title,
        counted_in=version.parameter.counted_in,
        shown=version.shown,
        source=version.source,
        url=version.url,
        certainty=version.certainty,
        since=version.since,
        since_precision=version.since_precision,
        until=version.until,
        number=version.number,
        note=version.note,
        is_on_record=True,
    )


def edition() -> UUID | None:
    """The state the rules are in: another one after every change."""
    return _book().token


def value(key: str, *, on: date) -> Ruling:
    """The ruling on a key on a day; one that says "not on record" where there is none."""
    for ruling in _book().rulings.get(key, ()):
        if ruling.since <= on < ruling.until:
            return ruling
    return Ruling(key=key)


def text(key: str, *, on: date) -> str:
    """The value on a day as Vietnamese text with its source: ``30 ngày làm việc (294-QĐ/TW …)``."""
    ruling = value(key, on=on)
    return f"{ruling.text} ({ruling.cite})" if ruling.is_on_record else ruling.text


def changes(key: str) -> tuple[Ruling, ...]:
    """All versions of a key, oldest first."""
    return _book().rulings.get(key, ())


def all_on(on: date) -> list[tuple[Parameter, Ruling]]:
    """Every parameter in order with its ruling on a day."""
    return [(parameter, value(parameter.key, on=on)) for parameter in Parameter.objects.all()]


def touched_cases(key: str, since: date) -> list[str]:
    """Names of the open cases that a version from the given day would touch."""
    return [name for source in rules.open_case_sources for name in source(key, since)]
