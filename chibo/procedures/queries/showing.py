"""A case as its page shows it: steps done, now and ahead, with days, deadlines, votes, papers and rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures.models import Act, Case, CaseDocument
from chibo.procedures.queries.levels import applies, role_of
from chibo.procedures.rules import deadlines, voting
from chibo.procedures.rules.deadlines import Counted
from chibo.procedures.rules.definition import Definition, Field, Step
from chibo.procedures.rules.handlers import Handler, Moment
from chibo.procedures.rules.people import names_of
from chibo.procedures.vocabulary import ActKind, CaseState, FieldKind, Role, Span
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

BADGES = {
    CaseState.OPEN: "waiting",
    CaseState.DONE: "done",
    CaseState.REFUSED: "late",
    CaseState.WITHDRAWN: "plain",
    CaseState.LAPSED: "plain",
}

KEPT = "(ý kiến của người khác, không mở cho người được nhận xét)"


@dataclass
class StepLine:
    """A step on the page."""

    key: str
    title: str
    note: str
    who: str
    state: str
    """``done``, ``now``, ``ahead``, ``skipped``"""
    on: date | None = None
    due_on: date | None = None
    first_on: date | None = None
    is_late: bool = False
    days_late: int = 0
    counted: list[Counted] = field(default_factory=list)
    answers: list[tuple[str, Any]] = field(default_factory=list)
    tally: voting.Tally | None = None
    vote: list[tuple[str, int]] = field(default_factory=list)
    decision: Any = None
    warnings: list[dict[str, Any]] = field(default_factory=list)
    documents: list[CaseDocument] = field(default_factory=list)
    kept_kinds: tuple[str, ...] = ()
    """Kinds of those documents whose files are not the viewer's to open."""
    papers: tuple[str, ...] = ()
    made: str = ""
    actor: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule the case is led by, as it was on its day."""

    key: str
    ruling: Ruling


def lines(
    case: Case, handler: Handler, *, on: date, secrets: bool = False, kept: bool = False, foresee: bool = False
) -> list[StepLine]:
    """Every step of the procedure, in its order; skipped ones say so, those ahead say what will be counted.

    :param foresee: say of those ahead, too, whether they apply as things stand
    :param secrets: show sensitive answers too; whoever asks logs the reading
    :param kept: whether what others said of the subject is left out
    """
    papers = _documents(case)
    shown = _Names(case, handler, on, kept=kept)
    found = []
    skipped = {act.step for act in case.standing if act.kind == ActKind.SKIPPED}
    values = {name: value for act in case.standing for name, value in act.answers_in_the_open.items()}
    for step in handler.definition.steps.values():
        act = case.act_of(step.key)
        is_now = case.is_open and case.step == step.key
        state = "now" if is_now else "done" if act else "skipped" if step.key in skipped else "ahead"
        if state == "ahead" and not case.is_open:
            continue
        if state == "ahead" and foresee and step.only_if and not _will_apply(case, step, handler, on):
            state = "aside"
        line = StepLine(step.key, step.title, step.note, _who(step, case), state, papers=step.papers_after(values))
        if kept:
            line.kept_kinds = tuple(one.kind for one in step.documents if one.opinion)
            line.papers = () if step.takes_opinions else line.papers
        if act is not None and not is_now:
            _done(line, act, step, papers, shown, secrets)
        elif is_now:
            _now(line, step, case, on)
            line.documents = papers.get(act.pk, []) if act else []
        elif state == "ahead":
            line.counted = [one for one in deadlines.counted(step, case, since=on) if one.deadline.start != "entered"]
        found.append(line)
    return found


def _will_apply(case: Case, step: Step, handler: Handler, on: date) -> bool:
    """Whether a step that not every case has is one of this case as things stand; where nobody can say yet, it is."""
    try:
        return applies(step.only_if, Moment(case, step, max(on, case.standing[-1].on)), handler.conditions)
    except Refusal:
        return True


def _done(
    line: StepLine, act: Act, step: Step, papers: dict[int, list[CaseDocument]], shown: "_Names", secrets: bool
) -> None:
    line.on, line.actor, line.decision, line.warnings, line.made = (
        act.on,
        act.actor,
        act.decision,
        act.warnings,
        act.made,
    )
    line.due_on = act.due_on if act.due_on < FOREVER else None
    line.is_late, line.days_late = act.on > act.due_on, max((act.on - act.due_on).days, 0)
    line.documents = papers.get(act.pk, [])
    line.answers = list(shown.answers(act, step.asks, secrets=secrets))
    if act.vote and step.vote:
        line.tally = voting.tally(step.vote, act.vote, on=shown.case.rule_day)
        line.vote = [(label, act.vote[name]) for name, label in voting.PARTS.items()]


def _now(line: StepLine, step: Step, case: Case, on: date) -> None:
    line.due_on = case.due_on if case.due_on < FOREVER else None
    line.is_late, line.days_late = on > case.due_on, max((on - case.due_on).days, 0)
    line.counted = deadlines.counted(step, case, since=case.step_since)
    line.first_on = next((one.day for one in line.counted if one.deadline.earliest and one.day), None)


def _documents(case: Case) -> dict[int, list[CaseDocument]]:
    found: dict[int, list[CaseDocument]] = {}
    for one in case.documents.select_related("file").order_by("pk"):
        found.setdefault(one.act_id, []).append(one)
    return found


def _who(step: Step, case: Case) -> str:
    if step.who.rule:
        try:
            return Role(role_of(step.who, on=case.rule_day)).label
        except Refusal:  # without a value on record the page still opens; whoever does the step is told
            return "Theo quy định"
    label = Role(step.who.role).label
    return f"{label} nơi đến" if step.who.side == "to" else label


class _Names:
    """Answers in words; units are looked up once."""

    def __init__(self, case: Case, handler: Handler, on: date, *, kept: bool = False) -> None:
        self.case, self.handler, self.on, self.kept = case, handler, on, kept
        kinds = {one.name: one.kind for one in handler.definition.fields()}
        wanted = {
            value.partition(":")[2]
            for act in case.standing
            for name, value in act.data.items()
            if kinds.get(name) == FieldKind.UNIT and isinstance(value, str)
        }
        units = {str(u.uid): u for u in Unit.objects.filter(uid__in=wanted)} if wanted else {}
        names = org.names_of([u.pk for u in units.values()], on=on) if units else {}
        self.units = {uid: names.get(u.pk, u.ref) for uid, u in units.items()}
        self.people = names_of({
            value
            for act in case.standing
            for name, value in act.data.items()
            if kinds.get(name) == FieldKind.MEMBER and isinstance(value, str)
        })  # fmt: skip

    def answers(self, act: Act, asked: tuple[Field, ...], *, secrets: bool) -> Iterator[tuple[str, Any]]:
        values = act.answers if secrets else act.answers_in_the_open
        for one in asked:
            if one.opinion and self.kept:
                if one.name in act.data or (one.sensitive and act.sealed):
                    yield one.label, KEPT
            elif one.name in values:
                yield one.label, self.shown(one, values[one.name])
            elif one.sensitive and act.sealed:
                yield one.label, "(kín)"

    def shown(self, one: Field, value: Any) -> Any:
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if isinstance(value, date):
            return show_day(value)
        if one.kind == FieldKind.MONEY:
            return f"{show_int(value)} đ"
        if one.kind == FieldKind.CHOICE:
            return one.choices.get(value, value)
        if one.kind == FieldKind.UNIT:
            return self.units.get(str(value).partition(":")[2], value)
        if one.kind == FieldKind.MEMBER:
            return self.people.get(value, value)
        return value


def opening_answers(
    case: Case, definition: Definition, handler: Handler, *, on: date, secrets: bool = False, kept: bool = False
) -> list[tuple[str, Any]]:
    """What was answered when the case was opened; the parameters as of :func:`lines`."""
    return list(_Names(case, handler, on, kept=kept).answers(case.standing[0], definition.sets, secrets=secrets))


def has_sealed(case: Case, definition: Definition, *, kept: bool = False) -> bool:
    """Whether there are sealed answers that the viewer may open."""
    asked = {key: step.asks for key, step in definition.steps.items()} | {"": definition.sets}
    return any(
        act.sealed and any(one.sensitive and not (one.opinion and kept) for one in asked.get(act.step, ()))
        for act in case.standing
    )


def rules_of(case: Case, definition: Definition) -> list[Rule]:
    """The rules that lead the case, each once, as of its day."""
    return [Rule(key, rulebook.value(key, on=case.rule_day)) for key in dict.fromkeys(definition.rules())]


def calendar_notes(case: Case, definition: Definition, *, on: date) -> list[str]:
    """What has to be said of the working days that are counted now; empty where none are."""
    step = definition.steps.get(case.step)
    if step is None or not any(one.unit == Span.WORKING_DAYS for one in step.deadlines) or case.due_on >= FOREVER:
        return []
    return calendar.notes(case.step_since, case.due_on)


def waiting_name(case: Case, *, on: date) -> str:
    """The name of the organization that holds the case now."""
    return org.name_of(case.waiting_unit, on=on) if case.waiting_unit_id else ""


def may_act(case: Case, handler: Handler, by: Viewer) -> bool:
    """Whether the step the case is at is the viewer's to do."""
    if not case.is_open:
        return False
    step = handler.definition.steps[case.step]
    person = getattr(by, "person_uid", None)
    if step.who.role == Role.CA_NHAN and person and case.subject == f"person:{person}":
        return True
    return by.may(case.waiting_capability, case.waiting_unit) is not None


def must_act(case: Case, handler: Handler, by: Viewer) -> None:
    """:raises NotEntitled: the step the case is at is somebody else's"""
    if case.is_open and not may_act(case, handler, by):
        raise NotEntitled(
            "Bước này do tổ chức khác làm; đồng chí không được giao quyền ấy. Hãy xem ai đang giữ ở trang hồ sơ.",
            code="not_holder",
        )
