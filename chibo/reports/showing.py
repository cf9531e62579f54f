"""A report as the page, the paper and the spreadsheet print it: texts, links, tables."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from chibo.catalogue import words
from chibo.catalogue.address import Links
from chibo.catalogue.statement import Statement, statement_of
from chibo.indicators import Balance, Cell, Figure, Kind
from chibo.kernel.numbers import show_int
from chibo.reports.queries import Entry, Report
from chibo.ui import markup


@dataclass(frozen=True)
class Row:
    """A row of a table: label, count, and its k/n; the plain numbers for the spreadsheet."""

    label: str
    value: str
    url: str
    share: str
    count: int
    base: int | None


@dataclass(frozen=True)
class Table:
    """A breakdown."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class YearTable:
    """Years across a part named by phrases: per year all, then k/n of every part."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Item:
    """A figure in print."""

    entry: Entry
    value: str
    url: str
    figure_url: str
    share: str
    sentences: tuple[SafeString, ...]
    tables: tuple[Table, ...]
    years: YearTable | None
    statement: Statement | None


def items_of(report: Report, links: Links, *, may_rows: bool) -> list[tuple[str, str, list[Item]]]:
    """Chapters with their figures: code, title, items."""
    shower = _Shower(report, links, "rows" if may_rows else "figure")
    return [(c.code, c.title, [shower.item(entry) for entry in c.entries]) for c in report.chapters]


class _Shower:
    def __init__(self, report: Report, links: Links, page: str) -> None:
        self.report, self.links, self.page = report, links, page

    def item(self, entry: Entry) -> Item:
        figure = entry.figure
        balance = isinstance(entry.indicator, Balance)
        share = "" if figure.base is None else words.fraction(int(figure.value), figure.base)
        if entry.indicator.kind is Kind.AVERAGE:
            share = f"{show_int(figure.numerator)} / {words.plain(figure.divisor)} năm"
        return Item(
            entry=entry,
            value=words.number(figure) if figure.is_complete or figure.value else words.INCOMPLETE,
            url=self.to(figure, {"line": ("closing",)} if balance else {}),
            figure_url=self.links.to(
                "figure", entry.indicator.code, unit=figure.asked.scope.unit.uid, window=figure.asked.window
            ),
            share=share,
            sentences=tuple(self.sentence(entry, phrase, part) for phrase, part in entry.parts),
            tables=() if entry.by_year else tuple(self.table(figure, one) for one in entry.breakdowns),
            years=self.years(entry) if entry.by_year else None,
            statement=statement_of(figure, self.links if self.page == "rows" else None) if balance else None,
        )

    def sentence(self, entry: Entry, phrase: object, part: int | None) -> SafeString:
        where = {"line": ("closing",)} if isinstance(entry.indicator, Balance) else phrase.where
        url = self.to(entry.figure, where)
        return words.sentence(
            phrase, entry.figure, unit=self.report.place.name, part=part, link=lambda text: markup.link(url, text)
        )

    def table(self, whole: Figure, split: Figure) -> Table:
        return Table(split.by[0].title, tuple(self.row(whole, cell) for cell in split.cells))

    def row(self, whole: Figure, cell: Cell) -> Row:
        base = cell.base if cell.base is not None else _counted(whole)
        return Row(
            label=" · ".join(cell.labels),
            value=words.count(cell.value, complete=whole.is_complete),
            url=self.to(whole, {code: (value,) for code, value in cell.key.items()}),
            share=words.fraction(cell.value, base) if base else "",
            count=cell.value,
            base=base,
        )

    def years(self, entry: Entry) -> YearTable:
        whole = entry.figure
        totals = {cell.key["year"]: cell.value for cell in entry.by_year.cells}
        asked = {
            (code, value) for phrase in entry.indicator.phrases for code, some in phrase.where.items() for value in some
        }
        parts: dict[tuple[str, str], dict[str, int]] = {one: {} for one in sorted(asked)}
        labels: dict[tuple[str, str], str] = {}
        for split in entry.breakdowns:
            dimension = split.by[1]
            for one in parts:
                if one[0] == dimension.code:
                    labels[one] = dimension.label_of(whole.asked, [one[1]]).get(one[1], one[1])
            for cell in split.cells:
                key = (dimension.code, cell.key[dimension.code])
                if key in parts:
                    parts[key][cell.key["year"]] = cell.value
        years = [str(year) for year in range(whole.asked.window.first.year, whole.asked.window.last.year + 1)]
        rows = tuple(
            (
                year,
                (
                    words.count(totals.get(year, 0), complete=whole.is_complete),
                    *(words.fraction(found.get(year, 0), totals.get(year, 0)) for found in parts.values()),
                ),
            )
            for year in years
        )
        return YearTable(("Kết nạp", *(labels[one] for one in parts)), rows)

    def to(self, figure: Figure, where: object) -> str:
        asked = figure.asked
        page = "figure" if isinstance(figure.indicator, Balance) and self.page == "figure" else self.page
        kept = {} if page == "figure" and isinstance(figure.indicator, Balance) else where
        return self.links.to(page, figure.indicator.code, unit=asked.scope.unit.uid, window=asked.window, where=kept)


def _counted(figure: Figure) -> int:
    return figure.numerator if figure.numerator is not None else int(figure.value)
