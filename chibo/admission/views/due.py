"""Whose probation is over, or soon will be, and the case of recognition."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chibo.admission import rules
from chibo.admission.queries import probations
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.members.models import Spell
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures import actions as procedures
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params

ALL, SPAN = "tat-ca", "trong"
AHEAD = 90
COLUMNS = (
    Column(
        "name", "Họ và tên", "person.full_name", main=True,
        url=lambda row: reverse("members:person", args=[row.person.uid]), width=28,
    ),
    Column("unit", "Chi bộ", "unit_name", width=34),
    Column("admitted", "Kết nạp", "admitted_on", kind="day"),
    Column("due", "Đủ dự bị", lambda row: row.window.due if row.window else None, kind="day"),
    Column("last", "Hạn xét", lambda row: row.window.last if row.window else None, kind="day"),
    Column("state", "Tình trạng", "told", kind="badge", state=lambda row: row.told_state, width=22),
    Column("case", "Việc tiếp theo", "next_words", kind="link", url=lambda row: row.next_url, width=26),
)  # fmt: skip


class DueRows(QuerySource):
    """Probationary members with their window, case and cell; looked up for one page at a time."""

    def __init__(self, found: QuerySet[Spell], *, on: date, of: Unit) -> None:
        super().__init__(found, ("admitted_on", "name_key", "pk"))
        self.on, self.of = on, of

    def shown(self, rows: list[Spell]) -> list[Spell]:
        names = CellNames({row.cell_id for row in rows}, without=self.of.pk)
        led = probations.with_cases([row.person for row in rows])
        for row in rows:
            row.unit_name = names.on(row.cell_id, self.on)
            row.window = probations.window_of(row.admitted_on, on=self.on)
            row.told_state, row.told = told(row.window, on=self.on)
            case = led.get(f"person:{row.person.uid}")
            row.next_words = f"Hồ sơ {case.mark}" if case else "Mở hồ sơ xét công nhận"
            row.next_url = case.get_absolute_url() if case else ask_url(row)
        return rows


def ask_url(row: Spell) -> str:
    """Where a case of recognition is opened."""
    return f"{reverse('procedures:open', args=[probations.RECOGNITION])}?ve=person:{row.person.uid}"


def told(window: probations.Window, *, on: date) -> tuple[str, str]:
    """(state, words) of a probation on a day, by the ladder of alerts."""
    if on > window.last:
        return "late", "Quá hạn xét"
    if on >= window.due:
        return "waiting", "Đã đủ, chờ xét"
    if (days := probations.rung(window.due, on=on)) is not None:
        return "new", f"Còn không quá {days} ngày"
    return "plain", "Chưa đến hạn"


def due(request: HttpRequest) -> HttpResponse:
    """Probationary members in the order in which their time is over; within 90 days unless all are asked for."""
    unit, viewer = unit_of(request, capability=rules.READ), request.viewer
    asked = params.asked(request.GET, today=clock.today())
    placement = org.placement_of(unit, on=asked.on)
    span = request.GET.get(SPAN, "")
    if span not in ("", ALL):
        raise Refusal("Không có cách lọc này. Hãy bấm lại một trong hai mục trên trang.", field=SPAN, code="span")
    rows = probations.on_probation(unit, on=asked.on)
    unknown = rows.filter(admitted_on__isnull=True).exists()
    rows = rows.filter(admitted_on__isnull=False)
    if not span:
        rows = probations.due_by(rows, on=asked.on, days=AHEAD)
    table = Table(
        "admission.due", f"Đảng viên dự bị đến hạn xét công nhận, {placement.name}", COLUMNS,
        DueRows(rows, on=asked.on, of=unit), noun="đảng viên dự bị",
        empty="Không có đảng viên dự bị nào đến hạn trong 90 ngày tới. Bấm “Tất cả đảng viên dự bị” để xem đủ.",
    )  # fmt: skip
    heading = Heading(
        "Đảng viên dự bị đến hạn xét công nhận", scope=placement.name, when=f"ngày {show_day(asked.on)}",
        filters=(("Phạm vi", "tất cả đảng viên dự bị" if span else "đến hạn trong 90 ngày tới"),), by=viewer.label,
        illustration=unit.is_illustration,
    )  # fmt: skip
    context = {
        "unit": unit,
        "unit_name": placement.name,
        "units": choices_around(unit, on=asked.on, by=viewer, capability=rules.READ),
        "place": UNIT,
        "asked": asked,
        "today": clock.today(),
        "all": bool(span),
        "unknown": unknown,
    }
    return respond(
        request, "admission/due.html", context, table=table, heading=heading,
        exported=journal.list_exported(
            "admission.due_exported", "danh sách đến hạn xét công nhận", place=unit.reference, on=asked.on, by=viewer
        ),
    )  # fmt: skip


@require_POST
def recognize(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the case of recognition of a probationary member in one click."""
    person, today = sight_of(person_of(uid), by=request.viewer).person, clock.today()
    admission = probations.admission_of(person, on=today)
    form = f"{reverse('procedures:open', args=[probations.RECOGNITION])}?ve=person:{person.uid}"
    if admission is None:
        messages.warning(request, "Chưa rõ ngày làm lễ kết nạp trong hồ sơ. Hãy ghi ngày này khi mở hồ sơ.")
        return redirect(form)
    try:
        case = procedures.open_case(
            probations.RECOGNITION, subject=f"person:{person.uid}", on=today, by=request.viewer,
            data={"admitted_on": admission.on},
        )  # fmt: skip
    except Question as question:
        messages.warning(request, question.message)
        return redirect(form)
    messages.success(request, f"Đã mở hồ sơ {case.mark}. Hãy làm bước đầu tiên.")
    return redirect(case)
