"""What hangs on units, known only by its face: ``chibo.site`` hands the list over at start."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from django.db.models import F, QuerySet

from chibo.journal import actions as journal
from chibo.kernel.occupants import Move, Occupants
from chibo.kernel.viewer import Viewer
from chibo.org import rules
from chibo.org.models import OrgEvent, Unit

_installed: list[Occupants] = []


def install(occupants: Sequence[Occupants]) -> None:
    """Say what hangs on units; replaces what was said before."""
    _installed[:] = occupants


def installed() -> tuple[Occupants, ...]:
    """What hangs on units, in the order of installation."""
    return tuple(_installed)


def receivable() -> tuple[Occupants, ...]:
    """Those that must go somewhere when their unit ends."""
    return tuple(one for one in _installed if one.needs_receiver)


def counts(units: Sequence[Unit], *, on: date) -> dict[int, dict[str, int]]:
    """How many of each kind hang on each unit on the eve of the day; one query per kind."""
    found: dict[int, dict[str, int]] = {}
    if units:
        for one in _installed:
            for unit_id, count in one.count(units, on=on).items():
                if count:
                    found.setdefault(unit_id, {})[one.kind] = count
    return found


def check_all_received(
    leaving: Mapping[int, Unit],
    names: Mapping[int, str],
    *,
    destinations: Mapping[int, int],
    chosen: Set[str],
    on: date,
) -> None:
    """:raises Refusal: something hangs on a leaving unit and nobody takes it"""
    without = [unit for unit_id, unit in leaving.items() if unit_id not in destinations]
    if not without:
        return
    for one in receivable():
        hanging = {unit_id: count for unit_id, count in one.count(without, on=on).items() if count}
        if not hanging:
            continue
        for occupant in one.preview([leaving[unit_id] for unit_id in hanging], on=on):
            if occupant.key in chosen:
                hanging[occupant.unit_id] -= 1
        for unit_id, count in hanging.items():
            if count > 0:
                raise rules.members_left(names[unit_id], one.title, count)


def allocate(
    event: OrgEvent,
    *,
    destinations: Mapping[int, int],
    chosen: Mapping[str, int],
    touched: Set[int],
    by: Viewer,
) -> dict[str, int]:
    """Move what hangs on units; returns how many of each kind were moved."""
    move = Move(event, destinations, chosen, touched, by)
    return {one.kind: one.allocate(move) for one in _installed}


def tell(what: str, label: str, *, move: Move, count: int, after: dict[str, int], subjects: Iterable[str] = ()) -> None:
    """Puts into the journal what an event took along.

    :param subjects: references of the things it moved, so that each of them finds the entry
    """
    event = move.event
    journal.record(
        what, subject=event.reference, label=label, on=event.on, by=move.by, because=event.decision, count=count,
        after=after, subjects=[event.reference, *subjects],
    )  # fmt: skip


def end(rows: QuerySet, event: OrgEvent) -> int:
    """What ends with its unit: the rows keep which end they had before, for :func:`reopen`."""
    return rows.update(until_before=F("until"), until=event.on, ended_by=event)


def reopen(rows: QuerySet, event: OrgEvent) -> int:
    """Give the rows that ended with an event the end they had before it."""
    return rows.filter(ended_by=event).update(until=F("until_before"), until_before=None, ended_by=None)


def stands_on(event: OrgEvent) -> list[str]:
    """What was entered since and would fall with the event."""
    return [sentence for one in _installed for sentence in one.stands_on(event)]


def undo(event: OrgEvent, *, touched: Set[int], by: Viewer) -> dict[str, int]:
    """Take the allocation back; returns how many of each kind came back."""
    return {one.kind: one.undo(event, touched=touched, by=by) for one in _installed}
