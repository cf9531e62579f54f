"""Checking a plan against the records, and the tree it leads to. Reads only, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.org import queries, rules
from chibo.org.actions.plan import FACTS, Change, Plan, UnitSpec, Where
from chibo.org.models import AdminPlace, Closure, Placement, Term, Unit
from chibo.org.vocabulary import CELL_KINDS, EventKind

AT_ONCE = 20_000


@dataclass(slots=True)
class After:
    """What a unit is from the day on. Units to be founded have negative ids until they are written."""

    unit_id: int
    superior_id: int | None
    kind: str
    name: str
    sector: str
    cell_kind: str
    code: str
    place: AdminPlace | None
    since: date


@dataclass(slots=True)
class Prepared:
    """A plan that passed every check.

    :param before: unit id → placement on the day, of everything the plan names
    :param after: unit id (negative: founded) → what it is to be
    :param ended: unit id → id of the principal successor
    :param destinations: unit id → id of the cell (or heir) that takes what hangs on it
    :param names: unit id → name for sentences, of everything named
    """

    plan: Plan
    units: dict[int, Unit]
    before: dict[int, Placement]
    after: dict[int, After] = field(default_factory=dict)
    ended: dict[int, int | None] = field(default_factory=dict)
    destinations: dict[int, int] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)
    leaving: dict[int, Unit] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    specs: dict[int, UnitSpec] = field(default_factory=dict)

    def kind_of(self, unit_id: int) -> str:
        """The kind after the event."""
        return self.after[unit_id].kind if unit_id in self.after else self.before[unit_id].kind


def prepare(plan: Plan) -> Prepared:
    """Check the plan.

    :raises Refusal: whatever cannot be done, with the way out
    """
    resolve = _Resolver(plan)
    prepared = Prepared(plan=plan, units=resolve.units, before=resolve.before, names=resolve.names, specs=resolve.specs)
    _check_existence(prepared)
    for ending in plan.end:
        prepared.ended[ending.unit.pk] = resolve(ending.successor)
        prepared.leaving[ending.unit.pk] = ending.unit
        if ending.heir is not None:
            prepared.destinations[ending.unit.pk] = resolve(ending.heir)
    for unit_id, spec in resolve.specs.items():
        prepared.after[unit_id] = _founded(unit_id, spec, resolve(spec.superior_ref), plan)
    for change in plan.change:
        prepared.after[change.unit.pk] = after = _changed(change, resolve, plan.on)
        if change.destination is not None:
            prepared.destinations[change.unit.pk] = resolve(change.destination)
        if prepared.before[change.unit.pk].kind in CELL_KINDS and after.kind not in CELL_KINDS:
            prepared.leaving[change.unit.pk] = change.unit
    prepared.chosen = {key: resolve(where) for key, where in plan.chosen.items()}
    _check_facts(prepared)
    _check_no_later_change(prepared)
    _check_superiors(prepared)
    _check_no_circle(prepared)
    _check_below(prepared)
    _check_destinations(prepared)
    return prepared


class _Resolver:
    """Everything the plan names, loaded at once; turns a Where into a unit id."""

    def __init__(self, plan: Plan) -> None:
        self.specs = {-position: spec for position, spec in enumerate(plan.found, start=1)}
        self.founded = {spec.ref: unit_id for unit_id, spec in self.specs.items()}
        if len(self.founded) < len(self.specs):
            seen: set[str] = set()
            double = next(s.ref for s in plan.found if s.ref in seen or seen.add(s.ref))
            raise Refusal(f"Mã ngắn {double} xuất hiện hai lần. Mỗi tổ chức cần một mã riêng.", field="ref")
        named = [*self._named(plan)]
        self.units = {where.pk: where for where in named if isinstance(where, Unit)}
        refs = {where for where in named if isinstance(where, str)} - self.founded.keys()
        asked = batches([*refs, *self.founded], AT_ONCE)
        self.by_ref = {unit.ref: unit for some in asked for unit in Unit.objects.filter(ref__in=some)}
        for ref in self.founded:
            if ref in self.by_ref:
                raise rules.ref_taken(ref)
        for ref in refs:
            if ref not in self.by_ref:
                raise NotFound(f"Không có tổ chức mã {ref[:40]}. Hãy kiểm tra lại mã.", code="unknown_unit")
        self.units |= {unit.pk: unit for unit in self.by_ref.values()}
        self.before = queries.placements_of(self.units, on=plan.on)
        for unit_id, placement in self.before.items():
            placement.unit = self.units[unit_id]
        missing = self.units.keys() - self.before.keys()
        self.names = {unit_id: p.name for unit_id, p in self.before.items()}
        self.names |= queries.names_of(missing, on=plan.on) if missing else {}
        self.names |= {unit_id: spec.name for unit_id, spec in self.specs.items()}

    @staticmethod
    def _named(plan: Plan) -> Iterable[Where]:
        for ending in plan.end:
            yield ending.unit
            yield from (where for where in (ending.successor, ending.destination) if where is not None)
        for spec in plan.found:
            if spec.superior_ref is not None:
                yield spec.superior_ref
        for change in plan.change:
            yield change.unit
            yield from (w for w in (change.facts.get("superior"), change.destination) if w is not None)
        yield from plan.chosen.values()
        yield from plan.receivers

    def __call__(self, where: Where | None) -> int | None:
        if where is None:
            return None
        if isinstance(where, Unit):
            return where.pk
        return self.founded[where] if where in self.founded else self.by_ref[where].pk


def _founded(unit_id: int, spec: UnitSpec, superior_id: int | None, plan: Plan) -> After:
    rules.check_ref(spec.ref)
    since = plan.on
    if spec.since is not None and plan.kind == EventKind.OPENING:
        since = spec.since
        if since > plan.on:
            raise rules.after_opening(spec.name, since, plan.on)
    name = rules.check_name(spec.name)
    return After(unit_id, superior_id, spec.kind, name, spec.sector, spec.cell_kind, spec.code, spec.place, since)


def _changed(change: Change, resolve: _Resolver, on: date) -> After:
    before, facts = resolve.before[change.unit.pk], dict(change.facts)
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"not facts of a placement: {sorted(unknown)}")
    kind = facts.get("kind") or before.kind
    cell_kind = facts.get("cell_kind", before.cell_kind if kind in CELL_KINDS else "")
    return After(
        unit_id=change.unit.pk,
        superior_id=resolve(facts["superior"]) if "superior" in facts else before.superior_id,
        kind=kind,
        name=rules.check_name(facts["name"]) if "name" in facts else before.name,
        sector=facts.get("sector", before.sector),
        cell_kind=cell_kind,
        code=facts.get("code", before.code),
        place=facts["place"] if "place" in facts else before.place,
        since=on,
    )


def _check_existence(prepared: Prepared) -> None:
    plan, on = prepared.plan, prepared.plan.on
    for unit_id, unit in prepared.units.items():
        if unit_id not in prepared.before:
            raise rules.outside_its_life(unit, prepared.names.get(unit_id, unit.ref), on)
    touched = [ending.unit.pk for ending in plan.end] + [change.unit.pk for change in plan.change]
    if len(set(touched)) < len(touched):
        seen: set[int] = set()
        double = next(pk for pk in touched if pk in seen or seen.add(pk))
        raise Refusal(f"{prepared.names[double]} được nêu hai lần trong cùng một sự kiện. Hãy bỏ bớt một lần.")
    for ending in plan.end:
        if ending.unit.founded_on >= on:
            raise Refusal(
                f"{prepared.names[ending.unit.pk]} mới thành lập ngày {show_day(on)}, không thể kết thúc cùng ngày. "
                "Hãy hoàn tác việc thành lập.",
                field="on",
            )


def _check_facts(prepared: Prepared) -> None:
    for after in prepared.after.values():
        rules.check_words(kind=after.kind, sector=after.sector, cell_kind=after.cell_kind, name=after.name)
        if len(after.code) > 20:
            raise rules.long_code(after.name)


def _check_no_later_change(prepared: Prepared) -> None:
    """Nothing may stand after the day: of the units touched, nor below those that move or end."""
    on, touched = prepared.plan.on, prepared.before.keys() & (prepared.after.keys() | prepared.ended.keys())
    rooted = [
        unit_id
        for unit_id in touched
        if unit_id in prepared.ended or prepared.after[unit_id].superior_id != prepared.before[unit_id].superior_id
    ]
    for unit_id in sorted(touched):
        if prepared.units[unit_id].ended_on < FOREVER:
            raise rules.later_change(prepared.names[unit_id], on, prepared.units[unit_id].ended_on, "kết thúc")
    later = Placement.objects.filter(since__gt=on).select_related("event").order_by("since", "id")
    own = later.filter(unit_id__in=touched).first() if touched else None
    if own is not None:
        raise rules.later_change(prepared.names[own.unit_id], on, own.since, own.event.get_kind_display().lower())
    if not rooted:
        return
    below = Closure.objects.filter(queries.in_force(on), ancestor_id__in=rooted)
    inside = later.filter(Exists(below.filter(descendant=OuterRef("unit")))).first()
    inside = inside or later.filter(superior_id__in=rooted).first()
    if inside is not None:
        raise rules.later_change(inside.name, on, inside.since, inside.event.get_kind_display().lower())
    closing = Unit.objects.filter(ended_on__gt=on, ended_on__lt=FOREVER)
    closed = closing.filter(Exists(below.filter(descendant=OuterRef("pk")))).order_by("ended_on").first()
    if closed is not None:
        raise rules.later_change(queries.name_of(closed, on=on), on, closed.ended_on, "kết thúc")
    congress = (
        Term.objects.filter(unit_id__in=prepared.ended.keys(), congress_on__gte=on).order_by("congress_on").first()
    )
    if congress is not None:
        raise rules.later_change(prepared.names[congress.unit_id], on, congress.congress_on, "đại hội")


def _check_superiors(prepared: Prepared) -> None:
    """Superiors stand, stay, and are of a kind that may have such units below."""
    on = prepared.plan.on
    placed = [
        after
        for unit_id, after in prepared.after.items()
        if unit_id < 0
        or (after.superior_id, after.kind) != (prepared.before[unit_id].superior_id, prepared.before[unit_id].kind)
    ]
    _load_names(prepared, {after.superior_id for after in placed})
    existing = {a.superior_id for a in placed if a.superior_id is not None and a.superior_id > 0}
    later_kinds: dict[int, set[str]] = {}
    rows = Placement.objects.filter(unit_id__in=existing - prepared.after.keys(), since__gt=on)
    for unit_id, kind in rows.values_list("unit_id", "kind"):
        later_kinds.setdefault(unit_id, set()).add(kind)
    for after in placed:
        superior = after.superior_id
        if superior is not None and superior > 0:
            unit = prepared.units[superior]
            if superior in prepared.ended or unit.ended_on < FOREVER:
                end = on if superior in prepared.ended else unit.ended_on
                raise rules.superior_ends(after.name, prepared.names[superior], end)
            if after.since < unit.founded_on:
                raise rules.outside_its_life(unit, prepared.names[superior], after.since, field="since")
        elif superior is not None and after.since < prepared.after[superior].since:
            above = prepared.after[superior]
            raise rules.before_superior(after.name, after.since, above.name, above.since)
        kinds = {None} if superior is None else {prepared.kind_of(superior), *later_kinds.get(superior, ())}
        for kind in kinds:
            rules.check_superior(
                name=after.name,
                kind=after.kind,
                superior_name=prepared.names.get(superior, ""),
                superior_kind=kind,
            )


def _load_names(prepared: Prepared, unit_ids: set[int | None]) -> None:
    """Placements of superiors that the plan did not name (a unit that only changes its kind keeps its superior)."""
    missing = {unit_id for unit_id in unit_ids if unit_id is not None and unit_id > 0} - prepared.before.keys()
    if missing:
        found = queries.placements_of(missing, on=prepared.plan.on)
        prepared.before |= found
        prepared.units |= {unit_id: p.unit for unit_id, p in found.items()}
        prepared.names |= {unit_id: p.name for unit_id, p in found.items()}


def _check_no_circle(prepared: Prepared) -> None:
    """Nobody may come to stand under what stands below it."""
    moved = {u: a.superior_id for u, a in prepared.after.items() if u > 0 and a.superior_id is not None}
    moved = {u: s for u, s in moved.items() if s != prepared.before[u].superior_id}
    if not moved:
        return
    on = prepared.plan.on
    starts = {s for s in moved.values() if s > 0}
    starts |= {a.superior_id for u, a in prepared.after.items() if u < 0 and a.superior_id is not None}
    above = Closure.objects.filter(queries.in_force(on), descendant_id__in=starts, ancestor=OuterRef("unit"))
    parents: Mapping[int, int | None] = dict(
        Placement.objects.filter(Exists(above), queries.in_force(on)).values_list("unit_id", "superior_id")
    )
    parents |= {unit_id: after.superior_id for unit_id, after in prepared.after.items()}
    for unit_id, superior in moved.items():
        at, seen = superior, set()
        while at is not None and at not in seen:
            if at == unit_id:
                raise rules.under_itself(prepared.names[unit_id], prepared.names[superior])
            seen.add(at)
            at = parents.get(at)


def _check_below(prepared: Prepared) -> None:
    """Whatever stands below an ended unit goes somewhere; below a unit that changes its kind it may stay."""
    on = prepared.plan.on
    regraded = {
        unit_id
        for unit_id, after in prepared.after.items()
        if unit_id > 0 and after.kind != prepared.before[unit_id].kind
    }
    if not prepared.ended and not regraded:
        return
    standing = Placement.objects.filter(superior_id__in=prepared.ended.keys() | regraded, until__gt=on)
    left: dict[int, list[str]] = {}
    for placement in standing.order_by("name_key", "id"):
        if placement.unit_id in prepared.ended or placement.unit_id in prepared.after:
            continue
        if placement.superior_id in prepared.ended:
            left.setdefault(placement.superior_id, []).append(placement.name)
        else:
            above = prepared.after[placement.superior_id]
            rules.check_superior(
                name=placement.name, kind=placement.kind, superior_name=above.name, superior_kind=above.kind
            )
    for unit_id, names in left.items():
        raise rules.left_below(prepared.names[unit_id], names)


def _check_destinations(prepared: Prepared) -> None:
    """Members go to cells that stand; successors stand."""
    for unit_id, successor in prepared.ended.items():
        if successor is not None and (successor in prepared.ended or successor == unit_id):
            raise Refusal(
                f"{prepared.names[successor]} cũng kết thúc trong sự kiện này, không thể tiếp nhận "
                f"{prepared.names[unit_id]}. Hãy chọn nơi tiếp nhận khác.",
                field="to",
            )
    for unit_id, destination in list(prepared.destinations.items()):
        if prepared.before[unit_id].kind in CELL_KINDS:
            _check_cell(prepared, destination, unit_id)
    for destination in prepared.chosen.values():
        _check_cell(prepared, destination, None)


def _check_cell(prepared: Prepared, destination: int, leaving: int | None) -> None:
    if destination in prepared.ended:
        raise Refusal(
            f"{prepared.names[destination]} kết thúc trong sự kiện này, không thể tiếp nhận đảng viên. "
            "Hãy chọn chi bộ khác.",
            field="to",
        )
    if prepared.kind_of(destination) not in CELL_KINDS:
        if leaving is not None and prepared.ended.get(leaving) == destination:
            # The heir of the archive need not be a cell; then nobody is sent there.
            del prepared.destinations[leaving]
            return
        raise rules.not_a_cell(prepared.names[destination], prepared.kind_of(destination))
    if destination > 0 and prepared.units[destination].ended_on < FOREVER:
        raise rules.later_change(
            prepared.names[destination], prepared.plan.on, prepared.units[destination].ended_on, "kết thúc"
        )
