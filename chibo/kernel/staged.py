"""Rows handed from one process to another in a SQLite file, so that the one that writes need not touch them.

Binding values one by one costs twice what SQLite needs to insert them. Whoever has prepared rows binds them into a file of
their own; whoever writes attaches it and copies, table by table. What is the same in every row is told once.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

PREFIX = "staged_"
MOST_ATTACHED = 8
"""SQLite attaches ten files; two are left to others."""
_PLAIN = frozenset({int, str, bytes, bool, float, type(None)})
_DAYS = frozenset({date, type(None)})


@dataclass(frozen=True)
class StagedRows:
    """Rows of one table in a file. :func:`~chibo.kernel.bulk.insert_tuples` takes them for the rows themselves.

    :ivar varying: places of the columns that the file holds, in its order
    :ivar constants: place of a column → the value it has in every row
    :ivar shifts: place of a column of keys → what is added to it on the way in
    """

    table: str
    count: int
    varying: tuple[int, ...]
    constants: dict[int, object]
    file: str = ""
    shifts: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.count

    def selected(self) -> tuple[str, list[object]]:
        """The rows as a SELECT of all columns in their order, and its parameters."""
        told, values = [], []
        for place in range(len(self.varying) + len(self.constants)):
            shift = self.shifts.get(place, 0)
            if place not in self.varying:
                known = self.constants[place]
                told.append("%s")
                values.append(known if known is None or not shift else known + shift)
            elif shift:
                told.append(f"c{place} + {shift:d}")
            else:
                told.append(f"c{place}")
        return f"SELECT {', '.join(told)} FROM {self.file}.{self.table}", values

    def shifted(self, shifts: Mapping[int, int]) -> "StagedRows":
        """The same rows with other keys."""
        return replace(self, shifts=shifts)


def lay(path: Path, tables: Mapping[str, Sequence[tuple]]) -> dict[str, StagedRows]:
    """Write rows into a new file, from a process that does not write to the database."""
    file = connection.Database.connect(path, isolation_level=None)
    try:
        # Nobody reads it before it is closed, and nobody needs it after a fall.
        for pragma in ("page_size=32768", "journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
            file.execute(f"PRAGMA {pragma}")
        file.execute("BEGIN")
        staged = {name: _lay(file, name, rows) for name, rows in tables.items() if rows}
        file.execute("COMMIT")
    finally:
        file.close()
    return staged


def _lay(file, name: str, rows: Sequence[tuple]) -> StagedRows:
    columns = list(map(_column_kept, zip(*rows, strict=True)))
    varying = tuple(place for place, column in enumerate(columns) if column.count(column[0]) < len(rows)) or (0,)
    constants = {place: column[0] for place, column in enumerate(columns) if place not in varying}
    file.execute(f"CREATE TABLE {name} ({', '.join(f'c{place}' for place in varying)})")
    marks = ", ".join("?" * len(varying))
    file.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*(columns[place] for place in varying), strict=True))
    return StagedRows(name, len(rows), varying, constants)


def _column_kept(column: Sequence[object]) -> Sequence[object]:
    """Values as SQLite keeps them, a column at a time: most have one type, many have one value."""
    if column.count(column[0]) == len(column):
        return (as_kept(column[0]),) * len(column)
    types = set(map(type, column))
    if types <= _PLAIN:
        return column
    return list(map(_iso if types <= _DAYS else as_kept, column))


@lru_cache(maxsize=50_000)
def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def as_kept(value: object) -> object:
    """A value as SQLite keeps it."""
    if type(value) in _PLAIN:
        return value
    if type(value) is date:
        return _iso(value)
    if isinstance(value, UUID):
        return value.hex
    if type(value) is datetime:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return str(value) if isinstance(value, str) else value


def attach(path: Path, staged: Iterable[StagedRows]) -> list[StagedRows] | None:
    """Take a file over into this connection, until the transaction ends; None where no more can be attached.

    The file is out of everybody's sight from now on, and gone when this process lets go of it.
    """
    detach()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        names = {row[1] for row in cursor.fetchall()}
        free = [f"{PREFIX}{n}" for n in range(MOST_ATTACHED) if f"{PREFIX}{n}" not in names]
        if free:
            cursor.execute(f"ATTACH DATABASE %s AS {free[0]}", [f"{path.as_uri()}?mode=ro&immutable=1"])
    path.unlink()
    if not free:
        return None
    transaction.on_commit(partial(detach, free[0]), robust=True)
    return [replace(one, file=free[0]) for one in staged]


def detach(name: str = "") -> None:
    """Let go of a file, or of all that no transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        for _, attached, _ in cursor.fetchall():
            if attached.startswith(name or PREFIX):
                with suppress(DatabaseError):  # An outer transaction has read from it.
                    cursor.execute(f"DETACH DATABASE {attached}")


class Folder:
    """A folder for such files, which nobody but this account reads and which is removed, after a fall by the next one."""

    def __init__(self) -> None:
        detach()  # What a transaction that fell has left.
        place = Path(settings.VAR_DIR)
        place.mkdir(parents=True, exist_ok=True)
        with _locked(place):  # Nobody takes a folder that is just being made for one that was left.
            for left in place.glob(f"{PREFIX}*"):
                _remove_if_left(left)
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
            self._lock = os.open(self.path, os.O_RDONLY)
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def close(self) -> None:
        """Remove it."""
        detach()
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


@contextmanager
def _locked(folder: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


def _remove_if_left(folder: Path) -> None:
    """The lock of a folder goes with the processes that held it, however they ended."""
    with suppress(OSError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        shutil.rmtree(folder, ignore_errors=True)
