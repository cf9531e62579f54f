"""Random histories against a tree kept in a plain dictionary."""

import random
from datetime import date, timedelta

import pytest

from chibo.kernel.refusal import Refusal
from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db


class Replay:
    """The same history, kept as superiors by reference: no interval, no closure."""

    def __init__(self):
        self.superior: dict[str, str | None] = {}
        self.pictures: dict[date, dict[str, str | None]] = {}

    def keep(self, on):
        self.pictures[on] = dict(self.superior)

    def at(self, on):
        days = [day for day in self.pictures if day <= on]
        return self.pictures[max(days)] if days else {}

    def below(self, ref, on):
        tree = self.at(on)
        if ref not in tree:
            return set()
        found = {ref}
        while more := {one for one, superior in tree.items() if superior in found} - found:
            found |= more
        return found


def step(rng, replay, units, on, number):
    """One random reorganization, done in both worlds."""
    tree = replay.superior
    bodies = sorted(ref for ref in tree if ref.startswith("B"))
    cells = sorted(ref for ref in tree if ref.startswith("C"))
    choice = rng.choice(["establish", "transfer", "dissolve", "merge", "split", "consolidate", "body", "rename"])
    if choice == "establish":
        ref, above = f"C{number}", rng.choice(bodies)
        units |= actions.establish(units=[spec(ref, Kind.CHI_BO_TRUC_THUOC, above)], on=on, by=BY).founded
        tree[ref] = above
    elif choice == "transfer":
        moved, to = rng.sample(cells, min(3, len(cells))), rng.choice(bodies)
        actions.transfer(units=[units[ref] for ref in moved], to=units[to], on=on, by=BY)
        tree |= dict.fromkeys(moved, to)
    elif choice == "dissolve" and len(cells) > 5:
        ref, to = rng.sample(cells, 2)
        actions.dissolve(units=[units[ref]], to=units[to], on=on, by=BY)
        del tree[ref]
    elif choice == "merge" and len(bodies) > 2:
        ref, into = rng.sample(bodies, 2)
        actions.merge_into(units=[units[ref]], into=units[into], on=on, by=BY)
        del tree[ref]
        tree |= {one: into for one, above in tree.items() if above == ref}
    elif choice == "split":
        ref = rng.choice(cells)
        new = [f"C{number}a", f"C{number}b"]
        into = [spec(one, Kind.CHI_BO_TRUC_THUOC) for one in new]
        units |= actions.split(unit=units[ref], into=into, default=new[0], on=on, by=BY).founded
        tree |= dict.fromkeys(new, tree.pop(ref))
    elif choice == "consolidate" and len(bodies) > 3:
        two, ref = rng.sample(bodies, 2), f"B{number}"
        both = [units[one] for one in two]
        units |= actions.consolidate(units=both, new=spec(ref, Kind.DANG_BO_CO_SO), on=on, by=BY).founded
        tree[ref] = tree[two[0]]
        for one in two:
            del tree[one]
        tree |= {one: ref for one, above in tree.items() if above in two}
    elif choice == "body":
        ref, above = f"B{number}", rng.choice([one for one in tree if one.startswith("H")])
        units |= actions.establish(units=[spec(ref, Kind.DANG_BO_CO_SO, above)], on=on, by=BY).founded
        tree[ref] = above
    else:
        ref = rng.choice(sorted(tree))
        actions.rename(unit=units[ref], name=f"Tên mới {number}", on=on, by=BY)


@pytest.mark.parametrize("seed", range(4))
def test_any_history_of_reorganizations_reads_back_as_it_was_made(seed):
    rng = random.Random(seed)
    start = date(2010, 1, 1)
    rows = [spec("T", Kind.DANG_BO_TINH)]
    rows += [spec(f"H{n}", Kind.DANG_BO_HUYEN, "T") for n in range(3)]
    rows += [spec(f"B{n}", Kind.DANG_BO_CO_SO, f"H{n % 3}") for n in range(9)]
    rows += [spec(f"C{n}", Kind.CHI_BO_TRUC_THUOC, f"B{n % 9}") for n in range(30)]
    units = actions.open_units(rows=rows, on=start, by=BY)
    replay = Replay()
    replay.superior = {row.ref: row.superior_ref for row in rows}
    replay.keep(start)
    on, refusals = start, 0
    for number in range(100, 170):
        on += timedelta(days=rng.choice([0, 1, 20, 60]))
        before = dict(replay.superior)
        try:
            step(rng, replay, units, on, number)
        except Refusal:
            replay.superior, refusals = before, refusals + 1
        replay.keep(on)
    assert refusals < 20
    assert closure.recount() == []
    refs = dict(Unit.objects.values_list("pk", "ref"))
    for _ in range(150):
        day = start + timedelta(days=rng.randrange(-5, (on - start).days + 30))
        unit = units[rng.choice(sorted(units))]
        here = {refs[pk] for pk in org.closure_below(unit.pk, on=day).values_list("descendant_id", flat=True)}
        assert here == replay.below(unit.ref, day), (unit.ref, day)
    assert_ghosts_complete(units["T"], on)
    _undo_some(rng)


def assert_ghosts_complete(top, on):
    """Under the only top unit stands everything that ever was, as itself or as a ghost, whatever the day."""
    everything = set(Unit.objects.values_list("pk", flat=True))
    for day in (date(2010, 1, 1), date(2012, 6, 1), on):
        here, gone = org.cells_at(top.pk, structure_day=day)
        assert set(here.values_list("descendant_id", flat=True)) | set(gone) == everything


def _undo_some(rng):
    """The last events come off one by one, and the closure follows."""
    for _ in range(10):
        event = Placement.objects.order_by("-event_id").first().event
        if event.kind == "opening":
            return
        try:
            actions.undo(event=event, reason="thử", by=BY)
        except Refusal as refusal:
            assert refusal.code == "stands_on"
            return
        assert closure.recount() == []
