"""The statistics table by unit."""

from collections.abc import Callable
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.http import require_safe

from chibo.catalogue import actions, address, leaving, queries, words
from chibo.catalogue.address import Links
from chibo.catalogue.statistics import COUNTERS, PARTS, ROLL, Line, Statistics, statistics_of
from chibo.indicators import Asked
from chibo.kernel import clock
from chibo.kernel.days import show_window
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui import markup, params

GAP = "00000000-0000-0000-0000-000000000000"
TITLE = "Bảng thống kê đảng viên theo đơn vị"
OVERLAP = (
    "Các đặc điểm chồng lên nhau (một đảng viên có thể vừa là nữ vừa là người dân tộc thiểu số), nên không cộng các nhóm "
    "với nhau."
)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """A row per unit below, a column per counter; each number leads to its figure."""
    today = clock.today()
    day = address.asked_day(request.GET, today=today)
    unit = address.asked_unit(request, on=day)
    request.viewer.must(queries.READ, unit)
    structure = params.asked_structure(request.GET, today=today)
    asked = Asked(request.viewer.scope(unit, structure=structure), day)
    table = statistics_of(unit, asked)
    addresses = _addresses(Links(structure=structure, today=today), asked)
    if request.GET.get(params.EXPORT):
        return _export(request, table, unit, asked)
    context = {
        "unit": unit,
        "unit_url": address.unit_url(unit),
        "place": table.place,
        "groups": [(title, len(list(some))) for title, some in groupby(COUNTERS, key=lambda c: c.group)],
        "titles": [c.title for c in COUNTERS],
        "body": markup.svg("".join(_row(line, addresses) for line in table.lines)),
        "total": markup.svg(_row(table.total, addresses)) if len(table.lines) > 1 else "",
        "reasons": [reason for _, reason in table.missing],
        "asked": params.Asked(day, structure),
        "today": today,
        "when": show_window(day),
        "days": address.days_of_interest(day, today=today),
        "overlap": OVERLAP,
        "may_export": request.viewer.may(actions.EXPORT, unit) is not None,
    }
    return render(request, "catalogue/statistics.html", context)


def _addresses(links: Links, asked: Asked) -> list[tuple[str, str]]:
    """Per column its key and the address of its figure, with a gap for the unit."""
    found = []
    for counter in COUNTERS:
        where = {} if counter.where is None else {counter.where[0]: (counter.where[1],)}
        code = ROLL.code if counter.where is None else PARTS.code
        found.append((counter.key, escape(links.to("figure", code, unit=GAP, window=asked.window, where=where))))
    return found


def _row(line: Line, addresses: list[tuple[str, str]]) -> str:
    whole = addresses[0][1].replace(GAP, line.uid)
    cells = [f'<th scope="row" class="main"><a href="{whole}">{escape(line.name)}</a></th>']
    for key, url in addresses:
        text = words.count(line.values[key], complete=line.complete)
        cells.append(f'<td class="n"><a href="{url.replace(GAP, line.uid)}">{escape(text)}</a></td>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _export(request: HttpRequest, table: Statistics, unit: Unit, asked: Asked) -> HttpResponse | None:
    columns = [
        Column("name", "Tổ chức", main=True, width=34),
        *(Column(c.key, f"{c.group}: {c.title}" if c.group else c.title, _value(c.key), kind="int") for c in COUNTERS),
    ]
    listed = Table(
        "catalogue.statistics",
        TITLE,
        columns,
        RowsSource(table.lines),
        foot=[table.total] if len(table.lines) > 1 else [],
        notes=[f"Chưa đủ dữ liệu: {reason}" for _, reason in table.missing] + [OVERLAP],
    )
    out = leaving.Leaving(table.place.name, asked.window, unit, asked.scope.structure, request.viewer)
    return answer(request, [listed], out.heading(TITLE), exported=out.exported(TITLE, on=clock.today()))


def _value(key: str) -> Callable[[Line], object]:
    return lambda line: leaving.counted((), line.values[key], complete=line.complete).value
