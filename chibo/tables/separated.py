"""Lists as CSV: UTF-8 with a byte-order mark, so that Excel reads Vietnamese; nothing in it can run as a formula.

What the file says of itself stands above the titles, each line in one field that begins with ``#``: whoever looks for the
row of titles finds the first one that is filled all the way, and most programs can be told to leave such lines out.
"""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import IO

from django.utils import timezone

from chibo.tables.columns import Column, Row
from chibo.tables.heading import Heading
from chibo.tables.parts import Part, Tick, silent

WHOLE_DAY = len("31/12/2019")
"""A day of which only the month or the year is known is shown shorter."""
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


def _shower(column: Column) -> Callable[[Row], object]:
    """Whole numbers bare and days as 2019-12-31, so that every language of Excel reads the same, and so does the import;
    everything else as the page shows it.
    """
    read, show = column.reader(), column.shower()

    def plain(row: Row) -> object:
        value = read(row)
        if value is None:
            return ""
        if isinstance(value, str):
            return harmless(value)
        return value if column.kind == "int" else show(row)

    def day(row: Row) -> str:
        value, text = read(row), show(row)
        return value.isoformat() if len(text) == WHOLE_DAY and isinstance(value, date) else harmless(text)

    def moment(row: Row) -> str:
        value = read(row)
        if not isinstance(value, datetime):
            return harmless(show(row))
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M:%S}"

    def text(row: Row) -> str:
        return harmless(show(row))

    return {"day": day, "moment": moment}.get(column.kind, plain if column.is_number else text)


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(FORMULA) else text
