"""Đúng: each fault planted is found, its neighbour is not, on the day and the day before."""

from datetime import date

import pytest

from chibo.decisions import actions as decisions
from chibo.journal import queries as journal
from chibo.members import actions as members
from chibo.members.models import MemberEvent
from chibo.quality.actions import read_numbers
from chibo.quality.tests.world import ME, TODAY, d, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def innocent(world):
    """Somebody about whom no rule finds anything."""
    return world.whole("Lê Văn Lành", born="05/05/1980")


def read():
    return read_numbers(on=TODAY, by=ME)


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("036080900001", set()),
        ("999080900001", {"cccd-sai-dang"}),
        ("036085900001", {"cccd-trai-nam-sinh"}),
        ("036180900001", {"cccd-trai-gioi-tinh"}),
        ("036280900001", {"cccd-trai-nam-sinh"}),
        ("036385900001", {"cccd-trai-nam-sinh", "cccd-trai-gioi-tinh"}),
    ],
)
def test_a_personal_number_is_held_against_birthday_and_sex(world, innocent, number, codes):
    world.whole("Trần Văn Sai", born="03/02/1980", national_id=number)
    read()
    rules = ("cccd-sai-dang", "cccd-trai-nam-sinh", "cccd-trai-gioi-tinh")
    assert {rule for rule in rules if found(rule, world.h)} == codes
    assert all(found(rule, world.h) <= {"Trần Văn Sai"} for rule in rules)
    assert not any(found(rule, world.b) for rule in rules)


def test_a_finding_about_a_number_goes_when_the_number_or_the_birthday_is_corrected(world):
    person = world.whole("Trần Văn Sai", born="03/02/1985", national_id="036080900001")
    read()
    assert found("cccd-trai-nam-sinh", world.h) == {"Trần Văn Sai"}
    members.correct_person(person, born_on=d("03/02/1980"), reason="Theo khai sinh", by=ME)
    assert found("cccd-trai-nam-sinh", world.h) == set()
    members.correct_person(person, born_on=d("03/02/1985"), reason="Nhầm", by=ME)
    members.correct_person(person, national_id="036085900001", reason="Theo căn cước", by=ME)
    assert found("cccd-trai-nam-sinh", world.h) == set()
    read()
    assert found("cccd-trai-nam-sinh", world.h) == set()


@pytest.mark.parametrize(("card", "wrong"), [("012345678901", False), ("12345678", False), ("000000000000", True)])
def test_a_card_is_more_than_one_digit_again_and_again(world, innocent, card, wrong):
    world.whole("Trần Văn Sai", card=card)
    read()
    assert found("the-sai-dang", world.h) == ({"Trần Văn Sai"} if wrong else set())


@pytest.mark.parametrize(("party_since", "wrong"), [("02/02/1998", True), ("03/02/1998", False)])
def test_admission_before_eighteen_is_found_up_to_the_day_before_the_birthday(world, innocent, party_since, wrong):
    world.whole("Trần Văn Sớm", born="03/02/1980", party_since=d(party_since))
    assert found("vao-dang-chua-du-tuoi", world.h) == ({"Trần Văn Sớm"} if wrong else set())


@pytest.mark.parametrize(("party_since", "wrong"), [("02/02/2011", False), ("03/02/2011", True)])
def test_admission_over_sixty_is_found_from_the_sixty_first_birthday(world, innocent, party_since, wrong):
    world.whole("Trần Văn Muộn", born="03/02/1950", party_since=d(party_since))
    assert found("vao-dang-qua-tuoi", world.h) == ({"Trần Văn Muộn"} if wrong else set())


@pytest.mark.parametrize(("born", "wrong"), [("01/06/1918", True), ("02/06/1918", False)])
def test_over_a_hundred_and_five_is_looked_at_again(world, innocent, born, wrong):
    world.whole("Trần Văn Thọ", born=born, party_since=d("01/01/1950"))
    assert found("ngay-sinh-kho-tin", world.h) == ({"Trần Văn Thọ"} if wrong else set())


@pytest.mark.parametrize(("official", "wrong"), [("18/05/2005", True), ("19/05/2005", False)])
def test_official_before_the_party_day(world, innocent, official, wrong):
    person = world.whole("Trần Văn Ngược")
    MemberEvent.objects.filter(person=person).update(official_since=d(official))
    assert found("chinh-thuc-truoc-vao-dang", world.h) == ({"Trần Văn Ngược"} if wrong else set())


def test_a_day_in_the_future_is_found_from_tomorrow_on(world, innocent):
    person = world.whole("Trần Văn Mai")
    members.transfer(person, to=world.a2, on=TODAY, by=ME)
    assert found("ngay-o-tuong-lai", world.h) == set()
    members.change_attribute(person, name="occupation", value="huu_tri", since=d("02/06/2024"), by=ME)
    assert found("ngay-o-tuong-lai", world.h) == {"Trần Văn Mai"}


def test_what_lies_in_the_future_is_judged_by_today_whatever_day_is_asked(world):
    person = world.whole("Trần Văn Mai")
    members.transfer(person, to=world.a2, on=d("01/01/2020"), by=ME)
    assert found("ngay-o-tuong-lai", world.h, "31/12/2018") == set()


@pytest.mark.parametrize(("issued", "wrong"), [(date(2022, 3, 3), False), (date(2022, 3, 4), True)])
def test_a_decision_after_the_ceremony(world, innocent, issued, wrong):
    person = world.person("Trần Văn Nhanh", attributes={"sex": "nam"})
    members.admit_member(person, cell=world.a1, on=d("03/03/2022"), by=ME)
    paper = decisions.register(number="1-QĐ/HU", issued_on=issued, issuer="Huyện ủy", by=ME)
    MemberEvent.objects.filter(person=person).update(decision=paper)
    assert found("quyet-dinh-sau-ket-nap", world.h) == ({"Trần Văn Nhanh"} if wrong else set())


def test_steps_of_a_transfer_in_the_wrong_order(world, innocent):
    person = world.whole("Trần Văn Chuyển")
    event = members.transfer(person, to=world.a2, on=d("10/05/2023"), by=ME)
    assert found("buoc-chuyen-trai-thu-tu", world.h) == set()
    MemberEvent.objects.filter(pk=event.pk).update(presented_on=d("11/05/2023"), received_on=d("10/05/2023"))
    assert found("buoc-chuyen-trai-thu-tu", world.h) == {"Trần Văn Chuyển"}


def test_every_number_is_read_once_and_the_reading_is_on_record(world):
    first = world.whole("Lê Văn Một")
    world.whole("Lê Văn Hai")
    assert (read(), read()) == (4, 0)
    members.correct_person(first, card="000000009999", reason="Nhầm", by=ME)
    assert read() == 1
    told = [e.label for e in journal.entries_of(f"person:{first.uid}", readings=True)]
    assert len([label for label in told if label.startswith("Chương trình đọc")]) == 3
