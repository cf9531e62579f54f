"""Writing many rows at once, at the speed of the database driver."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import Max, Model

from chibo.kernel.staged import StagedRows, as_kept

Row = TypeVar("Row")


def reserve_ids(model: type[Model], count: int) -> range:
    """So many fresh primary keys. Call inside the transaction that uses them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s)), setval(%s, nextval(%s) + %s - 1)",
                [sequence, sequence, sequence, max(count, 1)],
            )
            last = cursor.fetchone()[1]
        return range(last - count + 1, last + 1)
    first = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
    return range(first, first + count)


def insert_rows(model: type[Model], rows: Iterable[Model]) -> int:
    """Insert model instances (primary keys given or left to the database); returns how many.

    SQLite takes ``executemany``, PostgreSQL ``COPY``: five to ten times ``bulk_create``. Signals, defaults of the
    database and ``auto_now`` do not run: every field must be set.
    """
    fields = list(model._meta.concrete_fields)
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return 0
    if first.pk is None:
        fields = [f for f in fields if not f.primary_key]
    names = [f.attname for f in fields]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(f.column) for f in fields)

    def everything() -> Iterator[Model]:
        yield first
        yield from iterator

    prepared = [f.get_db_prep_save for f in fields]
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in everything():
                    copy.write_row(
                        [
                            _plain(save(getattr(row, name), connection))
                            for save, name in zip(prepared, names, strict=True)
                        ]
                    )
                    count += 1
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            for batch in batches(everything(), 5_000):
                cursor.executemany(
                    statement,
                    [
                        tuple(save(getattr(row, name), connection) for save, name in zip(prepared, names, strict=True))
                        for row in batch
                    ],
                )
                count += len(batch)
    return count


def _plain(value: object) -> object:
    return getattr(value, "adapted", value) if type(value).__name__ == "Jsonb" else value


def batches(rows: Iterable[Row], size: int) -> Iterator[Sequence[Row]]:
    """The same rows in lists of at most ``size``."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def insert_tuples(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]] | StagedRows, *, stored: bool = False
) -> int:
    """Insert plain tuples, column by column, primary keys left to the database; returns how many. The fastest way in.

    :param columns: attribute names of the fields (``person_id``), in the order of the tuples
    :param stored: days, moments and identifiers are already the text SQLite keeps (which PostgreSQL reads too)
    :raises IntegrityError: a row breaks a constraint
    """
    quote = connection.ops.quote_name
    fields = {f.attname: f for f in model._meta.concrete_fields}
    table, names = quote(model._meta.db_table), ", ".join(quote(fields[c].column) for c in columns)
    count = 0
    with connection.cursor() as cursor:
        if isinstance(rows, StagedRows):
            select, values = rows.selected()
            cursor.execute(f"INSERT INTO main.{table} ({names}) {select}", values)
            count = len(rows)
        elif connection.vendor == "postgresql":
            # Django sees to the errors of statements, not to those of a copy.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
        else:
            statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
            for batch in batches(rows, 5_000):
                cursor.executemany(statement, batch if stored else [tuple(map(as_kept, row)) for row in batch])
                count += len(batch)
    return count


@contextmanager
def long_work() -> Iterator[None]:
    """For a load of many rows: SQLite gets room for the pages a load changes, and nothing is collected meanwhile.

    With SQLite's usual 32 MB the pages of a part of a load are written to the disk and read back several times over. What
    a load makes it hands on and drops, with nothing in circles, and looking for circles costs a tenth of its time.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    if connection.vendor == "sqlite":
        _pragmas("cache_size=-200000", "wal_autocheckpoint=128000")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            _pragmas("cache_size=-32000", "wal_autocheckpoint=1000")
        if was_collecting:
            gc.enable()


def _pragmas(*settings: str) -> None:
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(f"PRAGMA {setting}")


@contextmanager
def guards_put_off(*models: type[Model]) -> Iterator[None]:
    """While a load fills these tables, SQLite's triggers on insertion rest; the caller checks the whole load after.

    Inside a transaction only: if it falls, the triggers never rested; nobody else sees the tables without them.
    PostgreSQL checks its constraints itself and needs no rest.
    """
    if connection.vendor == "postgresql":
        yield
        return
    if not connection.in_atomic_block:
        raise RuntimeError("guards rest only inside a transaction")
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%_insert' "
            f"AND tbl_name IN ({', '.join(['%s'] * len(tables))})",
            tables,
        )
        resting = cursor.fetchall()
        for name, _ in resting:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, statement in resting:
            cursor.execute(statement)
