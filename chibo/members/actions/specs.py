"""People and events to load, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from chibo.kernel.days import FOREVER, Precision
from chibo.members.vocabulary import EventState

AttributeSpec = tuple[str, str, date, str, date]
"""(name, value, since, precision, until)"""


@dataclass(slots=True)
class EventSpec:
    """An event to load; the fields are those of :class:`~chibo.members.models.MemberEvent`."""

    cause: str
    on: date
    cell: int | None = None
    from_cell: int | None = None
    state: str = EventState.STANDING
    on_precision: str = Precision.DAY
    status: str = ""
    party_since: date | None = None
    official_since: date | None = None
    decided_on: date | None = None
    decision: int | None = None
    ground: str = ""
    transfer_kind: str = ""
    other_place: str = ""
    sent_on: date | None = None
    due_on: date | None = None
    presented_on: date | None = None
    received_on: date | None = None
    reported_on: date | None = None
    reverses: int | None = None
    """Position, among the same person's events in this load, of the event taken back."""
    note: str = ""


@dataclass(slots=True)
class PersonSpec:
    """A person to load.

    :ivar attributes: in order of time
    :ivar events: in order of time
    :ivar particulars: field of :class:`~chibo.members.models.Particulars` → value, numbers in clear; empty: none known
    """

    full_name: str
    born_on: date
    born_precision: str = Precision.DAY
    national_id: str = ""
    card: str = ""
    attributes: Sequence[AttributeSpec] = field(default_factory=list)
    events: Sequence[EventSpec] = field(default_factory=list)
    particulars: dict[str, object] = field(default_factory=dict)


def until_forever(name: str, value: str, since: date, precision: str = Precision.DAY) -> AttributeSpec:
    """An attribute that holds from a day on."""
    return name, value, since, precision, FOREVER
