"""The source of a unit and what is below it: list, filter, file, paper."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from chibo.admission import queries, rules
from chibo.admission.forms import SourceFilter
from chibo.admission.indicators.pipeline import SOON, stage_on, staged
from chibo.admission.models import Pipeline, Prospect
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, tidy
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Order, Table
from chibo.ui import params
from chibo.ui.markup import with_query

ORDERS = (
    Order("ten", "Họ và tên", ("name_key", "pk")),
    Order("ngay", "Ngày vào nguồn", ("listed_on", "pk")),
)
COLUMNS = (
    Column("name", "Họ và tên", "full_name", main=True, url=lambda row: row.get_absolute_url(), order="ten", width=28),
    Column("born", "Ngày sinh", "born_on", kind="day", precision="born_precision"),
    Column("stage", "Đang ở", lambda row: row.stage.label, width=34),
    Column("class", "Giấy chứng nhận hết hạn", "class_expires", kind="day"),
    Column("unit", "Chi bộ", "unit_name", width=34),
    Column("follower", "Người theo dõi", lambda row: row.follower.full_name if row.follower else "", width=26),
    Column("listed", "Vào nguồn", "listed_on", kind="day", order="ngay"),
)
LEAVING = (
    Column("sex", "Giới tính", lambda row: row.get_sex_display() if row.sex else ""),
    Column("ethnicity", "Dân tộc", lambda row: row.get_ethnicity_display() if row.ethnicity else ""),
    Column("religion", "Tôn giáo", lambda row: row.get_religion_display() if row.religion else ""),
    Column("occupation", "Nghề nghiệp", lambda row: row.get_occupation_display() if row.occupation else "", width=22),
    Column("schooling", "Học vấn phổ thông", lambda row: row.get_schooling_display() if row.schooling else "", width=22),
    Column(
        "qualification", "Trình độ chuyên môn", lambda row: row.get_qualification_display() if row.qualification else "",
        width=18,
    ),
    Column("workplace", "Nơi làm việc, học tập", "workplace", width=30),
    Column("residence", "Nơi ở", "residence", width=30),
    Column("introduced_by", "Tổ chức giới thiệu", lambda row: row.get_introduced_by_display(), width=22),
    Column("introducer", "Tên tổ chức giới thiệu", "introducer_name", width=28),
    Column("number", "Số giấy chứng nhận", lambda row: row.class_number or "", kind="id", width=18),
    Column("unit_ref", "Mã chi bộ", "unit.ref", kind="id", width=16),
    Column("note", "Ghi chú", "note", width=30),
)  # fmt: skip
"""What a file has beside the columns of the page."""


class SourceRows(QuerySource):
    """Prospects with the names of their cells and their stage; looked up for one page at a time."""

    def __init__(self, found: QuerySet[Prospect], *, on: date, of: Unit, order: Sequence[str] = ORDERS[0].by) -> None:
        super().__init__(found, order)
        self.on, self.of = on, of

    def shown(self, rows: list[Prospect]) -> list[Prospect]:
        names = CellNames({row.unit_id for row in rows}, without=self.of.pk)
        stages = queries.stages_of(rows, on=self.on)
        for row in rows:
            row.unit_name, row.stage = names.on(row.unit_id, self.on), stages[row.pk]
        return rows


def source(request: HttpRequest) -> HttpResponse:
    """The list: filter, page by page, as a file, on paper."""
    unit, viewer = unit_of(request, capability=rules.READ), request.viewer
    asked = params.asked(request.GET, today=clock.today())
    placement = org.placement_of(unit, on=asked.on)
    units = choices_around(unit, on=asked.on, by=viewer, capability=rules.READ)
    form = SourceFilter(request.GET.dict() | {UNIT: str(unit.uid)}, units=units)
    form.is_valid()
    for name, errors in form.errors.items():
        raise Refusal(errors[0], field=name, code="filter")
    rows = filtered(queries.listed_at(unit, on=asked.on), form, on=asked.on).select_related("unit", "follower")
    columns = (*COLUMNS, *LEAVING) if request.GET.get(params.EXPORT) in ("xlsx", "csv") else COLUMNS
    table = Table(
        "admission.source", f"Nguồn kết nạp của {placement.name}", columns, SourceRows(rows, on=asked.on, of=unit),
        orders=ORDERS, noun="quần chúng ưu tú",
        empty="Chưa có ai trong nguồn khớp với điều kiện. Hãy nới điều kiện lọc, hoặc thêm quần chúng ưu tú.",
    )  # fmt: skip
    heading = Heading(
        "Danh sách nguồn kết nạp đảng viên", scope=placement.name, when=f"ngày {show_day(asked.on)}",
        filters=tuple(form.told()), by=viewer.label, illustration=unit.is_illustration,
    )  # fmt: skip
    context = {
        "unit": unit,
        "unit_name": placement.name,
        "asked": asked,
        "today": clock.today(),
        "filter": form,
        "is_filtered": bool(form.told()),
        "unfiltered": with_query(request.path, params.carried(request.GET) | {UNIT: unit.uid}),
        "may_write": viewer.may(rules.WRITE, unit),
        "is_cell": placement.kind in CELL_KINDS,
    }
    return respond(
        request, "admission/source.html", context, table=table, heading=heading,
        exported=journal.list_exported(
            "admission.source_exported", "danh sách nguồn kết nạp", place=unit.reference, on=asked.on, by=viewer
        ),
    )  # fmt: skip


def filtered(rows: QuerySet[Prospect], form: SourceFilter, *, on: date) -> QuerySet[Prospect]:
    """The rows that the filter leaves."""
    said = form.cleaned_data
    if name := fold(tidy(said["ten"])):
        rows = rows.filter(folded__contains=name)
    if said["chang"]:
        now = staged(Pipeline.objects.filter(since__lte=on, until__gt=on, prospect__isnull=False), on=on)
        rows = rows.filter(pk__in=now.annotate(stage=stage_on(on)).filter(stage=said["chang"]).values("prospect"))
    match said["han"]:
        case "het":
            return rows.filter(class_expires__lt=on)
        case "sap":
            return rows.filter(class_expires__gte=on, class_expires__lte=on + timedelta(days=SOON))
        case "chua":
            return rows.filter(class_expires__isnull=True)
    return rows
