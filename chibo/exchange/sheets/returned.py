"""Somebody's own workbook back, with two columns more: how each row ends and what is to be mended in it."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter

from chibo.exchange.rules.headings import FAULTS, OUTCOME
from chibo.exchange.rules.kinds import Plan
from chibo.exchange.vocabulary import Outcome

__all__ = ["FAULTS", "OUTCOME", "write_returned"]
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_FIRST_YEAR = 1901
"""Excel takes 1900 for a leap year: earlier days go out as text."""
_LONGEST = 32_767
_TICK_EVERY = 500
_NOT_IN_TABS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
Rows = Iterable[tuple[int, Sequence[Any]]]
Tick = Callable[[int], None]


def write_returned(
    file: IO[bytes],
    sheets: Iterable[tuple[str, int, Rows]],
    *,
    checked: str,
    header_row: int,
    mapping: Mapping[str, int],
    titles: Mapping[str, str],
    plans: Iterator[Plan],
    tick: Tick = lambda done: None,
) -> None:
    """Write the workbook, a row at a time.

    :param sheets: (name, number of columns, rows as (number from 1, raw cells)), in their order
    :param checked: the sheet whose rows were judged
    :param mapping: field → position of its column
    :param titles: field → what it is called
    :param plans: what was decided, in the order of the rows
    """
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder})
        writer = _Writer(book, mapping, titles, tick)
        try:
            for name, width, rows in sheets:
                sheet = book.add_worksheet(_tab(name, book))
                if name == checked:
                    writer.judged(sheet, width, rows, header_row, plans)
                else:
                    writer.plain(sheet, rows)
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


def _tab(name: str, book: Any) -> str:
    """The name of a sheet as a workbook takes it: a name of a text file may be longer and hold other signs."""
    clean = name.translate(_NOT_IN_TABS)[:31].strip("' ") or "Trang tính"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    tab, number = clean, 1
    while tab.lower() in taken:
        number += 1
        tab = f"{clean[:27]} {number}"
    return tab


class _Writer:
    def __init__(self, book: Any, mapping: Mapping[str, int], titles: Mapping[str, str], tick: Tick) -> None:
        self.mapping, self.titles, self.tick, self.done = mapping, titles, tick, 0
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"num_format": "hh:mm dd/mm/yyyy"})
        self.text = book.add_format({"num_format": "@"})
        self.wrong = book.add_format({"bg_color": "#FDECEA", "font_color": "#B42318", "num_format": "@"})
        self.wrong_day = book.add_format({"bg_color": "#FDECEA", "font_color": "#B42318", "num_format": "dd/mm/yyyy"})
        self.head = book.add_format({"bold": True, "bg_color": "#FDF6E3", "border": 1})
        self.told = book.add_format({"text_wrap": True, "valign": "top"})

    def plain(self, sheet: Any, rows: Rows) -> None:
        """A sheet as it was."""
        for number, cells in rows:
            for place, cell in enumerate(cells):
                self._put(sheet, number - 1, place, cell, is_wrong=False)
            self._count()

    def judged(self, sheet: Any, width: int, rows: Rows, header_row: int, plans: Iterator[Plan]) -> None:
        """The sheet that was checked, with its verdicts."""
        sheet.set_column(width, width, 14)
        sheet.set_column(width + 1, width + 1, 90)
        sheet.freeze_panes(max(header_row, 0), 0)
        plan, has_head = next(plans, None), header_row == 0
        for number, cells in rows:
            if not has_head and number >= header_row:
                if number > header_row:
                    self._titles(sheet, header_row - 1, width)
                has_head = True
            while plan is not None and plan.number < number:
                plan = next(plans, None)
            mine = plan if plan is not None and plan.number == number else None
            wrong = self._wrong(mine)
            for place, cell in enumerate(cells):
                self._put(sheet, number - 1, place, cell, is_wrong=place in wrong)
            if number == header_row:
                self._titles(sheet, number - 1, width)
            elif mine is not None:
                sheet.write_string(number - 1, width, mine.outcome.label)
                if text := self._sentences(mine):
                    sheet.write_string(number - 1, width + 1, text[:_LONGEST], self.told)
            self._count()

    def _titles(self, sheet: Any, row: int, width: int) -> None:
        sheet.write_string(row, width, OUTCOME, self.head)
        sheet.write_string(row, width + 1, FAULTS, self.head)

    def _wrong(self, plan: Plan | None) -> set[int]:
        if plan is None or plan.outcome not in (Outcome.REFUSE, Outcome.ASK):
            return set()
        faulty = {field for field, sentence in plan.faults if not sentence.startswith("~")}
        return {self.mapping[field] for field in faulty if field in self.mapping}

    def _sentences(self, plan: Plan) -> str:
        told = [
            f"{self.titles[field]}: {sentence.removeprefix('~')}"
            if field in self.titles
            else sentence.removeprefix("~")
            for field, sentence in plan.faults
        ]
        if plan.ask is not None and plan.outcome == Outcome.ASK:
            told.append(plan.ask.text)
        return " ".join(told)

    def _put(self, sheet: Any, row: int, place: int, cell: Any, *, is_wrong: bool) -> None:
        kind = cell.__class__
        if cell is None or cell == "":
            if is_wrong:
                sheet.write_blank(row, place, None, self.wrong)
        elif kind is str:
            sheet.write_string(row, place, cell[:_LONGEST], self.wrong if is_wrong else self.text)
        elif kind is bool:
            sheet.write_boolean(row, place, cell, self.wrong if is_wrong else None)
        elif kind is tuple or kind is list:
            self._put_day(sheet, row, place, cell[1], is_wrong=is_wrong)
        else:
            sheet.write_number(row, place, cell, self.wrong if is_wrong else None)

    def _put_day(self, sheet: Any, row: int, place: int, text: str, *, is_wrong: bool) -> None:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.year < _FIRST_YEAR:
            shown = text if moment is None else f"{moment.day:02d}/{moment.month:02d}/{moment.year}"
            sheet.write_string(row, place, shown, self.wrong if is_wrong else self.text)
        elif moment.hour or moment.minute:
            sheet.write_datetime(row, place, moment, self.moment)
        else:
            sheet.write_datetime(row, place, moment, self.wrong_day if is_wrong else self.day)

    def _count(self) -> None:
        self.done += 1
        if not self.done % _TICK_EVERY:
            self.tick(self.done)
