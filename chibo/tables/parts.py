"""A table on its way into a file: what is written of it, row by row, and who is told how far it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chibo.tables.columns import Column, Row
from chibo.tables.sources import Source
from chibo.tables.table import Table

Tick = Callable[[int], None]
"""Told how many rows are written; may raise to stop the writing."""
TICK_EVERY = 500
NUMBER = "STT"
_TAB_LENGTH = 31
_NOT_IN_TABS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Changed(Exception):
    """The list grew or shrank while it was written: its heading names another number of rows."""


def silent(done: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Part:
    """A table in the order asked for.

    :ivar count: how many rows there are, foot left out
    :ivar tab: name of its sheet
    """

    table: Table
    source: Source
    count: int
    tab: str

    @property
    def columns(self) -> list[Column]:
        """What leaves."""
        return [column for column in self.table.columns if column.exported]

    @property
    def titles(self) -> list[str]:
        """Names of the columns, with the one of the numbers."""
        return [*([NUMBER] if self.table.numbered else []), *(column.title for column in self.columns)]

    def rows(self, tick: Tick = silent, before: int = 0) -> Iterator[tuple[int, Row]]:
        """Every row with its number; nothing of it is kept.

        :param before: rows of other parts that are written already
        :raises Changed: at the end, where there were more or fewer than counted
        """
        number = 0
        for number, row in enumerate(self.source.iterate(), 1):
            yield number, row
            if not number % TICK_EVERY:
                tick(before + number)
        tick(before + number)
        if number != self.count:
            raise Changed(self.table.name)


def parts_of(tables: Sequence[Table], query: Mapping[str, str]) -> list[Part]:
    """The tables of a page as the address sorts them."""
    tabs = _tabs([table.sheet or (table.caption if len(tables) > 1 else "Danh sách") for table in tables])
    found = []
    for table, tab in zip(tables, tabs, strict=True):
        source = table.sorted_source(query)
        count = source.count() if table.total is None else table.total
        found.append(Part(table, source, count, tab))
    return found


def _tabs(names: Sequence[str]) -> list[str]:
    """Names that a workbook takes: short, without the signs of addresses, each once."""
    found: dict[str, str] = {}
    for name in names:
        clean = " ".join(name.translate(_NOT_IN_TABS).split()) or "Bảng"
        tab, number = clean[:_TAB_LENGTH].strip(), 1
        while tab.lower() in found:
            number += 1
            tab = f"{clean[: _TAB_LENGTH - 4].strip()} {number}"
        found[tab.lower()] = tab
    return list(found.values())
