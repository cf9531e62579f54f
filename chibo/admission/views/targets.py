"""Targets of a year: the table, giving them to many at once, the history of one."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.admission import actions, rules
from chibo.admission.forms import MOST_TARGETS, TargetsForm
from chibo.admission.indicators.targets import RESULT, target_years, with_achieved
from chibo.admission.models import AdmissionTarget, TargetYear
from chibo.admission.rules.targets import FIRST_YEAR, LAST_YEAR
from chibo.admission.vocabulary import TargetResult
from chibo.indicators import Asked
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, Period, show_day
from chibo.kernel.numbers import percent
from chibo.kernel.refusal import Refusal
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer, respond
from chibo.tables.sources import QuerySource, RowsSource
from chibo.tables.table import Order, Table
from chibo.ui import params
from chibo.ui.confirm import Answer, Change, Preview, two_step

YEAR = "nam"
RANKS = {TargetResult.NOBODY: 0, TargetResult.BELOW: 1, TargetResult.UNASSIGNED: 2, TargetResult.MET: 3}
STATES = {
    TargetResult.NOBODY: "late",
    TargetResult.BELOW: "waiting",
    TargetResult.UNASSIGNED: "plain",
    TargetResult.MET: "done",
}
ORDERS = (
    Order("ket-qua", "Kết quả (chưa có ai trước)", ("rank", "name_key", "id")),
    Order("ten", "Tổ chức", ("name_key", "id")),
)
COLUMNS = (
    Column("unit", "Tổ chức cơ sở đảng", "unit_name", main=True, url=lambda row: target_url(row), order="ten", width=44),
    Column("number", "Chỉ tiêu", "number", kind="int"),
    Column("achieved", "Đã kết nạp", "achieved", kind="int"),
    Column("percent", "Đạt", lambda row: percent(row.achieved, row.number) if row.number else None, kind="percent"),
    Column(
        "result", "Kết quả", lambda row: TargetResult(row.result).label, kind="badge", order="ket-qua",
        state=lambda row: STATES[TargetResult(row.result)], width=34,
    ),
)  # fmt: skip


def target_url(row: TargetYear) -> str:
    """The page of one target."""
    return reverse("admission:target", args=[row.unit.uid, row.year])


class TargetRows(QuerySource):
    """Rows of the table with the names of their units."""

    def __init__(self, found: QuerySet[TargetYear], order=ORDERS[0].by) -> None:
        super().__init__(found, order)

    def shown(self, rows: list[TargetYear]) -> list[TargetYear]:
        names = CellNames({row.unit_id for row in rows})
        for row in rows:
            row.unit_name = names.on(row.unit_id, row.on)
        return rows


def year_of(request: HttpRequest) -> int:
    """The year of the address, this one where none is given."""
    return params.whole_number(request.GET, YEAR, default=clock.today().year, low=FIRST_YEAR, high=LAST_YEAR)


def rows_of(unit: Unit, year: int, request: HttpRequest) -> QuerySet[TargetYear]:
    """The TCCSĐ of a unit in a year, with rank and result."""
    asked = Asked(request.viewer.scope(unit), Period.year(year))
    rows = target_years(asked).annotate(result=RESULT.key(asked))
    whens = [When(result=result.value, then=Value(rank)) for result, rank in RANKS.items()]
    return rows.annotate(rank=Case(*whens, default=Value(9), output_field=IntegerField())).select_related("unit")


def targets(request: HttpRequest) -> HttpResponse:
    """The table of a year: those without anybody admitted first."""
    unit, viewer, year = unit_of(request, capability=rules.READ), request.viewer, year_of(request)
    day = min(clock.today(), date(year, 12, 31))
    name = org.name_of(unit, on=day)
    rows = rows_of(unit, year, request)
    sums = rows.order_by().aggregate(given=Coalesce(Sum("number"), 0), reached=Coalesce(Sum("achieved"), 0))
    own = with_achieved(TargetYear.objects.filter(unit=unit, year=year, number__isnull=False)).first()
    table = Table(
        "admission.targets", f"Chỉ tiêu kết nạp năm {year} của {name}", COLUMNS, TargetRows(rows), orders=ORDERS, noun="TCCSĐ",
        empty="Năm này không có tổ chức cơ sở đảng nào ở đây. Hãy chọn năm khác hoặc tổ chức khác.",
    )  # fmt: skip
    heading = Heading(
        "Chỉ tiêu kết nạp đảng viên", scope=name, when=f"năm {year}", by=viewer.label, illustration=unit.is_illustration
    )
    context = {
        "unit": unit,
        "unit_name": name,
        "units": choices_around(unit, on=day, by=viewer, capability=rules.READ),
        "place": UNIT,
        "year": str(year),
        "years": [str(one) for one in range(clock.today().year + 1, clock.today().year - 9, -1)],
        "sums": sums,
        "percent": percent(sums["reached"], sums["given"]) if sums["given"] else None,
        "own": own,
        "may_assign": bool(viewer.may(rules.TARGET, unit)),
        "assign_url": f"{reverse('admission:assign')}?{UNIT}={unit.uid}&{YEAR}={year}",
        "today": clock.today(),
    }
    return respond(
        request, "admission/targets.html", context, table=table, heading=heading,
        exported=journal.list_exported(
            "admission.targets_exported", f"chỉ tiêu kết nạp năm {year}", place=unit.reference, on=clock.today(), by=viewer
        ),
    )  # fmt: skip


def assign(request: HttpRequest) -> HttpResponse:
    """Giao, điều chỉnh chỉ tiêu for many TCCSĐ at once: an empty box leaves a unit as it is."""
    unit, viewer, year = unit_of(request, capability=rules.TARGET), request.viewer, year_of(request)
    found = TargetRows(rows_of(unit, year, request).filter(unit__ended_on__gt=clock.today()), ORDERS[1].by)
    rows = found.page(None, MOST_TARGETS + 1)
    boxes = [(row.unit_id, row.unit_name, row.number) for row in rows[:MOST_TARGETS]]
    form = TargetsForm(request.POST or None, units=boxes, initial={"on": clock.today()})
    units = {row.unit_id: row.unit for row in rows}
    before = {row.unit_id: (row.unit_name, row.number) for row in rows}

    def chosen() -> dict[int, int]:
        numbers = {pk: number for pk, number in form.numbers().items() if number != before[pk][1]}
        if not numbers:
            raise Refusal("Chưa nhập chỉ tiêu nào khác với chỉ tiêu đang có. Hãy nhập ít nhất một số.", code="nothing")
        return numbers

    def preview(data: dict) -> Preview:
        numbers = chosen()
        return Preview(
            title=f"Giao chỉ tiêu kết nạp năm {year}",
            changes=[Change(before[pk][0], before[pk][1], number) for pk, number in numbers.items()],
            consequences=[f"{len(numbers)} tổ chức được giao hoặc điều chỉnh chỉ tiêu từ ngày {show_day(data['on'])}."],
            button="Giao chỉ tiêu",
        )

    def act(data: dict, said: Answer) -> str:
        numbers = {units[pk]: number for pk, number in chosen().items()}
        count = actions.assign_targets(
            numbers=numbers, year=year, on=data["on"], at=unit, reason=data["reason"], by=viewer
        )
        messages.success(request, f"Đã giao chỉ tiêu cho {count} tổ chức.")
        return f"{reverse('admission:targets')}?{UNIT}={unit.uid}&{YEAR}={year}"

    context = {
        "unit": unit,
        "unit_name": org.name_of(unit, on=clock.today()),
        "year": str(year),
        "more": len(rows) > MOST_TARGETS,
        "nobody": not boxes,
        "back": f"{reverse('admission:targets')}?{UNIT}={unit.uid}&{YEAR}={year}",
    }
    return two_step(request, form, "admission/assign.html", context, preview=preview, act=act)


VERSIONS = (
    Column("since", "Từ ngày", "since", kind="day", main=True),
    Column("number", "Chỉ tiêu", "number", kind="int"),
    Column("until", "Thay từ ngày", lambda row: row.until if row.until < FOREVER else None, kind="day"),
    Column("reason", "Lý do", "reason", width=40),
    Column("decision", "Căn cứ", lambda row: str(row.decision or ""), width=40),
)


def target(request: HttpRequest, uid: UUID, year: int) -> HttpResponse:
    """The target of one unit in one year: its versions, what was achieved."""
    unit, viewer = org.by_uid(uid), request.viewer
    viewer.must(rules.READ, unit)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal("Năm này ngoài khoảng có thể ghi. Hãy chọn năm khác.", field=YEAR, code="year")
    day = min(clock.today(), date(year, 12, 31))
    name = org.name_of(unit, on=day)
    versions = list(AdmissionTarget.objects.filter(unit=unit, year=year).select_related("decision").order_by("version"))
    table = Table(
        "admission.target", f"Chỉ tiêu năm {year} của {name}", VERSIONS, RowsSource(versions), noun="lần giao"
    )
    heading = Heading(table.caption, scope=name, when=f"năm {year}", by=viewer.label, illustration=unit.is_illustration)
    if leaving := answer(request, [table], heading):
        return leaving
    found = with_achieved(TargetYear.objects.filter(unit=unit, year=year)).first()
    context = {
        "unit": unit,
        "unit_name": name,
        "year": str(year),
        "versions": versions,
        "now": next((one for one in versions if one.until >= FOREVER), None),
        "found": found,
        "percent": percent(found.achieved, found.number) if found and found.number else None,
        "may_assign": bool(viewer.may(rules.TARGET, unit)),
        "assign_url": f"{reverse('admission:assign')}?{UNIT}={unit.uid}&{YEAR}={year}",
        "list_url": f"{reverse('admission:targets')}?{UNIT}={unit.uid}&{YEAR}={year}",
    }
    return render(request, "admission/target.html", context)
