"""Loading many people with their histories at once: the same rules and derivation as one by one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel import secrets
from chibo.kernel.bulk import batches, insert_tuples, reserve_ids
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions import preparing
from chibo.members.actions.loader import PeopleLoader
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.derivation.writing import refresh_roll, settle
from chibo.members.models import MemberEvent, Person
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.rules import capabilities
from chibo.members.rules.person import clean_card, clean_national_id
from chibo.org.models import Unit

PART = 4_000
"""People written at a time."""
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
    loader = PeopleLoader(preparing.preparer, source, is_illustration)
    ids: list[int] = []
    for part in batches(people, PART):
        ids += loader.load(part).person_ids
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
    insert_tuples(MemberEvent, preparing.EVENT_COLUMNS, rows)
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
