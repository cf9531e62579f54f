"""The report page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chibo.catalogue import actions, address, leaving
from chibo.catalogue import queries as catalogue
from chibo.catalogue.address import Links
from chibo.kernel import clock
from chibo.kernel.days import ONE_DAY, show_day, show_window
from chibo.reports import queries, workbook
from chibo.reports.showing import items_of
from chibo.tables.export import answer
from chibo.ui import params


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Every figure of a unit and a window; ``xuat=xlsx|csv`` as tables, ``xuat=in`` on plain paper."""
    today = clock.today()
    if there := address.named_address(request, today=today):
        return redirect(there)
    unit = address.asked_unit(request, on=address.asked_last(request.GET, today=today))
    period = address.asked_period(request.GET, unit=unit, today=today)
    structure = params.asked_structure(request.GET, today=today)
    found = queries.report_of(unit, period, structure, viewer=request.viewer)
    may_rows = request.viewer.may(catalogue.ROWS, unit) is not None
    chapters = items_of(found, Links(structure=structure, today=today), may_rows=may_rows)
    context = {
        "unit": unit,
        "unit_url": address.unit_url(unit),
        "place": found.place,
        "chapters": chapters,
        "reasons": list(dict.fromkeys(reason for gaps in found.missing.values() for _, reason in gaps)),
        "asked": params.Asked(period, structure),
        "today": today,
        "when": show_window(period),
        "first_day": show_day(period.first - ONE_DAY),
        "last_day": show_day(period.last),
        "presets": list(address.PERIODS.items()),
        "may_export": request.viewer.may(actions.EXPORT, unit) is not None,
        "at": timezone.localtime(clock.now()),
        "structure_words": "" if structure.is_then else f"cơ cấu tổ chức ngày {show_day(structure.day)}",
    }
    if not request.GET.get(params.EXPORT):
        return render(request, "reports/report.html", context)
    out = leaving.Leaving(found.place.name, period, unit, structure, request.viewer)
    return answer(
        request,
        workbook.tables_of(context),
        out.heading("Báo cáo số liệu"),
        exported=out.exported("Báo cáo số liệu", on=today),
        printed=lambda: render(request, "reports/paper.html", context),
    )
