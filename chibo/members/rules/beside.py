"""What areas above know about a member: pages of their own, and for whom their procedures are. Handed over by ``chibo.site``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

OFFICIAL, PROBATIONARY, OUTSIDE = "official", "probationary", "outside"
"""How a person stands towards the roll."""


@dataclass(frozen=True)
class Page:
    """A page about one person.

    :ivar may: the capability that opens it
    :ivar url: uid → address; empty where there is none
    """

    title: str
    may: str
    url: Callable[[UUID], str]


@dataclass(frozen=True)
class Happened:
    """Something in a life that an area above has on record."""

    on: date
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Teller:
    """What an area above tells of a life.

    :ivar may: the capability it takes to be told
    :ivar tell: uid → what happened; a statement or two
    """

    may: str
    tell: Callable[[UUID], Iterable[Happened]]


KnownAs = Callable[[UUID], list[str]]
"""uid → references under which areas above know the person too, as of the time before the Party."""
_pages: list[Page] = []
_known_as: list[KnownAs] = []
_tellers: list[Teller] = []
_fitting: dict[str, frozenset[str]] = {}
USUAL = frozenset({OFFICIAL, PROBATIONARY})


def install(
    pages: Sequence[Page],
    fitting: Mapping[str, frozenset[str]],
    known_as: Sequence[KnownAs] = (),
    tellers: Sequence[Teller] = (),
) -> None:
    """Called once by ``chibo.site``.

    :param fitting: procedure → how those stand whom it is for; members of the roll where it is not named
    """
    _pages[:] = pages
    _known_as[:] = known_as
    _tellers[:] = tellers
    _fitting.clear()
    _fitting.update(fitting)


def pages() -> list[Page]:
    """The pages of other areas about a person, in order."""
    return list(_pages)


def tellers(may: Callable[[str], object]) -> list[Teller]:
    """Those whom somebody with these rights may listen to."""
    return [one for one in _tellers if may(one.may)]


def references(uid: UUID) -> list[str]:
    """Everything a person is called by; a statement for each area that knows another name."""
    return [f"person:{uid}", *(ref for known in _known_as for ref in known(uid))]


def fits(code: str, standing: str) -> bool:
    """Whether a procedure is for somebody who stands like that."""
    return standing in _fitting.get(code, USUAL)
