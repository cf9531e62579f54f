"""Everything derived about members, rewritten from events and attributes in the transaction that changed them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection

from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.clock import today
from chibo.kernel.refusal import Refusal
from chibo.members.models import Attribute, MemberEvent, Movement, Person, RollEntry, Spell, Stay
from chibo.members.rules.history import replay
from chibo.members.rules.rows import Happening, History, MovementRow, SpellRow, StayRow, Subject
from chibo.members.vocabulary import WIDE, EventState, Nature
from chibo.org.closure import share_tree
from chibo.org.models import Placement
from chibo.org.vocabulary import CELL_KINDS

BATCH = 4_000
_put_off: ContextVar[bool] = ContextVar("the present roll is put off", default=False)
KEYS = (
    "person",
    "event",
    "entry",
    "exit",
    "cell",
    "home",
    "chain",
    "other_cell",
    "other_home",
    "other_chain",
    "org_event",
)
"""Fields of the derived rows that refer to other rows."""


def _columns(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}_id" if name in KEYS else name for name in fields)


STAY_COLUMNS, SPELL_COLUMNS, MOVEMENT_COLUMNS = map(_columns, (StayRow._fields, SpellRow._fields, MovementRow._fields))
CellSpans = dict[int, list[tuple[date, date]]]


def settle(person_ids: Collection[int], *, fresh: bool = False, roll: bool = True) -> None:
    """Rewrite what is derived about these people.

    :param fresh: they have nothing derived yet (a load), so that nothing need be removed
    :param roll: also rewrite the present roll; False when the caller does it for a whole batch
    :raises Refusal: their events contradict each other; nothing is kept then (the caller's transaction falls)
    """
    share_tree()
    spans = cell_spans()
    ids = sorted(person_ids)
    for batch in batches(ids, BATCH):
        histories = [history for _, history in histories_of(batch, spans)]
        if not fresh:
            for model in (Stay, Spell, Movement):
                model.objects.filter(person_id__in=batch).delete()
        insert_histories(histories)
    if roll:
        refresh_roll(person_ids=ids, fresh=fresh)


def insert_histories(histories: Sequence[History]) -> None:
    """Write the derived rows of people who have none."""
    insert_tuples(Stay, STAY_COLUMNS, (row for h in histories for row in h.stays))
    insert_tuples(Spell, SPELL_COLUMNS, (row for h in histories for row in h.spells))
    insert_tuples(Movement, MOVEMENT_COLUMNS, (row for h in histories for row in h.movements))


def cell_spans(cell_ids: Collection[int] | None = None) -> CellSpans:
    """For every cell, or some of them, the intervals in which it stood as a cell, joined where they touch. One query."""
    spans: CellSpans = {}
    rows = Placement.objects.filter(kind__in=CELL_KINDS).order_by("unit_id", "since")
    if cell_ids is not None:
        rows = rows.filter(unit_id__in=cell_ids)
    for unit_id, since, until in rows.values_list("unit_id", "since", "until").iterator(chunk_size=5_000):
        line = spans.setdefault(unit_id, [])
        if line and line[-1][1] == since:
            line[-1] = (line[-1][0], until)
        else:
            line.append((since, until))
    return spans


def histories_of(
    person_ids: Sequence[int], spans: CellSpans, *, on_refusal: Callable[[int, Refusal], None] | None = None
) -> Iterator[tuple[int, History]]:
    """Replay people from the truth tables; three queries a batch.

    :param on_refusal: told of a person whose events contradict each other; without it the refusal is raised
    """
    events: dict[int, list[Happening]] = defaultdict(list)
    standing = MemberEvent.objects.filter(person_id__in=person_ids, state=EventState.STANDING)
    reversed_ids = set(standing.filter(reverses__isnull=False).values_list("reverses_id", flat=True))
    for person, from_cell, *values in standing.values_list(
        "person_id", "from_cell_id", "id", "cause", "on", "cell_id", "status", "party_since", "decided_on", "ground",
        "org_event_id",
    ):  # fmt: skip
        events[person].append(Happening(*values, reversed=values[0] in reversed_ids, from_cell=from_cell))
    attributes: dict[int, dict[str, list[tuple[date, date, str]]]] = defaultdict(dict)
    lines = Attribute.objects.filter(person_id__in=person_ids, name__in=WIDE).order_by("person_id", "name", "since")
    for person, name, since, until, value in lines.values_list("person_id", "name", "since", "until", "value"):
        attributes[person].setdefault(name, []).append((since, until, value))
    people = Person.objects.filter(pk__in=person_ids).values_list("id", "full_name", "name_key", "born_on")
    for subject in (Subject(*row) for row in people):
        try:
            yield subject.id, replay(subject, events[subject.id], attributes[subject.id], spans)
        except Refusal as refusal:
            if on_refusal is None:
                raise
            on_refusal(subject.id, refusal)


@contextmanager
def roll_put_off() -> Iterator[None]:
    """While a load of many steps runs, the present roll is left alone; the loader ends with :func:`lay_roll_anew`."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def lay_roll_anew(cell_ids: Collection[int]) -> None:
    """Rewrite the present roll of everybody in these cells, after :func:`roll_put_off`."""
    for batch in batches(sorted(cell_ids), 10_000):
        RollEntry.objects.filter(cell_id__in=batch).delete()
        _lay_roll(f"AND s.cell_id IN ({', '.join(['%s'] * len(batch))})", list(batch))


def refresh_roll(
    *, person_ids: Collection[int] | None = None, cell_ids: Collection[int] | None = None, fresh: bool = False
) -> None:
    """Rewrite the present roll of some people, or of everybody in some cells, or (with neither) of all."""
    if _put_off.get():
        return
    if person_ids is None and cell_ids is None:
        RollEntry.objects.all().delete()
        _lay_roll("", [])
        return
    column, ids = ("person_id", person_ids) if person_ids is not None else ("cell_id", cell_ids)
    if fresh and ids and max(ids) - min(ids) + 1 == len(ids):
        _lay_roll(f"AND s.{column} BETWEEN %s AND %s", [min(ids), max(ids)])
        return
    for batch in batches(sorted(ids), 10_000):
        if not fresh:
            RollEntry.objects.filter(**{f"{column}__in": batch}).delete()
        marks = ", ".join(["%s"] * len(batch))
        _lay_roll(f"AND s.{column} IN ({marks})", list(batch))


def _lay_roll(condition: str, parameters: list[object]) -> None:
    least, greatest = ("MIN", "MAX") if connection.vendor == "sqlite" else ("LEAST", "GREATEST")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {RollEntry._meta.db_table} (unit_id, name_key, person_id, cell_id, since, until)
            SELECT c.ancestor_id, p.name_key, s.person_id, s.cell_id,
                   {greatest}(s.since, c.since), {least}(s.until, c.until)
            FROM {Stay._meta.db_table} s
            JOIN {Person._meta.db_table} p ON p.id = s.person_id
            JOIN org_closure c ON c.descendant_id = s.cell_id AND c.since < s.until AND c.until > s.since
            WHERE s.nature = '{Nature.PERMANENT.value}' AND s.until > %s AND c.until > %s {condition}
            ORDER BY c.ancestor_id, p.name_key
            """,
            [today(), today(), *parameters],
        )
