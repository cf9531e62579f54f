"""Which members can be chosen in a form: known to the areas above, handed over by ``chibo.site``."""

from collections.abc import Callable, Collection
from datetime import date

from chibo.org.models import Unit

PeopleAt = Callable[[Unit, date], list[tuple[str, str]]]
"""(unit, day) → (reference, label) of its members, in the order of names."""
NamesOf = Callable[[Collection[str]], dict[str, str]]
"""References of people → their names."""
_known: list[PeopleAt] = []
_names: list[NamesOf] = []


def install(people_at: PeopleAt, names_of: NamesOf) -> None:
    """Called once by ``chibo.site``."""
    _known[:], _names[:] = [people_at], [names_of]


def people_at(unit: Unit, on: date) -> list[tuple[str, str]]:
    """The members of a unit on a day; none where nobody can tell."""
    return [one for known in _known for one in known(unit, on)]


def names_of(references: Collection[str]) -> dict[str, str]:
    """The names of people wherever they are now; one query, none for nobody."""
    return {ref: name for known in _names for ref, name in known(references).items()} if references else {}
