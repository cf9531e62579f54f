"""The page of a balance: opening, what came, what went, closing, and what is left over."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chibo.catalogue import address, queries, words
from chibo.catalogue.address import Links
from chibo.catalogue.queries import Question
from chibo.catalogue.sheets import sheet_of
from chibo.indicators import Balance, Figure
from chibo.kernel.days import ONE_DAY, show_day, show_window
from chibo.kernel.numbers import show_int
from chibo.ui import params


@dataclass(frozen=True)
class Row:
    """A line as the page prints it."""

    code: str
    title: str
    value: str
    url: str
    sign: str = ""


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


def balance(request: HttpRequest, question: Question, *, today: date) -> HttpResponse:
    """Every number a link to its list."""
    sheet = sheet_of(question, viewer=request.viewer)
    may_rows = request.viewer.may(queries.ROWS, question.unit) is not None
    links = Links(structure=question.structure, today=today)
    context = {
        "indicator": question.indicator,
        "unit": question.unit,
        "unit_url": address.unit_url(question.unit),
        "place": sheet.place,
        "figure": sheet.figure,
        "reasons": [reason for _, reason in sheet.figure.missing],
        "statement": statement_of(sheet.figure, question, links if may_rows else None),
        "asked": params.Asked(question.window, question.structure),
        "today": today,
        "when": show_window(question.window),
        "first_day": show_day(question.window.first - ONE_DAY),
        "last_day": show_day(question.window.last),
        "presets": list(address.PERIODS.items()),
        "may_rows": may_rows,
        "units": [
            (name, links.to("figure", question.indicator.code, unit=sheet.place.uids[ref], window=question.window))
            for ref, name in sheet.place.below.values()
        ],
    }
    return render(request, "catalogue/balance.html", context)


def statement_of(figure: Figure, question: Question, links: Links | None) -> Statement:
    """The balance as rows; without links where the lists are not the viewer's."""
    indicator: Balance = figure.indicator
    values = {cell.key["line"]: cell.value for cell in figure.cells}

    def row(code: str, title: str, sign: str = "") -> Row:
        where = {"line": (code,)}
        url = (
            links.to("rows", indicator.code, unit=question.unit.uid, window=question.window, where=where)
            if links
            else ""
        )
        return Row(code, title, words.count(values[code], complete=figure.is_complete), url, sign)

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
