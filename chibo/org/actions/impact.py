"""What a plan would do, before it is done: units that end, begin and move, and what hangs on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chibo.kernel.occupants import Occupant
from chibo.kernel.viewer import Viewer
from chibo.org import queries
from chibo.org.actions import occupants
from chibo.org.actions.carry import gate
from chibo.org.actions.plan import Plan
from chibo.org.actions.prepare import Prepared, prepare
from chibo.org.models import Closure
from chibo.org.vocabulary import CELL_KINDS, Kind, PartyRole, Sector

_LABELS = {
    "superior": "Trực thuộc",
    "kind": "Loại tổ chức",
    "name": "Tên",
    "sector": "Loại hình",
    "cell_kind": "Loại chi bộ",
    "code": "Mã chính thức",
    "place": "Địa bàn",
}


@dataclass(frozen=True)
class Line:
    """One unit of the plan.

    :param changes: (what, before, after) in Vietnamese
    :param counts: Vietnamese plural → how many hang on it and on everything below it
    :param destination: name of what takes them, empty where they stay
    """

    unit_id: int
    ref: str
    name: str
    role: str
    changes: tuple[tuple[str, str, str], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    destination: str = ""

    @property
    def role_label(self) -> str:
        """The part in Vietnamese."""
        return PartyRole(self.role).label


@dataclass(frozen=True)
class Impact:
    """The whole list.

    :param totals: Vietnamese plural → how many are touched in all
    :param open_people: occupants that must be chosen for one by one: they hang on a unit without a receiver
    """

    plan: Plan
    ended: tuple[Line, ...]
    founded: tuple[Line, ...]
    changed: tuple[Line, ...]
    totals: Mapping[str, int]
    open_people: tuple[Occupant, ...] = ()


def impact(*, plan: Plan, by: Viewer, limit: int = 500, complete: bool = False) -> Impact:
    """Check the plan as :func:`carry_out` would, and say what it touches; writes nothing.

    :param limit: most occupants listed one by one
    :param complete: refuse also where somebody has no receiver yet, as the action would; else these are only listed
    :raises Refusal: whatever the action would refuse
    """
    gate(plan, by)
    ready = prepare(plan)
    if complete:
        occupants.check_all_received(
            ready.leaving, ready.names, destinations=ready.destinations, chosen=ready.chosen.keys(), on=plan.on
        )
    counts = _counts(ready)
    superiors = queries.names_of(_superior_ids(ready), on=plan.on) | ready.names
    ended = [
        _line(ready, unit_id, PartyRole.ENDED, counts, destination=superiors.get(heir, "") if heir else "")
        for unit_id, heir in ((u, ready.destinations.get(u, s)) for u, s in ready.ended.items())
    ]
    founded, changed = [], []
    for unit_id, after in ready.after.items():
        if unit_id < 0:
            above = superiors.get(after.superior_id, "")
            founded.append(
                Line(
                    unit_id,
                    ready.specs[unit_id].ref,
                    after.name,
                    PartyRole.FOUNDED,
                    changes=(("Trực thuộc", "", above), ("Loại tổ chức", "", Kind(after.kind).label)),
                )
            )
            continue
        destination = superiors.get(ready.destinations.get(unit_id), "")
        changes = tuple(_differences(ready, unit_id, superiors))
        changed.append(_line(ready, unit_id, PartyRole.SUBJECT, counts, changes=changes, destination=destination))
    totals: dict[str, int] = {}
    for line in (*ended, *changed):
        for title, count in line.counts.items():
            totals[title] = totals.get(title, 0) + count
    return Impact(
        plan=plan,
        ended=tuple(ended),
        founded=tuple(founded),
        changed=tuple(changed),
        totals=totals,
        open_people=tuple(_open_people(ready, limit)),
    )


def _superior_ids(ready: Prepared) -> set[int]:
    before = {ready.before[u].superior_id for u in ready.after if u > 0}
    return {s for s in before if s is not None} - ready.names.keys()


def _counts(ready: Prepared) -> dict[int, dict[str, int]]:
    """Per unit of the plan, with everything below it that the plan does not name itself; one query per kind."""
    on = ready.plan.on
    named = {u for u in ready.after if u > 0} | ready.ended.keys()
    below: dict[int, int] = {unit_id: unit_id for unit_id in named}
    rows = Closure.objects.filter(queries.in_force(on), ancestor_id__in=named).exclude(descendant_id__in=named)
    units = dict(ready.units)
    for row in rows.select_related("descendant"):
        below.setdefault(row.descendant_id, row.ancestor_id)
        units[row.descendant_id] = row.descendant
    titles = {one.kind: one.title for one in occupants.installed()}
    counts: dict[int, dict[str, int]] = {}
    for unit_id, kinds in occupants.counts([units[u] for u in below], on=on).items():
        line = counts.setdefault(below[unit_id], {})
        for kind, count in kinds.items():
            line[titles[kind]] = line.get(titles[kind], 0) + count
    return counts


def _line(ready: Prepared, unit_id: int, role: str, counts: dict, **more: object) -> Line:
    name = ready.names[unit_id]
    return Line(unit_id, ready.units[unit_id].ref, name, role, counts=counts.get(unit_id, {}), **more)


def _differences(ready: Prepared, unit_id: int, names: Mapping[int, str]):
    before, after = ready.before[unit_id], ready.after[unit_id]
    if before.superior_id != after.superior_id:
        yield _LABELS["superior"], names.get(before.superior_id, ""), names.get(after.superior_id, "")
    if before.kind != after.kind:
        yield _LABELS["kind"], Kind(before.kind).label, Kind(after.kind).label
    if before.sector != after.sector:
        yield _LABELS["sector"], Sector(before.sector).label, Sector(after.sector).label
    for fact in ("name", "cell_kind", "code"):
        if getattr(before, fact) != getattr(after, fact):
            yield _LABELS[fact], getattr(before, fact), getattr(after, fact)
    place = after.place.pk if after.place else None
    if before.place_id != place:
        yield _LABELS["place"], str(before.place or ""), str(after.place or "")


def _open_people(ready: Prepared, limit: int) -> list[Occupant]:
    """Who hangs on a leaving unit without a receiver."""
    if ready.plan.kind not in ("split", "upgrade"):
        without = [unit for unit_id, unit in ready.leaving.items() if unit_id not in ready.destinations]
    else:
        without = [unit for unit_id, unit in ready.leaving.items() if ready.before[unit_id].kind in CELL_KINDS]
    if not without:
        return []
    return [one for kind in occupants.receivable() for one in kind.preview(without, on=ready.plan.on, limit=limit)]
