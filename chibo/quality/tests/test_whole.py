"""Đủ: what every record has to say."""

import pytest

from chibo.kernel.days import Precision
from chibo.members import actions as members
from chibo.members.models import MemberEvent, Spell
from chibo.org import actions as org
from chibo.quality.rules.whole import ASKED
from chibo.quality.tests.world import ME, WHOLE, d, found

pytestmark = pytest.mark.django_db
SOMEBODY = "Trần Văn Thiếu"


@pytest.fixture(autouse=True)
def _innocent(world):
    world.whole("Lê Văn Lành", born="05/05/1980")


def test_missing_numbers(world):
    world.whole(SOMEBODY, national_id="")
    world.whole("Trần Văn Hụt", cell=world.b1, card="")
    assert found("thieu-cccd", world.h) == {SOMEBODY}
    assert found("thieu-the", world.h) == {"Trần Văn Hụt"}
    assert (found("thieu-cccd", world.b), found("thieu-the", world.a)) == (set(), set())


@pytest.mark.parametrize(("on", "missing"), [("02/03/2024", set()), ("03/03/2024", {SOMEBODY})])
def test_a_card_is_expected_a_year_after_becoming_official(world, on, missing):
    person = world.whole(SOMEBODY, card="", status="probationary", party_since=d("03/03/2022"), on="03/03/2022")
    members.recognize(person, on=d("03/03/2023"), by=ME)
    assert found("thieu-the", world.h, on) == missing


def test_nobody_on_probation_is_asked_for_a_card(world):
    world.whole(SOMEBODY, card="", status="probationary", party_since=d("03/03/2014"))
    assert found("thieu-the", world.h) == set()


@pytest.mark.parametrize(("name", "slug"), ASKED)
def test_each_attribute_that_is_not_said(world, name, slug):
    given = WHOLE | {name: ""}
    world.member(SOMEBODY, attributes={k: v for k, v in given.items() if v}, confirmed=True)
    assert found(f"thieu-{slug}", world.h) == {SOMEBODY}
    assert found(f"thieu-{slug}", world.b) == set()
    others = [other for _, other in ASKED if other != slug]
    assert all(found(f"thieu-{other}", world.h) == set() for other in others)


def test_an_attribute_said_from_a_day_on_is_missing_until_the_day_before(world):
    person = world.member(SOMEBODY, attributes={k: v for k, v in WHOLE.items() if k != "residence"})
    members.change_attribute(person, name="residence", value="Hà Nội", since=d("10/05/2020"), by=ME)
    assert found("thieu-noi-o", world.h, "09/05/2020") == {SOMEBODY}
    assert found("thieu-noi-o", world.h, "10/05/2020") == set()


def test_a_birthday_known_to_the_month(world):
    world.whole(SOMEBODY, born_precision=Precision.MONTH)
    assert found("ngay-sinh-chua-du", world.h) == {SOMEBODY}


def test_no_day_of_joining_the_party(world):
    person = world.whole(SOMEBODY)
    MemberEvent.objects.filter(person=person).update(party_since=None)
    Spell.objects.filter(person=person).update(party_since=None)
    assert found("thieu-ngay-vao-dang", world.h) == {SOMEBODY}


def test_cells_whose_records_nobody_said_to_be_complete(world):
    org.cover(unit=world.a, area="members", since=d("01/01/2020"), until=d("01/01/2024"), by=ME)
    org.cover(unit=world.b, area="admission", since=d("01/01/2020"), by=ME)
    assert found("chua-xac-nhan-du", world.h, "31/12/2023") == {"B1"}
    assert found("chua-xac-nhan-du", world.h, "01/01/2024") == {"A1", "A2", "YOUNG", "B1"}
    assert found("chua-xac-nhan-du", world.b1) == {"B1"}
