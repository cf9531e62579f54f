"""Each reorganization, the day before beside the day."""

from datetime import date

import pytest

from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.models import OrgEventParty
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)
EVE = date(2015, 6, 30)


def below(unit, on):
    return sorted(p.unit.ref for p in org.units_below(unit, on=on))


def counted(event):
    return sorted(p.unit.ref for p in OrgEventParty.objects.filter(event=event, counted=True).select_related("unit"))


@pytest.fixture(autouse=True)
def _clean_afterwards(db):
    yield
    assert closure.recount() == []


def test_an_opening_puts_the_whole_tree_on_record_and_counts_as_nothing(tree):
    assert below(tree["H"], date(2010, 1, 1)) == ["C", "H", "X1", "X1A", "X1B", "X2", "X2A", "X2B"]
    assert below(tree["H"], date(2009, 12, 31)) == []
    assert OrgEventParty.objects.filter(counted=True).count() == 0


def test_units_of_an_opening_may_have_stood_for_long():
    units = actions.open_units(
        rows=[
            spec("H", Kind.DANG_BO_HUYEN, since=date(1947, 5, 1)),
            spec("X", Kind.DANG_BO_CO_SO, "H", since=date(1960, 1, 1)),
        ],
        on=date(2010, 1, 1),
        by=BY,
    )
    assert below(units["H"], date(1959, 12, 31)) == ["H"]
    assert below(units["H"], date(1960, 1, 1)) == ["H", "X"]


def test_a_founded_unit_stands_from_its_day(tree):
    event = actions.establish(units=[spec("X1C", Kind.CHI_BO_TRUC_THUOC, "X1")], on=DAY, by=BY).event
    assert below(tree["X1"], EVE) == ["X1", "X1A", "X1B"]
    assert below(tree["X1"], DAY) == ["X1", "X1A", "X1B", "X1C"]
    assert counted(event) == ["X1C"]


def test_a_dissolved_cell_ends_and_its_members_go_to_the_named_cell(tree, people):
    people.seat(tree["X1A"], "an", "bình")
    people.seat(tree["X1B"], "chi")
    outcome = actions.dissolve(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY)
    assert below(tree["X1"], EVE) == ["X1", "X1A", "X1B"]
    assert below(tree["X1"], DAY) == ["X1", "X1B"]
    assert people.in_cell(tree["X1B"]) == ["an", "bình", "chi"]
    assert outcome.moved == {"members": 2}
    tree["X1A"].refresh_from_db()
    assert (tree["X1A"].ended_on, tree["X1A"].ending, tree["X1A"].principal_successor) == (DAY, "dissolve", tree["X1B"])
    assert counted(outcome.event) == ["X1A"]


def test_a_dissolved_party_body_hands_its_cells_to_another(tree):
    event = actions.dissolve(units=[tree["X2"]], below=tree["X1"], on=DAY, by=BY).event
    assert below(tree["X1"], DAY) == ["X1", "X1A", "X1B", "X2A", "X2B"]
    assert below(tree["X2"], EVE) == ["X2", "X2A", "X2B"]
    assert counted(event) == ["X2"]


def test_a_party_body_may_end_with_everything_below(tree, people):
    people.seat(tree["X2A"], "an")
    event = actions.dissolve(units=[tree["X2"]], with_below=True, to=tree["C"], on=DAY, by=BY).event
    assert below(tree["H"], DAY) == ["C", "H", "X1", "X1A", "X1B"]
    assert people.in_cell(tree["C"]) == ["an"]
    assert counted(event) == ["X2", "X2A", "X2B"]


def test_giai_tan_is_an_ending_of_its_own(tree):
    event = actions.disband(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY).event
    tree["X1A"].refresh_from_db()
    assert (event.kind, tree["X1A"].ending) == ("disband", "disband")


def test_a_split_ends_one_cell_and_sends_each_person_where_chosen(tree, people):
    people.seat(tree["X1A"], "an", "bình", "chi")
    outcome = actions.split(
        unit=tree["X1A"],
        into=[spec("N1", Kind.CHI_BO_TRUC_THUOC), spec("N2", Kind.CHI_BO_TRUC_THUOC)],
        chosen={"an": "N2", "bình": "N2"},
        default="N1",
        on=DAY,
        by=BY,
    )
    assert below(tree["X1"], DAY) == ["N1", "N2", "X1", "X1B"]
    assert people.in_cell(outcome.founded["N2"]) == ["an", "bình"]
    assert people.in_cell(outcome.founded["N1"]) == ["chi"]
    assert counted(outcome.event) == ["X1A"]
    assert org.predecessors(outcome.founded["N2"]) == [tree["X1A"]]


def test_a_split_party_body_gives_each_unit_below_to_one_of_the_new(tree):
    outcome = actions.split(
        unit=tree["X1"],
        into=[spec("N1", Kind.DANG_BO_CO_SO), spec("N2", Kind.DANG_BO_CO_SO)],
        below={tree["X1A"]: "N2"},
        default="N1",
        on=DAY,
        by=BY,
    )
    assert below(outcome.founded["N1"], DAY) == ["N1", "X1B"]
    assert below(outcome.founded["N2"], DAY) == ["N2", "X1A"]
    assert below(tree["X1"], EVE) == ["X1", "X1A", "X1B"]


def test_a_merger_keeps_the_receiver_and_its_new_cells_keep_identity_and_name(tree, people):
    people.seat(tree["X2A"], "an")
    event = actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=DAY, by=BY).event
    assert below(tree["X1"], DAY) == ["X1", "X1A", "X1B", "X2A", "X2B"]
    assert org.name_of(tree["X2A"], on=DAY) == "Chi bộ thôn 1"
    assert people.in_cell(tree["X2A"]) == ["an"]
    assert people.touched == {tree[ref].pk for ref in ("X2", "X2A", "X2B")}
    assert counted(event) == ["X2"]


def test_members_of_a_merged_cell_go_to_the_receiving_cell(tree, people):
    people.seat(tree["X1A"], "an")
    actions.merge_into(units=[tree["X1A"], tree["X2A"]], into=tree["X1B"], on=DAY, by=BY)
    assert people.in_cell(tree["X1B"]) == ["an"]
    assert below(tree["H"], DAY) == ["C", "H", "X1", "X1B", "X2", "X2B"]


def test_a_consolidation_ends_all_and_founds_one(tree, people):
    people.seat(tree["X1A"], "an")
    people.seat(tree["X1B"], "bình")
    outcome = actions.consolidate(
        units=[tree["X1A"], tree["X1B"]], new=spec("N", Kind.CHI_BO_TRUC_THUOC), on=DAY, by=BY
    )
    assert below(tree["X1"], DAY) == ["N", "X1"]
    assert people.in_cell(outcome.founded["N"]) == ["an", "bình"]
    assert counted(outcome.event) == ["X1A", "X1B"]


def test_an_upgrade_keeps_identity_and_founds_cells_for_the_members(tree, people):
    people.seat(tree["C"], "an", "bình", "chi")
    outcome = actions.upgrade(
        unit=tree["C"],
        kind=Kind.DANG_BO_CO_SO,
        name="Đảng bộ Tòa án",
        cells=[spec("C1", Kind.CHI_BO_TRUC_THUOC), spec("C2", Kind.CHI_BO_TRUC_THUOC)],
        chosen={"an": "C2"},
        default="C1",
        on=DAY,
        by=BY,
    )
    assert (org.placement_of(tree["C"], on=EVE).kind, org.placement_of(tree["C"], on=DAY).kind) == (
        "chi_bo_co_so",
        "dang_bo_co_so",
    )
    assert org.name_of(tree["C"], on=DAY) == "Đảng bộ Tòa án"
    assert people.in_cell(outcome.founded["C1"]) == ["bình", "chi"]
    assert people.in_cell(outcome.founded["C2"]) == ["an"]
    assert counted(outcome.event) == ["C"]


def test_a_downgrade_takes_the_members_of_all_cells_into_the_unit(tree, people):
    people.seat(tree["X1A"], "an")
    people.seat(tree["X1B"], "bình")
    event = actions.downgrade(unit=tree["X1"], kind=Kind.CHI_BO_CO_SO, cell_kind="thon", on=DAY, by=BY).event
    assert below(tree["H"], DAY) == ["C", "H", "X1", "X2", "X2A", "X2B"]
    assert people.in_cell(tree["X1"]) == ["an", "bình"]
    assert counted(event) == ["X1"]


def test_a_transfer_moves_units_with_everything_below(tree):
    province = actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["T"]
    event = actions.transfer(units=[tree["H"]], to=province, on=DAY, by=BY).event
    assert below(province, EVE) == ["T"]
    assert below(province, DAY) == ["C", "H", "T", "X1", "X1A", "X1B", "X2", "X2A", "X2B"]
    assert [p.unit.ref for p in org.ancestors(tree["X1A"], on=DAY)] == ["T", "H", "X1"]
    assert counted(event) == ["H"]


def test_several_units_move_in_one_event_and_each_is_counted(tree):
    event = actions.transfer(units=[tree["X1A"], tree["X1B"]], to=tree["X2"], on=DAY, by=BY).event
    assert below(tree["X1"], DAY) == ["X1"]
    assert counted(event) == ["X1A", "X1B"]


def test_a_kind_may_change_with_a_transfer(tree):
    actions.transfer(units=[tree["X1A"]], to=tree["H"], kind=Kind.CHI_BO_CO_SO, on=DAY, by=BY)
    here = org.placement_of(tree["X1A"], on=DAY)
    assert (here.kind, here.superior) == ("chi_bo_co_so", tree["H"])


def test_a_new_name_holds_from_its_day(tree):
    event = actions.rename(unit=tree["X1"], name="Đảng bộ  xã An Hòa ", on=DAY, by=BY).event
    assert (org.name_of(tree["X1"], on=EVE), org.name_of(tree["X1"], on=DAY)) == (
        "Đảng bộ xã An Bình",
        "Đảng bộ xã An Hòa",
    )
    assert counted(event) == ["X1"]


def test_an_adjustment_changes_facts_and_is_no_reorganization(tree):
    event = actions.adjust(units=[tree["X1"]], sector="phuong", code="38.168", on=DAY, by=BY).event
    here = org.placement_of(tree["X1"], on=DAY)
    assert (here.sector, here.code, org.placement_of(tree["X1"], on=EVE).sector) == ("phuong", "38.168", "xa")
    assert (event.kind, counted(event)) == ("adjust", [])


def test_two_events_of_one_day_leave_one_placement_of_that_day(tree):
    actions.transfer(units=[tree["X1A"]], to=tree["X2"], on=DAY, by=BY)
    actions.rename(unit=tree["X1A"], name="Chi bộ thôn 9", on=DAY, by=BY)
    assert [(p.name, p.superior.ref) for p in org.history_of(tree["X1A"])] == [
        ("Chi bộ thôn 1", "X1"),
        ("Chi bộ thôn 9", "X2"),
    ]


def test_a_unit_moved_and_ended_on_one_day_ends_on_the_eve(tree):
    actions.transfer(units=[tree["X1A"]], to=tree["X2"], on=DAY, by=BY)
    actions.dissolve(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY)
    assert below(tree["X2"], DAY) == ["X2", "X2A", "X2B"]
    assert below(tree["X1"], EVE) == ["X1", "X1A", "X1B"]


def test_a_day_in_the_future_is_simply_later(tree):
    actions.rename(unit=tree["X1"], name="Đảng bộ xã Mai Sau", on=date(2040, 1, 1), by=BY)
    assert org.name_of(tree["X1"], on=date(2039, 12, 31)) == "Đảng bộ xã An Bình"
    assert org.name_of(tree["X1"], on=date(2040, 1, 1)) == "Đảng bộ xã Mai Sau"


def test_the_two_tier_reform_is_a_handful_of_events(tree, people):
    people.seat(tree["X1A"], "an")
    province = actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["T"]
    actions.transfer(units=[tree["H"]], to=province, on=date(2013, 1, 1), by=BY)
    day = date(2025, 7, 1)
    cells = [tree[ref] for ref in ("X1A", "X1B", "X2A", "X2B")]
    outcome = actions.restructure(
        kind="consolidate",
        on=day,
        end=[(tree["H"], province), (tree["X1"], "M"), (tree["X2"], "M")],
        found=[spec("M", Kind.DANG_BO_CAP_TREN_CO_SO, "T")],
        move=[(cell, "M", Kind.CHI_BO_CO_SO) for cell in cells] + [(tree["C"], province, None)],
        by=BY,
    )
    assert below(province, day) == ["C", "M", "T", "X1A", "X1B", "X2A", "X2B"]
    assert below(tree["H"], date(2025, 6, 30)) == ["C", "H", "X1", "X1A", "X1B", "X2", "X2A", "X2B"]
    assert people.in_cell(tree["X1A"]) == ["an"]
    assert counted(outcome.event) == ["H", "X1", "X2"]
