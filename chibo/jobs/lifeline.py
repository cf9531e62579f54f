"""A sign of life that nobody can forget to take down: a lock that falls with its process, however that ends.

On PostgreSQL it is an advisory lock of the session, else a locked file in the folder of the installation. No clock is
asked, so neither a long transaction nor a machine that slept makes the living look dead.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

JOB, WORKER = "job", "worker"
_SPACES = {JOB: 0x4348494A, WORKER: 0x43484957}
_BIGGEST = 2**31
_held: set[tuple[str, int]] = set()
"""What this process holds: a session of PostgreSQL would give its own locks twice."""
_PATIENCE, _PAUSE = 0.3, 0.02
"""Seconds: somebody who only looks holds the file for a moment."""


class Held(Exception):
    """It is held already, by another living process or by this one."""


class Lifeline:
    """One lock, held from its making until :meth:`release` or the end of the process.

    :raises Held: it is held already
    """

    def __init__(self, role: str, number: int) -> None:
        self.role, self.number = role, number % _BIGGEST
        self._file: int | None = None
        self._session: object = None
        if (role, self.number) in _held:
            raise Held(role, self.number)
        self.renew()
        _held.add((role, self.number))

    def renew(self) -> None:
        """Take it again where the session it hung on has been closed."""
        if connection.vendor != "postgresql":
            if self._file is None:
                self._file = _take_file(_path(self.role, self.number))
            return
        connection.ensure_connection()
        if self._session is connection.connection:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_SPACES[self.role], self.number])
            if not cursor.fetchone()[0]:
                raise Held(self.role, self.number)
        self._session = connection.connection

    def release(self) -> None:
        """Take it down."""
        _held.discard((self.role, self.number))
        if self._file is not None:
            with suppress(FileNotFoundError):
                _path(self.role, self.number).unlink()
            os.close(self._file)
            self._file = None
        elif self._session is not None and self._session is connection.connection:
            # A session that is broken has lost it already.
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SPACES[self.role], self.number])
            self._session = None


@contextmanager
def hold(role: str, number: int) -> Iterator[Lifeline]:
    """Hold it for the length of a block.

    :raises Held: it is held already
    """
    line = Lifeline(role, number)
    try:
        yield line
    finally:
        line.release()


def alive(role: str) -> set[int]:
    """The numbers that are held now, by whatever process."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                [_SPACES[role]],
            )
            return {int(number) for (number,) in cursor.fetchall()}
    return {_number(path) for path in _folder().glob(f"{role}-*") if not _is_free(path)}


def is_alive(role: str, number: int) -> bool:
    """Whether one number is held."""
    return number % _BIGGEST in alive(role)


def sweep() -> None:
    """Remove the files of processes that were killed."""
    for path in _folder().glob("*-*"):
        with suppress(OSError):
            file = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            finally:
                os.close(file)


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "alive"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(role: str, number: int) -> Path:
    return _folder() / f"{role}-{number}"


def _number(path: Path) -> int:
    return int(path.name.rpartition("-")[2])


def _take_file(path: Path) -> int:
    until = time.monotonic() + _PATIENCE
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between opening and locking, its last holder may have removed it.
            with suppress(FileNotFoundError):
                if os.fstat(file).st_ino == path.stat().st_ino:
                    return file
            os.close(file)
        except BlockingIOError:
            os.close(file)
            if time.monotonic() > until:
                raise Held(path.name) from None
            time.sleep(_PAUSE)


def _is_free(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
