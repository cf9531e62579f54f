"""Lists as Excel: real days and numbers, ids as text, a heading block, titles on every printed page.

Rows are written as they come and forgotten: a list of any length takes the same memory.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from chibo.tables.columns import Column, Row
from chibo.tables.heading import Heading
from chibo.tables.parts import Part, Tick, silent
from chibo.tables.separated import FORMULA, WHOLE_DAY

FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier days go out as text."""
DAY_ZERO = date(1899, 12, 30).toordinal()
"""From its first day on, Excel counts days from here."""
EXACT = 10**15
"""Excel keeps fifteen digits: longer numbers go out as text."""
FORMATS = {
    "day": "dd/mm/yyyy",
    "moment": "hh:mm dd/mm/yyyy",
    "int": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.00%",
    "id": "@",
}
FOLDER = "chibo-tep-"
"""How the folders begin in which workbooks are written."""
LEFT_BEHIND = 86_400
_UPRIGHT = 90
"""Characters that fit across an upright A4 page; wider tables lie on their side."""
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Put = Callable[[int, Row], None]


def write(file: IO[bytes], parts: Sequence[Part], heading: Heading, tick: Tick = silent) -> None:
    """A sheet for every part.

    :raises Changed: the list changed meanwhile
    """
    with tempfile.TemporaryDirectory(prefix=FOLDER) as folder:
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder})
        made = heading.at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": heading.title, "author": heading.by, "subject": heading.scope, "created": made})
        before = 0
        try:
            for part in parts:
                _Sheet(book, part, heading, several=len(parts) > 1).write(tick, before)
                before += part.count
        except BaseException:
            _drop(book)
            raise
        book.close()


def sweep() -> None:
    """Take away the unfinished files that a killed process left behind a day ago or earlier."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)


def _drop(book: Any) -> None:
    """Let go of the files of a workbook that will never be closed."""
    for sheet in book.worksheets():
        sheet.row_data_fh.close()


class _Sheet:
    def __init__(self, book: Any, part: Part, heading: Heading, *, several: bool) -> None:
        self.book, self.part, self.heading, self.several = book, part, heading, several
        self.sheet = book.add_worksheet(part.tab)
        self.first = 1 if part.table.numbered else 0
        self.at = 0

    def write(self, tick: Tick, before: int) -> None:
        """Block, titles, rows, foot, notes."""
        head = self._block()
        bordered = {"border": 1, "valign": "top"}
        puts = [
            _put(self.book, self.sheet, place, column, bordered)
            for place, column in enumerate(self.part.columns, self.first)
        ]
        number_style = self.book.add_format(bordered)
        put_number = self.sheet.write_number
        for number, row in self.part.rows(tick, before):
            if self.first:
                put_number(head + number, 0, number, number_style)
            for put in puts:
                put(head + number, row)
        last = head + max(self.part.count, 1)
        self.sheet.autofilter(head, 0, last, self.first + len(puts) - 1)
        self.at = last + 1
        self._foot(bordered)
        for note in self.part.table.notes:
            self.sheet.write_string(self.at, 0, note)
            self.at += 1

    def _block(self) -> int:
        """What the file says of itself, the titles below; the row of the titles."""
        sheet, columns = self.sheet, self.part.columns
        if self.first:
            sheet.set_column(0, 0, 6)
        for place, column in enumerate(columns, self.first):
            sheet.set_column(place, place, column.characters)
        title = f"{self.heading.title} – {self.part.table.caption}" if self.several else self.heading.title
        sheet.write_string(0, 0, title, self.book.add_format({"bold": True, "font_size": 14}))
        bold = self.book.add_format({"bold": True})
        for label, text in self.heading.lines(self.part.count):
            self.at += 1
            sheet.write_string(self.at, 0, f"{label}:", bold)
            sheet.write_string(self.at, self.first + 1, text)
        head = self.at + 2
        style = self.book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EDF0F3", "text_wrap": True, "valign": "top"}
        )
        for place, name in enumerate(self.part.titles):
            sheet.write_string(head, place, name, style)
        self._paper(head)
        return head

    def _paper(self, head: int) -> None:
        sheet, columns = self.sheet, self.part.columns
        wide = sum(column.characters for column in columns) > _UPRIGHT
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.8, right=0.5, top=0.6, bottom=0.7)
        sheet.repeat_rows(head)
        # A wide list keeps the names in sight; they come first, after the numbers.
        sheet.freeze_panes(head + 1, self.first + 1 if wide else 0)
        sheet.set_footer("&L&F – &A&RTrang &P/&N")

    def _foot(self, bordered: dict[str, Any]) -> None:
        """Rows of sums, left out of the filter."""
        strong = bordered | {"bold": True}
        puts = [
            _put(self.book, self.sheet, place, column, strong)
            for place, column in enumerate(self.part.columns, self.first)
        ]
        blank = self.book.add_format(strong)
        for row in self.part.table.foot:
            if self.first:
                self.sheet.write_blank(self.at, 0, None, blank)
            for put in puts:
                put(self.at, row)
            self.at += 1
        self.at += 1


def _put(book: Any, sheet: Any, place: int, column: Column, look: dict[str, Any]) -> Put:
    """The function that writes the cells of one column with their own type."""
    read, show = column.reader(), column.shower()
    plain = column.kind not in FORMATS
    style = book.add_format(look | {"num_format": FORMATS.get(column.kind, "General"), "text_wrap": plain})
    # Typed over or double-clicked, a text that looks like a formula stays a text.
    quoted = book.add_format(look | {"num_format": "@", "quote_prefix": True})
    string, number, blank = sheet.write_string, sheet.write_number, sheet.write_blank
    exact = column.precision is None

    def put_text(at: int, text: str) -> None:
        if text:
            string(at, place, text, quoted if text.startswith(FORMULA) else style)
        else:
            blank(at, place, None, style)

    def text(at: int, row: Row) -> None:
        put_text(at, show(row))

    def day(at: int, row: Row) -> None:
        value = read(row)
        if isinstance(value, date) and value >= FIRST_DAY and (exact or len(show(row)) == WHOLE_DAY):
            number(at, place, value.toordinal() - DAY_ZERO, style)
        else:
            put_text(at, show(row))

    def instant(at: int, row: Row) -> None:
        value = read(row)
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            seconds = (local.hour * 60 + local.minute) * 60 + local.second
            number(at, place, local.toordinal() - DAY_ZERO + seconds / 86_400, style)
        else:
            put_text(at, show(row))

    def quantity(at: int, row: Row) -> None:
        value = read(row)
        if value is None or isinstance(value, (str, bool)):
            put_text(at, show(row))
        elif column.kind == "percent":
            number(at, place, float(value) / 100, style)
        elif abs(value) >= EXACT:
            put_text(at, str(value))
        else:
            number(at, place, value, style)

    return {"day": day, "moment": instant}.get(column.kind, quantity if column.is_number else text)
