"""Members under help: the list, one period, beginning, result. Every reading is journalled."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.procedures.models import Case
from chibo.removal import actions
from chibo.removal.forms import HelpForm, JudgeForm
from chibo.removal.models import AssistancePeriod, unsealed
from chibo.removal.queries import helping
from chibo.removal.rules import capabilities
from chibo.removal.rules.helping import due_after
from chibo.removal.views.asked import Place
from chibo.removal.vocabulary import EntryState, HelpResult
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.forms import refused
from chibo.ui.markup import with_query

WHICH = "xem"
BADGES = {
    HelpResult.GOING_ON: "waiting",
    HelpResult.IMPROVED: "done",
    HelpResult.PROPOSED: "late",
    HelpResult.STOPPED: "plain",
}


@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    """Who of a unit is under help, the nearest due first."""
    place, which = Place.of(request), params.chosen(request.GET, WHICH, {"tat-ca": ""})
    find = helping.all_help if which else helping.under_help
    found = find(place.unit, on=place.today)
    journal.read("Xem danh sách đảng viên được giúp đỡ", place.unit.reference, request.viewer, place.today)
    columns = (
        Column("name", "Họ và tên", "person.full_name", main=True, width=28, url=lambda row: row.get_absolute_url()),
        Column("cell", "Chi bộ", "cell_name", width=34),
        Column("helper", "Người giúp đỡ", "helper", width=26),
        Column("since", "Từ ngày", kind="day"),
        Column("due_on", "Nhận xét trước ngày", kind="day"),
        Column("until", "Kết thúc", lambda row: None if row.is_open else row.until, kind="day"),
        Column(
            "result", "Kết quả", lambda row: "Quá hạn nhận xét" if row.is_late(place.today) else row.get_result_display(),
            kind="badge", state=lambda row: "late" if row.is_late(place.today) else BADGES[row.result], width=26,
        ),
    )  # fmt: skip
    table = Table(
        "removal.helps", "Giúp đỡ đảng viên", columns, _HelpSource(found, place.today), noun="lần giúp đỡ",
        empty="Không có đảng viên nào đang được giúp đỡ.",
    )  # fmt: skip
    context = place.context("helps") | {
        "which": which,
        "may_write": place.may(capabilities.WRITE),
        "start_url": with_query(reverse("members:list"), {UNIT: place.unit.uid}),
    }
    return place.respond("removal/helps.html", context, table=table, heading=place.heading("Đảng viên được giúp đỡ"))


class _HelpSource(QuerySource):
    """Periods of help with the names of the cells."""

    def __init__(self, found, today) -> None:
        super().__init__(found, ("due_on", "name_key", "pk"))
        self.today = today

    def shown(self, rows):
        names = CellNames({row.cell_now for row in rows})
        for row in rows:
            row.cell_name = names.on(row.cell_now, self.today)
        return rows


@require_safe
def help_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One period of help, with why and how."""
    row = helping.help_by_uid(uid)
    sight = sight_of(row.person, by=request.viewer)
    if not sight.is_own:
        request.viewer.must(capabilities.READ, sight.cell)
    today = clock.today()
    if not sight.is_own:
        journal.read("Xem nội dung giúp đỡ đảng viên", sight.reference, request.viewer, today)
    reason, plan = unsealed(row)
    case = Case.objects.filter(uid=row.case.removeprefix("case:")).first() if row.case else None
    vote = row.vote or {}
    context = {
        "row": row,
        "person": row.person,
        "cell_name": org.name_of(row.cell, on=row.since),
        "reason": reason,
        "plan": plan,
        "case": case,
        "late": row.state == EntryState.STANDING and row.is_late(today),
        "kind": BADGES[HelpResult(row.result)],
        "vote": f"{vote['for']}/{vote['obliged']} tán thành" if vote else "",
        "may_write": row.state == EntryState.STANDING and sight.may(capabilities.WRITE, request.viewer),
    }
    return render(request, "removal/help.html", context)


def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi giúp đỡ without a case."""
    sight = sight_of(person_of(uid), by=request.viewer)
    request.viewer.must(capabilities.WRITE, sight.cell)
    person, today = sight.person, clock.today()
    form = HelpForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.start_help(person, on=today, by=request.viewer, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request, f"Đã ghi giúp đỡ đồng chí {person.full_name}; nhận xét trước {show_day(row.due_on)}."
            )
            return HttpResponseRedirect(row.get_absolute_url())
    context = {
        "form": form,
        "title": "Ghi giúp đỡ",
        "person": person,
        "note": f"Theo sổ quy định, giúp đỡ từ hôm nay thì nhận xét trước {_due(today)}.",
        "back": reverse("removal:person", args=[person.uid]),
        "button": "Ghi",
    }
    return render(request, "removal/form.html", context, status=422 if form.is_bound and form.errors else 200)


def _due(today) -> str:
    try:
        return f"ngày {show_day(due_after(today))}"
    except Refusal:
        return "ngày do chi bộ định"


def judge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi kết quả: what the cell voted."""
    row = _kept(request, uid)
    form = JudgeForm(request.POST or None, initial={"judged_on": clock.today()})

    def preview(data: dict) -> Preview:
        result = HelpResult(data["result"])
        says = {
            HelpResult.IMPROVED: "Thôi giúp đỡ từ ngày nhận xét.",
            HelpResult.PROPOSED: "Thôi giúp đỡ; việc đưa ra khỏi Đảng mở bằng hồ sơ xóa tên ở trang của đảng viên.",
            HelpResult.STOPPED: "Thôi giúp đỡ mà không nhận xét.",
        }
        vote = form.vote()
        told = [f"Biểu quyết: {vote.get('for')}/{vote.get('obliged')} tán thành."] if vote else []
        return Preview(
            title=f"Kết quả giúp đỡ: {result.label.lower()}", consequences=[says[result], *told], button="Ghi kết quả"
        )

    def act(data: dict, answer: Answer) -> str:
        actions.judge_help(
            row, result=data["result"], judged_on=data["judged_on"], on=clock.today(), by=request.viewer,
            vote=form.vote(), confirmed=answer.confirmed,
        )  # fmt: skip
        messages.success(request, f"Đã ghi kết quả giúp đỡ đồng chí {row.person.full_name}.")
        return row.get_absolute_url()

    context = {"title": "Kết quả giúp đỡ", "person": row.person, "note": str(row), "back": row.get_absolute_url()}
    return two_step(request, form, "removal/form.html", context, preview=preview, act=act)


def annul_help(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hủy lần giúp đỡ ghi nhầm."""
    row = _kept(request, uid)

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Hủy lần giúp đỡ đồng chí {row.person.full_name}",
            consequences=["Lần giúp đỡ này ra khỏi mọi danh sách và số liệu; nhật ký vẫn giữ."],
            button="Hủy lần giúp đỡ",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.annul_help(row, reason=answer.reason, on=clock.today(), by=request.viewer)
        messages.success(request, "Đã hủy lần giúp đỡ.")
        return reverse("removal:person", args=[row.person.uid])

    form = Form(request.POST if request.method == "POST" else None)
    context = {"title": "Hủy lần giúp đỡ", "person": row.person, "note": str(row), "back": row.get_absolute_url()}
    return two_step(request, form, "removal/form.html", context, preview=preview, act=act)


def _kept(request: HttpRequest, uid: UUID) -> AssistancePeriod:
    row = helping.help_by_uid(uid)
    request.viewer.must(capabilities.WRITE, sight_of(row.person, by=request.viewer).cell)
    return row
