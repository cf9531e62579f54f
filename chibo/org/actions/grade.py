"""Nâng cấp (chi bộ → đảng bộ) and hạ cấp (đảng bộ → chi bộ): identity stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries
from chibo.org.actions.below import everything_below
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Change, Ending, Plan, UnitSpec, Where
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS, EventKind


def upgrade(
    *,
    unit: Unit,
    kind: str,
    on: date,
    by: Viewer,
    cells: Sequence[UnitSpec] = (),
    default: str | None = None,
    chosen: Mapping[str, Where] | None = None,
    name: str | None = None,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> Outcome:
    """Raise a unit to a higher kind (nâng cấp); a cell that becomes a đảng bộ gets its cells in the same event.

    :param cells: their superior is the unit if not given
    :param default: short reference of the cell that takes the members not chosen for
    :param name: the new name, the old one if not given
    :raises Refusal: a kind that is not higher, members without a cell, and whatever a change of kind refuses
    """
    plan = plan_upgrade(
        unit=unit,
        kind=kind,
        on=on,
        cells=cells,
        default=default,
        chosen=chosen,
        name=name,
        illustration=illustration,
        note=note,
    )
    return carry_out(plan=plan, by=by, because=because)


def plan_upgrade(
    *,
    unit: Unit,
    kind: str,
    on: date,
    cells: Sequence[UnitSpec] = (),
    default: str | None = None,
    chosen: Mapping[str, Where] | None = None,
    name: str | None = None,
    illustration: bool = False,
    note: str = "",
) -> Plan:
    """The plan of :func:`upgrade`."""
    here = queries.placement_of(unit, on=on)
    if kind == here.kind or (kind in CELL_KINDS and here.kind not in CELL_KINDS):
        raise Refusal(
            f"{here.name} đang là {here.get_kind_display().lower()}. Nâng cấp phải lên loại cao hơn; "
            "hãy chọn loại khác, hoặc dùng hạ cấp.",
            field="kind",
        )
    if here.kind in CELL_KINDS and kind not in CELL_KINDS and not cells:
        raise Refusal(
            "Nâng chi bộ lên đảng bộ phải lập các chi bộ trực thuộc cùng lúc. Hãy nhập các chi bộ.", field="cells"
        )
    facts: dict[str, object] = {"kind": kind} | ({"name": name} if name else {})
    return Plan(
        kind=EventKind.UPGRADE,
        on=on,
        found=tuple(replace(cell, superior_ref=cell.superior_ref or unit.ref) for cell in cells),
        change=(Change(unit, facts, destination=default),),
        chosen=chosen or {},
        illustration=illustration,
        note=note,
    )


def downgrade(
    *,
    unit: Unit,
    kind: str,
    on: date,
    by: Viewer,
    cell_kind: str = "",
    to: Where | None = None,
    chosen: Mapping[str, Where] | None = None,
    name: str | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Outcome:
    """Lower a unit (hạ cấp); a đảng bộ that becomes a cell takes in the members of all cells below, which end.

    :param to: the cell that takes the members instead of the unit itself
    :raises Refusal: a kind that is not lower, and whatever an ending refuses
    """
    plan = plan_downgrade(unit=unit, kind=kind, on=on, cell_kind=cell_kind, to=to, chosen=chosen, name=name, note=note)
    return carry_out(plan=plan, by=by, because=because)


def plan_downgrade(
    *,
    unit: Unit,
    kind: str,
    on: date,
    cell_kind: str = "",
    to: Where | None = None,
    chosen: Mapping[str, Where] | None = None,
    name: str | None = None,
    note: str = "",
) -> Plan:
    """The plan of :func:`downgrade`."""
    here = queries.placement_of(unit, on=on)
    if kind == here.kind or (here.kind in CELL_KINDS and kind not in CELL_KINDS):
        raise Refusal(
            f"{here.name} đang là {here.get_kind_display().lower()}. Hạ cấp phải xuống loại thấp hơn; "
            "hãy chọn loại khác, hoặc dùng nâng cấp.",
            field="kind",
        )
    below = everything_below([unit], on=on) if kind in CELL_KINDS and here.kind not in CELL_KINDS else []
    facts: dict[str, object] = {"kind": kind} | ({"name": name} if name else {})
    if cell_kind:
        facts["cell_kind"] = cell_kind
    return Plan(
        kind=EventKind.DOWNGRADE,
        on=on,
        end=tuple(Ending(one, successor=unit, destination=to) for one in below),
        change=(Change(unit, facts),),
        chosen=chosen or {},
        note=note,
    )
