"""The contents of the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.catalogue import address, queries
from chibo.catalogue.address import Links
from chibo.catalogue.contents import chapters
from chibo.indicators import Indicator, Kind
from chibo.kernel import clock
from chibo.kernel.days import Period
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.markup import with_query

KINDS = {
    Kind.COUNT: "Đếm",
    Kind.SHARE: "Tỷ lệ (k/n)",
    Kind.AVERAGE: "Trung bình",
    Kind.BALANCE: "Bảng cân đối",
    Kind.REGISTER: "Sổ",
}


COLUMNS = (
    Column("chapter", "Chương", width=30),
    Column("code", "Mã", "indicator.code", kind="id", width=10),
    Column("title", "Chỉ tiêu", "indicator.title", main=True, width=40),
    Column("question", "Trả lời câu hỏi", "indicator.question", width=50),
    Column("kind", "Loại", lambda row: f"{row['kind']}, {row['takes']}", width=30),
    Column("definition", "Định nghĩa", "indicator.definition", width=60),
    Column("source", "Nguồn", "indicator.source", width=40),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator by chapters, each a link for the unit and the day of this page."""
    today = clock.today()
    if there := address.named_address(request, today=today):
        return redirect(there)
    day = address.asked_day(request.GET, today=today)
    unit = address.asked_unit(request, on=day)
    request.viewer.must(queries.READ, unit)
    structure = params.asked_structure(request.GET, today=today)
    period = address.asked_period(request.GET, unit=unit, today=today)
    links = Links(structure=structure, today=today)
    contents = [
        (title, [_entry(one, links, unit, period) for one in indicators]) for _, title, indicators in chapters()
    ]
    if request.GET.get(params.EXPORT):
        rows = [{"chapter": title, **entry} for title, entries in contents for entry in entries]
        table = Table("catalogue.index", "Danh mục chỉ tiêu", COLUMNS, RowsSource(rows))
        return answer(request, [table], Heading("Danh mục chỉ tiêu", by=request.viewer.label))
    context = {
        "unit": unit,
        "unit_name": org.name_of(unit, on=day),
        "period": period,
        "asked": params.Asked(period, structure),
        "today": today,
        "chapters": contents,
        "report_url": with_query("/bao-cao/", dict([(address.UNIT, str(unit.uid)), *address.window_pairs(period)])),
        "statistics_url": with_query(
            reverse("catalogue:statistics"), {address.UNIT: str(unit.uid), params.DAY: f"{day:%d/%m/%Y}"}
        ),
        "presets": [(title, name) for name, title in address.PERIODS.items()],
    }
    return render(request, "catalogue/index.html", context)


def _entry(indicator: Indicator, links: Links, unit: object, period: Period) -> dict:
    window = period.last if indicator.is_state else period
    return {
        "indicator": indicator,
        "kind": KINDS[indicator.kind],
        "takes": "tại một ngày" if indicator.is_state else "trong một khoảng",
        "url": links.to("figure", indicator.code, unit=unit.uid, window=window),
    }
