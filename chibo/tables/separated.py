"""Lists as CSV: UTF-8 with a byte-order mark, so that Excel reads Vietnamese; nothing in it can run as a formula.

What the file says of itself stands above the titles, each line in one field that begins with ``#``: whoever looks for the
row of titles finds the first one that is filled all the way, and most programs can be told to leave such lines out.
"""

import csv
import io
from collections.abc import Callable, Sequence
from typing import IO

from chibo.tables.columns import Column, Row
from chibo.tables.heading import Heading
from chibo.tables.parts import Part, Tick, silent

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet may take for a formula."""


def write(file: IO[bytes], parts: Sequence[Part], heading: Heading, tick: Tick = silent) -> None:
    """The parts one below the other, an empty line between two.

    :raises Changed: the list changed meanwhile
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        _write(csv.writer(text), parts, heading, tick)
    finally:
        text.detach()


def _write(out: "csv.writer", parts: Sequence[Part], heading: Heading, tick: Tick) -> None:
    before = 0
    for place, part in enumerate(parts):
        if place:
            out.writerow([])
        titles = [heading.title] if len(parts) == 1 else [heading.title, part.table.caption]
        out.writerow([f"# {' – '.join(titles)}"])
        out.writerows([f"# {label}: {line}"] for label, line in heading.lines(part.count))
        _write_part(out, part, tick, before)
        before += part.count


def _write_part(out: "csv.writer", part: Part, tick: Tick, before: int) -> None:
    out.writerow(part.titles)
    shown = [_shower(column) for column in part.columns]
    if part.table.numbered:
        out.writerows([number, *[show(row) for show in shown]] for number, row in part.rows(tick, before))
    else:
        out.writerows([show(row) for show in shown] for _, row in part.rows(tick, before))
    blank = [""] if part.table.numbered else []
    out.writerows([*blank, *[show(row) for show in shown]] for row in part.table.foot)
    out.writerows([f"# {note}"] for note in part.table.notes)


def _shower(column: Column) -> Callable[[Row], str]:
    """Whole numbers bare, so that every language of Excel reads the same; everything else as the page shows it."""
    read, show = column.reader(), column.shower()
    if column.kind == "int":
        return lambda row: harmless(read(row)) if isinstance(read(row), str) else read(row)
    if column.is_number:
        return lambda row: harmless(show(row)) if isinstance(read(row), str) else show(row)
    return lambda row: harmless(show(row))


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(FORMULA) else text
