"""Sáp nhập into a unit that stays, hợp nhất into a new one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries
from chibo.org.actions.below import replaced_below
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Ending, Plan, UnitSpec, Where
from chibo.org.models import Unit
from chibo.org.vocabulary import EventKind


def merge_into(
    *,
    units: Iterable[Unit],
    into: Unit,
    on: date,
    by: Viewer,
    to: Mapping[Unit, Where] | None = None,
    chosen: Mapping[str, Where] | None = None,
    rekind: Mapping[str, str] | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Outcome:
    """Merge units into another, which keeps its identity (sáp nhập).

    What stands below an ended đảng bộ goes under the receiver, identity and name kept; the members of an ended cell go
    to the receiving cell.

    :param to: cell → cell that takes its members, where the receiver itself is no cell
    :param rekind: old kind → new kind for what moves under the receiver
    :raises Refusal: members or units without a receiver, a later change, a day outside a unit's life
    """
    plan = plan_merger(units=units, into=into, on=on, to=to, chosen=chosen, rekind=rekind, note=note)
    return carry_out(plan=plan, by=by, because=because)


def plan_merger(
    *,
    units: Iterable[Unit],
    into: Unit,
    on: date,
    to: Mapping[Unit, Where] | None = None,
    chosen: Mapping[str, Where] | None = None,
    rekind: Mapping[str, str] | None = None,
    note: str = "",
) -> Plan:
    """The plan of :func:`merge_into`."""
    units = list(units)
    if into in units:
        raise Refusal("Một tổ chức không thể sáp nhập vào chính nó. Hãy chọn nơi tiếp nhận khác.", field="into")
    return Plan(
        kind=EventKind.MERGE_INTO,
        on=on,
        end=tuple(Ending(unit, successor=into, destination=(to or {}).get(unit)) for unit in units),
        change=tuple(replaced_below(units, on=on, to=into, rekind=rekind)),
        chosen=chosen or {},
        receivers=(into,),
        note=note,
    )


def consolidate(
    *,
    units: Iterable[Unit],
    new: UnitSpec,
    on: date,
    by: Viewer,
    to: Mapping[Unit, Where] | None = None,
    chosen: Mapping[str, Where] | None = None,
    rekind: Mapping[str, str] | None = None,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> Outcome:
    """Make one new unit out of several, which all end (hợp nhất); what is below and inside goes as in a merger.

    :param new: its superior is that of the first unit if not given
    :raises Refusal: fewer than two units, and whatever :func:`merge_into` refuses
    """
    plan = plan_consolidation(
        units=units, new=new, on=on, to=to, chosen=chosen, rekind=rekind, illustration=illustration, note=note
    )
    return carry_out(plan=plan, by=by, because=because)


def plan_consolidation(
    *,
    units: Iterable[Unit],
    new: UnitSpec,
    on: date,
    to: Mapping[Unit, Where] | None = None,
    chosen: Mapping[str, Where] | None = None,
    rekind: Mapping[str, str] | None = None,
    illustration: bool = False,
    note: str = "",
) -> Plan:
    """The plan of :func:`consolidate`."""
    units = list(units)
    if len(units) < 2:
        raise Refusal("Hợp nhất cần ít nhất hai tổ chức. Hãy chọn thêm tổ chức.", field="units")
    if new.superior_ref is None:
        superior = queries.placement_of(units[0], on=on).superior
        new = replace(new, superior_ref=superior.ref if superior else None)
    return Plan(
        kind=EventKind.CONSOLIDATE,
        on=on,
        end=tuple(Ending(unit, successor=new.ref, destination=(to or {}).get(unit)) for unit in units),
        found=(new,),
        change=tuple(replaced_below(units, on=on, to=new.ref, rekind=rekind)),
        chosen=chosen or {},
        illustration=illustration,
        note=note,
    )
