"""The page of a balance: opening, what came, what went, closing, and what is left over."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chibo.catalogue import actions, address, leaving, queries
from chibo.catalogue.address import Links
from chibo.catalogue.queries import Question
from chibo.catalogue.sheets import sheet_of
from chibo.catalogue.statement import Statement, statement_of
from chibo.indicators import Balance, Figure
from chibo.kernel.days import ONE_DAY, show_day, show_window
from chibo.tables.export import answer
from chibo.tables.table import Table
from chibo.ui import params


def balance(request: HttpRequest, question: Question, *, today: date) -> HttpResponse:
    """Every number a link to its list."""
    sheet = sheet_of(question, viewer=request.viewer)
    may_rows = request.viewer.may(queries.ROWS, question.unit) is not None
    links = Links(structure=question.structure, today=today)
    statement = statement_of(sheet.figure, links if may_rows else None)
    if request.GET.get(params.EXPORT):
        out = leaving.Leaving(sheet.place.name, question.window, question.unit, question.structure, request.viewer)
        table = _table(question.indicator, sheet.figure, statement)
        return answer(request, [table], out.heading(table.caption), exported=out.exported(table.caption, on=today))
    context = {
        "indicator": question.indicator,
        "unit": question.unit,
        "unit_url": address.unit_url(question.unit),
        "place": sheet.place,
        "figure": sheet.figure,
        "reasons": [reason for _, reason in sheet.figure.missing],
        "statement": statement,
        "asked": params.Asked(question.window, question.structure),
        "today": today,
        "when": show_window(question.window),
        "first_day": show_day(question.window.first - ONE_DAY),
        "last_day": show_day(question.window.last),
        "presets": list(address.PERIODS.items()),
        "may_rows": may_rows,
        "may_export": request.viewer.may(actions.EXPORT, question.unit) is not None,
        "units": [
            (name, links.to("figure", question.indicator.code, unit=sheet.place.uids[ref], window=question.window))
            for ref, name in sheet.place.below.values()
        ],
    }
    return render(request, "catalogue/balance.html", context)


def _table(indicator: Balance, figure: Figure, statement: Statement) -> Table:
    rows = leaving.statement_rows(statement, complete=figure.is_complete)
    residual = leaving.Counted(("Chênh lệch", ""), figure.residual or 0)
    notes = leaving.notes_of(figure)
    return leaving.table(
        "balance", indicator.title, (("Dòng", 44), ("Tăng, giảm", 12)), rows, foot=[residual], notes=notes
    )
