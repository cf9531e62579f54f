"""The worker's own word inside its process: whether it is about to stop, and that others may want to write."""

import time
from dataclasses import dataclass, field

from django.db import connection

BREATHE_EVERY, BREATH = 1.0, 0.11
"""Seconds. Whoever waits for SQLite's write lock looks every tenth of a second: a shorter gap would starve them."""


@dataclass
class Shift:
    """One worker's time at work."""

    is_ending: bool = False
    _breathed: float = field(default_factory=time.monotonic)

    def breathe(self) -> None:
        """Between two transactions on SQLite: now and then let others have their turn at writing."""
        if connection.vendor != "sqlite" or time.monotonic() - self._breathed < BREATHE_EVERY:
            return
        time.sleep(BREATH)
        self._breathed = time.monotonic()


_current: list[Shift] = []


def begin(shift: Shift) -> None:
    """This process is a worker from now on."""
    _current[:] = [shift]


def end() -> None:
    """It no longer is."""
    _current.clear()


def current() -> Shift | None:
    """The shift of this process; None in commands, tests and the web server."""
    return _current[0] if _current else None
