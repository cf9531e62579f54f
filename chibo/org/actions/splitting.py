"""Chia tách: one unit ends, several new ones take what hung on it, person by person."""

from collections.abc import Mapping, Sequence
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


def split(
    *,
    unit: Unit,
    into: Sequence[UnitSpec],
    on: date,
    by: Viewer,
    chosen: Mapping[str, Where] | None = None,
    default: str | None = None,
    below: Mapping[Unit, Where] | None = None,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> Outcome:
    """Split a unit into new ones (chia tách); it ends.

    :param into: their superior is that of the split unit if not given
    :param chosen: occupant key → short reference of one of the new units (or any cell)
    :param default: the new unit that takes whoever was not chosen for, and is the principal successor; the first one
        is the successor if not given, and then everybody must be chosen for
    :param below: unit below → new superior, for a split đảng bộ; the rest goes under ``default``
    :raises Refusal: fewer than two new units, somebody or something without a receiver
    """
    plan = plan_split(
        unit=unit,
        into=into,
        on=on,
        chosen=chosen,
        default=default,
        below=below,
        illustration=illustration,
        note=note,
    )
    return carry_out(plan=plan, by=by, because=because)


def plan_split(
    *,
    unit: Unit,
    into: Sequence[UnitSpec],
    on: date,
    chosen: Mapping[str, Where] | None = None,
    default: str | None = None,
    below: Mapping[Unit, Where] | None = None,
    illustration: bool = False,
    note: str = "",
) -> Plan:
    """The plan of :func:`split`."""
    if len(into) < 2:
        raise Refusal("Chia tách phải thành ít nhất hai tổ chức mới. Hãy nhập thêm tổ chức.", field="into")
    here = queries.placement_of(unit, on=on)
    refs = [spec.ref for spec in into]
    if default is not None and default not in refs:
        raise Refusal("Nơi nhận những người chưa chọn phải là một trong các tổ chức mới.", field="default")
    above = here.superior.ref if here.superior else None
    to = dict(below or {}) | ({unit: default} if default is not None else {})
    return Plan(
        kind=EventKind.SPLIT,
        on=on,
        end=(Ending(unit, successor=default or refs[0], all_chosen=default is None),),
        found=tuple(replace(spec, superior_ref=spec.superior_ref or above) for spec in into),
        change=tuple(replaced_below([unit], on=on, to=to)),
        chosen=chosen or {},
        illustration=illustration,
        note=note,
    )
