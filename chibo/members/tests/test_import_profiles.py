"""A roll as of a day: who is new, who differs, who is asked about; written, and taken back to the same fingerprint."""

import json

import pytest

from chibo.exchange.rules.kinds import Place, Plan, Row, Setting
from chibo.exchange.vocabulary import Outcome
from chibo.journal.models import Entry
from chibo.members import actions
from chibo.members.derivation.recount import differences
from chibo.members.imports.members import MEMBERS
from chibo.members.models import Particulars, Person
from chibo.members.tests.conftest import TODAY
from chibo.members.tests.world import ME, d, roll_of, spells_of, stays_of
from chibo.members.vocabulary import Cause
from chibo.site.management.commands.fingerprint import fingerprint

ON = d("31/12/2024")


def state_of_everything() -> list[int]:
    """What ``manage.py fingerprint`` looks at, table by table."""
    from django.apps import apps

    return [fingerprint(model) for model in apps.get_app_config("members").get_models()]


def setting(world, unit=None, on=ON, **answers) -> Setting:
    unit = unit or world.h
    return Setting("batch:1", Place(f"unit:{unit.uid}", str(unit), unit), on, ME, "danh sách.xlsx", {}, answers)


def row(number=2, **values) -> Row:
    """A row as the reader gives it."""
    born = values.pop("born", "1980-02-03")
    given = {
        "full_name": "Nguyễn Văn An",
        "unit": "Chi bộ Thôn 1",
        "base": "Đảng bộ xã An Bình",
        "party_since": "2005-05-19",
    }
    given |= {
        "official_since": "2006-05-19",
        "national_id": None,
        "card": None,
        "sex": "nam",
        "state": None,
        "left_on": None,
    }
    return Row(number, given | {"born": [born, "day"] if born else None} | values)


def plan_of(world, *rows, **more) -> list[Plan]:
    importer = MEMBERS.begin(setting(world, **more))
    plans = {plan.number: plan for plan in importer.plan(rows)}
    plans |= {plan.number: plan for plan in importer.finish()}
    return [plans[row.number] for row in rows]


def bring_in(world, *rows, **more):
    """Plan, carry through JSON, write; the traces as they come back from storage."""
    at = setting(world, **more)
    plans = [plan for plan in plan_of(world, *rows, **more) if plan.outcome in (Outcome.CREATE, Outcome.UPDATE)]
    for plan in plans:
        plan.data = json.loads(json.dumps(plan.data))
    traces = MEMBERS.begin(at).write(plans)
    for trace in traces:
        json.dumps(trace.undo)
    return at, traces


def said(plan: Plan) -> str:
    return " ".join(sentence for _, sentence in plan.faults)


def clean() -> bool:
    return list(differences(today=TODAY)) == []


def test_a_new_person_opens_on_the_day_of_the_roll(world):
    _at, traces = bring_in(
        world,
        row(national_id="036080001234", card="360012345678", home_province="Tỉnh Nam Định", home_commune="Xã An Bình",
            permanent_address="xóm 3", occupation="nong_dan", ethnicity="01", old_card="12345678", other_name="Ba An"),
    )  # fmt: skip
    person = Person.objects.get()
    assert (person.full_name, person.national_id, person.card) == ("Nguyễn Văn An", "036080001234", "360012345678")
    assert stays_of(person) == [("A1", ON, d("31/12/9999"))]
    assert spells_of(person, "status", "party_since") == [(ON, d("31/12/9999"), "official", d("19/05/2005"))]
    assert {(a.name, a.value, a.since) for a in person.attributes.all()} == {
        ("sex", "nam", d("03/02/1980")),
        ("ethnicity", "01", d("03/02/1980")),
        ("hometown", "| Tỉnh Nam Định | Xã An Bình |", d("03/02/1980")),
        ("permanent_residence", "xóm 3", ON),
        ("occupation", "nong_dan", ON),
    }
    assert (person.particulars.other_name, person.particulars.old_card) == ("Ba An", "12345678")
    event = person.events.get()
    assert (event.cause, event.official_since) == (Cause.OPENING, d("19/05/2006"))
    assert Entry.objects.filter(subject=f"person:{person.uid}", what="members.person_imported").count() == 1
    assert clean()
    assert MEMBERS.stands_on(traces) == []


def test_the_same_row_again_changes_nothing(world):
    given = row(national_id="036080001234", home_province="Tỉnh Nam Định", religion="khong", old_national_id="162345678",
                card_issued_on="2007-01-01", state="exempt")  # fmt: skip
    bring_in(world, given)
    assert [plan.outcome for plan in plan_of(world, given)] == [Outcome.SKIP]
    assert [plan.outcome for plan in plan_of(world, row(national_id=None))] == [Outcome.SKIP]


def test_undo_removes_whom_the_batch_made(world):
    world.member("Trần Thị Bình")
    before = state_of_everything()
    at, traces = bring_in(
        world, row(national_id="036080001234"), row(3, full_name="Lê Văn Cường", born="1990-01-01", other_name="Cu")
    )
    assert state_of_everything() != before
    MEMBERS.undo(at, traces)
    assert state_of_everything() == before
    assert clean()
    assert Particulars.objects.count() == 0


def test_undo_puts_back_what_the_batch_changed(world):
    person = world.member(
        "Nguyễn Văn An", national_id="036080001234", attributes={"sex": "nam", "occupation": "nong_dan"}
    )
    before = state_of_everything()
    at, traces = bring_in(
        world,
        row(full_name="Nguyễn Văn Ân", national_id="036080001234", card="360012345678", sex="nu", occupation="huu_tri",
            residence="Thôn 1", party_since="2005-06-19", other_name="Ba Ân"),
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.full_name, person.card) == ("Nguyễn Văn Ân", "360012345678")
    assert spells_of(person, "sex", "occupation", "party_since") == [
        (d("01/01/2015"), ON, "nu", "nong_dan", d("19/06/2005")),
        (ON, d("31/12/9999"), "nu", "huu_tri", d("19/06/2005")),
    ]
    assert clean()
    MEMBERS.undo(at, traces)
    assert state_of_everything() == before
    assert clean()


def test_differences_are_shown_field_by_field(world):
    world.member("Nguyễn Văn An", national_id="036080001234", attributes={"sex": "nam", "occupation": "nong_dan"})
    (plan,) = plan_of(world, row(national_id="036080001234", occupation="huu_tri", card="360012345678"))
    assert plan.outcome == Outcome.UPDATE
    assert plan.differences == [
        ("card", "", "360012345678"),
        ("occupation", "Nông dân", "Hưu trí"),
        ("official_since", "", "19/05/2006"),
    ]


def test_undo_is_told_what_stands_on_the_batch(world):
    _at, traces = bring_in(world, row(national_id="036080001234"), row(3, full_name="Lê Văn Cường", born="1990-01-01"))
    person = Person.objects.get(full_name="Nguyễn Văn An")
    actions.change_attribute(person, name="occupation", value="huu_tri", since=TODAY, by=ME)
    assert MEMBERS.stands_on(traces) == ["Đồng chí Nguyễn Văn An: Nghề nghiệp thay đổi từ 22/11/2026."]


def test_a_batch_that_was_taken_back_stands_on_nothing(world):
    _, first = bring_in(world, row(national_id="036080001234"))
    at, second = bring_in(world, row(national_id="036080001234", occupation="huu_tri"))
    assert MEMBERS.stands_on(first) == ["Đồng chí Nguyễn Văn An: Cập nhật hồ sơ đồng chí Nguyễn Văn An từ tệp."]
    later = Setting("batch:2", at.place, at.on, at.by, at.source)
    assert MEMBERS.stands_on(second) == []
    MEMBERS.undo(at, second)
    assert later.batch == "batch:2"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"born": None}, "Người chưa có hồ sơ thì cần họ tên và ngày sinh."),
        ({"born": "2030-01-01"}, "không hợp lý"),
        ({"party_since": "1990-01-01"}, "chưa đủ 17 tuổi"),
        ({"party_since": "2025-01-01", "official_since": None}, "sau ngày của danh sách"),
        ({"official_since": "2004-01-01"}, "trước ngày vào Đảng"),
        ({"state": "dead"}, "cần ngày rời"),
        ({"left_on": "2024-01-01"}, "chưa ghi trạng thái"),
        ({"status": "probationary"}, "Hãy sửa một trong hai ô"),
        ({"unit": "Chi bộ Chợ Cũ"}, ""),
        ({"unit": None}, "Chưa ghi chi bộ"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(world, values, sentence):
    (plan,) = plan_of(world, row(**values))
    assert plan.outcome in (Outcome.REFUSE, Outcome.ASK)
    assert sentence in said(plan)


def test_another_chi_bo_than_on_record_is_refused_with_the_way_out(world):
    world.member("Nguyễn Văn An", national_id="036080001234", cell=world.a2)
    (plan,) = plan_of(world, row(national_id="036080001234"))
    assert plan.outcome == Outcome.REFUSE
    assert "Chi bộ Thôn 2" in said(plan)
    assert "Biến động đảng viên" in said(plan)


def test_one_name_and_birthday_with_another_number_is_asked(world):
    person = world.member("Nguyễn Văn An", national_id="036080009999")
    (plan,) = plan_of(world, row(national_id="036080001234"))
    assert plan.outcome == Outcome.ASK
    assert [answer for answer, _ in plan.ask.choices] == [str(person.pk), "new", "skip"]
    key = plan.ask.key
    outcomes = {
        answer: plan_of(world, row(national_id="036080001234"), **{key: answer})[0] for answer, _ in plan.ask.choices
    }
    assert {answer: plan.outcome for answer, plan in outcomes.items()} == {
        str(person.pk): Outcome.UPDATE,
        "new": Outcome.CREATE,
        "skip": Outcome.SKIP,
    }


def test_a_name_without_its_marks_is_asked(world):
    world.member("Nguyễn Văn Ân")
    (plan,) = plan_of(world, row())
    assert plan.outcome == Outcome.ASK


def test_a_number_under_another_name_is_asked_unless_the_birthday_says_who_it_is(world):
    world.member("Lê Văn Cường", national_id="036080001234")
    assert plan_of(world, row(national_id="036080001234", born=None))[0].outcome == Outcome.ASK
    (plan,) = plan_of(world, row(national_id="036080001234"))
    assert (plan.outcome, [name for name, *_ in plan.differences][:1]) == (Outcome.UPDATE, ["full_name"])


def test_two_numbers_of_two_people_are_asked(world):
    one, other = (
        world.member("Nguyễn Văn An", national_id="036080001234"),
        world.member("Lê Văn Cường", card="360012345678"),
    )
    (plan,) = plan_of(world, row(national_id="036080001234", card="360012345678"))
    assert plan.outcome == Outcome.ASK
    assert {answer for answer, _ in plan.ask.choices} == {str(one.pk), str(other.pk), "skip"}


def test_a_person_twice_in_the_file_is_one_or_refused(world):
    same = [row(2, national_id="036080001234", stt="1"), row(3, national_id="036080001234", stt="2")]
    assert [plan.outcome for plan in plan_of(world, *same)] == [Outcome.CREATE, Outcome.SKIP]
    assert "Trùng dòng 2" in said(plan_of(world, *same)[1])
    differ = [
        row(2, national_id="036080001234"),
        row(3, national_id="036080001234", sex="nu"),
        row(4, full_name="Lê Văn Tư"),
    ]
    plans = plan_of(world, *differ)
    assert [plan.outcome for plan in plans] == [Outcome.REFUSE, Outcome.REFUSE, Outcome.CREATE]
    assert "dòng 3" in said(plans[0])
    assert "dòng 2" in said(plans[1])
    namesakes = [row(2, national_id="036080001234"), row(3, national_id="036080001235")]
    assert [plan.outcome for plan in plan_of(world, *namesakes)] == [Outcome.CREATE, Outcome.CREATE]


def test_who_died_or_left_before_the_day_is_opened_and_closed_on_that_day(world):
    bring_in(
        world,
        row(2, state="dead", left_on="2023-06-01"),
        row(3, full_name="Lê Văn Cường", state="transfer_out", left_on="2026-06-01"),
        row(4, full_name="Trần Văn Dũng", official_since="2025-05-19", party_since="2024-05-19"),
    )
    dead, gone, young = Person.objects.order_by("pk")
    assert list(dead.events.values_list("cause", "on")) == [("opening", d("01/06/2023")), ("death", d("01/06/2023"))]
    assert list(gone.events.values_list("cause", "on")) == [("opening", ON), ("transfer_out", d("01/06/2026"))]
    assert spells_of(young, "status") == [
        (ON, d("19/05/2025"), "probationary"),
        (d("19/05/2025"), d("31/12/9999"), "official"),
    ]
    assert roll_of(world.a, "01/07/2026") == {"Trần Văn Dũng"}
    assert clean()
    again = plan_of(world, row(3, full_name="Lê Văn Cường", state="transfer_out", left_on="2026-06-01"),
                    row(2, state="dead", left_on="2023-06-01"))  # fmt: skip
    assert [plan.outcome for plan in again] == [Outcome.SKIP, Outcome.SKIP], [said(plan) for plan in again]


def test_leaving_without_a_reason_is_asked_once_for_all(world):
    rows = [
        row(2, state="left", left_on="2024-06-01"),
        row(3, full_name="Lê Văn Cường", state="left", left_on="2024-06-01"),
    ]
    plans = plan_of(world, *rows)
    assert {plan.ask.key for plan in plans} == {"left"}
    bring_in(world, *rows, left="strike_off")
    assert Person.objects.filter(events__cause="strike_off").count() == 2


def test_an_unsound_row_is_refused_with_its_faults(world):
    bad = row(2, national_id="036080001234")
    bad.faults.append(("sex", "“x” không có trong danh mục."))
    (plan,) = plan_of(world, bad)
    assert (plan.outcome, said(plan)) == (Outcome.REFUSE, "“x” không có trong danh mục.")


def test_a_number_that_contradicts_sex_or_birth_is_only_told(world):
    (plan,) = plan_of(world, row(national_id="036190001234"))
    assert plan.outcome == Outcome.CREATE
    assert said(plan).count("~") == 2


def test_a_person_of_another_place_is_not_shown(world):
    world.member("Nguyễn Văn An", national_id="036080001234", cell=world.b1)
    (plan,) = plan_of(world, row(national_id="036080001234", base=None), unit=world.a)
    assert plan.outcome == Outcome.REFUSE
    assert "Bình Minh" not in said(plan)


def test_a_registered_person_on_no_roll_is_put_on_it(world):
    person = world.person("Nguyễn Văn An", national_id="036080001234")
    before = state_of_everything()
    at, traces = bring_in(world, row(national_id="036080001234"))
    assert stays_of(person) == [("A1", ON, d("31/12/9999"))]
    MEMBERS.undo(at, traces)
    assert state_of_everything() == before


def test_parts_take_as_many_queries_with_three_people_as_with_one(world, django_assert_max_num_queries):
    for number, name in enumerate(["Nguyễn Văn An", "Lê Văn Cường", "Trần Văn Dũng"]):
        world.member(name, national_id=f"03608000123{number}")
    rows = [row(n + 2, full_name=name, national_id=f"03608000123{n}", occupation="huu_tri")
            for n, name in enumerate(["Nguyễn Văn An", "Lê Văn Cường", "Trần Văn Dũng"])]  # fmt: skip
    importer = MEMBERS.begin(setting(world))
    with django_assert_max_num_queries(13):
        one = importer.plan(rows[:1])
    with django_assert_max_num_queries(13):
        more = importer.plan(rows[1:])
    assert [plan.outcome for plan in one + more] == [Outcome.UPDATE] * 3


def test_a_workbook_for_the_whole_installation(world):
    at = Setting("batch:1", Place("", "toàn hệ thống", None), ON, ME, "danh sách.xlsx")
    importer = MEMBERS.begin(at)
    plans = importer.plan([row(base="Đảng bộ xã Bình Minh")])
    assert [plan.outcome for plan in plans] == [Outcome.CREATE]
    traces = MEMBERS.begin(at).write(plans)
    assert stays_of(Person.objects.get()) == [("B1", ON, d("31/12/9999"))]
    MEMBERS.undo(at, traces)
    assert Person.objects.count() == 0
