"""Work: giving it, seeing what is left of it, taking it back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day, show_window
from chibo.kernel.refusal import Refusal
from chibo.members.models import Person
from chibo.members.views.place import UNIT
from chibo.quality import actions
from chibo.quality.forms import AssignForm
from chibo.quality.queries.lists import ORDERS, RELATED
from chibo.quality.queries.scores import rows_of, score_of
from chibo.quality.queries.work import Work, assignment_of, assignments, work_of
from chibo.quality.rules import WRITE, Rule, rule_of
from chibo.quality.rules.mending import person_of
from chibo.quality.rules.staff import staff_of
from chibo.quality.views.asked import Page, page_of
from chibo.quality.vocabulary import State
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.forms import Form, refused
from chibo.ui.markup import with_query

USUAL_TIME = timedelta(days=14)
MOST = 300
"""Assignments on one page: more than an office can have under way."""
MOST_PEOPLE = 200
PERSON = "nguoi"


def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give the list of a rule at the unit of the address, or one person of it, to somebody."""
    rule, page = rule_of(code), page_of(request)
    request.viewer.must(WRITE, page.unit)
    staff = staff_of(page.unit, on=page.today)
    people = _people(rule, page)
    offered = [(uid, f"{p.full_name}, sinh {show_day(p.born_on, p.born_precision)}") for uid, p in people.items()]
    form = AssignForm(
        request.POST if request.method == "POST" else None, staff=staff, people=offered,
        initial={"due_on": page.today + USUAL_TIME, "person": request.GET.get(PERSON, "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            work = actions.assign(
                rule=rule, unit=page.unit, person=people.get(form.cleaned_data.get("person", "")),
                assignee=form.cleaned_data["assignee"], due_on=form.cleaned_data["due_on"],
                note=form.cleaned_data["note"], on=page.today, by=request.viewer,
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã giao cho {work.assignee_label}.")
            return HttpResponseRedirect(page.url("assigned"))
    context = page.context() | {
        "rule": rule,
        "form": form,
        "faults": score_of(rule, page.look).faults,
        "has_staff": bool(staff),
        "rows_url": page.url("rows", rule.code),
    }
    return render(request, "quality/assign.html", context, status=422 if form.is_bound else 200)


def _people(rule: Rule, page: Page) -> dict[str, Person]:
    """The first people of the list by uid, to whom alone the work may be narrowed."""
    if not rule.about_people:
        return {}
    rows = rows_of(rule, page.look)
    rows = rows.order_by(*ORDERS[rows.model]).select_related(*RELATED[rows.model])[:MOST_PEOPLE]
    return {str(person_of(row).uid): person_of(row) for row in rows}


@require_safe
def assigned(request: HttpRequest) -> HttpResponse:
    """Việc làm sạch được giao at the unit and below it."""
    page = page_of(request)
    rows = assignments(at=[page.unit.pk], on=page.today)[:MOST]
    lines = work_of(rows, today=page.today, viewer=request.viewer)
    heading = Heading(
        "Việc làm sạch được giao", scope=page.unit_name, when=show_window(page.today), by=request.viewer.label,
        illustration=page.unit.is_illustration,
    )  # fmt: skip
    table = _table("quality.assigned", lines, with_assignee=True)
    return respond(request, "quality/assigned.html", page.context(), table=table, heading=heading)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I am to mend: overdue first."""
    today = clock.today()
    rows = assignments(of=request.viewer.reference, on=today)[:MOST]
    lines = work_of(rows, today=today, viewer=request.viewer)
    heading = Heading("Việc làm sạch của tôi", when=show_window(today), by=request.viewer.label)
    context = {
        "overdue": sum(1 for line in lines if line.is_overdue),
        "soon": sum(1 for line in lines if line.is_soon),
        "open": sum(1 for line in lines if line.state == State.OPEN),
        "today": today,
    }
    table = _table("quality.mine", lines, with_assignee=False)
    return respond(request, "quality/mine.html", context, table=table, heading=heading)


def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take work back, with a reason."""
    row, today = assignment_of(uid, viewer=request.viewer), clock.today()
    request.viewer.must(WRITE, row.unit)
    work = work_of([row], today=today, viewer=request.viewer)[0]
    back = with_query(reverse("quality:assigned"), {UNIT: str(row.unit.uid)})

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Rút việc: {work.rule.title}",
            consequences=[f"{row.assignee_label} không còn thấy việc này trong danh sách phải làm."],
            button="Rút việc",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.withdraw(row, reason=answer.reason, on=today, by=request.viewer)
        messages.success(request, f"Đã rút việc giao cho {row.assignee_label}.")
        return back

    form = Form(request.POST if request.method == "POST" else None)
    return two_step(request, form, "quality/withdraw.html", {"work": work, "back": back}, preview=preview, act=act)


_RANK = {State.OPEN: 0, State.MENDED: 1, State.WITHDRAWN: 2}


def _table(name: str, lines: list[Work], *, with_assignee: bool) -> Table:
    """Open work first, by due day."""
    ordered = sorted(lines, key=lambda w: (_RANK[w.state], w.assignment.due_on, w.assignment.pk))
    columns = [
        Column("rule", "Việc", lambda w: _what(w), main=True, url=_list_url, width=40),
        Column("unit", "Tổ chức", lambda w: w.unit_name, width=30),
        Column("left", "Còn lỗi", lambda w: w.left, kind="int"),
        Column("found", "Lúc giao", lambda w: w.assignment.found, kind="int"),
        Column("due", "Hạn", lambda w: w.assignment.due_on, kind="day"),
        Column("state", "Tình trạng", lambda w: w.word, kind="badge", state=lambda w: w.colour),
    ]
    if with_assignee:
        columns.insert(2, Column("who", "Người làm", lambda w: w.assignment.assignee_label, width=24))
        columns.append(Column("withdraw", "Rút việc", _withdraw_word, kind="link", url=_withdraw_url, exported=False))
    else:
        columns.append(Column("by", "Người giao", lambda w: w.assignment.made_by_label, width=24))
        columns.append(Column("note", "Ghi chú", lambda w: w.assignment.note, width=40))
    empty = "Chưa có việc nào được giao. Hãy mở bàn làm sạch dữ liệu và chọn một mục còn lỗi."
    return Table(name, "Việc làm sạch được giao", columns, RowsSource(ordered), noun="việc", empty=empty)


def _what(work: Work) -> str:
    person = work.assignment.person
    return f"{work.rule.title}: {person.full_name}" if person else work.rule.title


def _list_url(work: Work) -> str:
    if work.left is None:
        return ""
    return with_query(reverse("quality:rows", args=[work.rule.code]), {UNIT: str(work.assignment.unit.uid)})


def _withdraw_word(work: Work) -> str:
    return "Rút việc" if work.state == State.OPEN else ""


def _withdraw_url(work: Work) -> str:
    return reverse("quality:withdraw", args=[work.assignment.uid])
