"""Chuyển giao, đổi tên, điều chỉnh, and the common lower mechanism of all reorganizations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Change, Ending, Plan, UnitSpec, Where
from chibo.org.models import Unit
from chibo.org.vocabulary import EventKind


def transfer(
    *,
    units: Iterable[Unit],
    to: Where,
    on: date,
    by: Viewer,
    kind: str | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Outcome:
    """Put units, with everything below them, under another superior (chuyển giao).

    :param kind: their new kind, where the old one cannot stand there
    :raises Refusal: the target lies inside a unit, a later change below already stands, a kind that cannot stand there
    """
    return carry_out(plan=plan_transfer(units=units, to=to, on=on, kind=kind, note=note), by=by, because=because)


def plan_transfer(*, units: Iterable[Unit], to: Where, on: date, kind: str | None = None, note: str = "") -> Plan:
    """The plan of :func:`transfer`."""
    facts: dict[str, object] = {"superior": to} | ({"kind": kind} if kind else {})
    return Plan(
        kind=EventKind.TRANSFER,
        on=on,
        change=tuple(Change(unit, facts) for unit in units),
        receivers=(to,) if isinstance(to, Unit) else (),
        note=note,
    )


def rename(*, unit: Unit, name: str, on: date, by: Viewer, because: Decision | None = None, note: str = "") -> Outcome:
    """Give a unit a new name from a day on (đổi tên).

    :raises Refusal: an empty or the same name, a day before a later change
    """
    return carry_out(plan=plan_renaming(unit=unit, name=name, on=on, note=note), by=by, because=because)


def plan_renaming(*, unit: Unit, name: str, on: date, note: str = "") -> Plan:
    """The plan of :func:`rename`."""
    return Plan(kind=EventKind.RENAME, on=on, change=(Change(unit, {"name": name}),), note=note)


def adjust(
    *,
    units: Iterable[Unit],
    on: date,
    by: Viewer,
    because: Decision | None = None,
    note: str = "",
    **facts: object,
) -> Outcome:
    """Change sector, cell kind, place or code from a day on; no reorganization.

    :param facts: any of ``sector``, ``cell_kind``, ``place``, ``code``
    :raises Refusal: nothing to change, a day before a later change
    """
    return carry_out(plan=plan_adjustment(units=units, on=on, note=note, **facts), by=by, because=because)


def plan_adjustment(*, units: Iterable[Unit], on: date, note: str = "", **facts: object) -> Plan:
    """The plan of :func:`adjust`."""
    if not facts:
        raise Refusal("Chưa có thông tin nào thay đổi. Hãy sửa ít nhất một ô.", field="sector")
    if wrong := facts.keys() - {"sector", "cell_kind", "place", "code"}:
        raise TypeError(f"a reorganization, not an adjustment: {sorted(wrong)}")
    return Plan(kind=EventKind.ADJUST, on=on, change=tuple(Change(unit, facts) for unit in units), note=note)


def restructure(
    *,
    on: date,
    kind: EventKind,
    by: Viewer,
    end: Sequence[tuple[Unit, Where | None]] = (),
    found: Sequence[UnitSpec] = (),
    move: Sequence[tuple[Unit, Where | None, str | None]] = (),
    facts: Mapping[Unit, Mapping[str, object]] | None = None,
    destinations: Mapping[Unit, Where] | None = None,
    chosen: Mapping[str, Where] | None = None,
    counted: bool = True,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> Outcome:
    """Many endings, foundings and moves as one event of the given kind: what the nine reorganizations are made of.

    :param end: unit and its principal successor (a unit, or the short reference of one founded here)
    :param move: unit, new superior, new kind or None
    :param facts: further facts that change, per unit (also of units not moved)
    :param destinations: ended cell → cell that takes its members, where that is not the successor
    :param counted: whether figures count the moved units, where the kind is one that counts what it changes
    :raises Refusal: as the single reorganizations
    """
    changes: dict[Unit, dict[str, object]] = {}
    for unit, superior, new_kind in move:
        changes[unit] = {"superior": superior} | ({"kind": new_kind} if new_kind else {})
    for unit, more in (facts or {}).items():
        changes.setdefault(unit, {}).update(more)
    to = destinations or {}
    ending = {unit for unit, _ in end}
    plan = Plan(
        kind=kind,
        on=on,
        end=tuple(Ending(unit, successor, to.get(unit)) for unit, successor in end),
        found=tuple(found),
        change=tuple(
            Change(unit, what, destination=to.get(unit), counted=counted)
            for unit, what in changes.items()
            if unit not in ending
        ),
        chosen=chosen or {},
        receivers=tuple({w.pk: w for _, w in end if isinstance(w, Unit)}.values()),
        illustration=illustration,
        note=note,
    )
    return carry_out(plan=plan, by=by, because=because)
