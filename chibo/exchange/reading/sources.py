"""Sheets as rows of cells, whatever the file: calamine for workbooks, our own reading for text."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import python_calamine as calamine

from chibo.exchange.reading import limits, sentences
from chibo.exchange.reading.scan import Inspection

Cell = Any
"""As the parser gives it: "" for an empty one, else str, float, bool, date, datetime, time or timedelta."""


class Sheet:
    """The cells of one sheet.

    :param offset: how many columns stand empty before the first cell of a row
    """

    def __init__(self, name: str, hidden: bool, rows: int, columns: int, offset: int, parsed: Any) -> None:
        self.name = name
        self.hidden = hidden
        self.rows = rows
        self.columns = columns
        self.offset = offset
        self.parsed = parsed

    def __iter__(self) -> Iterator[list[Cell]]:
        """Its rows from the first on, as often as asked."""
        return iter(self.parsed.rows()) if hasattr(self.parsed, "rows") else self.parsed.iter_rows()

    def sample(self) -> Iterator[list[Cell]]:
        """The rows that decide how days are read: all of them."""
        return iter(self)

    @property
    def merged(self) -> list[tuple[int, int, int, int]]:
        """Merged regions the parser knows of, counted from 1."""
        known = getattr(self.parsed, "merged_cell_ranges", None) or []
        return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in known]


class Book:
    """An inspected file with its sheets.

    :param instead: what is parsed in its place: the same with less in it
    :raises Refusal: the parser cannot read it
    """

    def __init__(self, inspection: Inspection, instead: BinaryIO | None = None) -> None:
        self.inspection = inspection
        self._book: Any = None
        if inspection.table is None:
            self._book = _parse(lambda: calamine.CalamineWorkbook.from_object(instead or inspection.path))

    def names(self) -> list[tuple[str, bool]]:
        """(name, whether it is hidden) of every sheet with cells."""
        if self._book is None:
            return [(facts.scan.name, False) for facts in self.inspection.facts]
        sheets = calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet
        return [
            (sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ in sheets
        ]

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name; a text file has one, whatever it is called.

        :raises Refusal: it is not there, or the parser cannot read it
        """
        if self._book is None:
            only = self.inspection.facts[0].scan
            return Sheet(only.name, False, only.rows, only.columns, 0, self.inspection.table)
        hidden = dict(self.names()).get(name)
        if hidden is None:
            raise sentences.no_sheet(name)
        parsed = _parse(lambda: self._book.get_sheet_by_name(name))
        start, end = parsed.start or (0, 0), parsed.end
        rows, columns = (end[0] + 1, end[1] + 1) if end else (0, 0)
        return Sheet(name, hidden, rows, columns, start[1], parsed)


def _parse(step: Any) -> Any:
    """Run a step of the parser; whatever it raises becomes a refusal."""
    try:
        return step()
    except calamine.PasswordError as error:
        raise sentences.protected() from error
    except MemoryError as error:
        raise sentences.out_of_memory() from error
    except calamine.WorksheetNotFound as error:
        raise sentences.broken("Tệp thiếu nội dung của một trang tính") from error
    except (calamine.CalamineError, OSError, ValueError, UnicodeError) as error:
        raise sentences.broken() from error
    except BaseException as error:  # a panic of the parser is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise sentences.broken() from error


def raw(cell: Cell) -> Any:
    """A cell as ``reading.values`` takes it; hours and durations, which it does not, stay what they are."""
    kind = cell.__class__
    if kind is str:
        return cell or None
    if kind is float:
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if kind is datetime.date:
        return ("d", cell.isoformat() + "T00:00:00")
    if kind is datetime.datetime:
        return ("d", cell.isoformat(timespec="seconds"))
    return cell


def shown(cells: Iterable[Cell]) -> list[Any]:
    """Cells to be looked at: hours and durations become text, long texts are cut."""
    answers = []
    for cell in cells:
        value = raw(cell)
        if isinstance(value, datetime.time | datetime.timedelta):
            value = str(value)
        elif isinstance(value, str) and len(value) > limits.SHOWN_TEXT:
            value = value[: limits.SHOWN_TEXT] + "…"
        answers.append(value)
    return answers
