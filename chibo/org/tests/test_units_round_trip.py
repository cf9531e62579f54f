"""What leaves as a workbook of units and comes in again changes nothing, whatever the tree."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.kernel.text import fold
from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.imports import UNITS, tree_rows
from chibo.org.models import Unit
from chibo.org.rules import SUPERIORS
from chibo.org.tests.test_undo import picture
from chibo.org.tests.workbooks import ON, bring_in, check, faults, outcomes, rows_of, setting
from chibo.org.tests.world import BY, START, small_tree, spec
from chibo.org.vocabulary import CELL_KINDS, CellKind, Kind, Sector

pytestmark = pytest.mark.django_db
KINDS_OF_THE_DAY = sorted(set(Kind.values) - {Kind.DANG_BO_HUYEN})
SYLLABLES = ["An", "Bình", "Đông", "Hồng", "Nam", "Thượng", "Vĩnh", "Yên", "1", "2", "12"]


def as_rows(cells):
    """What the reader would hand over of an exported sheet."""
    fields = list(cells[0])
    return rows_of(
        " ".join(fields),
        *(tuple(("d", f"{v}T00:00:00") if isinstance(v, date) else v for v in one.values()) for one in cells),
    )


def assert_nothing_new(unit, on):
    plans = check(unit, as_rows(tree_rows([unit.pk], on=on)), on=on)
    assert {plan.number: (plan.outcome.value, faults(plan)) for plan in plans.values()} == {
        number: ("skip", "") for number in plans
    }
    return plans


def test_the_tree_of_any_day_round_trips(tree):
    place = actions.add_place(kind="xa", name="An Bình", since=START, by=BY)
    actions.adjust(units=[tree["X1"]], place=place, code="38.1", on=date(2012, 1, 1), by=BY)
    actions.end_place(place=place, on=date(2013, 7, 1), successor=None, by=BY)
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=date(2015, 7, 1), by=BY)
    actions.split(
        unit=tree["X1A"],
        into=[spec("N1", Kind.CHI_BO_TRUC_THUOC), spec("N2", Kind.CHI_BO_TRUC_THUOC)],
        default="N1",
        on=date(2016, 1, 1),
        by=BY,
    )
    actions.rename(unit=tree["X1B"], name="Chi bộ thôn Đoài", on=date(2017, 1, 1), by=BY)
    for on in (START, date(2014, 1, 1), date(2015, 6, 30), date(2015, 7, 1), date(2016, 1, 1), ON):
        assert_nothing_new(tree["H"], on)
        assert_nothing_new(tree["X1"], on)


def test_superiors_come_before_what_they_have(tree):
    cells = tree_rows([tree["H"].pk], on=ON)
    assert [one["ref"] for one in cells] == ["H", "X1", "X1A", "X1B", "X2", "X2A", "X2B", "C"]
    assert cells[1] == {
        "ref": "X1",
        "name": "Đảng bộ xã An Bình",
        "kind": "Đảng bộ cơ sở",
        "superior": "H",
        "code": "",
        "sector": "Xã",
        "cell_kind": "",
        "place": "",
        "since": START,
        "until": None,
        "ending": "",
        "successor": "",
    }


def random_rows(rng, size):
    """A random tree as a workbook, children before parents as often as not."""
    known, rows = [("G", Kind.DANG_BO_TINH, START)], []
    while len(rows) < size:
        above, above_kind, since = rng.choice(known)
        fitting = [kind for kind in KINDS_OF_THE_DAY if above_kind in SUPERIORS[kind]]
        if not fitting:
            continue
        kind = rng.choice(fitting)
        number = len(rows)
        name = f"{'Chi bộ' if kind in CELL_KINDS else 'Đảng bộ'} {' '.join(rng.choices(SYLLABLES, k=2))} khu {number}"
        founded = since + timedelta(days=rng.randrange(1000))
        may_end = kind in CELL_KINDS and kind != Kind.CHI_BO and rng.random() < 0.2
        ends = founded + timedelta(days=1 + rng.randrange(800)) if may_end else None
        rows.append(
            {
                "ref": f"R{number}" if rng.random() < 0.7 or kind not in CELL_KINDS else None,
                "name": fold(name).upper() if rng.random() < 0.2 else name,
                "kind": Kind(kind).label,
                "superior": above,
                "sector": Sector(rng.choice(Sector.values)).label,
                "cell_kind": CellKind(rng.choice(CellKind.values[:-1])).label if kind in CELL_KINDS else None,
                "since": founded.strftime("%d/%m/%Y"),
                "until": ends.strftime("%d/%m/%Y") if ends else None,
            }
        )
        if kind not in CELL_KINDS:
            known.append((f"R{number}", kind, founded))
    rng.shuffle(rows)
    return rows_of(" ".join(rows[0]), *(tuple(row.values()) for row in rows))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), size=st.integers(1, 40))
def test_random_trees_come_in_go_out_and_change_nothing(db, seed, size):
    with transaction.atomic():
        root = actions.open_units(rows=[spec("G", Kind.DANG_BO_TINH)], on=START, by=BY)["G"]
        come_and_go(root, random_rows(random.Random(seed), size))
        transaction.set_rollback(True)


def come_and_go(root, rows):
    before = picture()
    plans, traces = bring_in(root, rows)
    assert {plan.outcome.value: faults(plan) for plan in plans.values()} == {"create": ""}
    assert org.units_below(root, on=ON).count() == 1 + sum(1 for row in rows if not row.values["until"])
    assert Unit.objects.count() == len(rows) + 1
    assert closure.recount() == []
    assert set(outcomes(check(root, rows))) == {"skip"}
    assert_nothing_new(root, ON)
    UNITS.undo(setting(root), traces)
    assert picture() == before
    assert closure.recount() == []


def random_changes(rng, cells):
    """An exported tree after somebody worked on it: names, codes, superiors, ends, new rows."""
    bases = [one["ref"] for one in cells if one["kind"] == "Đảng bộ cơ sở"]
    for number, one in enumerate(cells):
        is_cell, choice = one["kind"].startswith("Chi bộ"), rng.random()
        if choice < 0.15:
            one["name"] = f"{one['name']} đổi tên {number}"
        elif choice < 0.3:
            one["code"] = f"38.{number}"
        elif choice < 0.45 and is_cell:
            one["superior"] = rng.choice(bases)
        elif choice < 0.55 and is_cell:
            one |= {"until": rng.choice([ON, date(2020, 7, 1)]), "successor": rng.choice(["X1B", "X1", "C", ""])}
        elif choice < 0.6:
            one["superior"] = rng.choice(cells)["ref"]
    for number in range(rng.randrange(4)):
        new = dict.fromkeys(cells[0]) | {"ref": f"N{number}", "name": f"Chi bộ mới {number}", "since": ON}
        cells.append(new | {"kind": "Chi bộ trực thuộc", "superior": rng.choice([*bases, "N0"])})
    rng.shuffle(cells)
    return as_rows(cells)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_random_changes_come_in_once_and_go_again(db, seed):
    with transaction.atomic():
        root, rng = small_tree()["H"], random.Random(seed)
        actions.rename(unit=Unit.objects.get(ref="X2B"), name="Chi bộ trường An", on=date(2019, 1, 1), by=BY)
        before, rows = picture(), random_changes(rng, tree_rows([root.pk], on=ON))
        plans, traces = bring_in(root, rows)
        assert closure.recount() == []
        again = check(root, rows)
        assert {n for n, plan in again.items() if plan.outcome in ("create", "update", "ask")} == set()
        assert {n for n, p in plans.items() if p.outcome == "refuse"} >= {
            n for n, p in again.items() if p.outcome == "refuse"
        }
        assert UNITS.stands_on(traces) == []
        UNITS.undo(setting(root), traces)
        assert picture() == before
        assert closure.recount() == []
        transaction.set_rollback(True)
