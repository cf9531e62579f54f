"""Bảng 33 cột: the roll of a unit as the national sheet by which member records are cleansed."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.members.queries.sheet import SHEET, SheetSource, readings
from chibo.members.rules import capabilities
from chibo.members.views.lists import Question
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import respond
from chibo.tables.table import Table
from chibo.ui import params

TITLE = "Bảng 33 cột dữ liệu đảng viên"
ON_THE_PAGE = ("full_name", "sex", "born", "unit", "party_since", "official_since", "state")
"""The page shows these; numbers of identity are only in the file, whose making is put into the journal."""


def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet: a look at its rows, and the file that can come back through the import."""
    question = Question.of(request)
    request.viewer.must(capabilities.SENSITIVE, question.unit)
    source = SheetSource(question.keys(), on=question.asked.on)
    # The first of the 33, the number of the row, is what every list has.
    whole = params.EXPORT in request.GET
    columns = SHEET[1:] if whole else tuple(_linked(column) for column in SHEET if column.key in ON_THE_PAGE)
    table = Table("members.sheet", TITLE, columns, source, noun="đảng viên", counted=False)
    context = {
        "unit_name": org.name_of(question.unit, on=question.tree_day),
        "asked": question.asked,
        "today": clock.today(),
        "is_filtered": bool(question.where or question.form.cleaned_data.get("ten")),
        "titles": [column.title for column in SHEET],
    }
    return respond(
        request,
        "members/sheet.html",
        context,
        table=table,
        heading=question.heading(TITLE),
        exported=lambda form, count: journal.read(
            "Xuất bảng 33 cột, có số định danh", readings(source), request.viewer, clock.today()
        ),
    )


def _linked(column: Column) -> Column:
    if not column.main:
        return column
    return replace(column, url=lambda row: reverse("members:person", args=[row["uid"]]))
