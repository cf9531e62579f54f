"""What the ``imports`` room of an area declares about a kind of workbook; the site hands the kinds to the engine."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from chibo.exchange.vocabulary import Outcome
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer


@dataclass(frozen=True)
class Column:
    """A field that a workbook of the kind may give.

    :param type: how its cells are read, a type of ``chibo.exchange.reading.values``
    :param also: other headings under which offices keep it
    :param group: heading above it in the template
    :param sensitive: shown in the preview only to who may see such numbers
    """

    name: str
    title: str
    type: Any
    required: bool = False
    also: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    group: str = ""
    sensitive: bool = False


@dataclass(slots=True)
class Row:
    """A row whose cells have been read: field → value, None where the cell is empty or was not understood."""

    number: int
    values: dict[str, Any]
    faults: list[tuple[str, str]] = field(default_factory=list)
    """(field, sentence); a row with faults is never written. Sentences that begin with ``~`` only tell of a repair."""
    sheet: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether every cell was understood."""
        return all(sentence.startswith("~") for _, sentence in self.faults)


@dataclass(frozen=True, slots=True)
class Ask:
    """Something near is not guessed but asked. Rows with one key are answered together.

    :param key: stable, e.g. ``unit:chi bo thon 4`` or ``row:17``
    :param choices: (answer, label) pairs; the answer is what comes back in ``Setting.answers``
    :param remembered: the answer holds for later workbooks of the office too
    """

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    remembered: bool = False


@dataclass(slots=True)
class Plan:
    """What will become of a row.

    :param target: primary key of the record it updates or that it equals
    :param label: what the row is about, in words: the name of the person or unit
    :param about: what else tells it from the others; filled by the engine from the columns ``Kind.about``
    :param data: all that writing needs, as JSON
    :param differences: for updates: (field, value now, value in the workbook), as shown
    """

    number: int
    outcome: Outcome
    target: int | None = None
    label: str = ""
    data: Any = None
    faults: list[tuple[str, str]] = field(default_factory=list)
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    ask: Ask | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What writing a row did, as JSON: enough to take it back.

    :param target: primary key of the record made or changed
    """

    number: int
    target: int
    undo: Any = None


@dataclass
class Part:
    """Rows that are written together, not yet taken apart.

    :ivar rows: (number of the row, outcome, its position in ``data``) of each row to be written
    :ivar data: JSON of what writing needs, a list
    :ivar unfold: makes the plans of all rows of the part, without their data
    """

    rows: list[tuple[int, str, int]]
    data: bytes
    unfold: Callable[[], list[Plan]]

    def plans(self) -> list[Plan]:
        """The plans of the rows to be written, with what writing them needs."""
        everything, plans = json.loads(self.data), self.unfold()
        for _, _, place in self.rows:
            plans[place].data = everything[place]
        return [plans[place] for _, _, place in self.rows]


@dataclass(frozen=True)
class Place:
    """A unit in whose name a workbook comes in: its reference for the journal, its name, the unit itself."""

    reference: str
    label: str
    unit: Any


@dataclass(frozen=True)
class Setting:
    """What is said about the workbook as a whole.

    :param on: the day as of which it speaks
    :param source: its name, kept as the source of what it gives
    :param options: field or option → what was chosen on the page
    :param answers: key of an :class:`Ask` → answer
    """

    batch: str
    place: Place
    on: date
    by: Viewer
    source: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


class Importer(Protocol):
    """One batch on its way in; made anew for checking and for writing.

    An importer of long workbooks may also have ``write_part(part) -> traces``, which is called instead of :meth:`write`,
    ``ahead(part)``, which is told of the next part before the present one is written, and ``close()``.
    """

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        """Decide about rows, in the order of the workbook; called for part after part. Reads only. One plan a row.

        Rows that are not sound are given too, so that others can be told from them; they must come back refused.
        """

    def finish(self) -> list[Plan]:
        """Plans that replace earlier ones, of rows that only the whole workbook could judge."""

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        """Write rows planned as create or update, inside the caller's transaction; one trace a row.

        Writes a journal entry for each record; the entry of the batch is the engine's.

        :raises Refusal: the records have changed since; nothing is kept then
        """


@dataclass(frozen=True)
class Kind:
    """A kind of workbook.

    :param name: as in ``manage.py import NAME``
    :param noun: what a row is, ``đảng viên``
    :param capability: what bringing one in takes, at the unit it is for
    :param asks_day: whether it speaks as of a day that must be said
    :param whole: rows hang on each other: planned and written in one piece
    :param stands_on: (traces) → sentences: what has been done since that stands on these rows
    :param undo: (setting, traces) → takes the rows back, inside the caller's transaction
    :param options: (name, title, choices) asked beside the file
    :param about: fields shown beside the label of a row, none of them sensitive
    :param sensitive: capability that lets others than who brought a workbook see its sensitive columns; empty: nobody
    """

    name: str
    title: str
    noun: str
    explain: str
    columns: tuple[Column, ...]
    capability: str
    begin: Callable[[Setting], Importer]
    stands_on: Callable[[Sequence[Trace]], list[str]]
    undo: Callable[[Setting, Sequence[Trace]], None]
    asks_day: bool = False
    whole: bool = False
    options: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    about: tuple[str, ...] = ()
    sensitive: str = ""

    @property
    def has_sensitive(self) -> bool:
        """Whether some of its columns hold such numbers."""
        return any(column.sensitive for column in self.columns)

    def column(self, name: str) -> Column:
        """:raises KeyError: no such field"""
        return next(column for column in self.columns if column.name == name)


FindPlace = Callable[[str, date], Place]
"""(reference ``unit:<uid>``, uid or short reference, day) → the place; raises Refusal where there is none."""
Suggest = Callable[[Viewer, str, date], list[tuple[str, str]]]
"""(viewer, capability, day) → (short reference, name) of units to offer, the viewer's own first."""
_kinds: dict[str, Kind] = {}
_find_place: list[FindPlace] = []
_suggest: list[Suggest] = []


def install(kinds: Iterable[Kind], find_place: FindPlace, suggest: Suggest | None = None) -> None:
    """Called once by ``chibo.site``."""
    _kinds.clear()
    _kinds.update({kind.name: kind for kind in kinds})
    _find_place[:] = [find_place]
    _suggest[:] = [suggest] if suggest is not None else []


def kinds() -> Mapping[str, Kind]:
    """All kinds, in the order of the site."""
    return _kinds


def kind_of(name: str) -> Kind:
    """:raises NotFound: no such kind"""
    if name not in _kinds:
        known = ", ".join(_kinds)
        raise NotFound(f"Không có loại tệp nhập “{name[:40]}”. Hãy chọn một trong: {known}.", code="unknown_kind")
    return _kinds[name]


def place_of(reference: str, on: date) -> Place:
    """:raises Refusal: no such unit"""
    return _find_place[0](reference, on)


def places_for(by: Viewer, capability: str, on: date) -> list[tuple[str, str]]:
    """(short reference, name) of units offered to the viewer, who may type others."""
    return _suggest[0](by, capability, on) if _suggest else []
