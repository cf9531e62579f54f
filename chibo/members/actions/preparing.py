"""From people as they come to rows as tables keep them. Pure: it may run in a process beside the one that writes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from chibo.kernel import secrets
from chibo.kernel.ids import uuid7_hex
from chibo.kernel.refusal import Refusal
from chibo.kernel.staged import StagedRows
from chibo.kernel.text import fold, name_key, tidy
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.derivation.writing import MOVEMENT_COLUMNS, SPELL_COLUMNS, STAY_COLUMNS, CellSpans
from chibo.members.models.particulars import OLD_CARD, OLD_NATIONAL_ID
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.rules.history import replay
from chibo.members.rules.person import clean_card, clean_name, clean_national_id, clean_value
from chibo.members.rules.rows import Happening, History, Subject
from chibo.members.vocabulary import WIDE, EventState

PERSON_COLUMNS = (
    "id", "uid", "full_name", "name_key", "folded", "born_on", "born_precision", "national_id_sealed",
    "national_id_index", "card_sealed", "card_index", "is_illustration",
)  # fmt: skip
ATTRIBUTE_COLUMNS = ("person_id", "name", "value", "since", "since_precision", "until", "source")
EVENT_COLUMNS = (
    "id", "uid", "person_id", "cause", "state", "on", "on_precision", "cell_id", "from_cell_id", "status", "party_since",
    "official_since", "decided_on", "decision_id", "org_event_id", "ground", "transfer_kind", "other_place", "sent_on",
    "due_on", "presented_on", "received_on", "reported_on", "reverses_id", "note",
)  # fmt: skip
TEXTS = frozenset({"status", "ground", "transfer_kind", "other_place", "note"})
"""Columns of an event that are empty text, not NULL, where nothing is said."""
_CELLS = [EVENT_COLUMNS.index(column) for column in ("cell_id", "from_cell_id")]
PARTICULARS_COLUMNS = (
    "person_id", "other_name", "card_issued_on", "card_issued_by", "old_card_sealed", "old_card_index",
    "old_national_id_sealed", "old_national_id_index", "deletion_proposal",
)  # fmt: skip
DERIVED_COLUMNS = {"stays": STAY_COLUMNS, "spells": SPELL_COLUMNS, "movements": MOVEMENT_COLUMNS}


class Unloadable(Refusal):
    """One of the people cannot be loaded; nothing was.

    :ivar place: which, counted from 0 in the order given
    """

    def __init__(self, refusal: Refusal, place: int) -> None:
        super().__init__(refusal.message, field=refusal.field, code=refusal.code, rule=refusal.rule)
        self.place = place

    def __reduce__(self):
        plain = Refusal(self.message, field=self.field, code=self.code, rule=self.rule)
        return Unloadable, (plain, self.place)


@dataclass
class Ready:
    """Rows of people ready to be inserted, in the order of the columns above; identifiers as SQLite keeps them.

    :ivar first_person, first_event: their primary keys begin there and are counted up
    """

    first_person: int = 0
    first_event: int = 0
    people: list[tuple] = field(default_factory=list)
    attributes: list[tuple] = field(default_factory=list)
    events: list[tuple] = field(default_factory=list)
    particulars: list[tuple] = field(default_factory=list)
    stays: list[tuple] = field(default_factory=list)
    spells: list[tuple] = field(default_factory=list)
    movements: list[tuple] = field(default_factory=list)
    entries: list[tuple] = field(default_factory=list)
    """Of the journal, where whoever prepares makes them too."""
    cells: frozenset[int] = frozenset()
    """All that events name."""

    @property
    def is_staged(self) -> bool:
        """Whether the rows are in a file."""
        return isinstance(self.people, StagedRows)

    @property
    def person_ids(self) -> range:
        """The primary keys of the people, in their order."""
        return range(self.first_person, self.first_person + len(self.people))


def preparer(spans: CellSpans, source: str, is_illustration: bool) -> Callable[..., Ready]:
    """What an :class:`~chibo.kernel.aside.Aside` is set up with: :func:`prepare` for one load."""

    def call(people: Sequence[PersonSpec], first_person: int, first_event: int) -> Ready:
        return prepare(people, first_person, first_event, spans=spans, source=source, is_illustration=is_illustration)

    return call


def prepare(
    people: Sequence[PersonSpec],
    first_person: int,
    first_event: int,
    *,
    spans: CellSpans,
    source: str = "",
    is_illustration: bool = False,
) -> Ready:
    """Check people and their histories and lay out every row of theirs, derived rows included.

    :param first_person, first_event: where their primary keys begin; they are counted up in the order given
    :raises Unloadable: a value, number or history is not possible
    """
    ready, histories = Ready(first_person, first_event), []
    event_id, national_id, card = first_event, secrets.Locker(NATIONAL_ID).number, secrets.Locker(CARD).number
    for place, person in enumerate(people):
        pk = first_person + place
        try:
            name = clean_name(person.full_name)
            key = name_key(name)
            ready.people.append(
                (
                    pk, uuid7_hex(), name, key, fold(name), person.born_on, person.born_precision,
                    *national_id(clean_national_id(person.national_id)), *card(clean_card(person.card)), is_illustration,
                )
            )  # fmt: skip
            lines = _attributes(pk, person, source, ready.attributes)
            own = range(event_id, event_id + len(person.events))
            event_id = own.stop
            ready.events.extend(event_rows(pk, person.events, own))
            if person.particulars:
                ready.particulars.append(particulars_row(pk, person.particulars))
            histories.append(
                replay(Subject(pk, name, key, person.born_on), _happenings(person.events, own), lines, spans)
            )
        except Refusal as refusal:
            raise Unloadable(refusal, place) from refusal
    lay_out(histories, ready)
    ready.cells = frozenset({row[place] for row in ready.events for place in _CELLS} - {None})
    return ready


def _attributes(pk: int, person: PersonSpec, source: str, rows: list[tuple]) -> dict[str, list[tuple]]:
    """Add the rows of attributes; returns the counted ones as the replay reads them."""
    lines: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    for name, given, since, precision, until in person.attributes:
        value = _value(name, given)
        rows.append((pk, name, value, since, precision, until, source))
        if name in WIDE:
            lines[name].append((since, until, value))
    return lines


@lru_cache(maxsize=50_000)
def _value(name: str, given: str) -> str:
    return clean_value(name, given)


def event_rows(pk: int, events: Sequence[EventSpec], ids: Sequence[int]) -> Iterable[tuple]:
    """Rows of one person's events in the order of ``EVENT_COLUMNS``."""
    for event_id, e in zip(ids, events, strict=True):
        yield (
            event_id, uuid7_hex(), pk, e.cause, e.state, e.on, e.on_precision, e.cell, e.from_cell, e.status,
            e.party_since, e.official_since, e.decided_on, e.decision, None, e.ground, e.transfer_kind,
            tidy(e.other_place) if e.other_place else "", e.sent_on, e.due_on, e.presented_on, e.received_on,
            e.reported_on, None if e.reverses is None else ids[e.reverses], e.note,
        )  # fmt: skip


def _happenings(events: Sequence[EventSpec], ids: Sequence[int]) -> list[Happening]:
    reversed_ids = {ids[e.reverses] for e in events if e.reverses is not None and e.state == EventState.STANDING}
    return [
        Happening(
            event_id, str(e.cause), e.on, e.cell, str(e.status), e.party_since, e.decided_on, str(e.ground), None,
            event_id in reversed_ids, e.from_cell,
        )
        for event_id, e in zip(ids, events, strict=True)
        if e.state == EventState.STANDING
    ]  # fmt: skip


def number(text: str, purpose: str) -> tuple[bytes | None, bytes | None]:
    """Ciphertext and blind index of a number; two times None where there is none."""
    if not text:
        return None, None
    return secrets.seal(text, purpose=purpose), secrets.blind_index(text, purpose=purpose)


def particulars_row(pk: int, known: dict) -> tuple:
    """The row of a person's particulars in the order of ``PARTICULARS_COLUMNS``."""
    return (
        pk, tidy(known.get("other_name") or ""), iso(known.get("card_issued_on")),
        tidy(known.get("card_issued_by") or ""), *number(known.get("old_card") or "", OLD_CARD),
        *number(known.get("old_national_id") or "", OLD_NATIONAL_ID), tidy(known.get("deletion_proposal") or ""),
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def iso(day: date | str | None) -> str | None:
    """A day as tables keep it; what is text already stays."""
    return day.isoformat() if isinstance(day, date) else day


def lay_out(histories: Iterable[History], ready: Ready) -> None:
    """Add the derived rows."""
    for history in histories:
        for kind in DERIVED_COLUMNS:
            rows = getattr(history, kind)
            if rows:
                getattr(ready, kind).extend(rows)
