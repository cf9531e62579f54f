"""What a scan finds in one sheet, with the place of every cell whose value cannot be trusted."""

from chibo.exchange.reading import limits, places, sentences
from chibo.exchange.reading.answers import SheetScan

UNCALCULATED = "u"


class Facts:
    """Gathers what a scan sees of one sheet.

    ``faulty`` holds row → column → why its value cannot be trusted (``UNCALCULATED``, or the error shown), both counted from 1;
    ``hidden`` holds all hidden rows; ``may_be_old`` tells that its own part holds letters of old Vietnamese text; ``opening`` is
    a sheet with the first rows of a long one whose rows stand in their order, None of others; ``is_ordered`` tells that so far
    every row says its number and they ascend.
    """

    def __init__(self, scan: SheetScan) -> None:
        self.scan = scan
        self.faulty: dict[int, dict[int, str]] = {}
        self.hidden: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.may_be_old = False
        self.opening: bytes | None = None
        self.is_ordered = True
        self._hidden_spans: list[tuple[int, int]] = []
        self._faults = 0

    def reach(self, row: int, column: int) -> None:
        """A value stands here."""
        scan = self.scan
        if row > scan.rows:
            scan.rows = row
        if column > scan.columns:
            scan.columns = column
        if row > limits.ROWS or column > limits.COLUMNS:
            raise sentences.too_far(scan.name, row, column, limits.ROWS, limits.COLUMNS)

    @property
    def has_hidden(self) -> bool:
        """Whether a row is hidden so far."""
        return bool(self._hidden_spans)

    def hide(self, first: int, last: int = 0) -> None:
        """These rows are hidden."""
        self._hidden_spans.append((first, last or first))

    def hide_columns(self, first: int, last: int) -> None:
        """These columns are hidden."""
        for column in range(max(first, 1), min(last, limits.COLUMNS) + 1):
            self.scan.hidden_columns.append(column)

    def merge(self, first: str, last: str) -> None:
        """A region is merged, given by its corners."""
        try:
            (row1, column1), (row2, column2) = places.split(first), places.split(last)
        except ValueError:
            return
        self.merge_numbers(row1, column1, row2, column2)

    def merge_numbers(self, row1: int, column1: int, row2: int, column2: int) -> None:
        """A region is merged, given by numbers."""
        if len(self.merged) >= limits.MERGED:
            raise sentences.too_large(
                f"Trang tính “{self.scan.name}” có quá {sentences.thousands(limits.MERGED)} vùng ô gộp",
                "Bỏ gộp ô (Merge & Center) rồi tải lên.",
            )
        if 1 <= row1 <= row2 and 1 <= column1 <= column2:
            self.merged.append((row1, column1, row2, column2))

    def formula(self, place: str, calculated: bool) -> None:
        """A cell is computed; without a result its value cannot be trusted."""
        scan = self.scan
        scan.formulas += 1
        if place and len(scan.formula_cells) < 20:
            scan.formula_cells.append(place)
        if not calculated:
            scan.uncalculated += 1
            if place and len(scan.uncalculated_cells) < 20:
                scan.uncalculated_cells.append(place)
            self._fault(place, UNCALCULATED)

    def error(self, place: str, shown: str = "#") -> None:
        """A cell shows an error."""
        self.scan.errors += 1
        if len(self.scan.error_cells) < 20:
            self.scan.error_cells.append(place)
        self._fault(place, shown or "#")

    def _fault(self, place: str, why: str) -> None:
        try:
            row, column = places.split(place)
        except ValueError:
            return
        self._faults += 1
        if self._faults > limits.FAULTY_CELLS:
            raise sentences.too_large(
                f"Trang tính “{self.scan.name}” có quá {sentences.thousands(limits.FAULTY_CELLS)} ô lỗi hoặc công thức chưa tính",
                "Mở tệp bằng Excel để tính lại, sửa các ô lỗi, lưu lại rồi tải lên.",
            )
        self.faulty.setdefault(row, {})[column] = why

    def check(self) -> None:
        """Close the scan: only hidden rows up to the last value count, and the whole must fit into memory."""
        scan = self.scan
        for first, last in self._hidden_spans:
            self.hidden.update(range(first, min(last, scan.rows) + 1))
        scan.merged, scan.merged_count = self.merged[: limits.SHOWN], len(self.merged)
        scan.hidden_row_count = len(self.hidden)
        scan.hidden_rows = sorted(self.hidden)[: limits.SHOWN]
        scan.hidden_columns = sorted({column for column in scan.hidden_columns if column <= scan.columns})
        if scan.rows * scan.columns > limits.AREA:
            raise sentences.too_large(
                f"Trang tính “{scan.name}” trải trên {sentences.thousands(scan.rows)} dòng × {sentences.thousands(scan.columns)} cột, "
                f"quá giới hạn {sentences.thousands(limits.AREA)} ô"
            )
