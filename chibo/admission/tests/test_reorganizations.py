"""Prospects follow their cell through a reorganization, also with a case under way, and come back when it is undone."""

import pytest

from chibo.admission import actions, queries
from chibo.kernel.refusal import Refusal
from chibo.members.tests.world import ME, d
from chibo.org import actions as org

DAY = d("01/07/2024")


def stays(prospect):
    return list(prospect.stays.order_by("since", "pk").values_list("unit__ref", "since", "until"))


def test_they_go_with_the_cell_and_come_back(world):
    lan = world.prospect()
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    assert (done.moved["members"], done.moved["prospects"]) == (3, 1)
    lan.refresh_from_db()
    assert (lan.unit, stays(lan)) == (
        world.a2, [("A1", d("01/03/2023"), DAY), ("A2", DAY, d("31/12/9999"))],
    )  # fmt: skip
    assert [p.pk for p in queries.listed_at(world.a2, on=DAY)] == [lan.pk]
    org.undo(event=done.event, reason="Nhầm", by=ME)
    lan.refresh_from_db()
    assert (lan.unit, stays(lan)) == (world.a1, [("A1", d("01/03/2023"), d("31/12/9999"))])


def test_an_open_case_goes_on_in_the_new_cell_and_is_done_after_the_undoing(world):
    lan = world.prospect()
    case = world.open(lan)
    world.lead(case, "chi-bo", "01/06/2024")
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    case.refresh_from_db()
    assert case.unit == world.a2
    org.undo(event=done.event, reason="Nhầm", by=ME)
    case.refresh_from_db()
    case.look_again()
    assert case.unit == world.a1
    world.lead(case, "", "02/07/2024")
    lan.refresh_from_db()
    assert (lan.state, lan.person.stays.get().cell) == ("admitted", world.a1)


def test_who_left_since_keeps_the_day_through_an_undoing(world):
    lan = world.prospect()
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    lan.refresh_from_db()
    actions.drop_prospect(lan, reason="khong_du", on=d("01/08/2024"), by=ME)
    org.undo(event=done.event, reason="Nhầm", by=ME)
    lan.refresh_from_db()
    assert (lan.state, stays(lan)) == ("left", [("A1", d("01/03/2023"), d("01/08/2024"))])


def test_what_was_listed_in_a_new_cell_stands_on_its_founding(world):
    done = org.establish(units=[world.cell("NEW", "Chi bộ Mới", "A")], on=d("01/01/2021"), by=ME)
    world.prospect(unit=done.founded["NEW"])
    with pytest.raises(Refusal) as caught:
        org.undo(event=done.event, reason="Nhầm", by=ME)
    assert "Quần chúng ưu tú Trần Thị Lan" in caught.value.message


def test_one_listed_from_the_day_on_must_be_mended_first(world):
    world.prospect(on="01/07/2024", certified="02/07/2024")
    with pytest.raises(Refusal) as caught:
        org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    assert caught.value.code == "later_change"


def test_the_impact_names_them_and_one_may_go_elsewhere(world):
    lan = world.prospect()
    plan = org.plan_ending(units=[world.a1], to=world.a2, on=DAY)
    assert org.impact(plan=plan, by=ME).totals["Quần chúng ưu tú"] == 1
    org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME, chosen={str(lan.uid): world.young})
    lan.refresh_from_db()
    assert lan.unit == world.young
