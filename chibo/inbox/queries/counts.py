"""How much there is, and the first of it: every kind of work is asked once for both."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from chibo.inbox.queries.desks import Leg, joined, legs_of, own
from chibo.inbox.rules import Group, end_of_week
from chibo.kernel import duties
from chibo.kernel.days import FOREVER
from chibo.rulebook import queries as rulebook

MOST = 100
"""The menu counts no further."""
FIRST = 201
"""The longest first page of a list, and one line more."""
Row = tuple[date, int, int]
_counted: "WeakKeyDictionary[Any, int]" = WeakKeyDictionary()
"""How much waits for a viewer, of those whose page has counted it already; a viewer lives as long as a request."""
_STATEMENT = """
WITH work AS MATERIALIZED ({work})
SELECT 0 AS line_sort, line_due, line_kind, line_key
FROM (SELECT * FROM work ORDER BY line_due, line_kind, line_key LIMIT {first}) AS first_lines
UNION ALL
SELECT 1 + CASE WHEN line_due < %s THEN 0 WHEN line_due <= %s THEN 1 WHEN line_due < %s THEN 2 ELSE 3 END,
       NULL, line_kind, COUNT(*)
FROM work GROUP BY 1, 3
"""


@dataclass(frozen=True)
class Overview:
    """What is on a desk.

    :ivar first: the first rows in order; all of them where they are fewer than :data:`FIRST`
    :ivar numbers: rows by number of the kind and group
    """

    first: list[Row] = field(default_factory=list)
    numbers: dict[tuple[int, Group], int] = field(default_factory=dict)

    def of(self, *, kind: int | None = None, group: Group | None = None) -> int:
        """How many of a kind, of a group, of both, of all."""
        return sum(
            n for (k, g), n in self.numbers.items() if (kind is None or k == kind) and (group is None or g == group)
        )


def overview(legs: list[Leg], *, on: date) -> Overview:
    """Every kind and group counted, and the first rows, in one statement."""
    rows = joined(legs)
    if rows is None:
        return Overview()
    try:
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Overview()
    bounds = [connection.ops.adapt_datefield_value(day) for day in (on, end_of_week(on), FOREVER)]
    found, groups = Overview(), list(Group)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(work=sql, first=FIRST), [*params, *bounds])
        for sort, due, kind, number in cursor.fetchall():
            if sort:
                found.numbers[kind, groups[sort - 1]] = number
            else:
                found.first.append((due if isinstance(due, date) else date.fromisoformat(due), kind, number))
    found.first.sort()
    return found


def own_overview(viewer: Any, *, on: date) -> tuple[list[Leg], Overview]:
    """Everything that waits for the viewer; the menu of the same page shows the same number and need not count again."""
    legs = legs_of(own(viewer, on=on), in_menu=True)
    found = overview(legs, on=on)
    _counted[viewer] = found.of()
    return legs, found


def waiting(viewer: Any, on: date) -> int:
    """How much waits for the viewer of the kinds that the menu counts, up to :data:`MOST`; one statement."""
    if viewer not in _counted:
        _counted[viewer] = _bounded_count(_statement(viewer, on))
    return _counted[viewer]


@dataclass(frozen=True)
class _Statement:
    """What the menu of an account asks, worded.

    Wording it takes ten times as long as running it, and every page has a menu. It says the same as long as nothing that
    the rows are asked for with has changed: the day, the rules, the kinds, the units where the account holds what.
    """

    asked: tuple[Any, ...]
    held: dict[str, frozenset[int]]
    sql: str
    params: tuple[Any, ...]


KEPT = 200
"""Accounts whose statement a process keeps."""
_worded: dict[str, _Statement] = {}


def _statement(viewer: Any, on: date) -> _Statement:
    asked = (on, rulebook.edition(), MOST, *duties.installed())
    kept = _worded.get(viewer.reference)
    if (
        kept is None
        or kept.asked != asked
        or any(viewer.held_at(capability) != units for capability, units in kept.held.items())
    ):
        if len(_worded) >= KEPT:
            _worded.clear()
        kept = _worded[viewer.reference] = _Statement(asked, *_wording(viewer, on))
    return kept


def _wording(viewer: Any, on: date) -> tuple[dict[str, frozenset[int]], str, tuple[Any, ...]]:
    desk, held = own(viewer, on=on), {}

    def where(field: str, capability: str, read: str = "") -> Q:
        held[capability] = viewer.held_at(capability)
        return desk.where(field, capability, read)

    rows = joined(legs_of(replace(desk, where=where), in_menu=True))
    if rows is None:
        return held, "", ()
    try:
        sql, params = rows[:MOST].query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return held, "", ()
    return held, f"SELECT COUNT(*) FROM ({sql}) AS work", tuple(params)


def _bounded_count(statement: _Statement) -> int:
    if not statement.sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return int(cursor.fetchone()[0])
