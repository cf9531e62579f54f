"""A small world is built through its actions once in a run; every later test gets its rows put back, which is far quicker.

Nothing is shared between tests: the rows lie in the transaction of the test, and what the builder returned is copied for it.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

from chibo.kernel import clock
from chibo.org.actions import occupants

Made = TypeVar("Made")
Rows = dict[str, list[tuple]]
NEVER = {"django_migrations", "sqlite_sequence"}


@dataclass(frozen=True)
class Kept:
    """What a builder left behind.

    :ivar made: what it returned, untouched by any test
    :ivar rows: what it added to each table
    :ivar before: how many rows were in these tables before
    :ivar installed: what hung on units when it was done
    """

    made: Any
    rows: Rows
    before: dict[str, int]
    installed: list


class Once:
    """``once(build)``: what ``build()`` returns, with all its rows on record.

    A builder is kept for the day and the key of the installation it ran under, and only where it found the database as the
    migrations left it and merely added rows; it must not lean on anything else, nor change anything but records and occupants.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple, Kept] = {}
        self._empty = rows_of(tables())

    def __call__(self, build: Callable[[], Made]) -> Made:
        """Built, or put back; built anew where the tables hold something already."""
        key = (build, clock.today(), str(settings.KEY_FILE))
        kept = self.kept.get(key)
        if kept is None:
            return self._built(key, build)
        if counts(kept.rows) != kept.before:
            return build()
        with transaction.atomic():
            for table, rows in kept.rows.items():
                _put(table, rows)
        occupants.install(kept.installed)
        return deepcopy(kept.made)

    def _built(self, key: tuple, build: Callable[[], Made]) -> Made:
        is_clean = rows_of(self._empty) == self._empty
        made = build()
        if is_clean:
            after = rows_of(self._empty)
            added = {table: _beyond(self._empty[table], rows) for table, rows in after.items()}
            if None not in added.values():
                rows = {table: rows for table, rows in added.items() if rows}
                before = {table: len(self._empty[table]) for table in rows}
                self.kept[key] = Kept(deepcopy(made), rows, before, occupants.installed())
        return made


def tables() -> list[str]:
    """Every table with records."""
    return sorted(set(connection.introspection.table_names()) - NEVER)


def rows_of(names: Any) -> Rows:
    """All rows of the tables, as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for table in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def counts(names: Any) -> dict[str, int]:
    """How many rows are in each of the tables; one statement."""
    names = list(names)
    if not names:
        return {}
    parts = (f"SELECT {n}, COUNT(*) FROM {connection.ops.quote_name(table)}" for n, table in enumerate(names))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {names[n]: count for n, count in cursor.fetchall()}


def _beyond(before: list[tuple], after: list[tuple]) -> list[tuple] | None:
    """Rows that were not there; None where one that was there is gone or has changed."""
    added = [row for row in after if row not in before] if before else after
    return added if len(added) == len(after) - len(before) else None


def _put(table: str, rows: list[tuple]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)
