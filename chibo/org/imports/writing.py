"""Carrying out what was judged: one event for what is new, one for each way in which others changed, one for each ending."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from chibo.exchange.rules.kinds import Plan as RowPlan
from chibo.exchange.rules.kinds import Setting, Trace
from chibo.journal import actions as journal
from chibo.journal.actions import Telling
from chibo.kernel.bulk import batches
from chibo.kernel.refusal import NotFound
from chibo.org.actions import Change, Ending, Plan, UnitSpec, carry_out
from chibo.org.imports.judging import Verdict
from chibo.org.models import AdminPlace, OrgEvent, Unit
from chibo.org.vocabulary import EventKind

AT_ONCE = 10_000
EVENT_OF = {"name": EventKind.RENAME, "superior": EventKind.TRANSFER, "kind": EventKind.TRANSFER}
"""Which event a changed fact is; every other one is an adjustment."""
ORDER = (EventKind.TRANSFER, EventKind.RENAME, EventKind.ADJUST)


def as_data(verdict: Verdict, implied: Iterable[Verdict]) -> dict[str, Any]:
    """All that writing a row needs, as JSON.

    :param implied: new units above it that come with this row
    """
    data: dict[str, Any] = {"new": [_spec_data(one.spec) for one in (*implied, verdict) if one.spec is not None]}
    node = verdict.node
    data["ref"] = node.unit.ref if node.unit is not None else verdict.spec.ref
    if verdict.facts:
        data["facts"] = {key: value.pk if key == "place" else value for key, value in verdict.facts.items()}
    if verdict.ending is not None:
        day, kind, successor = verdict.ending
        data["end"] = [day.isoformat(), kind, successor]
    return data


def _spec_data(spec: UnitSpec) -> dict[str, Any]:
    return {
        "ref": spec.ref,
        "name": spec.name,
        "kind": spec.kind,
        "superior_ref": spec.superior_ref,
        "sector": spec.sector,
        "cell_kind": spec.cell_kind,
        "code": spec.code,
        "place": spec.place.pk if spec.place is not None else None,
        "since": spec.since.isoformat() if spec.since is not None else None,
    }


def events_of(traces: Sequence[Trace]) -> set[int]:
    """The events that the rows were part of."""
    return {event for trace in traces for event in (trace.undo or {}).get("events", ())}


def write(setting: Setting, plans: Sequence[RowPlan]) -> list[Trace]:
    """Write the rows; one trace a row, one entry in the journal for each.

    :raises Refusal: the records have changed since they were judged
    """
    return _Writing(setting, plans).write()


class _Writing:
    def __init__(self, setting: Setting, plans: Sequence[RowPlan]) -> None:
        self.setting, self.plans = setting, plans
        self.note = f"Nhập từ tệp {setting.source}"[:500] if setting.source else "Nhập từ tệp"
        self.units: dict[str, Unit] = {}
        self.events: dict[str, list[int]] = defaultdict(list)
        self.places = AdminPlace.objects.in_bulk(self._place_ids())

    def _place_ids(self) -> set[int]:
        ids = {spec["place"] for plan in self.plans for spec in plan.data["new"]}
        ids |= {plan.data["facts"]["place"] for plan in self.plans if "place" in plan.data.get("facts", {})}
        return ids - {None}

    def write(self) -> list[Trace]:
        self._found()
        self._load()
        for kind in ORDER:
            self._change(kind)
        self._end()
        self._journal()
        return [
            Trace(plan.number, self.units[plan.data["ref"]].pk, {"events": self._events_of(plan)})
            for plan in self.plans
        ]

    def _events_of(self, plan: RowPlan) -> list[int]:
        refs = [plan.data["ref"], *(spec["ref"] for spec in plan.data["new"])]
        return sorted({event for ref in refs for event in self.events[ref]})

    def _carry_out(self, plan: Plan, refs: Iterable[str]) -> dict[str, Unit]:
        outcome = carry_out(plan=plan, by=self.setting.by)
        self._note(outcome.event, refs)
        return outcome.founded

    def _note(self, event: OrgEvent, refs: Iterable[str]) -> None:
        for ref in refs:
            self.events[ref].append(event.pk)

    def _found(self) -> None:
        specs = [self._spec(data) for plan in self.plans for data in plan.data["new"]]
        if specs:
            place = self.setting.place.unit
            illustration = place is not None and place.is_illustration
            plan = Plan(
                kind=EventKind.OPENING,
                on=self.setting.on,
                found=tuple(specs),
                illustration=illustration,
                note=self.note,
            )
            self.units |= self._carry_out(plan, [spec.ref for spec in specs])

    def _spec(self, data: dict[str, Any]) -> UnitSpec:
        since = date.fromisoformat(data["since"]) if data["since"] else None
        return UnitSpec(**data | {"since": since, "place": self.places.get(data["place"])})

    def _load(self) -> None:
        refs = {plan.data["ref"] for plan in self.plans}
        refs |= {plan.data["end"][2] for plan in self.plans if "end" in plan.data}
        for some in batches(sorted(refs - self.units.keys() - {None}), AT_ONCE):
            self.units |= {unit.ref: unit for unit in Unit.objects.filter(ref__in=some)}
        for ref in sorted(refs - self.units.keys() - {None}):
            raise NotFound(f"Không còn tổ chức mã {ref}. Hãy kiểm tra lại tệp.", code="unknown_unit", status=409)

    def _change(self, kind: EventKind) -> None:
        changes = []
        for plan in self.plans:
            facts = {
                fact: self.places[value] if fact == "place" else value
                for fact, value in plan.data.get("facts", {}).items()
                if EVENT_OF.get(fact, EventKind.ADJUST) == kind
            }
            if facts:
                changes.append(Change(self.units[plan.data["ref"]], facts))
        if changes:
            plan = Plan(kind=kind, on=self.setting.on, change=tuple(changes), note=self.note)
            self._carry_out(plan, [change.unit.ref for change in changes])

    def _end(self) -> None:
        """Day by day; within a day what stands lower ends first."""
        ending = [plan.data for plan in self.plans if "end" in plan.data]
        depth = self._depths({data["ref"] for data in ending})
        groups: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
        one_kind = {
            day: len({data["end"][1] for data in ending if data["end"][0] == day}) == 1
            for day, *_ in (data["end"] for data in ending)
        }
        for data in ending:
            day, kind, _ = data["end"]
            groups[day, 0 if one_kind[day] else -depth[data["ref"]], kind].append(data)
        for (day, _, kind), some in sorted(groups.items()):
            ends = [
                Ending(self.units[data["ref"]], self.units[data["end"][2]] if data["end"][2] else None, all_chosen=True)
                for data in some
            ]
            receivers = {end.successor.pk: end.successor for end in ends if end.successor is not None}
            plan = Plan(
                kind=EventKind(kind),
                on=date.fromisoformat(day),
                end=tuple(ends),
                receivers=tuple(receivers.values()),
                note=self.note,
            )
            self._carry_out(plan, [end.unit.ref for end in ends])

    def _depths(self, refs: set[str]) -> dict[str, int]:
        """How far each of these stands below others of them, as the workbook has it."""
        above = {spec["ref"]: spec["superior_ref"] for plan in self.plans for spec in plan.data["new"]}
        depths = {}
        for ref in refs:
            at, depth = above.get(ref), 0
            while at is not None:
                at, depth = above.get(at), depth + 1
            depths[ref] = depth
        return depths

    def _journal(self) -> None:
        tellings = []
        for plan in self.plans:
            unit = self.units[plan.data["ref"]]
            after = {field: value for field, _, value in plan.differences}
            for spec in plan.data["new"]:
                if spec["ref"] == unit.ref:
                    after = {key: value for key, value in spec.items() if value not in (None, "")}
            tellings.append(
                Telling(
                    subject=unit.reference,
                    label=f"Nhập {plan.label} từ tệp, dòng {plan.number}",
                    before={field: value for field, value, _ in plan.differences} or None,
                    after=after | ({"ended_on": plan.data["end"][0]} if "end" in plan.data else {}),
                    place=unit.reference,
                )
            )
        journal.record_many("org.imported", tellings, on=self.setting.on, by=self.setting.by, reason=self.note)
