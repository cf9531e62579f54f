"""Random reorganizations of all nine kinds, giải tán and adjustments. Each asks one action and logs what it asked."""

from datetime import date

from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.vocabulary import EventKind, Kind
from tests.agreement.world import BY, World, logged

COMMUNE, AGENCY, CELL = Kind.DANG_BO_CO_SO, Kind.CHI_BO_CO_SO, Kind.CHI_BO_TRUC_THUOC
DISTRICT, PART = Kind.DANG_BO_HUYEN, Kind.DANG_BO_BO_PHAN
CELL_KINDS = ("thon", "truong_hoc", "y_te", "quan_su")


def likely(world: World, on: date) -> list[str]:
    """Some cells to be busy with on the day."""
    cells = world.cells(on)
    return world.rng.sample(cells, min(4, len(cells)))


def named(entry: dict) -> list[str]:
    """The references an entry names, cells or not."""
    found = []
    for value in entry.values():
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            found += [v["ref"] if isinstance(v, dict) else v for v in value]
    return [ref for ref in found if ref[:1] in "CA" and ref[1:2].isdigit()]


def anything(world: World, on: date, hot: list[str]) -> None:
    """One reorganization that suits the size of the tree; several tries until one is not refused."""
    standing = set(world.cells(on))
    hot = [ref for ref in hot if ref in standing]
    cells, communes = len(standing), len(world.standing(on, COMMUNE))
    for _ in range(8):
        weights = dict.fromkeys(WAYS, 2)
        for way in (establish_cell, split_cell):
            weights[way] = 4 if cells < 40 else 1
        for way in (establish_commune, split_commune, upgrade_agency):
            weights[way] = 4 if communes < 7 else 1
        for way in (merge_communes, consolidate_communes, dissolve_commune, downgrade_commune):
            weights[way] = 2 if communes > 6 else 0
        for way in (merge_cells, dissolve_cell, disband_cell, consolidate_cells):
            weights[way] = 3 if cells > 30 else 1
        way = world.rng.choices(list(weights), list(weights.values()))[0]
        try:
            if way(world, on, hot):
                return
        except TooFew:
            continue


class TooFew(Exception):
    """The tree of the day has not what the reorganization needs."""


def _pick(world: World, choices: list[str], first: list[str] = (), count: int = 1) -> list[str]:
    """Some of the choices, those that are hot with preference.

    :raises TooFew: there are not so many
    """
    if len(choices) < count:
        raise TooFew
    hot = [ref for ref in choices if ref in first]
    picked = world.rng.sample(hot, min(len(hot), count)) if world.rng.random() < 0.7 else []
    rest = [ref for ref in choices if ref not in picked]
    return picked + world.rng.sample(rest, count - len(picked))


def _cell(world: World, superior: str | None) -> UnitSpec:
    n = world.number()
    return UnitSpec(f"C{n}x", f"Chi bộ mới {n}", CELL, superior, cell_kind=world.rng.choice(CELL_KINDS))


def _commune(world: World, superior: str | None) -> UnitSpec:
    n = world.number()
    return UnitSpec(f"X{n}x", f"Đảng bộ xã mới {n}", COMMUNE, superior, sector=world.rng.choice(("xa", "phuong")))


def _agency(world: World, superior: str) -> UnitSpec:
    n = world.number()
    return UnitSpec(f"A{n}x", f"Chi bộ cơ quan mới {n}", AGENCY, superior, sector="cong_an", cell_kind="co_quan")


def _above(world: World, on: date) -> str:
    return world.rng.choice(world.standing(on, DISTRICT))


def _units(world: World, refs: list[str]) -> list:
    return [world.unit(ref) for ref in refs]


def establish_cell(world: World, on: date, hot: list[str]) -> object:
    specs = [_cell(world, world.rng.choice(world.standing(on, COMMUNE, PART))) for _ in range(world.rng.choice((1, 2)))]
    if world.rng.random() < 0.2:
        specs = [_agency(world, _above(world, on))]
    return _establish(world, on, specs)


def establish_commune(world: World, on: date, hot: list[str]) -> object:
    if world.rng.random() < 0.2:
        return _establish(world, on, [UnitSpec(f"H{world.number()}x", "Đảng bộ huyện mới", DISTRICT, "T")])
    commune = _commune(world, _above(world, on))
    return _establish(world, on, [commune, _cell(world, commune.ref), _cell(world, commune.ref)])


def _establish(world: World, on: date, specs: list[UnitSpec]) -> object:
    entry = {"op": "establish", "on": on, "units": [logged(spec) for spec in specs]}
    return world.ask(entry, lambda: org.establish(units=specs, on=on, by=BY))


def dissolve_cell(world: World, on: date, hot: list[str], op: str = "dissolve") -> object:
    cells = world.cells(on)
    ending = _pick(world, cells, hot, world.rng.choice((1, 1, 2)))
    to = {ref: world.rng.choice([c for c in cells if c not in ending]) for ref in ending}
    entry = {"op": op, "on": on, "units": ending, "to": to, "below": None, "with_below": False}
    receivers = {world.unit(ref): world.unit(receiver) for ref, receiver in to.items()}
    return world.ask(entry, lambda: getattr(org, op)(units=list(receivers), to=receivers, on=on, by=BY))


def disband_cell(world: World, on: date, hot: list[str]) -> object:
    return dissolve_cell(world, on, hot, "disband")


def dissolve_commune(world: World, on: date, hot: list[str]) -> object:
    """With the cells going to another đảng bộ, or with everything below, the members going to another cell."""
    ref, other = _pick(world, world.standing(on, COMMUNE), count=2)
    if world.rng.random() < 0.5:
        entry = {"op": "dissolve", "on": on, "units": [ref], "to": {}, "below": other, "with_below": False}
        return world.ask(entry, lambda: org.dissolve(units=_units(world, [ref]), below=world.unit(other), on=on, by=BY))
    parts = world.standing(on, PART, below=ref)
    below = [*parts, *world.cells(on, below=ref), *(c for part in parts for c in world.cells(on, below=part))]
    takers = world.cells(on, below=other) or [c for c in world.cells(on) if c not in below]
    to = {cell: world.rng.choice(takers) for cell in below if cell not in parts} | {ref: other}
    entry = {"op": "dissolve", "on": on, "units": [ref], "to": to, "below": None, "with_below": True}
    receivers = {world.unit(one): world.unit(taker) for one, taker in to.items()}
    return world.ask(
        entry, lambda: org.dissolve(units=_units(world, [ref]), to=receivers, with_below=True, on=on, by=BY)
    )


def dissolve_district(world: World, on: date, hot: list[str]) -> object:
    districts = world.standing(on, DISTRICT)
    if len(districts) < 3:
        return None
    ref, other = _pick(world, districts, count=2)
    entry = {"op": "dissolve", "on": on, "units": [ref], "to": {}, "below": other, "with_below": False}
    return world.ask(entry, lambda: org.dissolve(units=_units(world, [ref]), below=world.unit(other), on=on, by=BY))


def split_cell(world: World, on: date, hot: list[str]) -> object:
    """Person by person; now and then some are left to the default."""
    [ref] = _pick(world, world.standing(on, CELL), hot)
    into = [_cell(world, None), _cell(world, None)]
    people = world.staying(ref, on)
    default = into[0].ref if world.rng.random() < 0.5 else None
    chosen = {p: world.rng.choice(into).ref for p in people if default is None or world.rng.random() < 0.6}
    above = world.unit(ref).placements.get(since__lte=on, until__gt=on).superior.ref
    return _split(world, on, ref, above, into, default, chosen, {})


def split_commune(world: World, on: date, hot: list[str]) -> object:
    [ref] = _pick(world, world.standing(on, COMMUNE))
    into = [_commune(world, None), _commune(world, None)]
    default = into[0].ref
    below = [*world.cells(on, below=ref), *world.standing(on, PART, below=ref)]
    chosen_below = {one: world.rng.choice(into).ref for one in below if world.rng.random() < 0.6}
    above = world.unit(ref).placements.get(since__lte=on, until__gt=on).superior.ref
    return _split(world, on, ref, above, into, default, {}, chosen_below)


def _split(world, on, ref, above, into, default, chosen, below) -> object:
    entry = {
        "op": "split", "on": on, "unit": ref, "into": [logged(spec) | {"superior": above} for spec in into],
        "default": default, "chosen": chosen, "below": below,
    }  # fmt: skip
    keys = {str(world.person(p).uid): to for p, to in chosen.items()}
    goes = {world.unit(one): to for one, to in below.items()}
    return world.ask(
        entry,
        lambda: org.split(unit=world.unit(ref), into=into, default=default, chosen=keys, below=goes, on=on, by=BY),
    )


def merge_cells(world: World, on: date, hot: list[str]) -> object:
    picked = _pick(world, world.cells(on), hot, world.rng.choice((2, 2, 3)))
    return _merge(world, on, picked[:-1], picked[-1])


def merge_communes(world: World, on: date, hot: list[str]) -> object:
    picked = _pick(world, world.standing(on, COMMUNE), count=world.rng.choice((2, 3)))
    return _merge(world, on, picked[:-1], picked[-1])


def merge_agency(world: World, on: date, hot: list[str]) -> object:
    """A chi bộ cơ sở into a đảng bộ, its members to one of its cells."""
    [ref], [into] = _pick(world, world.standing(on, AGENCY), hot), _pick(world, world.standing(on, COMMUNE))
    cells = world.cells(on, below=into)
    return _merge(world, on, [ref], into, {ref: world.rng.choice(cells)}) if cells else None


def merge_districts(world: World, on: date, hot: list[str]) -> object:
    picked = _pick(world, world.standing(on, DISTRICT), count=2)
    return _merge(world, on, picked[:1], picked[1]) if len(world.standing(on, DISTRICT)) > 2 else None


def _merge(world: World, on: date, refs: list[str], into: str, to: dict[str, str] | None = None) -> object:
    entry = {"op": "merge", "on": on, "units": refs, "into": into, "to": to or {}, "rekind": {}}
    receivers = {world.unit(ref): world.unit(cell) for ref, cell in (to or {}).items()}
    return world.ask(
        entry,
        lambda: org.merge_into(units=_units(world, refs), into=world.unit(into), to=receivers, on=on, by=BY),
    )


def consolidate_cells(world: World, on: date, hot: list[str]) -> object:
    kind = world.rng.choice((CELL, CELL, AGENCY))
    refs = _pick(world, world.standing(on, kind), hot, 2)
    above = world.unit(refs[0]).placements.get(since__lte=on, until__gt=on).superior.ref
    return _consolidate(world, on, refs, _cell(world, above) if kind == CELL else _agency(world, above))


def consolidate_communes(world: World, on: date, hot: list[str]) -> object:
    refs = _pick(world, world.standing(on, COMMUNE), count=2)
    return _consolidate(world, on, refs, _commune(world, _above(world, on)))


def _consolidate(world: World, on: date, refs: list[str], new: UnitSpec) -> object:
    entry = {"op": "consolidate", "on": on, "units": refs, "new": logged(new), "to": {}, "rekind": {}}
    return world.ask(entry, lambda: org.consolidate(units=_units(world, refs), new=new, on=on, by=BY))


def upgrade_agency(world: World, on: date, hot: list[str]) -> object:
    """A chi bộ cơ sở becomes a đảng bộ cơ sở, a cell a đảng bộ bộ phận; each gets its cells."""
    kind, to = (AGENCY, COMMUNE) if world.rng.random() < 0.8 else (CELL, PART)
    choices = world.standing(on, kind)
    if kind == CELL:
        choices = [c for commune in world.standing(on, COMMUNE) for c in world.standing(on, CELL, below=commune)]
    [ref] = _pick(world, choices, hot)
    cells = [_cell(world, ref), _cell(world, ref)]
    people = world.staying(ref, on)
    chosen = {p: world.rng.choice(cells).ref for p in people if world.rng.random() < 0.5}
    entry = {
        "op": "upgrade", "on": on, "unit": ref, "kind": str(to), "cells": [logged(cell) for cell in cells],
        "default": cells[0].ref, "chosen": chosen,
    }  # fmt: skip
    keys = {str(world.person(p).uid): where for p, where in chosen.items()}
    return world.ask(
        entry,
        lambda: org.upgrade(
            unit=world.unit(ref), kind=to, cells=cells, default=cells[0].ref, chosen=keys, on=on, by=BY
        ),
    )


def downgrade_commune(world: World, on: date, hot: list[str]) -> object:
    [ref] = _pick(world, world.standing(on, COMMUNE))
    entry = {"op": "downgrade", "on": on, "unit": ref, "kind": str(AGENCY), "cell_kind": "co_quan"}
    return world.ask(entry, lambda: org.downgrade(unit=world.unit(ref), kind=AGENCY, cell_kind="co_quan", on=on, by=BY))


def transfer_cells(world: World, on: date, hot: list[str]) -> object:
    refs = _pick(world, world.standing(on, CELL), hot, world.rng.choice((1, 2, 3)))
    return _transfer(world, on, refs, world.rng.choice(world.standing(on, COMMUNE, PART)), None)


def transfer_commune(world: World, on: date, hot: list[str]) -> object:
    refs = _pick(world, world.standing(on, COMMUNE), count=world.rng.choice((1, 2)))
    return _transfer(world, on, refs, _above(world, on), None)


def transfer_and_change_kind(world: World, on: date, hot: list[str]) -> object:
    """A chi bộ trực thuộc comes directly under a district, a chi bộ cơ sở under a đảng bộ cơ sở."""
    if world.rng.random() < 0.5:
        return _transfer(world, on, _pick(world, world.standing(on, CELL), hot), _above(world, on), AGENCY)
    agencies = world.standing(on, AGENCY)
    commune = world.rng.choice(world.standing(on, COMMUNE))
    return _transfer(world, on, _pick(world, agencies, hot), commune, CELL)


def _transfer(world: World, on: date, refs: list[str], to: str, kind: str | None) -> object:
    entry = {"op": "transfer", "on": on, "units": refs, "to": to, "kind": kind and str(kind)}
    return world.ask(entry, lambda: org.transfer(units=_units(world, refs), to=world.unit(to), kind=kind, on=on, by=BY))


def rename(world: World, on: date, hot: list[str]) -> object:
    [ref] = _pick(world, world.standing(on, COMMUNE, CELL, AGENCY, DISTRICT), hot)
    entry = {"op": "rename", "on": on, "units": [ref]}
    return world.ask(entry, lambda: org.rename(unit=world.unit(ref), name=f"Tên {world.number()}", on=on, by=BY))


def adjust(world: World, on: date, hot: list[str]) -> object:
    """No reorganization and counted nowhere as one; other figures must follow it all the same."""
    [ref] = _pick(world, world.cells(on), hot)
    facts = {"cell_kind": world.rng.choice(CELL_KINDS)}
    entry = {"op": "adjust", "on": on, "units": [ref], "facts": facts}
    world.ask(entry, lambda: org.adjust(units=_units(world, [ref]), on=on, by=BY, **facts))
    return None


def rearrange(world: World, on: date, hot: list[str]) -> object:
    """Endings, a founding and moves as one event."""
    ref, other = _pick(world, world.standing(on, COMMUNE), count=2)
    cells = world.cells(on, below=ref)
    if len(cells) < 2 or world.standing(on, PART, below=ref):
        return None
    new = _cell(world, other)
    move = [(cell, other) for cell in cells[1:]]
    entry = {
        "op": "restructure", "on": on, "kind": "dissolve", "end": {ref: other, cells[0]: new.ref},
        "found": [logged(new)], "move": dict(move), "destinations": {},
    }  # fmt: skip
    return world.ask(
        entry,
        lambda: org.restructure(
            on=on, kind=EventKind.DISSOLVE, end=[(world.unit(ref), world.unit(other)), (world.unit(cells[0]), new.ref)],
            found=[new], move=[(world.unit(cell), world.unit(to), None) for cell, to in move], by=BY,
        ),
    )  # fmt: skip


WAYS = (
    establish_cell, establish_commune, dissolve_cell, disband_cell, dissolve_commune, dissolve_district, split_cell,
    split_commune, merge_cells, merge_communes, merge_agency, merge_districts, consolidate_cells, consolidate_communes,
    upgrade_agency, downgrade_commune, transfer_cells, transfer_commune, transfer_and_change_kind, rename, adjust,
    rearrange,
)  # fmt: skip
