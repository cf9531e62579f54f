"""How much there is: for the page by group and kind, for the menu up to a bound."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from chibo.inbox.queries.desks import Leg, joined, legs_of, own
from chibo.inbox.rules import Group, end_of_week
from chibo.kernel.days import FOREVER

MOST = 100
"""The menu counts no further."""


@dataclass(frozen=True)
class Tallies:
    """Lines by number of the kind and group."""

    numbers: dict[tuple[int, Group], int] = field(default_factory=dict)

    def of(self, *, kind: int | None = None, group: Group | None = None) -> int:
        """How many of a kind, of a group, of both, of all."""
        return sum(
            n for (k, g), n in self.numbers.items() if (kind is None or k == kind) and (group is None or g == group)
        )


def tallies(legs: list[Leg], *, on: date) -> Tallies:
    """Every kind and group in one statement."""
    rows = joined(legs)
    if rows is None:
        return Tallies()
    try:
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Tallies()
    bounds = [connection.ops.adapt_datefield_value(day) for day in (on, end_of_week(on), FOREVER)]
    statement = (
        "SELECT line_kind, CASE WHEN line_due < %s THEN 0 WHEN line_due <= %s THEN 1 WHEN line_due < %s THEN 2 ELSE 3 END"
        f" AS line_group, COUNT(*) FROM ({sql}) AS lines GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*bounds, *params])
        groups = list(Group)
        return Tallies({(kind, groups[group]): n for kind, group, n in cursor.fetchall()})


def waiting(viewer: Any, on: date) -> int:
    """How much waits for the viewer, counted up to :data:`MOST`; one statement."""
    rows = joined(legs_of(own(viewer, on=on)))
    return 0 if rows is None else len(rows[:MOST])
