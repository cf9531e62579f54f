"""Whose page it is, and who readers are: told by ``chibo.site``, which knows how permissions are decided."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

READ_OWN = "members.read_own"
Offices = Callable[[Iterable[tuple[str, date]]], Mapping[tuple[str, date], str]]
"""(reference of an account, day) → its role and unit on that day; a constant number of statements for all of them."""
_known: list[Offices] = []


def install(offices: Offices) -> None:
    """Called once by ``chibo.site``."""
    _known[:] = [offices]


def offices_of(asked: Iterable[tuple[str, date]]) -> Mapping[tuple[str, date], str]:
    """In which office somebody was on a day; nothing where nobody can tell."""
    asked = set(asked)
    return {key: text for known in _known for key, text in known(asked).items()} if asked else {}
