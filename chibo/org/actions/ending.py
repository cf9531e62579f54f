"""Giải thể and the disciplinary giải tán."""

from collections.abc import Iterable, Mapping
from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.viewer import Viewer
from chibo.org.actions.below import everything_below, replaced_below
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Ending, Plan, Where
from chibo.org.models import Unit
from chibo.org.vocabulary import EventKind

To = Where | Mapping[Unit, Where] | None
"""One receiver for all, or one per ended unit."""


def dissolve(
    *,
    units: Iterable[Unit],
    on: date,
    by: Viewer,
    to: To = None,
    below: To = None,
    with_below: bool = False,
    chosen: Mapping[str, Where] | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Outcome:
    """End units by administrative decision (giải thể), one or many in one event.

    :param to: the cell (per ended cell) that takes the members; for a đảng bộ, its heir
    :param below: the new superior of what stands directly below an ended đảng bộ
    :param with_below: end everything below at the same time
    :param chosen: occupant key → cell, person by person, before ``to``
    :raises Refusal: members or units without a receiver, a later change, a day outside the unit's life
    """
    plan = plan_ending(units=units, on=on, to=to, below=below, with_below=with_below, chosen=chosen, note=note)
    return carry_out(plan=plan, by=by, because=because)


def disband(
    *,
    units: Iterable[Unit],
    on: date,
    by: Viewer,
    to: To = None,
    below: To = None,
    with_below: bool = False,
    chosen: Mapping[str, Where] | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Outcome:
    """End units by discipline (giải tán, Điều lệ điều 35–36): other consequences, counted apart; else as
    :func:`dissolve`."""
    kind = EventKind.DISBAND
    plan = plan_ending(
        units=units, on=on, to=to, below=below, with_below=with_below, chosen=chosen, kind=kind, note=note
    )
    return carry_out(plan=plan, by=by, because=because)


def plan_ending(
    *,
    units: Iterable[Unit],
    on: date,
    to: To = None,
    below: To = None,
    with_below: bool = False,
    chosen: Mapping[str, Where] | None = None,
    kind: EventKind = EventKind.DISSOLVE,
    note: str = "",
) -> Plan:
    """The plan of :func:`dissolve` and :func:`disband`."""
    units = list(units)
    if with_below:
        units += [unit for unit in everything_below(units, on=on) if unit not in units]
    moves = replaced_below(units, on=on, to=below)
    heirs = {unit: _of(to, unit) if _of(to, unit) is not None else _of(below, unit) for unit in units}
    return Plan(
        kind=kind,
        on=on,
        end=tuple(Ending(unit, successor=heirs[unit]) for unit in units),
        change=tuple(moves),
        chosen=chosen or {},
        receivers=tuple({w.pk: w for w in [*heirs.values(), *(chosen or {}).values()] if isinstance(w, Unit)}.values()),
        note=note,
    )


def _of(to: To, unit: Unit) -> Where | None:
    return to.get(unit) if isinstance(to, Mapping) else to
