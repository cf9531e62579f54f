"""A report as tables for a file: one per chapter with the numbers as numbers and the sentences below, one per register."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags

from chibo.catalogue.leaving import Counted, counted, figure_count, statement_rows, table
from chibo.reports.queries import Entry, Register
from chibo.reports.showing import Item
from chibo.tables.columns import Column
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

HEAD = (("Mã", 10), ("Chỉ tiêu", 40), ("Chia theo", 24), ("Nhóm", 36))


def tables_of(context: Mapping[str, Any]) -> list[Table]:
    """What the page shows."""
    found = []
    for code, title, items in context["chapters"]:
        rows = [row for item in items for row in _rows(item)]
        notes = [" ".join(strip_tags(sentence).split()) for item in items for sentence in item.sentences]
        found.append(table(f"report.{code}", title, HEAD, rows, notes=notes))
        found += [_register(item.entry) for item in items if item.entry.register]
    return found


def _rows(item: Item) -> Iterator[Counted]:
    """The figure, then whatever the page shows it split by."""
    entry, figure = item.entry, item.entry.figure
    name, complete = (entry.indicator.code, entry.indicator.title), figure.is_complete
    yield figure_count(figure, (*name, "", ""))
    if item.statement is not None:
        for line in statement_rows(item.statement, complete=complete):
            yield counted((*name, "Dòng", line.labels[0]), line.value, complete=complete)
        yield Counted((*name, "Dòng", "Chênh lệch"), figure.residual or 0)
    if item.years is not None:
        yield from _years(entry, name)
    for split in item.tables:
        for row in split.rows:
            yield counted((*name, split.title, row.label), row.count, complete=complete, base=row.base)


def _years(entry: Entry, name: tuple[str, str]) -> Iterator[Counted]:
    complete = entry.figure.is_complete
    totals = {cell.key["year"]: cell.value for cell in entry.by_year.cells}
    for cell in entry.by_year.cells:
        yield counted((*name, entry.by_year.by[0].title, cell.labels[0]), cell.value, complete=complete)
    for split in entry.breakdowns:
        titles = " · ".join(dimension.title for dimension in split.by)
        for cell in split.cells:
            base = totals.get(cell.key["year"])
            yield counted((*name, titles, " · ".join(cell.labels)), cell.value, complete=complete, base=base)


def _register(entry: Entry) -> Table:
    register: Register = entry.register
    columns = [
        Column(f"c{place}", title, lambda row, place=place: row[place], width=28)
        for place, title in enumerate(register.titles)
    ]
    return Table(f"report.{entry.indicator.code}", entry.indicator.title, columns, RowsSource(register.rows))
