"""What all acts have in common: lock the case, look at the day and who acts, write the act, go to the next step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.models import Act, Case
from chibo.procedures.queries.levels import Holder, Line, applies, holder_of
from chibo.procedures.rules import deadlines
from chibo.procedures.rules.definition import Step
from chibo.procedures.rules.handlers import Handler, Moment, of_case
from chibo.procedures.vocabulary import ActKind, CaseState, Role

DERIVED = ("state", "step", "step_since", "due_on", "closed_on", "waiting_unit", "waiting_capability", "unit")
LONGEST_REASON = 2_000


@dataclass
class Course:
    """A case under way: reads it once, writes acts to it.

    :param lines: how to find what a unit stands under; for many cases at once one that remembers
    """

    case: Case
    handler: Handler
    by: Viewer
    lines: Callable[[Unit], Line] | None = None

    @classmethod
    def of(cls, case: Case, by: Viewer) -> "Course":
        """Locks the case until the transaction ends."""
        locked = (
            Case.objects.select_for_update(of=("self",))
            .select_related("unit", "other_unit", "waiting_unit")
            .get(pk=case.pk)
        )
        return cls(locked, of_case(locked), by)

    @property
    def step(self) -> Step:
        """:raises Refusal: the case is closed"""
        if not self.case.is_open:
            raise Refusal(
                f"Hồ sơ {self.case.mark} đã kết thúc ngày {show_day(self.case.closed_on)} "
                f"({CaseState(self.case.state).label.lower()}). Nếu ghi nhầm, hãy rút lại việc vừa ghi.",
                code="closed",
                status=409,
            )
        return self.handler.definition.steps[self.case.step]

    def check_day(self, on: date) -> None:
        """:raises Refusal: before the day of the act before"""
        last = self.case.standing[-1]
        if on < last.on:
            raise Refusal(
                f"Ngày {show_day(on)} trước ngày {show_day(last.on)} của việc trước đó ({self.name_of(last)}). Hãy chọn ngày "
                "từ hôm đó trở đi.",
                field="on",
                code="before_last",
            )

    def name_of(self, act: Act) -> str:
        """What an act is called: the title of its step, or what kind it is."""
        step = self.handler.definition.steps.get(act.step)
        return step.title if step and act.kind == ActKind.STEP else act.get_kind_display().lower()

    def holder(self, step: Step, on: date) -> Holder:
        """Who holds a step on a day."""
        return holder_of(step, self.case, on=on, lines=self.lines)

    def must_hold(self, step: Step, on: date) -> None:
        """:raises NotEntitled: the step is somebody else's"""
        must_hold(self.by, self.holder(step, on), self.case, step)

    def write(
        self,
        kind: ActKind,
        *,
        on: date,
        to: str,
        step: str = "",
        data: Mapping[str, Any] | None = None,
        sealed: bytes | None = None,
        vote: Mapping[str, int] | None = None,
        because: Decision | None = None,
        warnings: Sequence[Mapping[str, Any]] = (),
        reason: str = "",
        due_on: date = FOREVER,
    ) -> Act:
        """Add an act to the case."""
        history = self.case.history
        act = Act(
            case=self.case, number=history[-1].number + 1 if history else 1, kind=kind, step=step, to=to, on=on, due_on=due_on,
            actor=self.by.label[:200], entered_at=clock.now(), data=dict(data or {}), sealed=sealed,
            vote=dict(vote) if vote else None, decision=because, warnings=list(warnings), reason=reason,
            place=self.case.unit.reference,
        )  # fmt: skip
        self.keep(act)
        history.append(act)
        return act

    def keep(self, act: Act) -> None:
        """Write the act down."""
        act.save(force_insert=True)

    def save(self) -> None:
        """Write down what is derived of the case."""
        self.case.save(update_fields=DERIVED)

    def arrive(self, target: str, on: date) -> None:
        """Go where an act leads, past the steps that do not apply, and say who holds it until when."""
        definition = self.handler.definition
        while (step := definition.steps.get(target)) is not None and step.only_if:
            moment = Moment(self.case, step, on, by=self.by)
            line = self.lines(self.case.unit) if self.lines else None
            if applies(step.only_if, moment, self.handler.conditions, line=line):
                break
            onward = definition.past(target)
            self.write(ActKind.SKIPPED, on=on, step=target, to=onward)
            target = onward
        self.settle(target, on)

    def settle(self, target: str, on: date, *, since: date | None = None) -> None:
        """Put the case at a step or an end. :param since: since when it is there, where that was before"""
        case, step = self.case, self.handler.definition.steps.get(target)
        if step is None:
            case.state, case.step, case.closed_on, case.due_on = target, "", on, FOREVER
            case.waiting_unit, case.waiting_capability, case.step_since = None, "", on
        else:
            holder = self.holder(step, on)
            case.state, case.step, case.closed_on = CaseState.OPEN, target, FOREVER
            case.step_since = since or on
            case.due_on = deadlines.due_of(step, case, since=case.step_since)
            case.waiting_unit, case.waiting_capability = holder.unit, holder.capability
        self.save()

    def tell(
        self, what: str, label: str, *, on: date, because: Decision | None = None, reason: str = "", **more: Any
    ) -> None:
        """Write the act to the journal, for the case and its subject."""
        case = self.case
        journal.record(
            what, subject=case.reference, label=f"{case.mark}, {case.subject_label}: {label}", place=case.unit.reference,
            on=on, by=self.by, because=because, reason=reason, subjects=[case.reference, case.subject], **more,
        )  # fmt: skip


def must_hold(by: Viewer, holder: Holder, case: Case, step: Step) -> None:
    """:raises NotEntitled: neither the holder's capability nor the person the step is for"""
    person = getattr(by, "person_uid", None)
    if holder.role == Role.CA_NHAN and person and case.subject == f"person:{person}":
        return
    if by.may(holder.capability, holder.unit) is None:
        raise NotEntitled(
            f"Bước “{step.title}” do {_role(holder.role)} làm; đồng chí không được giao quyền ấy tại tổ chức này. Hãy báo người "
            "giữ bước, hoặc mở hồ sơ khác.",
            code="not_holder",
        )


def _role(role: str) -> str:
    label = Role(role).label
    return label[:1].lower() + label[1:]


def must_give_reason(reason: str) -> str:
    """:raises Refusal: none, or too long"""
    reason = tidy(reason)
    if not reason:
        raise Refusal("Hãy ghi lý do.", field="reason", code="no_reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal("Lý do quá dài. Hãy viết gọn trong 2.000 ký tự.", field="reason", code="too_long")
    return reason
