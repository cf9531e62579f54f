"""Sending back, withdrawing, lapsing, letting go on, taking back."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.procedures import rules
from chibo.procedures.actions.acting import _follow
from chibo.procedures.actions.course import Course, must_give_reason, must_hold
from chibo.procedures.models import Act, Case
from chibo.procedures.queries.cases import open_now
from chibo.procedures.queries.levels import Holder
from chibo.procedures.queries.replay import position
from chibo.procedures.rules import deadlines
from chibo.procedures.rules.handlers import made_by
from chibo.procedures.vocabulary import ActKind, Role
from chibo.rulebook import queries as rulebook

UNDOABLE = (ActKind.STEP, ActKind.RETURNED, ActKind.WITHDRAWN, ActKind.LAPSED, ActKind.OVERRIDDEN)


@transaction.atomic
def send_back(case: Case, *, to: str, on: date, reason: str, by: Viewer) -> Act:
    """Return the case to an earlier step, with the reason.

    :raises Refusal: not a step it may be returned to, one that was not done, no reason, before the act before
    """
    with rulebook.steady():
        course = Course.of(case, by)
        step = course.step
        course.check_day(on)
        course.must_hold(step, on)
        reason = must_give_reason(reason)
        steps = course.handler.definition.steps
        if to not in step.back_to or course.case.day_of(to) is None:
            allowed = [steps[key].title for key in step.back_to if course.case.day_of(key) is not None]
            told = f"Trả lại được về: {'; '.join(allowed)}." if allowed else "Bước này không trả lại được."
            raise Refusal(f"{told} Hãy chọn lại.", field="to", code="back_to")
        done = course.write(ActKind.RETURNED, on=on, step=step.key, to=to, reason=reason, due_on=course.case.due_on)
        _turned(course, done)
        course.settle(to, on)
        course.tell("procedures.returned", f"trả lại bước “{steps[to].title}”", on=on, reason=reason)
        _follow(case, course.case)
    return done


@transaction.atomic
def withdraw(case: Case, *, on: date, reason: str, by: Viewer) -> Act:
    """Rút hồ sơ: by whoever holds the step, or the cell of the case.

    :raises Refusal: closed, no reason, before the act before, nobody's of the viewer
    """
    with rulebook.steady():
        course = Course.of(case, by)
        step = course.step
        course.check_day(on)
        own = Holder(course.case.unit, "cases.cell", Role.CHI_BO)
        if by.may(own.capability, own.unit) is None:
            must_hold(by, course.holder(step, on), course.case, step)
        reason = must_give_reason(reason)
        done = course.write(ActKind.WITHDRAWN, on=on, step=step.key, to="withdrawn", reason=reason)
        _turned(course, done)
        course.settle("withdrawn", on)
        course.tell("procedures.withdrawn", "rút hồ sơ", on=on, reason=reason)
        _follow(case, course.case)
    return done


@transaction.atomic
def lapse(case: Case, *, on: date, reason: str = "", by: Viewer) -> Act:
    """Close a case whose deadline has gone by, where its procedure says that it lapses then.

    :raises Refusal: the step does not lapse, or its deadline is still to come
    """
    with rulebook.steady():
        course = Course.of(case, by)
        step = course.step
        course.check_day(on)
        course.must_hold(step, on)
        days = [
            one.day
            for one in deadlines.counted(step, course.case, since=course.case.step_since)
            if one.deadline.lapses and one.day
        ]
        if not days or on <= min(days):
            when = f" trước ngày {show_day(min(days))}" if days else ""
            raise Refusal(
                f"Hồ sơ chưa hết hiệu lực ở bước này{when}. Hãy làm tiếp, hoặc rút hồ sơ và ghi lý do.",
                field="on",
                code="not_lapsed",
            )
        reason = reason or f"Quá hạn {show_day(min(days))} của bước “{step.title}”."
        done = course.write(ActKind.LAPSED, on=on, step=step.key, to="lapsed", reason=reason, due_on=course.case.due_on)
        _turned(course, done)
        course.settle("lapsed", on)
        course.tell("procedures.lapsed", "hết hiệu lực", on=on, reason=reason)
        _follow(case, course.case)
    return done


@transaction.atomic
def override(case: Case, *, on: date, reason: str, because: Decision, by: Viewer) -> Act:
    """Cho đi tiếp: the competent level lets the case do this step although a confirmed rule speaks against it.

    :raises Refusal: closed, no reason, no decision, signed later, not entitled
    """
    with rulebook.steady():
        course = Course.of(case, by)
        step = course.step
        course.check_day(on)
        by.must(rules.OVERRIDE, course.case.waiting_unit)
        reason = must_give_reason(reason)
        if because is None:
            raise Refusal(
                "Cho đi tiếp phải có văn bản. Hãy ghi số, ngày ký và cơ quan ban hành.",
                field="number",
                code="no_decision",
            )
        if because.issued_on > on:
            raise Refusal(
                f"Văn bản ký ngày {show_day(because.issued_on)}, sau ngày {show_day(on)} đang ghi. Hãy xem lại hai ngày.",
                field="issued_on",
                code="decision_later",
            )
        done = course.write(ActKind.OVERRIDDEN, on=on, step=step.key, to=step.key, reason=reason, because=because)
        course.tell(
            "procedures.overridden", f"cho đi tiếp ở bước “{step.title}”", on=on, because=because, reason=reason
        )
        _follow(case, course.case)
    return done


@transaction.atomic
def take_back(case: Case, *, reason: str, by: Viewer) -> Act:
    """Rút lại việc vừa ghi nhầm: the last act no longer counts, the case is where it was before.

    :raises Refusal: no reason, nothing to take back, what it made still stands in the records, the case has followed its
        unit since
    """
    with rulebook.steady():
        course = Course.of(case, by)
        reason = must_give_reason(reason)
        last, numbers = last_undoable(course.case)
        steps = course.handler.definition.steps
        if last is None:
            raise Refusal(
                "Không có việc nào vừa ghi để rút lại. Nếu hồ sơ mở nhầm, hãy rút hồ sơ và ghi lý do.", code="nothing"
            )
        if (made := made_by(last)) is not None:
            told = f" ({made.text})" if made.text else ""
            raise Refusal(
                f"“{course.name_of(last)}” đã ghi vào hồ sơ đảng viên{told}. Trước hết hãy sửa sai hoặc hủy ghi nhận ấy ở hồ sơ "
                "đảng viên, rồi quay lại đây rút lại bước này.",
                code="made",
                status=409,
            )
        if last.kind == ActKind.OVERRIDDEN:
            by.must(rules.OVERRIDE, course.case.waiting_unit)
        else:
            course.must_hold(steps[last.step], last.on)
        reopens = not course.case.is_open
        if reopens and course.case.is_alone and (other := open_now(course.case.subject, course.case.code)) is not None:
            raise Refusal(
                f"Đã mở hồ sơ {other.mark} của quy trình này. Hãy rút hồ sơ ấy trước.", code="already_open", status=409
            )
        told = course.name_of(last)
        done = course.write(
            ActKind.TAKEN_BACK, on=course.case.standing[-1].on, step=course.case.step, to="", reason=reason,
            data={"numbers": numbers},
        )  # fmt: skip
        restore(course)
        course.tell("procedures.taken_back", f"rút lại “{told}”", on=done.on, reason=reason)
        _follow(case, course.case)
    return done


def _turned(course: Course, done: Act) -> None:
    """Let the area take off what is only under way."""
    if course.handler.turned is not None:
        course.handler.turned(course.case, done, course.by)


def last_undoable(case: Case) -> tuple[Act | None, list[int]]:
    """The last act that may be taken back, and its number with those of the steps skipped after it."""
    numbers = []
    for act in reversed(case.standing):
        numbers.append(act.number)
        if act.kind == ActKind.SKIPPED:
            continue
        return (act, numbers) if act.kind in UNDOABLE else (None, [])
    return None, []


def restore(course: Course) -> None:
    """Put the case where its standing acts say it is."""
    case = course.case
    found = position(case, course.handler, lines=course.lines)
    case.state, case.step, case.step_since = found.state, found.step, found.step_since
    case.due_on, case.closed_on = found.due_on, found.closed_on
    case.waiting_unit_id, case.waiting_capability = found.waiting_unit_id, found.waiting_capability
    case.save(
        update_fields=[
            "state",
            "step",
            "step_since",
            "due_on",
            "closed_on",
            "waiting_unit",
            "waiting_capability",
            "unit",
        ]
    )
