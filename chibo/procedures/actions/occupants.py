"""Open cases follow their unit: a case of a cell that ends goes on where its people go, and wherever levels change, the
organization that holds its step is found anew."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date

from django.db.models import Q, QuerySet

from chibo.kernel import clock
from chibo.kernel.bulk import batches
from chibo.kernel.days import show_day
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Unit
from chibo.procedures.models import Act, Case
from chibo.procedures.queries.cases import with_history
from chibo.procedures.queries.levels import Line, line_of
from chibo.procedures.queries.replay import position
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import ActKind, CaseState
from chibo.rulebook import queries as rulebook

SHOWN = 20
DERIVED = ["unit", "other_unit", "waiting_unit", "waiting_capability", "due_on", "step", "step_since", "state"]


class CaseOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for open cases."""

    kind = "cases"
    title = "Hồ sơ đang giải quyết"
    needs_receiver = False
    fate = "đi theo người của mình, hoặc về tổ chức kế tục; bước đang làm và hạn giữ nguyên"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        return dict(Counter(self._hanging([u.pk for u in units], on).values_list("unit_id", flat=True)))

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        rows = self._hanging([u.pk for u in units], on).order_by("subject_key", "pk")[:limit]
        return [Occupant(_key(one), str(one), one.unit_id, one.get_absolute_url()) for one in rows]

    def allocate(self, move: Move) -> int:
        event, destinations, chosen = move.event, move.destinations, move.chosen
        leaving = set(event.ended) | set(destinations)
        with rulebook.steady():
            cases = self._affected(leaving | set(move.touched), chosen)
            heirs = dict(Unit.objects.filter(pk__in=leaving).values_list("pk", "principal_successor_id"))
            units = _Units()
            moved: list[tuple[Case, Unit, Unit | None]] = []
            for case in cases:
                was, other = case.unit, case.other_unit
                goes = case.unit_id in leaving or _key(case) in chosen
                if goes:
                    self._nothing_later(case, event.on)
                    case.unit = units.get(
                        chosen.get(_key(case)) or destinations.get(case.unit_id) or heirs.get(case.unit_id), case
                    )
                if case.other_unit_id in leaving:
                    case.other_unit = units.get(
                        destinations.get(case.other_unit_id) or heirs.get(case.other_unit_id), case
                    )
                moved.append((case, was, other))
            return self._write(move, moved)

    def _write(self, move: Move, moved: list[tuple[Case, Unit, Unit | None]]) -> int:
        """An act for each case whose unit, other unit or holder is another one now."""
        event = move.event
        lines = lines_on(
            event.on, [case.other_unit or case.unit for case, *_ in moved] + [case.unit for case, *_ in moved]
        )
        acts, changed = [], []
        for case, was, other in moved:
            act = Act(
                case=case, number=case.history[-1].number + 1, kind=ActKind.MOVED, step=case.step, to=case.step,
                on=max(event.on, case.standing[-1].on), actor=move.by.label[:200], entered_at=clock.now(), place=case.unit.reference,
                data={"event": str(event.uid), "from": was.reference, "to": case.unit.reference},
                reason=str(event)[:200],
            )  # fmt: skip
            if case.other_unit_id != (other.pk if other else None):
                act.data |= {"other_from": other.reference, "other_to": case.other_unit.reference}
            case.history.append(act)
            found = position(case, of_case(case), lines=lines if act.on == event.on else None)
            same_holder = (found.waiting_unit_id, found.waiting_capability) == (
                case.waiting_unit_id,
                case.waiting_capability,
            )
            if same_holder and case.unit.pk == was.pk and "other_to" not in act.data:
                case.history.pop()
                continue
            case.waiting_unit_id, case.waiting_capability = found.waiting_unit_id, found.waiting_capability
            acts.append(act)
            changed.append(case)
        Act.objects.bulk_create(acts, batch_size=500)
        Case.objects.bulk_update(changed, DERIVED, batch_size=500)
        if changed:
            occupants.tell(
                "procedures.moved_by_reorganization", f"Chuyển {len(changed)} hồ sơ đang giải quyết do sắp xếp tổ chức",
                move=move, count=len(changed), after={"cases": len(changed)},
                subjects=[case.reference for case in changed],
            )  # fmt: skip
        return sum(case.unit.pk != was.pk for case, was, _ in moved)

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded = event.founded
        at_founded = Case.objects.filter(Q(unit__in=founded) | Q(other_unit__in=founded))
        found = []
        followed = {act.case_id: act for act in self._moves(event)}
        for case in with_history(at_founded.exclude(pk__in=list(followed)).order_by("pk")[:SHOWN]):
            if case.standing[0].on >= event.on or case.standing[-1].on >= event.on:
                found.append(f"hồ sơ {case} mở hoặc chuyển về đây ngày {show_day(case.standing[-1].on)}")
        for case in with_history(Case.objects.filter(pk__in=list(followed)).order_by("pk")):
            later = [
                act for act in case.standing if act.number > followed[case.pk].number and act.kind != ActKind.MOVED
            ]
            if later and len(found) < SHOWN:
                found.append(f"hồ sơ {case} đã có việc ngày {show_day(later[-1].on)}")
        return found

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        moves = {act.case_id: act for act in self._moves(event)}
        cases = with_history(Case.objects.filter(pk__in=list(moves)).order_by("pk"))
        references = {ref for act in moves.values() for name, ref in act.data.items() if name in ("from", "other_from")}
        units = {u.reference: u for u in Unit.objects.filter(uid__in=[ref.partition(":")[2] for ref in references])}
        back = []
        with rulebook.steady():
            for case in cases:
                move = moves[case.pk]
                case.unit = units[move.data["from"]]
                if "other_from" in move.data:
                    case.other_unit = units[move.data["other_from"]]
                act = Act(
                    case=case, number=case.history[-1].number + 1, kind=ActKind.TAKEN_BACK, step=case.step, on=move.on,
                    actor=by.label[:200], entered_at=clock.now(), data={"numbers": [move.number]},
                    reason=f"Hoàn tác: {event}"[:200], place=case.unit.reference,
                )  # fmt: skip
                case.history.append(act)
                back.append(act)
                if case.is_open:
                    found = position(case, of_case(case))
                    case.waiting_unit_id, case.waiting_capability = found.waiting_unit_id, found.waiting_capability
            others = [case for case in self._affected(set(event.founded) | set(touched), {}) if case.pk not in moves]
            elsewhere = [case for case in others if self._held_elsewhere(case, event, by, back)]
        Act.objects.bulk_create(back, batch_size=500)
        Case.objects.bulk_update([*cases, *elsewhere], DERIVED, batch_size=500)
        return len(cases)

    @staticmethod
    def _held_elsewhere(case: Case, event: OrgEvent, by: Viewer, acts: list[Act]) -> bool:
        """Whether somebody else holds a case that came up while the event stood; the act that says so is added."""
        try:
            found = position(case, of_case(case))
        except Refusal:
            return False
        if (found.waiting_unit_id, found.waiting_capability) == (case.waiting_unit_id, case.waiting_capability):
            return False
        act = Act(
            case=case, number=case.history[-1].number + 1, kind=ActKind.MOVED, step=case.step, to=case.step,
            on=case.standing[-1].on, actor=by.label[:200], entered_at=clock.now(), place=case.unit.reference,
            data={"from": case.unit.reference, "to": case.unit.reference}, reason=f"Hoàn tác: {event}"[:200],
        )  # fmt: skip
        case.history.append(act)
        acts.append(act)
        case.waiting_unit_id, case.waiting_capability = found.waiting_unit_id, found.waiting_capability
        return True

    @staticmethod
    def _hanging(unit_ids: Sequence[int], on: date) -> QuerySet[Case]:
        return Case.objects.filter(unit_id__in=unit_ids, state=CaseState.OPEN, opened_on__lt=on)

    @staticmethod
    def _affected(unit_ids: Set[int], chosen: Mapping[str, int]) -> list[Case]:
        """The open cases that anything of theirs is at one of the units, or that were chosen with their person."""
        found: dict[int, Case] = {}
        rows = Case.objects.filter(state=CaseState.OPEN)
        for batch in batches(sorted(unit_ids), 5_000):
            touched = Q(unit__in=batch) | Q(other_unit__in=batch) | Q(waiting_unit__in=batch)
            found |= {one.pk: one for one in with_history(rows.filter(touched))}
        for batch in batches(chosen, 5_000):
            people = Q(subject__in=[f"person:{key}" for key in batch])
            found |= {one.pk: one for one in with_history(rows.filter(people))}
        return [found[pk] for pk in sorted(found)]

    @staticmethod
    def _nothing_later(case: Case, on: date) -> None:
        """:raises Refusal: something was done to the case on the day or later; structure changes come first in a day"""
        last = case.standing[-1]
        if last.on >= on:
            raise later_change(f"Hồ sơ {case} đã có việc ngày {show_day(last.on)}", "rút lại việc ấy")

    @staticmethod
    def _moves(event: OrgEvent) -> list[Act]:
        """The acts of this event that stand."""
        rows = Act.objects.filter(kind=ActKind.MOVED, data__event=str(event.uid))
        gone: dict[int, set[int]] = defaultdict(set)
        for act in Act.objects.filter(kind=ActKind.TAKEN_BACK, case__in=rows.values("case")):
            gone[act.case_id] |= set(act.taken_back)
        return [act for act in rows if act.number not in gone[act.case_id]]


class _Units:
    """Units by id, looked up once."""

    def __init__(self) -> None:
        self.known: dict[int, Unit] = {}

    def get(self, pk: int | None, case: Case) -> Unit:
        """:raises Refusal: there is none"""
        if pk is None:
            raise Refusal(
                f"Hồ sơ {case} đang giải quyết tại tổ chức này mà chưa có nơi tiếp nhận. Hãy chọn tổ chức tiếp nhận, hoặc rút "
                "hồ sơ trước.",
                field="to",
                code="unallocated",
            )
        if pk not in self.known:
            self.known[pk] = Unit.objects.get(pk=pk)
        return self.known[pk]


def lines_on(on: date, units: Iterable[Unit]) -> Callable[[Unit], Line]:
    """What units stand under on a day, read for all of them at once; others are looked up one by one."""
    ids = {unit.pk for unit in units}
    above, here = org.ancestors_of(ids, on=on), org.placements_of(ids, on=on)
    known = {pk: [*above[pk], here[pk]] for pk in ids if pk in here}

    def line(unit: Unit) -> Line:
        if unit.pk not in known:
            known[unit.pk] = line_of(unit, on=on)
        return known[unit.pk]

    return line


def _key(case: Case) -> str:
    """The person's own key where it is about one, so that both go the same way; else the case's."""
    kind, _, uid = case.subject.partition(":")
    return uid if kind == "person" else str(case.uid)


__all__ = ["CaseOccupants", "lines_on"]
