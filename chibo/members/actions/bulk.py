"""Loading many people with their histories at once: the same rules and derivation, one journal entry for the batch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.bulk import batches, insert_tuples, reserve_ids
from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.ids import uuid7
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, name_key
from chibo.kernel.viewer import Viewer
from chibo.members.derivation.writing import refresh_roll, settle
from chibo.members.models import Attribute, MemberEvent, Person
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_card, clean_name, clean_national_id, clean_value
from chibo.members.vocabulary import EventState
from chibo.org.models import Unit


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

    :ivar attributes: (name, value, since, precision, until) rows in order of time
    :ivar events: in order of time
    """

    full_name: str
    born_on: date
    born_precision: str = Precision.DAY
    national_id: str = ""
    card: str = ""
    attributes: list[tuple[str, str, date, str, date]] = field(default_factory=list)
    events: list[EventSpec] = field(default_factory=list)


PERSON_COLUMNS = (
    "id", "uid", "full_name", "name_key", "folded", "born_on", "born_precision", "national_id_sealed",
    "national_id_index", "card_sealed", "card_index", "is_illustration",
)  # fmt: skip
ATTRIBUTE_COLUMNS = ("person_id", "name", "value", "since", "since_precision", "until", "source")
EVENT_COLUMNS = (
    "id", "uid", "person_id", "cause", "state", "on", "on_precision", "cell_id", "from_cell_id", "status", "party_since",
    "decided_on", "decision_id", "org_event_id", "ground", "transfer_kind", "other_place", "sent_on", "due_on",
    "presented_on", "received_on", "reported_on", "reverses_id", "note",
)  # fmt: skip
TEXTS = frozenset({"status", "ground", "transfer_kind", "other_place", "note"})
"""Columns of an event that are empty text, not NULL, where nothing is said."""
Progress = Callable[[int], None]


@transaction.atomic
def load_people(
    people: Sequence[PersonSpec],
    *,
    at: Unit,
    on: date,
    by: Viewer,
    because=None,
    source: str = "",
    is_illustration: bool = False,
    progress: Progress | None = None,
) -> list[int]:
    """Load people with their attributes and events.

    :param at: the unit in whose name they are loaded; its right is needed
    :param source: what the attributes rest on, e.g. the name of the workbook
    :param progress: told how many people are done
    :returns: their primary keys, in the order given
    :raises Refusal: a value, number or history is not possible; nothing is kept then
    """
    by.must(capabilities.WRITE, at)
    _check_numbers(people)
    ids = list(reserve_ids(Person, len(people)))
    for batch in batches(zip(ids, people, strict=True), 5_000):
        insert_tuples(Person, PERSON_COLUMNS, _person_rows(batch, is_illustration))
        insert_tuples(Attribute, ATTRIBUTE_COLUMNS, _attribute_rows(batch, source))
        _write_events(batch)
        settle([pk for pk, _ in batch], fresh=True, roll=False)
        if progress:
            progress(batch[-1][0] - ids[0] + 1)
    if ids:
        refresh_roll(person_ids=ids, fresh=True)
    journal.record(
        "members.people_loaded",
        subject=f"unit:{at.uid}",
        label=f"Nạp {len(ids)} hồ sơ đảng viên vào {at.ref}",
        place=f"unit:{at.uid}",
        on=on,
        by=by,
        because=because,
        after={"people": len(ids), "events": sum(len(p.events) for p in people), "source": source},
        count=max(len(ids), 1),
    )
    return ids


@transaction.atomic
def load_events(
    events: Mapping[int, Sequence[EventSpec]],
    *,
    at: Unit,
    on: date,
    by: Viewer,
    because=None,
) -> int:
    """Load further events of people already here.

    :param events: primary key of the person → events in order of time
    :returns: how many events
    :raises Refusal: a history is not possible; nothing is kept then
    """
    by.must(capabilities.WRITE, at)
    count = 0
    for batch in batches(sorted(events.items()), 5_000):
        count += _write_events([(pk, PersonSpec("", on, events=list(specs))) for pk, specs in batch])
        settle([pk for pk, _ in batch])
    journal.record(
        "members.events_loaded",
        subject=f"unit:{at.uid}",
        label=f"Nạp {count} biến động đảng viên vào {at.ref}",
        place=f"unit:{at.uid}",
        on=on,
        by=by,
        because=because,
        after={"people": len(events), "events": count},
        count=max(count, 1),
    )
    return count


def _check_numbers(people: Sequence[PersonSpec]) -> None:
    """Every number is well formed, once in the batch, and free in the database."""
    for attribute, clean, purpose, title in (
        ("national_id", clean_national_id, NATIONAL_ID, "Số định danh cá nhân"),
        ("card", clean_card, CARD, "Số thẻ đảng viên"),
    ):
        seen: dict[bytes, int] = {}
        for row, person in enumerate(people, start=1):
            number = clean(getattr(person, attribute))
            if not number:
                continue
            index = secrets.blind_index(number, purpose=purpose)
            if index in seen:
                raise Refusal(
                    f"{title} ở dòng {row} trùng với dòng {seen[index]}. Hãy xem lại hai dòng này.",
                    field=attribute,
                    code=f"duplicate_{attribute}",
                )
            seen[index] = row
        for batch in batches(seen, 10_000):
            if taken := Person.objects.filter(**{f"{attribute}_index__in": batch}).values_list(
                f"{attribute}_index", flat=True
            )[:1]:
                raise Refusal(
                    f"{title} ở dòng {seen[bytes(taken[0])]} đã thuộc về một hồ sơ khác. Hãy tìm hồ sơ đó.",
                    field=attribute,
                    code=f"duplicate_{attribute}",
                )


def _person_rows(batch: Sequence[tuple[int, PersonSpec]], is_illustration: bool) -> Iterator[tuple]:
    for pk, person in batch:
        name = clean_name(person.full_name)
        yield (
            pk, uuid7(), name, name_key(name), fold(name), person.born_on, str(person.born_precision),
            *_number(clean_national_id(person.national_id), NATIONAL_ID), *_number(clean_card(person.card), CARD),
            is_illustration,
        )  # fmt: skip


def _number(number: str, purpose: str) -> tuple[bytes | None, bytes | None]:
    if not number:
        return None, None
    return secrets.seal(number, purpose=purpose), secrets.blind_index(number, purpose=purpose)


def _attribute_rows(batch: Sequence[tuple[int, PersonSpec]], source: str) -> Iterator[tuple]:
    for pk, person in batch:
        for name, value, since, precision, until in person.attributes:
            yield pk, name, clean_value(name, value), since, str(precision), until, source


def _write_events(batch: Sequence[tuple[int, PersonSpec]]) -> int:
    total = sum(len(person.events) for _, person in batch)
    ids = iter(reserve_ids(MemberEvent, total))
    rows = []
    for pk, person in batch:
        own = [next(ids) for _ in person.events]
        for event_id, e in zip(own, person.events, strict=True):
            rows.append(
                (
                    event_id,
                    uuid7(),
                    pk,
                    str(e.cause),
                    str(e.state),
                    e.on,
                    str(e.on_precision),
                    e.cell,
                    e.from_cell,
                    str(e.status),
                    e.party_since,
                    e.decided_on,
                    e.decision,
                    None,
                    str(e.ground),
                    str(e.transfer_kind),
                    e.other_place,
                    e.sent_on,
                    e.due_on,
                    e.presented_on,
                    e.received_on,
                    e.reported_on,
                    None if e.reverses is None else own[e.reverses],
                    e.note,
                )  # fmt: skip
            )
    return insert_tuples(MemberEvent, EVENT_COLUMNS, rows)


def until_forever(
    name: str, value: str, since: date, precision: str = Precision.DAY
) -> tuple[str, str, date, str, date]:
    """An attribute row that holds from a day on."""
    return name, value, since, precision, FOREVER
