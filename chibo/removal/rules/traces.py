"""What somebody did, or what was written of them, after a day: it speaks against a death on that day.

Areas beside this one know of such things (dues paid, meetings attended); each hands over a check, ``chibo.site`` installs them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from chibo.members.models import Person

Traces = Callable[[Person, date], Iterable[str]]
"""Person and day → sentences about what is on record for a later day."""

_known: tuple[Traces, ...] = ()


def install(traces: Sequence[Traces]) -> None:
    """Say who else knows of later facts; called once by ``chibo.site``."""
    global _known
    _known = tuple(traces)


def installed() -> tuple[Traces, ...]:
    """The checks handed over."""
    return _known
