"""Why a member may not be transferred for now: inspection, a case about leaving the Party, suspension.

Areas beside or above this one know of such things; each hands over a check, and ``chibo.site`` installs them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from chibo.members.models import Person

RULE = "transfer.under_inspection"
Hold = Callable[[Person, date], Iterable[str]]
"""Person and day → sentences that say what keeps the person."""

_holds: tuple[Hold, ...] = ()


def install(holds: Sequence[Hold]) -> None:
    """Say who else knows what keeps a member; called once by ``chibo.site``."""
    global _holds
    _holds = tuple(holds)


def installed() -> tuple[Hold, ...]:
    """The checks handed over."""
    return _holds


KEEPING = ("xoa-ten", "xin-ra", "dinh-chi-sinh-hoat")
"""Procedures whose open case keeps a member where they are."""
