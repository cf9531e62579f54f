"""Writing planned movements: every person once, with all rows about them."""

from collections import defaultdict
from collections.abc import Sequence

from chibo.exchange.rules.kinds import Plan, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import FOREVER
from chibo.members.actions import imported
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.imports import papers
from chibo.members.imports.histories import REPLACED
from chibo.members.imports.undoing import with_followers
from chibo.members.imports.writing import Writer, day
from chibo.members.vocabulary import Cause, EventState, TransferKind

_DAYS = ("on", "party_since", "official_since", "decided_on")
_TRANSFERS = (Cause.TRANSFER, Cause.TRANSFER_IN)


def write_movements(setting: Setting, plans: Sequence[Plan]) -> list[Trace]:
    """Write rows planned as create or update; the first row of each person carries what undoes them all."""
    decisions, entered = papers.register([plan.data["paper"] for plan in plans if plan.data["paper"]], setting)
    people: dict[object, list[Plan]] = defaultdict(list)
    for plan in plans:
        people[plan.data["group"]].append(plan)
    firsts, specs, changes, others = [], [], [], {}
    for group, own in people.items():
        head = min(own, key=lambda plan: (plan.outcome != Outcome.CREATE, plan.number))
        own = sorted(own, key=lambda plan: (plan.data["event"]["on"], plan.number))
        others[head.number] = [plan for plan in own if plan is not head]
        events, taken = _events(own, decisions)
        firsts.append(head)
        if head.outcome == Outcome.CREATE:
            specs.append(_person(head, events))
        else:
            replaced = next((plan.data["replaced"] for plan in own if "replaced" in plan.data), None)
            edits = {replaced: {"state": EventState.ANNULLED.value, "note": REPLACED}} if replaced else {}
            changes.append(imported.Change(int(group), edits=edits, events=events, takes_back=taken))
    writer = Writer(setting)
    try:
        traces = writer.write(firsts, specs, changes)
    finally:
        writer.close()
    for trace in traces:
        if entered:
            trace.undo["decisions"], entered = entered, []
    return with_followers(traces, others)


def _events(plans: Sequence[Plan], decisions: dict) -> tuple[list[EventSpec], dict[int, int]]:
    """Events in order of time, and which events on record they take back."""
    places = {plan.data["id"]: place for place, plan in enumerate(plans)}
    events, taken = [], {}
    for place, plan in enumerate(plans):
        given = {name: day(value) if value and name in _DAYS else value for name, value in plan.data["event"].items()}
        paper, cause = plan.data["paper"], given["cause"]
        spec = EventSpec(**given, decision=decisions[tuple(paper)] if paper else None)
        if cause in _TRANSFERS:
            spec.received_on = spec.on
            spec.transfer_kind = (TransferKind.INTERNAL if cause == Cause.TRANSFER else TransferKind.PERMANENT).value
        elif cause == Cause.TRANSFER_OUT:
            spec.sent_on, spec.transfer_kind = spec.on, TransferKind.PERMANENT.value
        elif cause == Cause.TEMPORARY_START:
            spec.received_on, spec.transfer_kind = spec.on, TransferKind.TEMPORARY.value
        reverses = plan.data["reverses"]
        if reverses in places:
            spec.reverses = places[reverses]
        elif reverses:
            taken[place] = reverses
        events.append(spec)
    return events, taken


def _person(plan: Plan, events: list[EventSpec]) -> PersonSpec:
    values = plan.data["values"]
    born, precision = values["born"]
    sex = [("sex", values["sex"], day(born), precision, FOREVER)] if values["sex"] else []
    return PersonSpec(
        values["full_name"], day(born), precision, values["national_id"] or "", values["card"] or "", sex, events
    )
