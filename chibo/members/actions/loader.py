"""Writing people part after part, prepared by a process beside this one."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection

from chibo.kernel import staged
from chibo.kernel.aside import Aside
from chibo.kernel.bulk import guards_put_off, insert_tuples, reserve_ids
from chibo.kernel.refusal import Refusal
from chibo.members.actions import preparing
from chibo.members.actions.preparing import Ready
from chibo.members.derivation.writing import cell_spans
from chibo.members.models import Attribute, MemberEvent, Movement, Particulars, Person, Spell, Stay
from chibo.org.closure import share_tree

TABLES = (
    (Person, preparing.PERSON_COLUMNS, "people"),
    (Attribute, preparing.ATTRIBUTE_COLUMNS, "attributes"),
    (MemberEvent, preparing.EVENT_COLUMNS, "events"),
    (Particulars, preparing.PARTICULARS_COLUMNS, "particulars"),
    (Stay, preparing.STAY_COLUMNS, "stays"),
    (Spell, preparing.SPELL_COLUMNS, "spells"),
    (Movement, preparing.MOVEMENT_COLUMNS, "movements"),
)
GUARDED = ((Attribute, ("person_id", "name")), (Stay, ("person_id", "nature")), (Spell, ("person_id",)))
"""Tables with rows that must not overlap where these columns agree."""
STAGED = (*(kind for _, _, kind in TABLES), "entries")
"""Rows that the process beside lays into a file on SQLite, where binding them is half the work of writing them."""
PERSON_KEYS = frozenset({"person_id"})
EVENT_KEYS = frozenset({"chain_id", "entry_id", "exit_id", "event_id", "other_chain_id", "reverses_id"})
"""Columns of these rows that name people and events of the same part."""
MOST_BESIDE = 2
"""Processes that prepare; writing a part takes a little more than half as long as preparing it."""
Make = Callable[[Any, int, int], Ready]
"""(part, first primary key of people, of events) → rows"""


class PeopleLoader:
    """Writes people part after part. While one part is written, another process may prepare the next.

    :param prepare: a module-level function; ``prepare(spans of cells, *given)`` makes rows of parts, as
        :func:`~chibo.members.actions.preparing.preparer` does of sequences of :class:`PersonSpec`
    :param beside: whether parts announced with :meth:`ahead` are prepared in another process
    """

    def __init__(self, prepare: Callable[..., Make], *given: Any, beside: bool = False) -> None:
        self._prepare, self._given, self._spans = prepare, given, cell_spans()
        self._make = prepare(self._spans, *given)
        self._folder = staged.Folder() if beside and connection.vendor == "sqlite" else None
        place = self._folder and self._folder.path
        # Rows in files are counted from one, in any order; others need to know where the part before them ended.
        processes = (min(MOST_BESIDE, os.cpu_count() or 1) if place else 1) if beside else 0
        self._asides = deque(
            Aside(_going_on, prepare, (self._spans, *given), place, number) for number in range(processes)
        )
        self._announced: deque[tuple[Any, Aside]] = deque()
        self._is_in_step = False

    def close(self) -> None:
        """End the other processes."""
        self._announced.clear()
        while self._asides:
            self._asides.pop().close()
        if self._folder is not None:
            self._folder.close()
            self._folder = None

    def ahead(self, part: Any) -> None:
        """Say which part comes next to :meth:`load` (the same object)."""
        if not self._asides:
            return
        aside = self._asides[0]
        self._asides.rotate()
        if self._folder is not None:
            aside.ask(part, 1, 1)
        elif self._is_in_step or self._announced:
            aside.ask(part, None, None)
        else:
            aside.ask(part, _next_id(Person), _next_id(MemberEvent))
        self._announced.append((part, aside))

    def load(self, part: Any) -> Ready:
        """Write a part, inside the caller's transaction; the present roll is the caller's (``refresh_roll``).

        :returns: the rows as they were written
        :raises Unloadable: one of the people is not possible; nothing is kept then
        """
        share_tree()
        ready = self._prepared(part) or self._make(part, _next_id(Person), _next_id(MemberEvent))
        if self._has_tree_changed(ready):
            ready = self._make(part, _next_id(Person), _next_id(MemberEvent))
        people, events = reserve_ids(Person, len(ready.people)), reserve_ids(MemberEvent, len(ready.events))
        if ready.is_staged:
            _count_from(ready, people.start, events.start)
        self._is_in_step = (ready.first_person, ready.first_event) == (people.start, events.start)
        if not self._is_in_step:  # Somebody else has written in between.
            ready = self._make(part, people.start, events.start)
        insert_ready(ready)
        return ready

    def _has_tree_changed(self, ready: Ready) -> bool:
        """Whether a cell of the part does not stand as it did when the load began; from now on as it stands now."""
        now = cell_spans(ready.cells)
        if all(now.get(cell) == self._spans.get(cell) for cell in ready.cells):
            return False
        self.close()  # The processes beside know the tree as it stood.
        self._spans = cell_spans()
        self._make = self._prepare(self._spans, *self._given)
        return True

    def _prepared(self, part: Any) -> Ready | None:
        if not self._announced or self._announced[0][0] is not part:
            return None
        _, aside = self._announced.popleft()
        ready, file = aside.answer()
        if file is not None:
            kinds = [kind for kind in STAGED if getattr(ready, kind)]
            attached = staged.attach(file, [getattr(ready, kind) for kind in kinds])
            if attached is None:
                return None
            for kind, rows in zip(kinds, attached, strict=True):
                setattr(ready, kind, rows)
        return ready


def _count_from(ready: Ready, person: int, event: int) -> None:
    """Give staged rows the keys that are free; they were counted from one."""
    for _, columns, kind in TABLES:
        if not (rows := getattr(ready, kind)):
            continue
        shifts = {place: person - 1 for place, column in enumerate(columns) if column in PERSON_KEYS}
        shifts |= {place: event - 1 for place, column in enumerate(columns) if column in EVENT_KEYS}
        if columns[0] == "id":
            shifts[0] = (person if kind == "people" else event) - 1
        setattr(ready, kind, rows.shifted(shifts))
    ready.first_person, ready.first_event = person, event


def _going_on(
    prepare: Callable[..., Make], given: tuple, folder: Path | None, process: int
) -> Callable[..., tuple[Ready, Path | None]]:
    """Runs in the other process: parts without first keys go on where the part before ended.

    :param folder: where the rows go, each part into a file; None: they are handed over themselves
    """
    make, at, numbers = prepare(*given), [0, 0], count(1)

    def call(part: Any, person: int | None, event: int | None) -> tuple[Ready, Path | None]:
        if person is not None:
            at[:] = person, event
        ready = make(part, *at)
        at[:] = at[0] + len(ready.people), at[1] + len(ready.events)
        if folder is None:
            return ready, None
        file = folder / f"{process}-{next(numbers)}"
        for kind, rows in staged.lay(file, {kind: getattr(ready, kind) for kind in STAGED}).items():
            setattr(ready, kind, rows)
        return ready, file

    return call


def _next_id(model: type) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")
            return cursor.fetchone()[0]
    return (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def insert_ready(ready: Ready) -> None:
    """Insert prepared rows of people who are not there yet, and check that none of them overlap.

    :raises Refusal: two values or stays of one person hold on the same day
    """
    with guards_put_off(*(model for model, _ in GUARDED)):
        for model, columns, kind in TABLES:
            if rows := getattr(ready, kind):
                insert_tuples(model, columns, rows)
    if connection.vendor == "sqlite" and ready.people:
        _check_overlaps(ready.person_ids[0], ready.person_ids[-1])


def _check_overlaps(first: int, last: int) -> None:
    for model, same in GUARDED:
        if found := _overlapping(model._meta.db_table, same, first, last):
            name = Person.objects.values_list("full_name", flat=True).get(pk=found)
            raise Refusal(
                f"Hai khoảng thời gian của đồng chí {name} chồng nhau. Hãy xem lại các ngày bắt đầu và kết thúc.",
                field="since",
                code="overlap",
            )


def _overlapping(table: str, same: Sequence[str], first: int, last: int) -> int | None:
    """Somebody with two rows that hold on one day. Most people have one row of a kind: only the others are compared."""
    columns = ", ".join(same)
    joined = " AND ".join(f"b.{column} = a.{column}" for column in same)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH several AS (
                SELECT {columns} FROM {table} WHERE person_id BETWEEN %s AND %s GROUP BY {columns} HAVING COUNT(*) > 1
            )
            SELECT a.person_id FROM several
            JOIN {table} a ON {" AND ".join(f"a.{column} = several.{column}" for column in same)}
            JOIN {table} b ON {joined} AND b.id <> a.id AND b.since < a.until AND b.until > a.since LIMIT 1
            """,
            [first, last],
        )
        found = cursor.fetchone()
    return found[0] if found else None
