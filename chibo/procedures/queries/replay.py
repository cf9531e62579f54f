"""What the acts of a case say about it: state, step, since when, until when, where it waits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.org.models import Unit
from chibo.procedures.models import Act, Case
from chibo.procedures.queries.cases import with_history
from chibo.procedures.queries.levels import Line, Tree, holder_of
from chibo.procedures.rules import deadlines, voting
from chibo.procedures.rules.handlers import Handler, of_case
from chibo.procedures.vocabulary import ENDS, ActKind, CaseState
from chibo.rulebook import queries as rulebook

ARRIVALS = (ActKind.OPENED, ActKind.STEP, ActKind.SKIPPED, ActKind.RETURNED)
"""Acts after which a case is at a step it was not at before."""


@dataclass(frozen=True)
class Position:
    """What is derived of a case."""

    state: str
    step: str
    step_since: date
    due_on: date
    closed_on: date
    waiting_unit_id: int | None
    waiting_capability: str


def position(case: Case, handler: Handler, *, lines: Callable[[Unit], Line] | None = None) -> Position:
    """Derive a case from its acts.

    :raises Refusal: the organization that holds the step cannot be told
    """
    standing = case.standing
    last = next(act for act in reversed(standing) if act.to)
    if last.to in ENDS:
        return Position(last.to, "", last.on, FOREVER, last.on, None, "")
    arrival = next(act for act in reversed(standing) if act.kind in ARRIVALS)
    step = handler.definition.steps[last.to]
    holder = holder_of(step, case, on=standing[-1].on, lines=lines)
    due = deadlines.due_of(step, case, since=arrival.on)
    return Position(CaseState.OPEN, step.key, arrival.on, due, FOREVER, holder.unit.pk, holder.capability)


def is_overridden(case: Case) -> bool:
    """Whether the competent level let the case go on at the step it is at now."""
    for act in reversed(case.standing):
        if act.kind == ActKind.OVERRIDDEN:
            return True
        if act.kind in ARRIVALS:
            return False
    return False


def differences(cases: Sequence[Case] | None = None) -> Iterator[str]:
    """Every difference between a case and its acts, and every act that cannot have been, by name; for ``verify``."""
    tree = Tree()
    with rulebook.steady():
        if cases is not None:
            some: Iterable[Sequence[Case]] = [cases]
        else:
            keys = Case.objects.order_by("pk").values_list("pk", flat=True)
            some = (with_history(Case.objects.filter(pk__in=batch).order_by("pk")) for batch in batches(keys, 1_000))
        for batch in some:
            for case in batch:
                for text in _differences(case, tree):
                    yield f"{case.mark}: {text}"


def _differences(case: Case, tree: Tree) -> Iterator[str]:
    try:
        handler = of_case(case)
    except Refusal:
        yield f"không có quy trình {case.code} phiên bản {case.version}"
        return
    standing = case.standing
    if not standing or standing[0].kind != ActKind.OPENED:
        yield "không có lần mở hồ sơ"
        return
    yield from _impossible(case, handler, standing)
    try:
        derived = position(case, handler, lines=tree.on(standing[-1].on))
    except (Refusal, KeyError, StopIteration) as error:
        yield f"không suy ra được trạng thái: {error}"
        return
    for name in ("state", "step", "step_since", "due_on", "closed_on", "waiting_unit_id", "waiting_capability"):
        kept, wanted = getattr(case, name), getattr(derived, name)
        if kept != wanted:
            yield f"{name} ghi {_shown(kept)}, suy ra từ các bước là {_shown(wanted)}"
    if standing[-1].place and standing[-1].place != case.unit.reference:
        yield "tổ chức giữ hồ sơ khác với lần chuyển cuối cùng"


def _impossible(case: Case, handler: Handler, standing: list[Act]) -> Iterator[str]:
    """Acts out of order, before the one before, leading where no way leads, votes that do not add up."""
    at, before = "", case.opened_on
    steps = handler.definition.steps
    for act in standing:
        if act.on < before:
            yield f"việc {act.number} ghi ngày {show_day(act.on)}, trước việc đứng trước nó"
        if act.step != at:
            yield f"việc {act.number} làm ở bước {act.step or '(mở)'}, lúc ấy hồ sơ ở bước {at or '(mở)'}"
        if act.kind in (ActKind.STEP, ActKind.SKIPPED) and (
            act.step not in steps or act.to not in handler.definition.targets(act.step)
        ):
            yield f"việc {act.number} đi từ {act.step} đến {act.to}, quy trình không có lối ấy"
        if act.kind == ActKind.STEP and act.vote is not None:
            try:
                voting.whole(act.vote)
            except Refusal as refusal:
                yield f"việc {act.number}: {refusal.message}"
        at, before = act.to, max(before, act.on)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return show_day(value) or "không hạn"
    return str(value) or "(trống)"
