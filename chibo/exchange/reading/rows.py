"""The rows of one sheet with clean values: memory of cells, merged regions, hidden rows, faults of cells, days that need asking."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from operator import getitem, itemgetter
from typing import Any

from chibo.exchange.reading import facts, legacy, limits, sentences, text
from chibo.exchange.reading.answers import AskDateOrder, ColumnSpec, SheetScan
from chibo.exchange.reading.scan import Inspection
from chibo.exchange.reading.sources import Sheet, raw
from chibo.exchange.reading.values import Fault, Noted, from_spec
from chibo.exchange.reading.values.cells import failed
from chibo.exchange.reading.values.days import Day, Profile

Convert = Callable[[str], str]
Row = tuple[int, list[Any], list[tuple[str, str]]]

_REMEMBERED = 32_768
_SETTLED = 8_192
"""Rows after which it is known which columns repeat themselves."""
_LONG = 120
_UNCALCULATED = "Ô có công thức chưa tính nên không có giá trị. Mở tệp bằng Excel, bấm lưu để tính rồi tải lại."
_ERROR = "Ô báo lỗi công thức (như #N/A, #REF!). Hãy sửa công thức hoặc gõ thẳng giá trị vào ô."
_TIME = (
    "Ô chứa giờ hoặc khoảng thời gian, không phải giá trị đọc được ở cột này. Hãy gõ lại giá trị hoặc đổi định dạng ô."
)
_DOUBTFUL = (
    "“{}” có thể là chữ Unicode hoặc chữ cũ (TCVN3, VNI), nên không đoán. "
    "Hãy gõ lại ô này, hoặc chọn kiểu chữ cho cả trang tính rồi đọc lại."
)
_TOO_LONG = (
    f"Ô dài hơn {sentences.thousands(limits.CELL_TEXT)} ký tự, dài hơn Excel cho phép. Hãy xóa bớt nội dung ô này."
)


class _Column(dict[Any, Any]):
    """Cell → clean value, made on first sight. What is faulty or noted is told anew each time and never kept.

    :param clean: what reads a raw cell; None leaves it raw
    :param repeats: its cells are known to come back: a life has fewer days than a roll has rows
    """

    __slots__ = ("_clean", "_convert", "_faults", "_field", "_repeats", "keeps")

    def __init__(
        self,
        field: str,
        clean: Callable[[Any], Any] | None,
        convert: Callable[[str], str] | None,
        faults: list[tuple[str, str]],
        repeats: bool,
    ) -> None:
        super().__init__({"": None})
        self._repeats = repeats
        self._field = field
        self._clean = clean
        self._convert = convert
        self._faults = faults
        self.keeps = True

    def __missing__(self, cell: Any) -> Any:
        kind = cell.__class__
        keeps = self.keeps
        try:
            if kind is str:
                value = cell if self._convert is None else self._convert(cell)
                keeps = keeps and len(cell) <= _LONG
                if len(cell) > limits.CELL_TEXT:
                    return self._fault(_TOO_LONG)
            else:
                value = raw(cell)
                keeps = keeps and kind is not bool and cell not in (0, 1)
                if kind is datetime.time or kind is datetime.timedelta:
                    return str(cell) if self._clean is None else self._fault(_TIME)
            if self._clean is not None:
                value = self._clean(value)
        except Fault as fault:
            return self._fault(fault.message)
        except legacy.Doubt:
            return cell if self._clean is None else self._fault(_DOUBTFUL.format(cell[:30]))
        if value.__class__ is Noted:
            self._fault("~" + value.sentence)
            return value.value
        if keeps:
            if len(self) >= _REMEMBERED:
                self.clear()
                self[""] = None
            self[cell] = value
        return value

    def _fault(self, sentence: str) -> None:
        self._faults.append((self._field, sentence))

    def settle(self, seen: int) -> None:
        """Stop keeping cells that hardly ever come back."""
        if len(self) > 0.8 * seen and not self._repeats:
            self.keeps = False
            self.clear()
            self[""] = None


def _why(reason: str) -> str:
    """The sentence for a cell whose value cannot be trusted."""
    if reason == facts.UNCALCULATED:
        return _UNCALCULATED
    return failed(reason) if len(reason) > 1 else _ERROR


def conversion(sheet: Sheet, forced: str, may_be_old: bool, *, ask: bool = True) -> tuple[Convert, str] | None:
    """What brings old Vietnamese text of a sheet to Unicode, and the sentence that tells it; None where there is none.

    :raises Refusal: there is some, but it is not certain how to read it
    """
    if forced in legacy.CONVERTERS:
        return legacy.forced(forced), ""
    if forced == legacy.UNICODE or not may_be_old:
        return None
    texts: set[str] = set()
    for row in sheet:
        texts.update(cell for cell in row if cell.__class__ is str and not cell.isascii() and len(cell) < 500)
    try:
        writing = legacy.recognise(texts)
    except legacy.Doubt as doubt:
        raise text.doubtful_text(sheet.name, doubt.samples) from doubt
    if writing is None:
        return None
    names = ", ".join(legacy.LABELS[kind] for kind in writing.kinds)
    note = f"Chữ viết bằng {names} trong trang tính “{sheet.name}” đã được chuyển sang Unicode; xem lại vài dòng."
    return legacy.converter(writing, ask=ask), note


class Reading:
    """One reading of one sheet.

    :param options: as ``workbook.read`` takes them
    :raises AskDateOrder: the order of day and month must be asked
    :raises Refusal: the sheet cannot be read
    """

    def __init__(
        self, inspection: Inspection, sheet: Sheet, first_row: int, columns: list[ColumnSpec], options: dict[str, Any]
    ) -> None:
        self.notes: list[str] = []
        self._sheet = sheet
        self._first = max(1, first_row)
        self._columns = columns
        found = inspection.facts_of(sheet.name)
        self._facts = found if found is not None else facts.Facts(SheetScan(sheet.name, rows=sheet.rows))
        self._skipped = self._facts.hidden if options.get("skip_hidden") else set()
        self._fills = self._merged_fills()
        if not sheet.rows or (sheet.rows < self._first and not self._facts.faulty):
            raise sentences.no_rows(sheet.name)
        found_old = conversion(sheet, options.get("text") or "", inspection.may_be_old)
        convert = found_old[0] if found_old else None
        if found_old and found_old[1]:
            self.notes.append(found_old[1])
        types = [from_spec(column.spec) if column.spec is not None else None for column in columns]
        self._decided: list[tuple[int, Profile]] = []
        types = self._in_order(types, convert, options.get("date_order") or {})
        self._faults: list[tuple[str, str]] = []
        self._memories = [
            _Column(
                column.field, kind.reader() if kind is not None else None, convert, self._faults, isinstance(kind, Day)
            )
            for column, kind in zip(columns, types, strict=True)
        ]

    def __iter__(self) -> Iterator[Row]:
        """Rows with something in them, from the first one asked for."""
        first, faults, width = self._first, self._faults, None
        nothing = [None] * len(self._columns)
        memories: list[dict[Any, Any]] = []
        pick: Callable[[list[Any]], Any] = list
        settled = first + _SETTLED
        special = self._special() | {settled}
        outside = 0
        last = 0
        for last, row in enumerate(self._sheet, 1):
            if last < first:
                continue
            if len(row) != width:
                width = len(row)
                memories, pick = self._plan(width)
            if last in special:
                if last == settled:
                    for memory in self._memories:
                        memory.settle(_SETTLED)
                if last in self._skipped:
                    continue
                row = self._mended(last, row)
            values = list(map(getitem, memories, pick(row)))
            if faults:
                yield last, values, faults[:]
                faults.clear()
            elif values and values != nothing:
                yield last, values, []
            elif any(cell != "" for cell in row):
                outside += 1
        for number in sorted(row for row in self._facts.faulty if row > last):
            if number >= first and number not in self._skipped:
                self._mended(number, [])
                if faults:
                    yield number, [None] * len(self._columns), faults[:]
                    faults.clear()
        if outside:
            self.notes.append(
                f"{sentences.thousands(outside)} dòng chỉ có nội dung ở các cột không được chọn nên không tính là dòng dữ liệu."
            )

    def _special(self) -> set[int]:
        """Rows that need more than their values."""
        return self._skipped | self._facts.faulty.keys() | self._fills.keys()

    def _plan(self, width: int) -> tuple[list[dict[Any, Any]], Callable[[list[Any]], Any]]:
        """The memories of the columns, and what picks their cells out of a row so wide; what lies beyond it is not there."""
        memories: list[dict[Any, Any]] = []
        picked = []
        for memory, column in zip(self._memories, self._columns, strict=True):
            place = column.index - self._sheet.offset
            is_there = 0 <= place < width
            memories.append(memory if is_there else _NOTHING)
            picked.append(place if is_there else 0)
        if not width:
            return [], list
        if len(picked) == 1:
            only = picked[0]
            return memories, lambda row: (row[only],)
        return memories, itemgetter(*picked)

    def _mended(self, number: int, row: list[Any]) -> list[Any]:
        """A row with the cells of merged regions filled, and the faults of its cells noted."""
        offset = self._sheet.offset
        fills = self._fills.get(number)
        if fills:
            row = list(row)
            for place, value in fills.items():
                if 0 <= place - offset < len(row) and row[place - offset] == "":
                    row[place - offset] = value
        faulty = self._facts.faulty.get(number)
        if faulty:
            row = list(row)
            for column in self._columns:
                reason = faulty.get(column.index + 1)
                if reason:
                    self._faults.append((column.field, _why(reason)))
                    if 0 <= column.index - offset < len(row):
                        row[column.index - offset] = reason if column.spec is None and reason[0] == "#" else ""
        return row

    def _merged_fills(self) -> dict[int, dict[int, Any]]:
        """Row → column from 0 → value of the merged region the cell lies in.

        A region that lies in one row is a heading over columns and is not spread: only regions over several rows are.
        """
        wanted = {column.index for column in self._columns}
        regions = []
        cells = 0
        for top, left, bottom, right in self._facts.merged or self._sheet.merged:
            bottom = min(bottom, self._sheet.rows)
            columns = [column for column in range(left - 1, min(right, limits.COLUMNS)) if column in wanted]
            if bottom > top and bottom >= self._first and columns:
                regions.append((top, left - 1, bottom, columns))
                cells += (bottom - top + 1) * len(columns)
        if cells > limits.MERGED_CELLS:
            raise sentences.too_large(
                f"Các vùng ô gộp của trang tính “{self._sheet.name}” phủ quá nhiều ô",
                "Bỏ gộp ô (Merge & Center) rồi tải lên.",
            )
        if not regions:
            return {}
        values = self._values_at({(top, left) for top, left, _, _ in regions})
        fills: dict[int, dict[int, Any]] = {}
        filled = 0
        for top, left, bottom, columns in regions:
            value = values.get((top, left), "")
            if value == "":
                continue
            for row in range(max(top, self._first), bottom + 1):
                fills.setdefault(row, {}).update(dict.fromkeys(columns, value))
                filled += len(columns)
        if filled:
            self.notes.append(
                f"{sentences.thousands(len(regions))} vùng ô gộp được hiểu là cùng một giá trị ở mọi dòng của vùng; xem lại các dòng ấy."
            )
        return fills

    def _values_at(self, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Any]:
        rows: dict[int, list[int]] = {}
        for row, column in wanted:
            rows.setdefault(row, []).append(column)
        offset, last = self._sheet.offset, max(rows)
        values = {}
        for number, row in enumerate(self._sheet, 1):
            if number > last:
                break
            for column in rows.get(number, ()):
                if 0 <= column - offset < len(row):
                    values[number, column] = row[column - offset]
        return values

    def _in_order(self, types: list[Any], convert: Callable[[str], str] | None, answers: dict[str, str]) -> list[Any]:
        """The types with the order of day and month their columns decide, or somebody has said."""
        open_columns = []
        for place, (column, kind) in enumerate(zip(self._columns, types, strict=True)):
            if not hasattr(kind, "in_order"):
                continue
            if column.field in answers:
                types[place] = kind.in_order(answers[column.field])
            else:
                open_columns.append((place, column))
        if not open_columns:
            return types
        asked = []
        for (place, column), cells in zip(
            open_columns, self._cells([column for _, column in open_columns]), strict=True
        ):
            profile = Profile()
            profile.add((raw(cell), times) for cell, times in Counter(cells).items())
            if profile.order is None:
                asked.append((column.field, profile.examples, profile.is_swapped))
            else:
                self._decided.append((column.index - self._sheet.offset, profile))
                types[place] = types[place].in_order(profile.order)
        if asked:
            raise AskDateOrder(asked)
        return types

    def agrees(self, rows: list[list[Any]]) -> bool:
        """Whether days would be read as they are if these rows had been known before; for rows that come late."""
        for place, profile in self._decided:
            order = profile.order
            cells = [row[place] for row in rows if 0 <= place < len(row)]
            days = [
                cell.day for cell in cells if cell.__class__ is datetime.date or cell.__class__ is datetime.datetime
            ]
            profile.cells += len(days)
            profile.small_cells += sum(day <= 12 for day in days)
            if len(days) < len(cells):
                profile.add(Counter(cell for cell in cells if cell.__class__ is str).items())
            if profile.order != order:
                return False
        return True

    def _cells(self, columns: list[ColumnSpec]) -> list[list[Any]]:
        offset = self._sheet.offset
        cells: list[list[Any]] = [[] for _ in columns]
        plan = [(found.append, column.index - offset) for found, column in zip(cells, columns, strict=True)]
        for number, row in enumerate(self._sheet.sample(), 1):
            if number >= self._first and number not in self._skipped:
                width = len(row)
                for add, place in plan:
                    if 0 <= place < width:
                        add(row[place])
        return cells


class _Nothing(dict[Any, Any]):
    """The memory of a column that is not there."""

    def __missing__(self, cell: Any) -> None:
        return None


_NOTHING = _Nothing()
