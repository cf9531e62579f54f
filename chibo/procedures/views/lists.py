"""The cases of the viewer's scope."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.text import fold, tidy
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures import queries, rules
from chibo.procedures.forms import FilterForm
from chibo.procedures.models import Case
from chibo.procedures.queries.showing import BADGES
from chibo.procedures.rules.handlers import installed
from chibo.procedures.vocabulary import CaseState
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Order, Table
from chibo.ui.markup import with_query

UNIT = "don-vi"
ORDERS = (
    Order("han", "Hạn", ("due_on", "pk")),
    Order("ten", "Tên", ("subject_key", "pk")),
    Order("moi", "Mới nhất", ("-opened_on", "-pk")),
)
COLUMNS = (
    Column(
        "subject",
        "Hồ sơ của",
        "subject_label",
        main=True,
        url=lambda row: row.get_absolute_url(),
        order="ten",
        width=30,
    ),
    Column("mark", "Mã hồ sơ", "mark", kind="id", width=18),
    Column("procedure", "Quy trình", "procedure_title", width=34),
    Column("step", "Việc phải làm", "step_title", width=38),
    Column("holder", "Đang chờ", "holder_name", width=36),
    Column("due", "Hạn", "due_shown", kind="day", order="han"),
    Column("opened", "Ngày mở", "opened_on", kind="day", order="moi"),
    Column("state", "Trạng thái", "state_shown", kind="badge", state=lambda row: row.badge),
)


class CasesSource(QuerySource):
    """Cases with the names of steps and holders, looked up for one page at a time."""

    def __init__(self, found: QuerySet[Case], *, on: date, order: Sequence[str] = ORDERS[0].by) -> None:
        super().__init__(found, order)
        self.on = on

    def shown(self, rows: list[Case]) -> list[Case]:
        names = org.names_of({row.waiting_unit_id for row in rows if row.waiting_unit_id}, on=self.on) if rows else {}
        known = {(one.definition.code, one.definition.version): one.definition for one in installed()}
        for row in rows:
            definition = known.get((row.code, row.version))
            step = definition.steps.get(row.step) if definition else None
            row.procedure_title = definition.title if definition else row.code
            row.step_title = step.title if step else ""
            row.holder_name = names.get(row.waiting_unit_id, "")
            row.due_shown = row.due_on if row.due_on < FOREVER else None
            late = row.is_open and row.due_on < self.on
            row.badge = "late" if late else BADGES[row.state]
            row.state_shown = "Quá hạn" if late else row.get_state_display()
        return rows


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The list: by state, procedure and name, page by page, as a file, on paper."""
    viewer, today = request.viewer, clock.today()
    unit = _unit(request, viewer)
    titles = sorted(
        {one.definition.code: one.definition.title for one in installed()}.items(), key=lambda pair: pair[1]
    )
    form = FilterForm(request.GET.dict() | {UNIT: str(unit.uid)}, units=_around(unit, today, viewer), procedures=titles)
    form.is_valid()
    for name, errors in form.errors.items():
        raise Refusal(errors[0], field=name, code="filter")
    said = form.cleaned_data
    found = narrowed(queries.within([unit.pk], on=today), said, on=today)
    name = org.name_of(unit, on=today)
    table = Table(
        "procedures.list", f"Hồ sơ tại {name}", COLUMNS, CasesSource(found, on=today), orders=ORDERS, noun="hồ sơ",
        empty="Không có hồ sơ nào khớp. Hãy đổi trạng thái hoặc quy trình ở phần lọc.",
    )  # fmt: skip
    heading = Heading(
        "Hồ sơ giải quyết theo quy trình", scope=name, when=f"ngày {show_day(today)}", filters=tuple(form.told()),
        by=viewer.label, illustration=unit.is_illustration,
    )  # fmt: skip
    context = {
        "unit": unit, "unit_name": name, "filter": form, "today": today,
        "is_filtered": any(said.get(key) for key in ("trang-thai", "quy-trinh", "ten")),
        "unfiltered": with_query(request.path, {UNIT: unit.uid}),
    }  # fmt: skip
    return respond(
        request, "procedures/list.html", context, table=table, heading=heading,
        exported=journal.list_exported(
            "procedures.list_exported", "danh sách hồ sơ", place=unit.reference, on=today, by=viewer
        ),
    )  # fmt: skip


def narrowed(found: QuerySet[Case], said: dict[str, str], *, on: date) -> QuerySet[Case]:
    """What the filter leaves of the cases."""
    state = said.get("trang-thai") or CaseState.OPEN
    if state == "tre":
        found = found.filter(state=CaseState.OPEN, due_on__lt=on)
    elif state != "tat-ca":
        found = found.filter(state=state)
    if code := said.get("quy-trinh"):
        found = found.filter(code=code)
    if text := tidy(said.get("ten") or ""):
        found = found.filter(Q(folded__contains=fold(text)) | Q(mark__iexact=text))
    return found


def _unit(request: HttpRequest, viewer: Viewer) -> Unit:
    """The unit asked for, the viewer's home, or the first at which cases may be seen."""
    uid = request.GET.get(UNIT, "").strip()
    if uid:
        unit = org.by_uid(uid)
        viewer.must(rules.READ, unit)
        return unit
    home = getattr(viewer, "home", None)
    if home is not None and viewer.may(rules.READ, home):
        return home
    entitled = viewer.entitled(rules.READ)
    if not entitled:
        raise NotEntitled(
            "Đồng chí chưa được giao quyền xem hồ sơ giải quyết theo quy trình. Nếu công việc cần, hãy đề nghị quản trị viên "
            "giao quyền.",
            code="not_entitled",
        )
    return Unit.objects.get(pk=entitled[0])


def _around(unit: Unit, on: date, by: Viewer) -> list[tuple[str, str]]:
    """Units to go to from here: those above that are the viewer's, this one, those directly below."""
    above = [(str(p.unit.uid), p.name) for p in org.ancestors(unit, on=on) if by.may(rules.READ, p.unit)]
    below = [(str(p.unit.uid), f"– {p.name}") for p in org.children(unit, on=on)]
    return [*above, (str(unit.uid), org.name_of(unit, on=on)), *below]
