"""Files too long to wait for: begun as a piece of work of its own, and made by asking the same page again.

What such work is and who runs it is told by ``chibo.site``; without it every file is made at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.http import HttpRequest, HttpResponse

from chibo.tables.heading import Heading
from chibo.tables.parts import Tick

AT_ONCE = 20_000
"""Rows that are written while the reader waits."""


@dataclass
class Making:
    """Stands on a request, as ``request.making``, when a piece of work asks a page for its file.

    :ivar file: where the page writes it
    :ivar tick: told how many rows are written; raises to stop
    :ivar name: the file's name, once it is written
    :ivar rows: how many rows it has
    """

    file: IO[bytes]
    tick: Tick
    name: str = ""
    rows: int = 0


Begin = Callable[[HttpRequest, str, Heading, int], HttpResponse]
"""(request, form, heading, rows) → the page that says the file is being made."""
_begin: list[Begin] = []


def install(begin: Begin) -> None:
    """Called once by ``chibo.site``."""
    _begin[:] = [begin]


def begin(request: HttpRequest, form: str, heading: Heading, rows: int) -> HttpResponse | None:
    """The answer to somebody who asks for a long file; None where it is to be made at once."""
    if rows <= AT_ONCE or not _begin or making_of(request):
        return None
    return _begin[0](request, form, heading, rows)


def making_of(request: HttpRequest) -> Making | None:
    """The work that asks, or None where a person does."""
    return getattr(request, "making", None)
