"""Sống: records that follow what goes on."""

import pytest

from chibo.members import actions as members
from chibo.org import actions as org
from chibo.org.vocabulary import Kind
from chibo.quality import actions
from chibo.quality.rules import rule_of
from chibo.quality.tests.world import ME, TODAY, d, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("on", "wrong"), [("03/03/2024", False), ("04/03/2024", True)])
def test_probation_is_over_after_twelve_months(world, on, wrong):
    person = world.whole("Trần Văn Chờ", status="probationary", party_since=d("03/03/2023"), on="03/03/2023")
    world.whole("Lê Văn Lành")
    assert found("du-bi-qua-han", world.h, on) == ({"Trần Văn Chờ"} if wrong else set())
    members.recognize(person, on=d("03/03/2024"), by=ME)
    assert found("du-bi-qua-han", world.h, on) == set()


def test_a_letter_not_presented_by_its_day(world):
    person = world.whole("Trần Văn Đi")
    event = members.send_transfer(person, to=world.b1, on=d("02/05/2024"), by=ME)
    due = event.due_on
    assert found("chuyen-qua-han", world.a, due) == set()
    late = due.replace(day=due.day + 1) if due.day < 28 else due.replace(month=due.month + 1, day=1)
    assert found("chuyen-qua-han", world.a, late) == {"Trần Văn Đi"}
    assert found("chuyen-qua-han", world.b, late) == set()
    members.present_letter(event, on=due, by=ME)
    assert found("chuyen-qua-han", world.a, late) == set()


def test_a_cell_of_three_official_members_is_enough(world):
    people = [world.whole(f"Lê Văn {name}", cell=world.b1) for name in ("Một", "Hai", "Ba")]
    assert found("chi-bo-it-dang-vien", world.b) == set()
    members.transfer_out(people[0], on=d("01/01/2024"), to_place="Nơi khác", by=ME)
    assert found("chi-bo-it-dang-vien", world.b, "31/12/2023") == set()
    assert found("chi-bo-it-dang-vien", world.b, "01/01/2024") == {"B1"}
    world.whole("Lê Văn Tư", cell=world.b1, status="probationary", party_since=d("01/01/2014"))
    assert found("chi-bo-it-dang-vien", world.b) == {"B1"}


def test_before_the_rule_is_on_record_no_cell_is_too_small(world):
    assert found("chi-bo-it-dang-vien", world.b, "18/01/2011") == set()
    assert found("chi-bo-it-dang-vien", world.b, "19/01/2011") == {"B1"}


def test_a_base_committee_has_thirty_members_with_those_on_probation(world):
    for n in range(29):
        world.whole("Lê Văn Lành", cell=world.b1, born=f"{n % 28 + 1:02d}/03/19{50 + n}")
    assert found("dang-bo-co-so-it-dang-vien", world.b) == {"B"}
    world.whole("Lê Văn Tư", cell=world.b1, status="probationary", party_since=d("01/01/2014"))
    assert found("dang-bo-co-so-it-dang-vien", world.h) == {"A"}


def test_a_base_cell_is_no_committee(world):
    world.found(org.UnitSpec("C", "Chi bộ cơ sở Trạm", Kind.CHI_BO_CO_SO, "H", cell_kind="co_quan"), "01/01/2020")
    assert found("dang-bo-co-so-it-dang-vien", world.h) == {"A", "B"}
    assert "C" in found("chi-bo-it-dang-vien", world.h)


def test_a_unit_found_right_as_it_stands_leaves_the_list(world):
    rule = rule_of("dang-bo-co-so-it-dang-vien")
    waiver = actions.waive(rule=rule, at=world.b, unit=world.b, reason="Huyện ủy đồng ý", on=TODAY, by=ME)
    assert found(rule.code, world.h) == {"A"}
    actions.take_back(waiver, at=world.b, reason="Hết hiệu lực", on=TODAY, by=ME)
    assert found(rule.code, world.h) == {"A", "B"}


def test_units_without_any_member(world):
    person = world.whole("Lê Văn Một", cell=world.b1)
    assert found("to-chuc-khong-dang-vien", world.b) == set()
    members.transfer_out(person, on=d("01/01/2024"), to_place="Nơi khác", by=ME)
    assert found("to-chuc-khong-dang-vien", world.b, "31/12/2023") == set()
    assert found("to-chuc-khong-dang-vien", world.b, "01/01/2024") == {"B", "B1"}
