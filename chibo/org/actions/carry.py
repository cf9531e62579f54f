"""Carrying out a plan: gate, check, write, closure, occupants, journal, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_rows, reserve_ids
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.kernel.ids import uuid7
from chibo.kernel.text import fold, text_key, tidy
from chibo.kernel.viewer import Viewer
from chibo.org import closure, queries, rules
from chibo.org.actions import images, occupants
from chibo.org.actions.plan import Plan
from chibo.org.actions.prepare import After, Prepared, prepare
from chibo.org.models import OrgEvent, OrgEventParty, Placement, Term, Unit
from chibo.org.vocabulary import EventKind, PartyRole

AT_ONCE = 500


@dataclass(frozen=True)
class Outcome:
    """What came of an action.

    :param founded: the new units by short reference
    :param moved: how many of each kind of occupant were moved
    """

    event: OrgEvent
    founded: dict[str, Unit]
    moved: dict[str, int]


def gate(plan: Plan, by: Viewer) -> None:
    """:raises NotEntitled: the viewer may not write at one of the units the plan touches"""
    named = {ending.unit for ending in plan.end} | {change.unit for change in plan.change} | set(plan.receivers)
    refs = {spec.superior_ref for spec in plan.found} - {spec.ref for spec in plan.found}
    refs |= {c.facts["superior"] for c in plan.change if isinstance(c.facts.get("superior"), str)} - {
        spec.ref for spec in plan.found
    }
    named |= {c.facts["superior"] for c in plan.change if isinstance(c.facts.get("superior"), Unit)}
    if None in refs:
        by.must(rules.WRITE)
    units = {unit.pk: unit for unit in named}
    units |= {unit.pk: unit for unit in Unit.objects.filter(ref__in=refs - {None})}
    for unit_id in queries.top_most(units, on=plan.on):
        by.must(rules.WRITE, units[unit_id])


@transaction.atomic
def carry_out(*, plan: Plan, by: Viewer, because: Decision | None = None) -> Outcome:
    """Do what the plan says.

    :raises Refusal: whatever cannot be done; then nothing is written
    """
    gate(plan, by)
    closure.hold_tree()
    ready = prepare(plan)
    occupants.check_all_received(
        ready.leaving, ready.names, destinations=ready.destinations, chosen=ready.chosen.keys(), on=plan.on
    )
    event = OrgEvent.objects.create(kind=plan.kind, on=plan.on, decision=because, note=tidy(plan.note)[:500])
    founded = _found(ready)
    real = {unit_id: unit.pk for unit_id, unit in founded.items()}
    written = _place(ready, event, real)
    _end(ready, event, real)
    _record_parties(ready, event, real, written)
    regraded = {u for u, a in ready.after.items() if u > 0 and a.kind != ready.before[u].kind}
    touched = closure.rebuild({real.get(u, u) for u in ready.after} | ready.ended.keys())
    moved = occupants.allocate(
        event,
        destinations={u: real.get(d, d) for u, d in ready.destinations.items()},
        chosen={key: real.get(d, d) for key, d in ready.chosen.items()},
        touched=touched | regraded | ready.ended.keys(),
        by=by,
    )
    _journal(ready, event, founded, by, because, moved)
    return Outcome(event=event, founded={unit.ref: unit for unit in founded.values()}, moved=moved)


def _found(ready: Prepared) -> dict[int, Unit]:
    if not ready.specs:
        return {}
    founded = {
        unit_id: Unit(
            pk=pk,
            uid=uuid7(),
            ref=spec.ref,
            founded_on=ready.after[unit_id].since,
            is_illustration=ready.plan.illustration,
        )
        for (unit_id, spec), pk in zip(ready.specs.items(), reserve_ids(Unit, len(ready.specs)), strict=True)
    }
    insert_rows(Unit, founded.values())
    return founded


def _place(ready: Prepared, event: OrgEvent, real: dict[int, int]) -> dict[int, Placement]:
    """Write the new placements; returns them by (plan's) unit id."""
    on, replaced, closing, inserted, over = ready.plan.on, [], [], [], []
    written: dict[int, Placement] = {}
    ids = iter(reserve_ids(Placement, len(ready.after)))
    for unit_id, after in ready.after.items():
        before = ready.before.get(unit_id)
        row = _row(after, event, real)
        if before is not None and before.since == on:
            replaced.append(images.row_image(before))
            row.pk = before.pk
            over.append(row)
        else:
            row.pk = next(ids)
            inserted.append(row)
            if before is not None:
                closing.append(before.pk)
        written[unit_id] = row
    for some in batches(closing, 10_000):
        Placement.objects.filter(pk__in=some).update(until=on)
    insert_rows(Placement, inserted)
    Placement.objects.bulk_update(over, images.PLACEMENT_FIELDS, batch_size=AT_ONCE)
    if replaced:
        event.replaced["placements"] = replaced
    return written


def _row(after: After, event: OrgEvent, real: dict[int, int]) -> Placement:
    return Placement(
        unit_id=real.get(after.unit_id, after.unit_id),
        superior_id=real.get(after.superior_id, after.superior_id),
        kind=after.kind,
        sector=after.sector,
        cell_kind=after.cell_kind,
        name=after.name,
        name_key=text_key(after.name)[:600],
        folded=fold(after.name)[:200],
        code=after.code,
        place=after.place,
        since=after.since,
        until=FOREVER,
        event=event,
    )


def _end(ready: Prepared, event: OrgEvent, real: dict[int, int]) -> None:
    """End units, their last placements and their terms."""
    on, ended = ready.plan.on, ready.ended
    if ended:
        same_day = [ready.before[unit_id] for unit_id in ended if ready.before[unit_id].since == on]
        event.replaced.setdefault("placements", []).extend(images.row_image(p) for p in same_day)
        gone = [p.pk for p in same_day]
        OrgEventParty.objects.filter(after_id__in=gone).update(after=None)
        Placement.objects.filter(pk__in=gone).delete()
        for some in batches(sorted(ended), 10_000):
            Placement.objects.filter(unit_id__in=some, until__gt=on).update(until=on)
        units = []
        for unit_id, successor in ended.items():
            unit = ready.units[unit_id]
            unit.ended_on, unit.ending = on, ready.plan.kind
            unit.principal_successor_id = real.get(successor, successor)
            units.append(unit)
        Unit.objects.bulk_update(units, ["ended_on", "ending", "principal_successor"], batch_size=AT_ONCE)
        running = Term.objects.filter(unit_id__in=ended, until__gt=on)
        event.replaced["terms"] = [[pk, until.isoformat()] for pk, until in running.values_list("pk", "until")]
        running.update(until=on)
    if event.replaced:
        event.save(update_fields=["replaced"])


def _record_parties(ready: Prepared, event: OrgEvent, real: dict[int, int], written: dict[int, Placement]) -> None:
    counted = rules.COUNTED_ROLE.get(ready.plan.kind)
    uncounted = {change.unit.pk for change in ready.plan.change if not change.counted}
    on = ready.plan.on

    def before_of(unit_id: int) -> int | None:
        before = ready.before.get(unit_id)
        return before.pk if before is not None and before.since < on else None

    # An ended unit was on the eve what it was then, whatever else happened to it on its last day.
    changed = [unit_id for unit_id in ready.ended if before_of(unit_id) is None]
    eve = dict(Placement.objects.filter(unit_id__in=changed, until=on).values_list("unit_id", "pk")) if changed else {}

    def parties() -> Iterator[OrgEventParty]:
        for unit_id in ready.ended:
            yield OrgEventParty(
                event=event,
                unit_id=unit_id,
                role=PartyRole.ENDED,
                counted=counted == PartyRole.ENDED,
                before_id=before_of(unit_id) or eve.get(unit_id),
                tree_day=on - ONE_DAY,
            )
        for unit_id in ready.after:
            role = PartyRole.FOUNDED if unit_id < 0 else PartyRole.SUBJECT
            yield OrgEventParty(
                event=event,
                unit_id=real.get(unit_id, unit_id),
                role=role,
                counted=counted == role and unit_id not in uncounted,
                before_id=before_of(unit_id),
                after_id=written[unit_id].pk,
                tree_day=on,
            )
        for unit in ready.plan.receivers:
            if unit.pk not in ready.after:
                yield OrgEventParty(event=event, unit_id=unit.pk, role=PartyRole.RECEIVER, tree_day=on)

    insert_rows(OrgEventParty, parties())


def _journal(
    ready: Prepared,
    event: OrgEvent,
    founded: dict[int, Unit],
    by: Viewer,
    because: Decision | None,
    moved: dict[str, int],
) -> None:
    plan = ready.plan
    units = [*founded.values(), *(ready.units[u] for u in ready.after if u > 0), *(ready.units[u] for u in ready.ended)]
    refs = {u: unit.ref for u, unit in (ready.units | founded).items()}
    single = units[0] if len(units) == 1 else None
    named = [u for u in ready.ended] or [c.unit.pk for c in plan.change if c.counted] or list(ready.specs)
    journal.record(
        f"org.{EventKind(plan.kind).value}",
        subject=single.reference if single else event.reference,
        label=f"{EventKind(plan.kind).label}: {rules.listed([ready.names[u] for u in named])}",
        place=_place_reference(ready, founded),
        on=plan.on,
        by=by,
        because=because,
        reason=plan.note,
        before=images.before_image(ready, refs),
        after=images.after_image(ready, refs) | ({"moved": moved} if moved else {}),
        count=len(units),
        subjects=() if single else [event.reference, *(unit.reference for unit in units)],
    )


def _place_reference(ready: Prepared, founded: dict[int, Unit]) -> str:
    """The unit where it happened: the superior of the first thing named."""
    for unit_id in [*ready.ended, *(c.unit.pk for c in ready.plan.change)]:
        return ready.units[unit_id].reference
    for after in ready.after.values():
        if after.superior_id is not None and after.superior_id > 0:
            return ready.units[after.superior_id].reference
        return founded[after.unit_id].reference
    return ""
