"""Units of one day in the tree of another."""

from datetime import date

import pytest

from chibo.org import actions
from chibo.org import queries as org
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)
LATER = date(2020, 1, 1)


def ghosts(unit, on):
    return org.ghosts_below(unit.pk, on=on)


def test_without_reorganizations_there_are_no_ghosts(tree):
    assert ghosts(tree["H"], LATER) == []


def test_an_ended_cell_stands_under_its_last_superior_and_not_under_its_successor(tree):
    actions.merge_into(units=[tree["X2A"]], into=tree["X1A"], on=DAY, by=BY)
    assert ghosts(tree["X2"], LATER) == [tree["X2A"].pk]
    assert ghosts(tree["X1"], LATER) == []
    assert ghosts(tree["X2"], date(2015, 6, 30)) == []


def test_a_superior_that_is_gone_resolves_through_its_principal_successor(tree):
    actions.dissolve(units=[tree["X2A"]], to=tree["X2B"], on=DAY, by=BY)
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=date(2016, 1, 1), by=BY)
    assert ghosts(tree["X1"], LATER) == [tree["X2A"].pk]
    assert ghosts(tree["H"], LATER) == sorted([tree["X2A"].pk, tree["X2"].pk])
    assert org.ghost_hosts(tree["H"].pk, on=LATER) == {tree["X2A"].pk: tree["X1"].pk, tree["X2"].pk: tree["H"].pk}


def test_a_superior_without_a_successor_resolves_through_its_own_superior(tree):
    actions.dissolve(units=[tree["X2"]], with_below=True, on=DAY, by=BY)
    assert ghosts(tree["H"], LATER) == sorted(tree[ref].pk for ref in ("X2", "X2A", "X2B"))
    assert ghosts(tree["X1"], LATER) == []


def test_an_ended_top_unit_stands_with_its_successor(tree):
    province = actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["T"]
    actions.transfer(units=[tree["H"]], to=province, on=date(2013, 1, 1), by=BY)
    other = actions.establish(units=[spec("U", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["U"]
    actions.merge_into(units=[province], into=other, on=DAY, by=BY)
    assert ghosts(other, LATER) == [province.pk]


def test_a_unit_of_the_future_stands_under_its_first_superior(tree):
    new = actions.establish(units=[spec("X1C", Kind.CHI_BO_TRUC_THUOC, "X1")], on=DAY, by=BY).founded["X1C"]
    actions.transfer(units=[new], to=tree["X2"], on=date(2016, 1, 1), by=BY)
    assert ghosts(tree["X1"], date(2015, 6, 30)) == [new.pk]
    assert ghosts(tree["X1"], DAY) == []


def test_a_first_superior_of_the_future_resolves_to_what_it_grew_out_of(tree):
    both = [tree["X1"], tree["X2"]]
    new = actions.consolidate(units=both, new=spec("N", Kind.DANG_BO_CO_SO), on=DAY, by=BY).founded["N"]
    cell = actions.establish(units=[spec("NC", Kind.CHI_BO_TRUC_THUOC, "N")], on=LATER, by=BY).founded["NC"]
    assert ghosts(tree["X1"], date(2014, 1, 1)) == [cell.pk]
    assert ghosts(tree["H"], date(2014, 1, 1)) == sorted([new.pk, cell.pk])


def test_cells_at_gives_what_stands_there_and_the_ghosts(tree):
    actions.dissolve(units=[tree["X2A"]], to=tree["X2B"], on=DAY, by=BY)
    here, gone = org.cells_at(tree["X2"].pk, structure_day=LATER)
    assert sorted(here.values_list("descendant_id", flat=True)) == sorted([tree["X2"].pk, tree["X2B"].pk])
    assert gone == [tree["X2A"].pk]


def test_ghosts_take_the_same_queries_however_many(tree, django_assert_max_num_queries):
    rows = [spec(f"Y{n}", Kind.CHI_BO_TRUC_THUOC, "X1") for n in range(40)]
    founded = actions.establish(units=rows, on=date(2011, 1, 1), by=BY).founded
    actions.merge_into(units=founded.values(), into=tree["X1A"], on=DAY, by=BY)
    actions.establish(units=[spec("Z", Kind.CHI_BO_TRUC_THUOC, "X1")], on=date(2030, 1, 1), by=BY)
    with django_assert_max_num_queries(4):
        assert len(ghosts(tree["H"], LATER)) == 41
