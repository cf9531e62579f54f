"""Registering, correcting and changing: what a record of a person takes, asks about and refuses."""

import pytest

from chibo.journal.queries import entries_of
from chibo.kernel.days import FOREVER, parse_day, parse_partial
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions, queries
from chibo.members.actions.people import reference
from chibo.members.models import Person
from chibo.members.tests.world import ME, d, movements_of, roll_of, spells_of, stays_of

TEN_MEGABYTES = "a" * 10_000_000


def refusal_of(call, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value


def test_numbers_are_kept_sealed_and_found_by_their_blind_index(world):
    person = world.person(national_id="001080012345", card="12345678")
    kept = Person.objects.get(pk=person.pk)
    assert (kept.national_id, kept.card) == ("001080012345", "12345678")
    for field in (kept.national_id_sealed, kept.national_id_index, kept.card_sealed, kept.card_index):
        assert b"001080012345" not in bytes(field) and b"12345678" not in bytes(field)


@pytest.mark.parametrize(("field", "number"), [("national_id", "001080012345"), ("card", "012345678901")])
def test_a_number_belongs_to_one_person_only(world, field, number):
    world.person(**{field: number})
    refusal = refusal_of(world.person, "Trần Thị Bình", "01/01/1990", **{field: number})
    assert (refusal.field, refusal.code) == (field, f"duplicate_{field}")
    other = world.person("Trần Thị Bình", "01/01/1990")
    refusal = refusal_of(actions.correct_person, other, reason="Nhập thiếu", by=ME, **{field: number})
    assert refusal.code == f"duplicate_{field}"


@pytest.mark.parametrize("number", ["12345678901", "0010800123456", "00108001234a", "９" * 11, TEN_MEGABYTES])
def test_a_personal_number_has_twelve_digits(world, number):
    refusal = refusal_of(world.person, national_id=number)
    assert (refusal.field, Person.objects.count()) == ("national_id", 0)


@pytest.mark.parametrize("name", ["An", "Nguyễn Văn 4n", "", "  ", "Nguyễn <b>An</b>", TEN_MEGABYTES, "a " * 60])
def test_a_name_is_two_syllables_of_letters(world, name):
    assert refusal_of(world.person, name).field == "full_name"
    assert Person.objects.count() == 0


def test_a_name_in_parts_is_kept_as_one_normal_form(world):
    import unicodedata

    person = world.person("  " + unicodedata.normalize("NFD", "Đặng  Thị Ỷ Nhi"))
    assert (person.full_name, person.folded) == ("Đặng Thị Ỷ Nhi", "dang thi y nhi")


def test_two_people_of_one_name_and_birthday_are_asked_about_and_pass_when_confirmed(world):
    first = world.person()
    with pytest.raises(Question) as question:
        world.person("nguyen van an")
    assert (question.value.status, question.value.code) == (409, "namesake")
    assert question.value.choices == ((str(first.uid), "Nguyễn Văn An"),)
    assert Person.objects.count() == 1
    world.person("nguyen van an", confirmed=True)
    world.person("Nguyễn Văn An", "04/02/1980")
    assert Person.objects.count() == 3


@pytest.mark.parametrize("text", ["31/02/2020", "29/02/2019", "00/01/2020", "01/13/2020"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text):
    assert refusal_of(parse_day, text).code == "no_such_day"


def test_a_year_of_two_digits_is_asked_back():
    assert refusal_of(parse_day, "03/02/30").code == "two_digit_year"


def test_a_birthday_may_be_known_to_the_year_only(world):
    born, precision = parse_partial("1950")
    person = actions.register_person(full_name="Lê Văn Cầu", born_on=born, born_precision=precision, by=ME)
    person.refresh_from_db()
    assert (person.born_on, person.born_precision) == (d("01/01/1950"), "year")


@pytest.mark.parametrize("born", ["23/11/2126", "01/01/1895"])
def test_a_birthday_in_the_future_or_too_far_back_is_refused(world, born):
    assert refusal_of(world.person, born=born).field == "born_on"


def test_a_change_adds_a_row_and_the_day_before_keeps_the_old_value(world):
    person = world.member(attributes={"sex": "nu", "occupation": "nong_dan"})
    actions.change_attribute(person, name="occupation", value="huu_tri", since=d("10/05/2018"), by=ME)
    lines = person.attributes.filter(name="occupation").order_by("since").values_list("value", "since", "until")
    assert list(lines) == [
        ("nong_dan", d("03/02/1980"), d("10/05/2018")),
        ("huu_tri", d("10/05/2018"), FOREVER),
    ]
    assert queries.spell_on(person, on=d("09/05/2018")).occupation == "nong_dan"
    assert queries.spell_on(person, on=d("10/05/2018")).occupation == "huu_tri"
    assert spells_of(person, "occupation", "sex") == [
        (d("01/01/2015"), d("10/05/2018"), "nong_dan", "nu"),
        (d("10/05/2018"), FOREVER, "huu_tri", "nu"),
    ]


def test_an_attribute_that_is_not_counted_breaks_no_spell(world):
    person = world.member()
    actions.change_attribute(person, name="residence", value="Thôn 1", since=d("10/05/2018"), by=ME)
    assert len(spells_of(person)) == 1


def test_a_correction_replaces_the_value_and_the_journal_keeps_the_old_one(world):
    person = world.member(attributes={"ethnicity": "01"})
    line = person.attributes.get(name="ethnicity")
    actions.correct_attribute(line, value="02", reason="Nhập nhầm", by=ME)
    assert spells_of(person, "ethnicity") == [(d("01/01/2015"), FOREVER, "02")]
    entry = entries_of(reference(person)).first()
    assert (entry.reason, entry.before["value"], entry.after["value"]) == ("Nhập nhầm", "01", "02")


def test_a_correction_needs_a_reason(world):
    line = world.member(attributes={"ethnicity": "01"}).attributes.get(name="ethnicity")
    assert refusal_of(actions.correct_attribute, line, value="02", reason=" ", by=ME).field == "reason"


@pytest.mark.parametrize("day", ["09/05/2018", "11/05/2018"])
def test_the_first_day_of_a_value_can_be_corrected_both_ways(world, day):
    person = world.member(attributes={"occupation": "nong_dan"})
    line = actions.change_attribute(person, name="occupation", value="huu_tri", since=d("10/05/2018"), by=ME)
    actions.correct_attribute(line, since=d(day), reason="Nhập nhầm ngày", by=ME)
    assert spells_of(person, "occupation") == [
        (d("01/01/2015"), d(day), "nong_dan"),
        (d(day), FOREVER, "huu_tri"),
    ]


def test_a_corrected_day_may_not_pass_the_value_before(world):
    person = world.member(attributes={"occupation": "nong_dan"})
    line = actions.change_attribute(person, name="occupation", value="huu_tri", since=d("10/05/2018"), by=ME)
    refusal = refusal_of(actions.correct_attribute, line, since=d("03/02/1980"), reason="Nhầm", by=ME)
    assert (refusal.code, refusal.field) == ("overlap", "since")


@pytest.mark.parametrize("day", ["10/05/2018", "09/05/2018"])
def test_a_change_before_a_later_change_is_refused(world, day):
    person = world.member(attributes={"occupation": "nong_dan"})
    actions.change_attribute(person, name="occupation", value="huu_tri", since=d("10/05/2018"), by=ME)
    refusal = refusal_of(actions.change_attribute, person, name="occupation", value="khac", since=d(day), by=ME)
    assert (refusal.code, refusal.field) == ("later_change", "since")


def test_a_change_before_birth_to_the_same_value_or_off_the_list_is_refused(world):
    person = world.member(attributes={"occupation": "nong_dan"})

    def change(value, since):
        return refusal_of(actions.change_attribute, person, name="occupation", value=value, since=d(since), by=ME)

    assert change("huu_tri", "02/02/1980").code == "before_birth"
    assert change("nong_dan", "10/05/2018").code == "same_value"
    assert change("phi_cong", "10/05/2018").code == "value"
    assert change(TEN_MEGABYTES, "10/05/2018").code == "value"
    unknown = refusal_of(actions.change_attribute, person, name="shoe", value="42", since=d("10/05/2018"), by=ME)
    assert unknown.code == "attribute"
    assert len(spells_of(person)) == 1


def test_a_corrected_birthday_reaches_every_derived_row_and_the_order_of_names(world):
    person = world.member()
    actions.correct_person(
        person, full_name="Nguyễn Văn Ẩn", born_on=d("04/02/1980"), reason="Theo giấy khai sinh", by=ME
    )
    assert spells_of(person, "born_on", "name_key") == [(d("01/01/2015"), FOREVER, d("04/02/1980"), person.name_key)]
    assert [e.name_key for e in queries.present_roll(world.a, on=d("22/11/2026"))] == [person.name_key]


def test_an_annulled_event_leaves_every_count_and_stays_in_the_journal(world):
    person = world.member()
    event = actions.expel(person, on=d("10/05/2018"), by=ME)
    actions.annul_event(event, reason="Quyết định bị hủy", by=ME)
    assert roll_of(world.a, "10/05/2018") == {"Nguyễn Văn An"}
    assert [cause for cause, *_ in movements_of(person)] == ["opening"]
    assert entries_of(reference(person)).first().reason == "Quyết định bị hủy"
    assert refusal_of(actions.annul_event, event, reason="Lần nữa", by=ME).code == "annulled"


def test_an_event_on_which_something_later_stands_is_not_annulled(world):
    person = world.person()
    admission = actions.admit_member(person, cell=world.a1, on=d("10/05/2018"), by=ME)
    actions.transfer(person, to=world.a2, on=d("10/05/2019"), by=ME)
    assert refusal_of(actions.annul_event, admission, reason="Ghi nhầm", by=ME).code == "not_member"
    assert stays_of(person)[0] == ("A1", d("10/05/2018"), d("10/05/2019"))


def test_the_day_of_an_event_is_corrected_within_what_the_history_allows(world):
    person = world.person()
    admission = actions.admit_member(person, cell=world.a1, on=d("10/05/2018"), by=ME)
    actions.recognize(person, on=d("10/05/2019"), by=ME)
    actions.correct_event_day(admission, on=d("09/05/2018"), reason="Nhầm ngày", by=ME)
    assert roll_of(world.a, "09/05/2018") == {"Nguyễn Văn An"}
    refusal = refusal_of(actions.correct_event_day, admission, on=d("11/05/2019"), reason="Nhầm ngày", by=ME)
    assert refusal.code == "not_member"
    admission.refresh_from_db()
    assert admission.on == d("09/05/2018")
