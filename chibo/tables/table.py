"""A list as a page shows it: columns over a source, one page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString

from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.tables.columns import Column, Row
from chibo.tables.paging import SIZE, Slice, read_limit, refuse_page_numbers, slice_of
from chibo.tables.sources import Source
from chibo.ui import params
from chibo.ui.markup import svg

ORDER = "xep"


@dataclass(frozen=True)
class Order:
    """One way to sort a list: a key for the address, a title, and columns of the source (the last unique)."""

    key: str
    title: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A list of one kind of rows.

    :param name: stable, e.g. ``"members.list"``; cursors are bound to it
    :param caption: what is listed, for screen readers and paper
    :param orders: other ways to sort; the first is the usual one. Needs a source with ``sorted_by``
    :param total: the number of rows where it is known already; else it is counted when somebody looks
    :param sheet: name of its sheet in a workbook, where the caption is not to be it
    :param foot: rows of sums below the list in files and on paper; not counted, not numbered
    :param notes: sentences below the list in files and on paper
    :param counted: whether the foot says how many there are; a long list need not be counted to show its first page
    :param noun: counted word, e.g. ``"đảng viên"``
    :param empty: sentence for no rows
    """

    name: str
    caption: str
    columns: Sequence[Column]
    source: Source
    orders: Sequence[Order] = ()
    size: int = SIZE
    total: int | None = None
    counted: bool = True
    noun: str = "dòng"
    empty: str = "Không có dòng nào khớp. Hãy nới điều kiện lọc hoặc đổi ngày."
    numbered: bool = True
    sheet: str = ""
    foot: Sequence[Row] = ()
    notes: Sequence[str] = ()

    @property
    def dom_id(self) -> str:
        """The element that htmx replaces."""
        return "list-" + "".join(c if c.isalnum() else "-" for c in self.name)

    @cached_property
    def cells(self) -> list:
        """One HTML maker per column; the first column is the row's name where none is said to be."""
        columns = list(self.columns)
        if not any(column.main for column in columns):
            columns[0] = _as_main(columns[0])
        return [column.cell() for column in columns]

    def order_of(self, query: Mapping[str, str]) -> Order | None:
        """The way of sorting that is asked for.

        :raises Refusal: there is no such way
        """
        wanted = query.get(ORDER, "")
        if not wanted:
            return self.orders[0] if self.orders else None
        for order in self.orders:
            if order.key == wanted:
                return order
        raise Refusal(
            f"Danh sách này không xếp được theo “{wanted[:30]}”. Hãy chọn một cách xếp có trên trang.",
            field=ORDER,
            code="order",
            choices=tuple((order.key, order.title) for order in self.orders),
        )

    def sorted_source(self, query: Mapping[str, str]) -> Source:
        """The source in the order asked for."""
        order = self.order_of(query)
        return self.source.sorted_by(order.by) if order else self.source

    def page(self, query: QueryDict | Mapping[str, str]) -> "Page":
        """The page that the address asks for: one query, one more if the total is looked at.

        :raises Refusal: a limit out of bounds, a page number, a cursor from elsewhere, an unknown order
        """
        refuse_page_numbers(query)
        found = slice_of(
            self.sorted_source(query),
            about=self.about(query),
            cursor=query.get(params.CURSOR, ""),
            limit=read_limit(query, default=self.size),
        )
        return Page(self, found, query)

    def about(self, query: QueryDict | Mapping[str, str]) -> str:
        """Names the question of this list: a cursor is good for the same address only."""
        places = (*params.PLACE_IN_LIST, params.LIMIT, "trang")
        return f"{self.name}?{urlencode(sorted(_pairs(query, without=places)))}"

    def body(self, rows: Sequence[Row], start: int = 1) -> SafeString:
        """Rows of the table's body as HTML."""
        cells, numbered = self.cells, self.numbered
        parts = []
        for number, row in enumerate(rows, start):
            first = f'<td class="stt" data-label="STT">{show_int(number)}</td>' if numbered else ""
            parts.append(f"<tr>{first}{''.join([cell(row) for cell in cells])}</tr>\n")
        return svg("".join(parts))

    def foot_body(self) -> SafeString:
        """The rows of sums as HTML."""
        first = "<td></td>" if self.numbered else ""
        return svg("".join(f"<tr>{first}{''.join([cell(row) for cell in self.cells])}</tr>\n" for row in self.foot))


@dataclass(frozen=True)
class Page:
    """One page of a table, for ``tables/table.html``."""

    table: Table
    slice: Slice
    query: QueryDict | Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        return self.slice.rows

    @property
    def body(self) -> SafeString:
        return self.table.body(self.slice.rows, self.slice.start)

    @cached_property
    def total(self) -> int:
        """Rows of the whole list."""
        if self.table.total is not None:
            return self.table.total
        if self.slice.start == 1 and not self.slice.next:
            return len(self.slice.rows)
        return self.table.source.count()

    @property
    def position(self) -> str:
        """``1–50 trong 1.985 đảng viên``."""
        if not self.rows:
            return f"0 {self.table.noun}"
        if self.slice.start == 1 and not self.slice.next:
            return f"{show_int(len(self.rows))} {self.table.noun}"
        here = f"{show_int(self.slice.start)}–{show_int(self.slice.end)}"
        if self.table.total is None and not self.table.counted:
            return f"{self.table.noun[:1].upper()}{self.table.noun[1:]} thứ {here}"
        return f"{here} trong {show_int(self.total)} {self.table.noun}"

    @property
    def next_url(self) -> str:
        return self._address({params.CURSOR: self.slice.next}) if self.slice.next else ""

    @property
    def first_url(self) -> str:
        return self._address({}) if self.slice.start > 1 else ""

    def heads(self) -> list[dict[str, Any]]:
        """Column headings: title, classes, address of the order, direction where it is the present one."""
        present = self.table.order_of(self.query)
        known = {order.key for order in self.table.orders}
        return [
            {
                "title": column.title,
                "css": column.css.replace("main", "").strip(),
                "url": self._address({ORDER: column.order}) if column.order in known else "",
                "sort": _direction(present) if present and column.order == present.key else "",
            }
            for column in self.table.columns
        ]

    def _address(self, changes: dict[str, str]) -> str:
        dropped = (*params.PLACE_IN_LIST, *changes)
        return "?" + urlencode(_pairs(self.query, without=dropped) + list(changes.items()))


def _pairs(query: QueryDict | Mapping[str, str], *, without: Sequence[str]) -> list[tuple[str, str]]:
    lists = query.lists() if isinstance(query, QueryDict) else [(key, [value]) for key, value in query.items()]
    return [(key, value) for key, values in lists if key not in without for value in values]


def _direction(order: Order) -> str:
    return "descending" if order.by[0].startswith("-") else "ascending"


def _as_main(column: Column) -> Column:
    return replace(column, main=True)
