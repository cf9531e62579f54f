"""A balance as it is read: opening, what came, what went, closing, and what is left over."""

from dataclasses import dataclass

from chibo.catalogue import words
from chibo.catalogue.address import Links
from chibo.indicators import Balance, Figure
from chibo.kernel.numbers import show_int


@dataclass(frozen=True)
class Row:
    """A line as the page prints it."""

    code: str
    title: str
    value: str
    url: str
    sign: str = ""
    count: int = 0


@dataclass(frozen=True)
class Statement:
    """A balance in the order in which it is read."""

    opening: Row
    into: list[Row]
    out: list[Row]
    memo: list[Row]
    closing: Row
    total_in: str
    total_out: str
    residual: str
    closes: bool


def statement_of(figure: Figure, links: Links | None) -> Statement:
    """The balance as rows; without links where the lists are not the viewer's."""
    indicator: Balance = figure.indicator
    asked = figure.asked
    values = {cell.key["line"]: cell.value for cell in figure.cells}

    def row(code: str, title: str, sign: str = "") -> Row:
        where = {"line": (code,)}
        url = (
            links.to("rows", indicator.code, unit=asked.scope.unit.uid, window=asked.window, where=where)
            if links
            else ""
        )
        return Row(code, title, words.count(values[code], complete=figure.is_complete), url, sign, values[code])

    signed = {sign: [line for line in indicator.lines if line.sign == sign] for sign in (1, -1, 0)}
    return Statement(
        opening=row("opening", "Đầu kỳ"),
        into=[row(line.code, line.title, "+") for line in signed[1]],
        out=[row(line.code, line.title, "−") for line in signed[-1]],
        memo=[row(line.code, line.title) for line in signed[0]],
        closing=row("closing", "Cuối kỳ"),
        total_in=show_int(sum(values[line.code] for line in signed[1])),
        total_out=show_int(sum(values[line.code] for line in signed[-1])),
        residual=words.residual(figure.residual or 0),
        closes=not figure.residual,
    )
