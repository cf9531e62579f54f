"""The whole list behind a figure, with its exports."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chibo.catalogue import actions, address, leaving, lists, queries, words
from chibo.catalogue.address import Links
from chibo.indicators import Balance
from chibo.kernel import clock
from chibo.kernel.days import show_window
from chibo.tables.export import respond
from chibo.ui import params


@require_safe
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The list: who or what is counted, or (``phan=rest``) who of the base is not."""
    indicator = queries.indicator_of(code)
    today = clock.today()
    question = address.question_from(request, indicator, today=today)
    part = request.GET.get(address.PART, "") or "value"
    part = part if part in ("value", "base", "rest") else "value"
    found = queries.rows(question, viewer=request.viewer, part=part)
    asked = question.asked(request.viewer)
    unit_name = queries.surroundings(question.unit, question.window, question.structure).name
    filters = words.labels_of(indicator, asked, question.where or {})
    if isinstance(indicator, Balance):
        filters = [("line", "Dòng", value, _line_title(indicator, value)) for _, _, value, _ in filters]
    table = lists.table_of(indicator, asked, found, part=part)
    name = actions.name_of_list(indicator, part=part)
    out = leaving.Leaving(unit_name, question.window, question.unit, question.structure, request.viewer)
    heading = out.heading(name, [(title, label) for _, title, _, label in filters])
    context = {
        "indicator": indicator,
        "unit": question.unit,
        "unit_name": unit_name,
        "when": show_window(question.window),
        "filters": filters,
        "part": part,
        "asked": params.Asked(question.window, question.structure),
        "today": today,
        "at": timezone.localtime(clock.now()),
        "figure_url": Links(structure=question.structure, today=today).to(
            "figure",
            indicator.code,
            unit=question.unit.uid,
            window=question.window,
            where={} if isinstance(indicator, Balance) else question.where,
        ),
        "may_export": request.viewer.may(actions.EXPORT, question.unit) is not None,
    }
    exported = out.exported(name, on=today) if request.GET.get(params.EXPORT) else None
    return respond(request, "catalogue/rows.html", context, table=table, heading=heading, exported=exported)


def _line_title(balance: Balance, code: str) -> str:
    titles = {"opening": "Đầu kỳ", "closing": "Cuối kỳ"} | {line.code: line.title for line in balance.lines}
    return titles.get(code, code)
