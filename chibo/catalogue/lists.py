"""The list behind a figure as a table: rows by key, shown a page at a time."""

from collections.abc import Sequence

from django.db.models import QuerySet

from chibo.catalogue import presenting
from chibo.catalogue.presenting import Shown
from chibo.indicators import Asked, Indicator
from chibo.kernel.days import Precision
from chibo.tables.columns import Column
from chibo.tables.sources import Key, QuerySource
from chibo.tables.table import Table


class ShownRows(QuerySource):
    """Rows of a list as dictionaries of what is shown; the names that a page needs are fetched once for the page."""

    def __init__(self, queryset: QuerySet, order: Sequence[str], columns: Sequence[Shown], asked: Asked) -> None:
        super().__init__(presenting.with_related(queryset), order)
        self._columns, self._asked = tuple(columns), asked

    def key(self, row: dict) -> Key:
        return row["key"]

    def shown(self, rows: list) -> list[dict]:
        found = presenting.shown(rows, self._columns, self._asked)
        for row, values in zip(rows, found, strict=True):
            values["key"] = super().key(row)
            for column in self._columns:
                if column.precision is not None:
                    values[_precision(column)] = column.precision(row) or Precision.DAY
        return found


def table_of(
    indicator: Indicator,
    asked: Asked,
    rows: QuerySet,
    *,
    part: str = "value",
    total: int | None = None,
    linked: bool = True,
    size: int = 50,
) -> Table:
    """The table of a list.

    :param total: how many rows there are, where it is known
    :param linked: whether a row leads to the page of what it counts
    """
    columns = presenting.columns_of(indicator, rows.model, part=part)
    source = ShownRows(rows, presenting.order_of(indicator, rows.model, part=part), columns, asked)
    population = indicator.base if part != "value" and indicator.base is not None else indicator.population
    return Table(
        f"catalogue.{indicator.code}.{part}",
        indicator.title,
        [_column(column, main=place == 0, linked=linked) for place, column in enumerate(columns)],
        source,
        size=size,
        total=total,
        noun=population.counting_unit,
        empty="Danh sách không có ai hay tổ chức nào. Hãy đổi ngày, kỳ hoặc bỏ điều kiện lọc.",
    )


def _column(shown: Shown, *, main: bool, linked: bool) -> Column:
    return Column(
        shown.code,
        shown.title,
        kind=shown.kind,
        main=main,
        url=(lambda row: row["url"]) if linked and shown.link is not None else None,
        precision=_precision(shown) if shown.precision is not None else None,
        width=30 if main else 0,
    )


def _precision(shown: Shown) -> str:
    return f"{shown.code}__precision"
