"""Sạch: one record for one person, one place, one way of writing."""

import pytest

from chibo.kernel.days import Precision
from chibo.members import actions as members
from chibo.members.models import Spell, Stay
from chibo.quality import actions
from chibo.quality.rules import rule_of
from chibo.quality.tests.world import ME, TODAY, d, found

pytestmark = pytest.mark.django_db
BORN = "03/02/1980"


@pytest.fixture(autouse=True)
def _innocent(world):
    world.whole("Lê Văn Lành", born="05/05/1980")


def test_two_records_of_one_name_without_diacritics_and_one_birthday(world):
    world.whole("Nguyễn Văn Ân", born=BORN)
    world.whole("Nguyễn Văn An", born=BORN, cell=world.b1)
    world.whole("Nguyễn Văn An", born="04/02/1980", cell=world.b1)
    assert found("trung-ho-so", world.h) == {"Nguyễn Văn Ân", "Nguyễn Văn An"}
    assert found("trung-ho-so", world.a) == {"Nguyễn Văn Ân"}
    assert found("trung-ho-so", world.a2) == set()


def test_a_record_off_the_roll_is_a_twin_too(world):
    world.whole("Nguyễn Văn An", born=BORN)
    world.person("Nguyễn Văn An", born=BORN, confirmed=True)
    assert found("trung-ho-so", world.h) == {"Nguyễn Văn An"}


def test_merging_mends_it(world):
    first = world.whole("Nguyễn Văn An", born=BORN)
    second = world.person("Nguyễn Văn An", born=BORN, confirmed=True)
    members.merge_people(keep=first, other=second, reason="Trùng", on=TODAY, by=ME)
    assert found("trung-ho-so", world.h) == set()


def test_two_people_found_to_be_different_are_no_twins(world):
    first = world.whole("Nguyễn Văn An", born=BORN)
    second = world.whole("Nguyễn Văn An", born=BORN, cell=world.b1)
    kept = {"rule": rule_of("trung-ho-so"), "at": world.a1, "on": TODAY, "by": ME}
    waiver = actions.waive(person=first, alike=second, reason="Hai thẻ căn cước khác nhau", **kept)
    assert found("trung-ho-so", world.h) == set()
    world.whole("Nguyễn Văn An", born=BORN, cell=world.a2)
    assert len(found("trung-ho-so", world.a2)) == 1
    actions.take_back(waiver, at=world.a1, reason="Nhầm", on=TODAY, by=ME)
    assert found("trung-ho-so", world.b) == {"Nguyễn Văn An"}


@pytest.mark.parametrize(
    ("born", "precision", "cell", "is_alike"),
    [
        ("31/12/1980", Precision.DAY, "a2", True),
        ("01/01/1980", Precision.DAY, "a2", True),
        ("01/01/1981", Precision.DAY, "a2", False),
        ("31/12/1979", Precision.DAY, "a2", False),
        ("31/12/1980", Precision.DAY, "b1", False),
        (BORN, Precision.DAY, "a2", False),
        (BORN, Precision.YEAR, "a2", True),
    ],
)
def test_alike_is_the_same_name_and_year_in_one_base_committee(world, born, precision, cell, is_alike):
    world.whole("Nguyễn Văn An", born=BORN)
    world.whole("Nguyễn Văn Ân", born=born, born_precision=precision, cell=getattr(world, cell))
    expected = {"Nguyễn Văn An", "Nguyễn Văn Ân"} if is_alike else set()
    assert found("co-the-trung", world.h) == expected


def test_whoever_has_left_is_not_alike(world):
    world.whole("Nguyễn Văn An", born=BORN)
    gone = world.whole("Nguyễn Văn Ân", born="31/12/1980")
    members.transfer_out(gone, on=d("01/01/2020"), to_place="Nơi khác", by=ME)
    assert found("co-the-trung", world.h, "31/12/2019") == {"Nguyễn Văn An", "Nguyễn Văn Ân"}
    assert found("co-the-trung", world.h, "01/01/2020") == set()


def test_a_value_that_no_form_accepts(world):
    person = world.whole("Trần Văn Lạ")
    assert found("gia-tri-ngoai-danh-muc", world.h) == set()
    Spell.objects.filter(person=person).update(religion="dao_la")
    assert found("gia-tri-ngoai-danh-muc", world.h) == {"Trần Văn Lạ"}


@pytest.mark.parametrize(("since", "wrong"), [("01/06/2023", True), ("02/06/2023", False)])
def test_a_guest_elsewhere_for_a_year(world, since, wrong):
    person = world.whole("Trần Văn Xa")
    members.start_temporary(person, cell=world.b1, on=d(since), by=ME)
    assert found("hai-noi-sinh-hoat", world.a) == ({"Trần Văn Xa"} if wrong else set())
    assert found("hai-noi-sinh-hoat", world.b) == set()


def test_somebody_whose_entries_were_all_annulled_is_in_no_cell(world):
    person = world.whole("Trần Văn Lạc", cell=world.b1)
    members.annul_event(person.events.get(), reason="Nhầm người", by=ME)
    assert found("khong-co-chi-bo", world.h) == {"Trần Văn Lạc"}
    assert found("khong-co-chi-bo", world.b1) == {"Trần Văn Lạc"}
    assert found("khong-co-chi-bo", world.a) == set()


def test_somebody_who_left_is_in_no_list(world):
    person = world.whole("Trần Văn Lạc", cell=world.b1)
    members.transfer_out(person, on=d("01/01/2020"), to_place="Nơi khác", by=ME)
    for rule in ("khong-co-chi-bo", "ho-so-chua-vao-chi-bo", "thieu-cccd"):
        assert found(rule, world.h) == set()


def test_a_record_without_any_event_is_seen_at_the_root(world):
    world.person("Trần Văn Mới")
    assert found("ho-so-chua-vao-chi-bo", world.h) == {"Trần Văn Mới"}
    assert found("ho-so-chua-vao-chi-bo", world.a) == set()


def test_a_guest_left_behind_in_an_ended_cell_is_listed_under_its_heir(world):
    person = world.whole("Trần Văn Khách", cell=world.b1)
    members.start_temporary(person, cell=world.young, on=d("01/01/2024"), by=ME)
    assert found("o-to-chuc-da-ket-thuc", world.h) == set()
    Stay.objects.filter(person=person, nature="temporary").update(cell=world.old)
    assert found("o-to-chuc-da-ket-thuc", world.h) == {"Trần Văn Khách"}
    assert found("o-to-chuc-da-ket-thuc", world.a) == {"Trần Văn Khách"}
    assert found("o-to-chuc-da-ket-thuc", world.b) == set()
