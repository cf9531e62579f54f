"""What the replay of a history reads and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Spans = Sequence[tuple[date, date]]


class Happening(NamedTuple):
    """An event as the replay reads it."""

    id: int
    cause: str
    on: date
    cell: int | None
    status: str
    party_since: date | None
    decided_on: date | None
    ground: str
    org_event: int | None
    reversed: bool
    from_cell: int | None = None


class StayRow(NamedTuple):
    person: int
    nature: str
    chain: int
    cell: int
    since: date
    until: date
    anchor_since: date
    anchor_until: date
    entry: int
    exit: int | None


class SpellRow(NamedTuple):
    person: int
    name_key: str
    cell: int
    home: int
    chain: int
    since: date
    until: date
    stay_since: date
    stay_until: date
    status: str
    sex: str
    ethnicity: str
    religion: str
    occupation: str
    qualification: str
    political_theory: str
    exemption: str
    born_on: date
    party_since: date | None


class MovementRow(NamedTuple):
    event: int
    person: int
    name_key: str
    is_entry: bool
    cause: str
    ground: str
    is_final: bool
    on: date
    tree_day: date
    cell: int
    home: int
    chain: int
    other_cell: int | None
    other_home: int | None
    other_day: date | None
    other_chain: int | None
    org_event: int | None
    status: str
    sex: str
    ethnicity: str
    religion: str
    occupation: str
    qualification: str
    political_theory: str
    exemption: str
    born_on: date
    party_since: date | None


@dataclass
class History:
    """All that follows from the events of one person."""

    stays: list[StayRow] = field(default_factory=list)
    spells: list[SpellRow] = field(default_factory=list)
    movements: list[MovementRow] = field(default_factory=list)


class Subject(NamedTuple):
    """The person replayed."""

    id: int
    name: str
    name_key: str
    born_on: date
