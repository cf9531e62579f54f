"""Loading many people with their histories at once: the same rules and derivation as one by one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import connection, transaction

from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.aside import Aside
from chibo.kernel.bulk import batches, guards_put_off, insert_tuples, reserve_ids
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions import preparing
from chibo.members.actions.preparing import Ready
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.derivation.writing import cell_spans, refresh_roll, settle
from chibo.members.models import Attribute, MemberEvent, Movement, Particulars, Person, Spell, Stay
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_card, clean_national_id
from chibo.org.models import Unit

PART = 4_000
"""People written at a time."""
Progress = Callable[[int], None]
TABLES = (
    (Person, preparing.PERSON_COLUMNS, "people"),
    (Attribute, preparing.ATTRIBUTE_COLUMNS, "attributes"),
    (MemberEvent, preparing.EVENT_COLUMNS, "events"),
    (Particulars, preparing.PARTICULARS_COLUMNS, "particulars"),
    (Stay, preparing.STAY_COLUMNS, "stays"),
    (Spell, preparing.SPELL_COLUMNS, "spells"),
    (Movement, preparing.MOVEMENT_COLUMNS, "movements"),
)
GUARDED = ((Attribute, ("name",)), (Stay, ("nature",)), (Spell, ()))
"""Tables whose rows of one person must not overlap, and within what."""


class PeopleLoader:
    """Writes people part after part. While one part is written, another process may prepare the next.

    :param source: what the attributes rest on, e.g. the name of the workbook
    :param beside: whether to prepare in another process; what is announced with :meth:`ahead` is
    """

    def __init__(self, *, source: str = "", is_illustration: bool = False, beside: bool = False) -> None:
        self._given = (cell_spans(), source, is_illustration)
        self._prepare = preparing.preparer(*self._given)
        self._aside = Aside(preparing.preparer, *self._given) if beside else None
        self._announced: list[tuple[Sequence[PersonSpec], int, int]] = []

    def close(self) -> None:
        """End the other process."""
        if self._aside is not None:
            self._aside.close()
            self._aside = None

    def ahead(self, people: Sequence[PersonSpec]) -> None:
        """Say which people the next call of :meth:`load` will bring (the same object)."""
        if self._aside is None:
            return
        firsts = self._firsts_after(people)
        self._aside.ask(people, *firsts)
        self._announced.append((people, *firsts))

    def load(self, people: Sequence[PersonSpec]) -> list[int]:
        """Write people, inside the caller's transaction; the present roll is the caller's (:func:`refresh_roll`).

        :returns: their primary keys, in the order given
        :raises Unloadable: one of them is not possible; nothing is kept then
        """
        if not people:
            return []
        ready = self._announced_ready(people)
        persons = reserve_ids(Person, len(people))
        events = reserve_ids(MemberEvent, sum(len(p.events) for p in people))
        if ready is None or not _starts_at(ready, persons.start, events.start):
            ready = self._prepare(people, persons.start, events.start)
        insert_ready(ready)
        return list(persons)

    def _announced_ready(self, people: Sequence[PersonSpec]) -> Ready | None:
        if not self._announced or self._announced[0][0] is not people:
            return None
        self._announced.pop(0)
        return self._aside.answer()

    def _firsts_after(self, people: Sequence[PersonSpec]) -> tuple[int, int]:
        """Where the keys of a part will begin, if nobody else writes in between; if somebody does, it is prepared anew."""
        if self._announced:
            before, person, event = self._announced[-1]
            return person + len(before), event + sum(len(p.events) for p in before)
        return tuple(_next_id(model) for model in (Person, MemberEvent))


def _next_id(model: type) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")
            return cursor.fetchone()[0]
    return (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def _starts_at(ready: Ready, person: int, event: int) -> bool:
    return ready.people[0][0] == person and (not ready.events or ready.events[0][0] == event)


def insert_ready(ready: Ready) -> None:
    """Insert prepared rows of people who are not there yet, and check that none of them overlap.

    :raises Refusal: two values or stays of one person hold on the same day
    """
    with guards_put_off(*(model for model, _ in GUARDED)):
        for model, columns, kind in TABLES:
            if rows := getattr(ready, kind):
                insert_tuples(model, columns, rows, stored=True)
    if connection.vendor == "sqlite" and ready.people:
        _check_overlaps(ready.people[0][0], ready.people[-1][0])


def _check_overlaps(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        for model, within in GUARDED:
            table = model._meta.db_table
            same = "".join(f" AND b.{column} = a.{column}" for column in within)
            cursor.execute(
                f"SELECT a.person_id FROM {table} a JOIN {table} b ON b.person_id = a.person_id{same} AND b.id <> a.id "
                "AND b.since < a.until AND b.until > a.since WHERE a.person_id BETWEEN %s AND %s LIMIT 1",
                [first, last],
            )
            if found := cursor.fetchone():
                name = Person.objects.values_list("full_name", flat=True).get(pk=found[0])
                raise Refusal(
                    f"Hai khoảng thời gian của đồng chí {name} chồng nhau. Hãy xem lại các ngày bắt đầu và kết thúc.",
                    field="since",
                    code="overlap",
                )


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
    loader = PeopleLoader(source=source, is_illustration=is_illustration)
    ids: list[int] = []
    for part in batches(people, PART):
        ids += loader.load(part)
        if progress:
            progress(len(ids))
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
    for batch in batches(sorted(events.items()), PART):
        count += len(write_events(batch))
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


def write_events(events: Sequence[tuple[int, Sequence[EventSpec]]]) -> list[int]:
    """Insert events of people, (primary key, events) in order of time; the caller settles. Returns the events' keys."""
    ids = reserve_ids(MemberEvent, sum(len(own) for _, own in events))
    rows, start = [], 0
    for pk, own in events:
        rows.extend(preparing.event_rows(pk, own, ids[start : start + len(own)]))
        start += len(own)
    insert_tuples(MemberEvent, preparing.EVENT_COLUMNS, rows, stored=True)
    return list(ids)


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
