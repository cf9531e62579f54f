"""Giao việc làm sạch: who mends what until when. Nobody closes it by hand: it is done when the list is empty."""

from datetime import date, timedelta

from django.db import transaction

from chibo.indicators import count_rows
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.quality.models import Assignment
from chibo.quality.queries.scores import look_at, rows_of
from chibo.quality.queries.work import work_of
from chibo.quality.rules import WRITE, Rule
from chibo.quality.rules.staff import colleague
from chibo.quality.vocabulary import State

LONGEST = 366
"""Days within which assigned work is due."""
REOPENED_WITHIN = timedelta(days=365)
"""So long after it was done it is open again when the list is no longer empty."""


@transaction.atomic
def assign(
    *,
    rule: Rule,
    unit: Unit,
    assignee: str,
    due_on: date,
    on: date,
    by: Viewer,
    person: Person | None = None,
    note: str = "",
) -> Assignment:
    """Giao: the list of a rule at a unit (or one person in it) to somebody, until a day.

    :param assignee: reference of an account that has the desk of the unit
    :raises Refusal: the list is empty, the day has passed or is far off, nobody of that reference, or it was assigned already
    """
    by.must(WRITE, unit)
    who = colleague(assignee, unit, on=on)
    if not on <= due_on <= on + timedelta(days=LONGEST):
        raise Refusal(
            f"Hạn phải từ hôm nay đến {show_day(on + timedelta(days=LONGEST))}. Hãy chọn ngày khác.",
            field="due_on",
            code="due_on",
        )
    left = count_rows(rows_of(rule, look_at(unit, on=on, today=on, viewer=by), person=person))
    if not left:
        raise Refusal("Mục này không còn lỗi, không cần giao. Hãy chọn mục khác.", code="nothing_left")
    same = Assignment.objects.filter(rule=rule.code, unit=unit, person=person, assignee=assignee, state=State.OPEN)
    if open_one := same.first():
        raise Refusal(
            f"Việc này đã giao cho {who.label}, hạn {show_day(open_one.due_on)}. Hãy rút việc cũ trước, hoặc giao người khác.",
            field="assignee",
            code="assigned",
        )
    work = Assignment.objects.create(
        rule=rule.code, unit=unit, person=person, assignee=who.reference, assignee_label=who.label, due_on=due_on,
        note=tidy(note), found=left, made_on=on, made_by=by.reference, made_by_label=by.label[:200],
    )  # fmt: skip
    _tell(
        "quality.assigned",
        work,
        f"Giao {who.label}: {rule.title}, {show_int(left)} lỗi, hạn {show_day(due_on)}",
        on,
        by,
    )
    return work


@transaction.atomic
def withdraw(work: Assignment, *, reason: str, on: date, by: Viewer) -> None:
    """Rút việc: it need not be done any more.

    :raises Refusal: no reason, or it is not open
    """
    by.must(WRITE, work.unit)
    if not reason.strip():
        raise Refusal("Cần ghi lý do rút việc. Hãy viết ngắn gọn.", field="reason", code="reason")
    if work.state == State.WITHDRAWN:
        raise Refusal("Việc này đã rút rồi. Không cần làm gì thêm.", code="withdrawn")
    work.state, work.closed_on = State.WITHDRAWN, on
    work.save(update_fields=["state", "closed_on"])
    _tell("quality.withdrawn", work, f"Rút việc đã giao {work.assignee_label}", on, by, reason=reason)


@transaction.atomic
def close_mended(*, on: date, by: Viewer) -> tuple[int, int]:
    """Put on record which work the records show as done, and which is open again; run by a command every day.

    :returns: how many were closed, how many opened again
    """
    rows = Assignment.objects.select_related("unit", "person").exclude(state=State.WITHDRAWN)
    rows = rows.exclude(state=State.MENDED, closed_on__lt=on - REOPENED_WITHIN)
    closed = opened = 0
    for work in work_of(rows.order_by("id"), today=on, viewer=by):
        row = work.assignment
        if work.state == row.state:
            continue
        row.state = work.state
        row.closed_on = on if work.state == State.MENDED else FOREVER
        row.save(update_fields=["state", "closed_on"])
        if work.state == State.MENDED:
            closed += 1
            _tell("quality.mended", row, f"Đã sạch: {work.rule.title}, việc của {row.assignee_label}", on, by)
        else:
            opened += 1
            _tell("quality.reopened", row, f"Lại có lỗi: {work.rule.title}, việc của {row.assignee_label}", on, by)
    return closed, opened


def _tell(what: str, work: Assignment, label: str, on: date, by: Viewer, *, reason: str = "") -> None:
    about = [f"person:{work.person.uid}"] if work.person else []
    journal.record(
        what, subject=work.unit.reference, label=label, place=work.unit.reference, on=on, by=by, reason=reason,
        after={"rule": work.rule, "due_on": work.due_on, "assignee": work.assignee}, subjects=about,
    )  # fmt: skip
