"""Which members can be chosen in a form: known to the areas above, handed over by ``chibo.site``."""

from collections.abc import Callable
from datetime import date

from chibo.org.models import Unit

PeopleAt = Callable[[Unit, date], list[tuple[str, str]]]
"""(unit, day) → (reference, label) of its members, in the order of names."""
_known: list[PeopleAt] = []


def install(people_at: PeopleAt) -> None:
    """Called once by ``chibo.site``."""
    _known[:] = [people_at]


def people_at(unit: Unit, on: date) -> list[tuple[str, str]]:
    """The members of a unit on a day; none where nobody can tell."""
    return [one for known in _known for one in known(unit, on)]
