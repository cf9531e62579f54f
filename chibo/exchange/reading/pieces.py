"""A long sheet read piece by piece: its first rows are on their way while the last ones are still packed.

The parser knows only whole sheets, so each piece is made a sheet of its own, after it has been scanned. That is done for
sheets where a row means the same without those after it; where the promise of the look turns out wrong, the whole is read.
"""

from collections.abc import Callable, Iterator
from typing import Any

from chibo.exchange.reading import limits, shortened, xlsx
from chibo.exchange.reading.answers import SheetScan
from chibo.exchange.reading.facts import Facts
from chibo.exchange.reading.scan import Inspection
from chibo.exchange.reading.sources import Book, Cell, Sheet
from chibo.kernel.refusal import Refusal

_STRINGS = limits.MEGABYTE // 2
"""Shared strings, as packed, beyond which parsing them again for each piece costs more than it gains."""
Rows = list[list[Cell]]


class Unsettled(Exception):
    """What comes later changes what was taken for certain: the sheet must be read as a whole."""


def promise(inspection: Inspection) -> None:
    """Say of every sheet whether it can be read so."""
    strings = max((info.compress_size for name, info in _members(inspection) if "sharedstrings" in name), default=0)
    for facts in shortened.openings(inspection).values() if strings <= _STRINGS else ():
        facts.scan.in_pieces = _is_even(facts)


def _members(inspection: Inspection) -> list:
    return [(name.lower(), info) for name, info in inspection.package.members.items()] if inspection.package else []


def _is_even(facts: Facts) -> bool:
    return not (facts.faulty or facts.merged or facts.may_be_old or facts.has_hidden)


class PiecedSheet(Sheet):
    """The cells of a sheet, once: iterating goes on where the last piece ended.

    :ivar agrees: asked of the rows of every piece but the first, before they are given, whether earlier ones stay as they are
    :raises Unsettled: while iterating, or if the sheet cannot be read so
    """

    def __init__(self, inspection: Inspection, name: str) -> None:
        member, hidden = next(((m, h) for n, m, h in inspection.parts if n == name), ("", False))
        if not member or inspection.may_be_old:
            raise Unsettled
        self._inspection = inspection
        self._facts = Facts(SheetScan(name, hidden=hidden))
        self._walk = xlsx.walk(inspection.package, member, self._facts, is_known=True, first=limits.MEGABYTE)
        self._member, self._skeleton = member, None
        self._pieces = self._parsed_pieces()
        self._opening = next(self._pieces, (1, []))
        super().__init__(name, hidden, self._facts.scan.rows, self._facts.scan.columns, 0, None)
        inspection.facts = [self._facts]
        self.agrees: Callable[[Rows], bool] = lambda rows: True

    def sample(self) -> Iterator[list[Cell]]:
        """Its first rows."""
        first, rows = self._opening
        yield from ([] for _ in range(1, first))
        yield from rows

    def __iter__(self) -> Iterator[list[Cell]]:
        yield from self.sample()
        first, rows = self._opening
        following = first + len(rows)
        self._opening = (1, [])
        for first, rows in self._pieces:
            if first < following or not self.agrees(rows):
                raise Unsettled
            yield from ([] for _ in range(following, first))
            yield from rows
            following = first + len(rows)

    def _parsed_pieces(self) -> Iterator[tuple[int, Rows]]:
        """(number of the first row, rows from the first column on) of every piece with a value."""
        head = b""
        for piece in self._walk:
            if not (self._facts.is_ordered and _is_even(self._facts)):
                raise Unsettled
            at = piece.data.find(piece.row)
            if not head:
                if at < 0:
                    raise Unsettled
                head = piece.data[:at]
            if b"<!" in piece.data:
                # What is no element may hold what looks like a row.
                raise Unsettled
            content = head + piece.data[max(at, 0) :] + (b"" if piece.is_last else piece.end)
            found = self._parse(content)
            if found.start is None:
                continue
            row, column = found.start
            rows = found.to_python(skip_empty_area=True)
            if column:
                pad = [""] * column
                rows = [pad + one for one in rows]
            yield row + 1, rows

    def _parse(self, content: bytes) -> Any:
        name = self._facts.scan.name
        try:
            if self._skeleton is None:
                self._skeleton = shortened.skeleton(self._inspection)
            return (
                Book(self._inspection, shortened.with_sheet(self._skeleton, self._member, content)).sheet(name).parsed
            )
        except Refusal as error:
            # Whether it is damaged is said by who reads all of it.
            raise Unsettled from error
