"""What a column shows, on the screen, on paper and in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

from django.utils import timezone
from django.utils.html import conditional_escape

from chibo.kernel.days import show_day
from chibo.kernel.numbers import show_decimal, show_int
from chibo.ui import markup

Kind = Literal["text", "day", "moment", "int", "decimal", "percent", "id", "link", "badge"]
Row = Any
NUMERIC = frozenset({"int", "decimal", "percent"})
WIDTHS = {"day": 12, "moment": 17, "int": 12, "decimal": 12, "percent": 11, "id": 18, "badge": 18}


@dataclass(frozen=True)
class Column:
    """One column of a list.

    :param key: stable name, and the attribute read when ``value`` is not given
    :param value: a callable of the row, or a path (``"person.full_name"``, ``"person__full_name"``)
    :param kind: ``id`` is text that must never become a number; ``badge`` needs ``state``; ``percent`` is out of 100;
        ``moment`` is a day with its hour. A text in a column of numbers ("chưa đủ dữ liệu") stays a text
    :param url: address of the row's link
    :param state: for badges, the colour word of a row (``done waiting late new plain``)
    :param precision: for days, how exactly the day is known (callable or path)
    :param main: the row's name: a heading of the row, and of its card on a phone
    :param order: key of the :class:`~chibo.tables.table.Order` that the heading sorts by
    :param exported: whether files and paper show it
    :param width: characters in the spreadsheet
    """

    key: str
    title: str
    value: Callable[[Row], Any] | str = ""
    kind: Kind = "text"
    numeric: bool = False
    url: Callable[[Row], str] | None = None
    state: Callable[[Row], str] | None = None
    precision: Callable[[Row], str] | str | None = None
    main: bool = False
    order: str = ""
    exported: bool = True
    width: int = 0

    @property
    def is_number(self) -> bool:
        return self.numeric or self.kind in NUMERIC

    @property
    def css(self) -> str:
        """Classes of the column's cells."""
        name = "n" if self.is_number else _CSS.get(self.kind, "")
        return f"{name} main".strip() if self.main else name

    @property
    def characters(self) -> int:
        """Width in the spreadsheet."""
        return self.width or WIDTHS.get(self.kind, 28)

    def reader(self) -> Callable[[Row], Any]:
        """The function that takes the value out of a row."""
        return reader_of(self.value or self.key)

    def shower(self) -> Callable[[Row], str]:
        """The function that makes the Vietnamese text of a row's cell; empty for nothing."""
        read = self.reader()
        if self.kind == "day":
            precise = reader_of(self.precision) if self.precision else None
            return lambda row: show_day(read(row), precise(row) if precise else "day")
        show = _SHOWERS.get(self.kind, _text)
        return lambda row: show(read(row))

    def cell(self) -> Callable[[Row], str]:
        """The function that makes the HTML of a row's cell."""
        show, tag = self.shower(), 'th scope="row"' if self.main else "td"
        close = "th" if self.main else "td"
        opening = f'<{tag} class="{self.css}" data-label="{conditional_escape(self.title)}">'
        opening = opening.replace(' class=""', "")
        url, state = self.url, self.state

        def html(row: Row) -> str:
            text = show(row)
            if text == "":
                return f"{opening}{markup.NOTHING}</{close}>"
            inner = markup.badge(state(row), text) if state else conditional_escape(text)
            if url and (address := url(row)):
                inner = f'<a href="{conditional_escape(address)}">{inner}</a>'
            return f"{opening}{inner}</{close}>"

        return html


def reader_of(path: Callable[[Row], Any] | str) -> Callable[[Row], Any]:
    """A callable as it is; a path as a reader of attributes, or of keys where the row is a mapping."""
    if callable(path):
        return path
    flat = path.replace(".", "__")
    steps = flat.split("__")
    by_attribute = attrgetter(".".join(steps))

    def read(row: Row) -> Any:
        if not isinstance(row, Mapping):
            return by_attribute(row)
        if flat in row:
            return row[flat]
        for step in steps:
            row = row[step] if isinstance(row, Mapping) else getattr(row, step)
        return row

    return read


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, date, Decimal, float)):
        return markup.show(value)
    return str(value)


def _number(show: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: _text(value) if value is None or isinstance(value, str) else show(value)


def _moment(value: Any) -> str:
    if not isinstance(value, datetime):
        return _text(value)
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%H:%M %d/%m/%Y}"


_CSS = {"day": "day", "moment": "day", "id": "id"}
_SHOWERS = {
    "int": _number(show_int),
    "decimal": _number(show_decimal),
    "percent": _number(lambda value: f"{show_decimal(value)}%"),
    "moment": _moment,
}
