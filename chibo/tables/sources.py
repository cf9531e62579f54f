"""Where the rows of a list come from. Paging goes by the key of the last row seen, never by an offset."""

from array import array
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import chain
from typing import Any, Protocol, Self

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin

from chibo.kernel.bulk import batches
from chibo.tables.columns import Row, reader_of

Key = tuple[Any, ...]
AT_ONCE = 2_000
"""Rows of a batch, where all of them are gone through."""


class _RowValue(TupleLookupMixin):
    """Django takes SQLite for unable to compare row values and writes ``a > x OR …``, which no index answers."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)


class _After(_RowValue, TupleGreaterThan):
    pass


class _Before(_RowValue, TupleLessThan):
    pass


class Source(Protocol):
    """Rows in a fixed order."""

    def page(self, after: Key | None, limit: int) -> list[Row]:
        """The first rows after a key; from the beginning where there is none."""

    def key(self, row: Row) -> Key:
        """The place of a row in the order; no two rows share one."""

    def count(self) -> int:
        """How many rows there are."""

    def iterate(self) -> Iterator[Row]:
        """All rows, without holding them all."""


class QuerySource:
    """Rows of a queryset (of models, or of ``values()`` dictionaries).

    The comparison with the last key is one row value, ``(a, b) > (x, y)``, which both databases look up in an index
    over the same columns.

    :param order: columns that are never NULL, the last one unique; ``-`` in front for descending
    """

    def __init__(self, queryset: QuerySet, order: Sequence[str] = ("pk",)) -> None:
        self.queryset = queryset
        self._put_in(order)

    def sorted_by(self, order: Sequence[str]) -> Self:
        """The same rows in another order."""
        other = copy(self)
        other._put_in(order)
        return other

    def _put_in(self, order: Sequence[str]) -> None:
        self.order = tuple(order)
        self._readers = [reader_of(name.lstrip("-")) for name in self.order]

    def shown(self, rows: list[Row]) -> list[Row]:
        """Rows as the list shows them, for a source that fetches what goes with them batch by batch."""
        return rows

    def page(self, after: Key | None, limit: int) -> list[Row]:
        return self.shown(list(self._after(after).order_by(*self.order)[:limit]))

    def key(self, row: Row) -> Key:
        return tuple(read(row) for read in self._readers)

    def count(self) -> int:
        return self.queryset.order_by().count()

    def iterate(self) -> Iterator[Row]:
        """The unique column of all rows first, sorted once; then the rows, some thousand at a time.

        No statement stays open meanwhile: SQLite lets nobody write to a connection that still reads what others have
        changed since, and whoever goes through a long list writes down how far it got. A row that belongs to the list no
        longer when its turn comes is left out.
        """
        name, read = self.order[-1].lstrip("-"), self._readers[-1]
        for some in batches(self._sorted(name), AT_ONCE):
            found = {read(row): row for row in self.queryset.filter(**{f"{name}__in": some})}
            yield from self.shown([found[value] for value in some if value in found])

    def _sorted(self, name: str) -> Sequence[Any]:
        values = self.queryset.order_by(*self.order).values_list(name, flat=True).iterator(chunk_size=AT_ONCE)
        first = next(values, None)
        if first is None:
            return []
        # Eight bytes each: a million rows are eight megabytes.
        return array("q", chain([first], values)) if isinstance(first, int) else [first, *values]

    def _after(self, after: Key | None) -> QuerySet:
        if after is None:
            return self.queryset
        names = [name.lstrip("-") for name in self.order]
        falling = [name.startswith("-") for name in self.order]
        if len(names) == 1:
            return self.queryset.filter(**{f"{names[0]}__{'lt' if falling[0] else 'gt'}": after[0]})
        if all(falling) or not any(falling):
            compare = _Before if falling[0] else _After
            return self.queryset.filter(compare(Tuple(*(F(name) for name in names)), tuple(after)))
        return self.queryset.filter(_beyond(list(zip(names, falling, after, strict=True))))


def _beyond(steps: list[tuple[str, bool, Any]]) -> Q:
    """Mixed directions: bounded by the first column, so that its index still narrows the search."""
    (name, falling, value), *rest = steps
    word = "lt" if falling else "gt"
    if not rest:
        return Q(**{f"{name}__{word}": value})
    return Q(**{f"{name}__{word}e": value}) & (Q(**{f"{name}__{word}": value}) | _beyond(rest))


class RowsSource:
    """Rows that are already there: short lists that come out of a computation. No object stands in it twice."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = list(rows)
        self._places = {id(row): place for place, row in enumerate(self.rows)}
        if len(self._places) != len(self.rows):
            raise ValueError("the same object stands twice in a list")

    def page(self, after: Key | None, limit: int) -> list[Row]:
        start = 0 if after is None else after[0] + 1
        return self.rows[start : start + limit]

    def key(self, row: Row) -> Key:
        return (self._places[id(row)],)

    def count(self) -> int:
        return len(self.rows)

    def iterate(self) -> Iterator[Row]:
        return iter(self.rows)
