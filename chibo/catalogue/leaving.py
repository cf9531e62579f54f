"""Figures as tables for files and paper: the numbers of the page, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chibo.catalogue import actions, words
from chibo.catalogue.statement import Statement
from chibo.indicators import Cell, Figure
from chibo.kernel.days import Window, show_window
from chibo.kernel.numbers import percent, show_int
from chibo.kernel.scope import Structure
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import Told
from chibo.tables.heading import Heading
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

RECORDED = "Chưa đủ dữ liệu: số đã ghi nhận"


@dataclass(frozen=True)
class Counted:
    """A count with what it is a part of.

    :ivar labels: what is counted, as the first columns say it
    :ivar value: the count; a sentence where the records do not allow one
    """

    labels: tuple[str, ...]
    value: int | float | str
    base: int | None = None
    note: str = ""

    @property
    def share(self) -> object:
        return None if self.base is None or isinstance(self.value, str) else percent(self.value, self.base)


def counted(labels: Sequence[str], value: int, *, complete: bool, base: int | None = None, note: str = "") -> Counted:
    """A count; a zero is a statement, made only over complete records."""
    said = note or ("" if complete or not value else RECORDED)
    return Counted(tuple(labels), value if value or complete else words.INCOMPLETE, base, said)


def columns(*labels: tuple[str, int], of: str = "Số (k)") -> list[Column]:
    """Columns of counts.

    :param labels: (title, width) of the first ones
    """
    first = [
        Column(f"label{place}", title, lambda row, place=place: row.labels[place], width=width, main=not place)
        for place, (title, width) in enumerate(labels)
    ]
    return [
        *first,
        Column("value", of, kind="int", width=14),
        Column("base", "Trên số (n)", kind="int"),
        Column("share", "Tỷ lệ", kind="percent"),
        Column("note", "Ghi chú", width=30),
    ]


def table(name: str, caption: str, labels: Sequence[tuple[str, int]], rows: Sequence[Counted], **more: object) -> Table:
    """A table of counts."""
    return Table(f"catalogue.{name}", caption, columns(*labels), RowsSource(rows), numbered=False, **more)


def figure_count(figure: Figure, labels: Sequence[str]) -> Counted:
    """The count of a figure; of an average the sum, and the average in words."""
    note = ""
    if figure.divisor is not None:
        mean = f"{words.number(figure)} {figure.indicator.counting_unit}"
        note = f"Trung bình {mean} = {show_int(numerator(figure))} / {words.plain(figure.divisor)} năm"
    return counted(labels, numerator(figure), complete=figure.is_complete, base=figure.base, note=note)


def figure_table(figure: Figure) -> Table:
    """The figure itself."""
    indicator = figure.indicator
    row = figure_count(figure, (indicator.code, indicator.title))
    notes = notes_of(figure)
    return table("figure", "Con số", (("Mã", 12), ("Chỉ tiêu", 44)), [row], notes=notes)


def notes_of(figure: Figure) -> list[str]:
    """What the number means, where it comes from, and what is missing from it."""
    said = [f"Định nghĩa: {figure.indicator.definition}", f"Nguồn: {figure.indicator.source}"]
    return said + [f"Chưa đủ dữ liệu: {reason}" for _, reason in figure.missing]


def cells_table(name: str, caption: str, whole: Figure, cells: Sequence[Cell], titles: Sequence[str], **more) -> Table:
    """A breakdown; cells without a base of their own are parts of the whole."""
    complete = whole.is_complete
    rows = [counted(c.labels, c.value, complete=complete, base=base_of(whole, c)) for c in cells]
    return table(name, caption, [(title, 34) for title in titles], rows, **more)


def base_of(whole: Figure, cell: Cell) -> int | None:
    """What the share of a cell is taken of."""
    return cell.base if cell.base is not None else numerator(whole) or None


def numerator(figure: Figure) -> int:
    """The count behind a figure."""
    return figure.numerator if figure.numerator is not None else int(figure.value)


def statement_rows(statement: Statement, *, complete: bool) -> list[Counted]:
    """The lines of a balance, each with whether it adds or takes away."""
    lines = [statement.opening, *statement.into, *statement.out, statement.closing, *statement.memo]
    signs = {"+": "tăng", "−": "giảm"}
    return [counted((row.title, signs.get(row.sign, "")), row.count, complete=complete) for row in lines]


@dataclass(frozen=True)
class Leaving:
    """Figures on their way into a file: over what, and for whom."""

    scope: str
    window: Window
    unit: Unit
    structure: Structure
    by: Viewer

    def heading(self, title: str, filters: Sequence[tuple[str, str]] = ()) -> Heading:
        """What the file says of itself."""
        return Heading(
            title,
            scope=self.scope,
            when=words.when(self.window),
            structure=self.structure,
            filters=tuple(filters),
            by=self.by.label,
            illustration=self.unit.is_illustration,
        )

    def exported(self, what: str, *, on: date) -> Told:
        """Puts the export on record once it is made.

        :raises NotEntitled: the viewer may not export the figures of the unit
        """
        self.by.must(actions.EXPORT, self.unit)
        said = f"{what}, {self.scope}, {show_window(self.window)}"

        def note(form: str, rows: int) -> None:
            actions.note_export(what=said, unit=self.unit, form=form, rows=rows, on=on, by=self.by)

        return note
