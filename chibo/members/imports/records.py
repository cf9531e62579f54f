"""What is on record about people: their attributes, particulars and events, and where they stood on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from chibo.kernel.days import FOREVER
from chibo.members.derivation.writing import CellSpans
from chibo.members.imports.people import Known
from chibo.members.models import Attribute, MemberEvent, Particulars, Person, Spell
from chibo.members.rules.history import replay
from chibo.members.rules.rows import Happening, History, Subject
from chibo.members.vocabulary import ENTRIES, EXITS, Cause, EventState


class Event(NamedTuple):
    """A standing event."""

    id: int
    cause: str
    on: date
    cell: int | None
    from_cell: int | None
    status: str
    party_since: date | None
    official_since: date | None
    decided_on: date | None
    ground: str
    org_event: int | None
    reverses: int | None
    other_place: str
    note: str


EVENT_FIELDS = (
    "id", "cause", "on", "cell_id", "from_cell_id", "status", "party_since", "official_since", "decided_on", "ground",
    "org_event_id", "reverses_id", "other_place", "note",
)  # fmt: skip


@dataclass(slots=True)
class Record:
    """One person."""

    known: Known
    on: date
    values: dict[str, str] = field(default_factory=dict)
    """Attribute → its value on the day."""
    particulars: Particulars | None = None
    events: list[Event] = field(default_factory=list)
    cell: int | None = None
    """The cell on the day; None: on no roll."""
    status: str = ""
    party_since: date | None = None
    pending: int = 0
    """Transfers sent and not received."""
    sealed: tuple = (None, None)
    """Ciphertext of personal number and card."""

    @property
    def entry(self) -> Event | None:
        """How the person came onto the roll of the day."""
        found = None
        for event in self.events:
            if event.cause in ENTRIES and event.on <= self.on:
                found = event
        return found

    @property
    def exit(self) -> Event | None:
        """The last event, where it took the person off the roll."""
        return self.events[-1] if self.events and self.events[-1].cause in EXITS else None

    @property
    def official_since(self) -> date | None:
        """Since when an official member, as the sheet of the day shows it."""
        found = None
        for event in self.events:
            if event.on > self.on:
                break
            if event.cause == Cause.RECOGNITION:
                found = event.on
            elif event.cause in ENTRIES and event.official_since:
                found = event.official_since
            elif event.cause in (Cause.ADMISSION, Cause.READMISSION):
                found = None
        return found

    def replayed(self, events: Iterable[Event], spans: CellSpans, *, born_on: date | None = None) -> History:
        """What these events would lead to.

        :raises Refusal: they contradict each other
        """
        events = list(events)
        subject = Subject(self.known.id, self.known.full_name, self.known.name_key, born_on or self.known.born_on)
        return replay(subject, happenings(events), {}, spans)


def happenings(events: Iterable[Event]) -> list[Happening]:
    """Events as the replay reads them."""
    events = list(events)
    taken_back = {event.reverses for event in events if event.reverses}
    return [
        Happening(
            e.id, str(e.cause), e.on, e.cell, str(e.status), e.party_since, e.decided_on, str(e.ground), e.org_event,
            e.id in taken_back, e.from_cell,
        )
        for e in events
    ]  # fmt: skip


def records_of(people: Iterable[Known], *, on: date, attributes: bool = True) -> Mapping[int, Record]:
    """Person → record; five queries, whatever their number.

    :param attributes: whether they are wanted
    """
    found = {known.id: Record(known, on) for known in people}
    ids = list(found)
    if attributes:
        rows = Attribute.objects.filter(person_id__in=ids, since__lte=on, until__gt=on)
        for pk, name, value in rows.values_list("person_id", "name", "value").iterator(chunk_size=20_000):
            found[pk].values[name] = value
    sealed = Person.objects.filter(pk__in=ids).values_list("pk", "national_id_sealed", "card_sealed")
    for pk, *numbers in sealed:
        found[pk].sealed = tuple(numbers)
    for row in Particulars.objects.filter(person_id__in=ids):
        found[row.person_id].particulars = row
    events: dict[int, list[Event]] = defaultdict(list)
    kept = MemberEvent.objects.filter(person_id__in=ids).exclude(state=EventState.ANNULLED)
    for pk, state, *event in kept.values_list("person_id", "state", *EVENT_FIELDS):
        if state == EventState.PENDING:
            found[pk].pending += 1
        else:
            events[pk].append(Event(*event))
    for pk, line in events.items():
        found[pk].events = sorted(line, key=_order)
    spells = Spell.objects.filter(person_id__in=ids, since__lte=on, until__gt=on)
    for pk, cell, status, party in spells.values_list("person_id", "cell_id", "status", "party_since"):
        record = found[pk]
        record.cell, record.status, record.party_since = cell, status, party
    return found


def _order(event: Event) -> tuple:
    return event.on, event.cause != Cause.REORGANIZATION, event.id


def is_member_still(record: Record) -> bool:
    """On a roll with no end in sight."""
    return record.known.cell is not None and record.known.until >= FOREVER
