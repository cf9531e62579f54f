"""What the reader tells of a workbook, and the question it may have to ask."""

from dataclasses import dataclass, field
from typing import Any

from chibo.kernel.refusal import Refusal


@dataclass(slots=True)
class SheetScan:
    """What stands in a sheet beside the values: what a reader of values would not see.

    Rows and columns are counted from 1, up to the last one that holds a value.

    :param hidden_rows: the first thousand of them; ``hidden_row_count`` counts all
    :param merged: the first thousand, as (first row, first column, last row, last column); ``merged_count`` counts all
    :param formulas: cells that are computed
    :param uncalculated: of these, the cells without a result; the first twenty are named
    :param errors: cells that show an error such as ``#REF!``; the first twenty are named
    :param in_pieces: a long sheet where no row means anything else for those after it, so that it can be read piece by piece
    """

    name: str
    rows: int = 0
    columns: int = 0
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_row_count: int = 0
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    merged_count: int = 0
    formulas: int = 0
    formula_cells: list[str] = field(default_factory=list)
    uncalculated: int = 0
    uncalculated_cells: list[str] = field(default_factory=list)
    errors: int = 0
    error_cells: list[str] = field(default_factory=list)
    in_pieces: bool = False


@dataclass(slots=True)
class Scan:
    """What a file is, by its content.

    :param format: ``xlsx``, ``xls``, ``ods`` or ``csv``
    :param notes: finished sentences for the person who sent it
    :param can_tell: whether hidden rows, merged cells and formulas can be seen in this format
    :param encoding: of a text file, e.g. ``utf-8``, ``cp1258``, ``tcvn3``, ``vni``
    """

    format: str
    sheets: list[SheetScan] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    can_tell: bool = True
    encoding: str = ""


@dataclass(slots=True)
class SheetLook:
    """A sheet as somebody sees it who opens the workbook: its extent and its first forty rows of raw cells, cut to 300 letters."""

    name: str
    rows: int = 0
    columns: int = 0
    top: list[list[Any]] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Look:
    """A workbook before anything is chosen."""

    scan: Scan
    sheets: list[SheetLook] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column to be read.

    :param field: under which its values come back
    :param index: its place in the sheet, counted from 0
    :param spec: ``type.spec()`` of a type of ``reading.values``; None leaves the cells raw
    """

    field: str
    index: int
    spec: Any = None


class AskDateOrder(Refusal):
    """Day and month cannot be told apart for certain in some columns; the answer goes into ``options["date_order"]``.

    :param asked: every column in question: (field, some of its cells, whether Excel seems to have exchanged day and month in
        part of them); ``field`` and ``examples`` are of the first
    """

    status = 409

    def __init__(self, asked: list[tuple[str, list[str], bool]]) -> None:
        self.asked = [(name, list(examples), swapped) for name, examples, swapped in asked]
        name, self.examples, swapped = self.asked[0]
        if swapped:
            message = (
                "Trong cột này Excel có vẻ đã đổi chỗ ngày và tháng ở những ô đọc được hai cách, còn các ô khác vẫn là chữ. "
                "Xem lại vài ô rồi chọn cách đọc, sau đó kiểm tra lại."
            )
        else:
            message = (
                f"Ngày viết như “{self.examples[0] if self.examples else '03/02/1930'}” có thể là ngày/tháng hoặc tháng/ngày. "
                "Chọn cách viết của từng cột rồi kiểm tra lại."
            )
        super().__init__(
            message,
            field=name,
            code="ask_date_order",
            choices=(
                ("dmy", "ngày/tháng/năm"),
                ("mdy", "tháng/ngày/năm"),
                ("swapped", "ngày/tháng/năm, và Excel đã đổi chỗ ngày với tháng ở các ô kiểu ngày"),
            ),
        )
