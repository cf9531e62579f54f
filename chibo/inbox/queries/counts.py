"""How much there is, and the first of it: every kind of work is asked once for both."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection

from chibo.inbox.queries.desks import Leg, joined, legs_of, own
from chibo.inbox.rules import Group, end_of_week
from chibo.kernel.days import FOREVER

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
        rows = joined(legs_of(own(viewer, on=on), in_menu=True))
        _counted[viewer] = 0 if rows is None else len(rows[:MOST])
    return _counted[viewer]
