"""Movements from a workbook: judged by the whole history, written once for each person, taken back."""

import json

import pytest

from chibo.decisions.models import Decision
from chibo.exchange.rules.kinds import Plan, Row
from chibo.exchange.vocabulary import Outcome
from chibo.members import actions
from chibo.members.derivation.recount import residuals
from chibo.members.imports.movements import MOVEMENTS
from chibo.members.models import Person
from chibo.members.tests.conftest import TODAY
from chibo.members.tests.test_import_profiles import bring_in as bring_roll
from chibo.members.tests.test_import_profiles import clean, said, setting, state_of_everything
from chibo.members.tests.test_import_profiles import row as profile
from chibo.members.tests.world import ME, d, movements_of, roll_of, spells_of, stays_of
from chibo.members.vocabulary import Cause

OPEN = d("31/12/9999")
NAMES = ("uid", "full_name", "born", "national_id", "card", "sex", "cause", "on", "from_unit", "to_unit", "base",
         "other_place", "party_since", "official_since", "status", "ground", "decision_number", "decision_issued_on",
         "decision_issuer", "note")  # fmt: skip


def row(number: int, cause: str, on: str, **values) -> Row:
    day, month, year = on.split("/")
    given = dict.fromkeys(NAMES) | {
        "full_name": "Nguyễn Văn An",
        "born": ["1980-02-03", "day"],
        "base": "Đảng bộ xã An Bình",
    }
    return Row(number, given | {"cause": cause, "on": f"{year}-{month}-{day}"} | values)


def plan_of(world, *rows, **more) -> list[Plan]:
    return MOVEMENTS.begin(setting(world, **more)).plan(rows)


def bring_in(world, *rows, **more):
    at = setting(world, **more)
    plans = [p for p in plan_of(world, *rows, **more) if p.outcome in (Outcome.CREATE, Outcome.UPDATE)]
    for plan in plans:
        plan.data = json.loads(json.dumps(plan.data))
    return at, MOVEMENTS.begin(at).write(plans)


def test_a_life_in_any_order_of_rows(world):
    before = state_of_everything()
    at, traces = bring_in(
        world,
        row(5, "transfer", "01/03/2012", to_unit="Chi bộ Thôn 2", from_unit="Chi bộ Thôn 1"),
        row(2, "admission", "19/05/2005", to_unit="Chi bộ Thôn 1", sex="nam", decision_number="12-QĐ/HU",
            decision_issued_on="2005-05-01", decision_issuer="Huyện ủy Hà Đông"),
        row(3, "recognition", "19/05/2006", national_id="036080001234"),
        row(6, "death", "02/02/2020"),
        row(4, "temporary_start", "01/01/2008", to_unit="Chi bộ Thôn 2"),
    )  # fmt: skip
    person = Person.objects.get()
    assert person.national_id == "036080001234"
    assert stays_of(person) == [("A1", d("19/05/2005"), d("01/03/2012")), ("A2", d("01/03/2012"), d("02/02/2020"))]
    assert spells_of(person, "status", "party_since")[0] == (
        d("19/05/2005"),
        d("19/05/2006"),
        "probationary",
        d("01/05/2005"),
    )
    assert person.events.get(cause="admission").decision.number == "12-QĐ/HU"
    assert len(traces) == 5
    assert {trace.target for trace in traces} == {person.pk}
    assert clean()
    assert MOVEMENTS.stands_on(traces) == []
    MOVEMENTS.undo(at, traces)
    assert state_of_everything() == before
    assert Decision.objects.count() == 0


def test_one_person_is_created_once_and_the_other_rows_update(world):
    plans = plan_of(
        world, row(3, "recognition", "19/05/2006"), row(2, "admission", "19/05/2005", to_unit="Chi bộ Thôn 1")
    )
    assert [plan.outcome for plan in plans] == [Outcome.UPDATE, Outcome.CREATE]


def test_what_is_on_record_is_left_out(world):
    rows = [row(2, "admission", "19/05/2005", to_unit="Chi bộ Thôn 1"), row(3, "death", "02/02/2020")]
    bring_in(world, *rows)
    assert [plan.outcome for plan in plan_of(world, *rows)] == [Outcome.SKIP, Outcome.SKIP]


def test_the_row_that_breaks_a_history_says_why(world):
    person = world.member("Nguyễn Văn An", on="01/01/2015")
    plans = plan_of(
        world,
        row(2, "death", "01/06/2019"),
        row(3, "transfer", "01/01/2020", to_unit="Chi bộ Thôn 2"),
        row(4, "recognition", "01/01/2018"),
    )
    assert [plan.outcome for plan in plans] == [Outcome.UPDATE, Outcome.REFUSE, Outcome.REFUSE]
    assert "đã từ trần ngày 01/06/2019" in said(plans[1])
    assert "đã là đảng viên chính thức" in said(plans[2])
    actions.transfer(person, to=world.a2, on=d("01/01/2022"), by=ME)
    (plan,) = plan_of(world, row(2, "death", "01/06/2019"))
    assert plan.outcome == Outcome.REFUSE
    assert "Hồ sơ ghi “Chuyển sinh hoạt” ngày 01/01/2022" in said(plan)


def test_an_exit_and_a_return_before_a_later_event_fit_together(world):
    person = world.member("Nguyễn Văn An", on="01/01/2015")
    actions.transfer(person, to=world.a2, on=d("01/01/2022"), by=ME)
    rows = [
        row(2, "transfer_out", "01/06/2019", other_place="Tỉnh Bình Dương"),
        row(3, "transfer_in", "01/06/2020", to_unit="Chi bộ Thôn 1", other_place="Tỉnh Bình Dương"),
    ]
    assert [plan.outcome for plan in plan_of(world, *rows)] == [Outcome.UPDATE, Outcome.UPDATE]
    before = state_of_everything()
    at, traces = bring_in(world, *rows)
    assert [stay[0] for stay in stays_of(person)] == ["A1", "A1", "A2"]
    assert clean()
    MOVEMENTS.undo(at, traces)
    assert state_of_everything() == before


def test_the_place_left_must_be_where_the_person_was(world):
    world.member("Nguyễn Văn An")
    (plan,) = plan_of(world, row(2, "transfer_out", "01/06/2019", from_unit="Chi bộ Thôn 2"))
    assert plan.outcome == Outcome.REFUSE
    assert "Hãy xem lại chi bộ nơi đi" in said(plan)


def test_an_arrival_from_a_cell_kept_here_is_a_transfer(world):
    world.member("Nguyễn Văn An")
    at, _ = bring_in(world, row(2, "transfer_in", "01/06/2019", from_unit="Chi bộ Thôn 1", to_unit="Chi bộ Thôn 2", base=None),
                     unit=world.a)  # fmt: skip
    assert at.place.unit == world.a
    person = Person.objects.get()
    assert [stay[0] for stay in stays_of(person)] == ["A1", "A2"]


def test_restoration_takes_the_removal_back(world):
    person = world.member("Nguyễn Văn An")
    actions.expel(person, on=d("01/01/2018"), by=ME)
    before = state_of_everything()
    at, traces = bring_in(world, row(2, "restoration", "01/01/2019", to_unit="Chi bộ Thôn 1"))
    assert person.events.get(cause="restoration").reverses.cause == Cause.EXPULSION
    assert clean()
    MOVEMENTS.undo(at, traces)
    assert state_of_everything() == before


def test_nobody_begins_with_a_death(world):
    (plan,) = plan_of(world, row(2, "death", "01/06/2019"))
    assert plan.outcome == Outcome.REFUSE
    assert "không thể bắt đầu bằng “từ trần”" in said(plan)


HISTORY = (
    row(2, "admission", "19/05/2005", to_unit="Chi bộ Thôn 2"),
    row(3, "recognition", "19/05/2006"),
    row(4, "transfer", "01/03/2012", to_unit="Chi bộ Thôn 1"),
)


def test_a_roll_as_of_a_day_and_dated_history_later_reconcile(world):
    bring_roll(world, profile(national_id="036080001234"), profile(3, full_name="Lê Văn Cường"))
    person = Person.objects.get(full_name="Nguyễn Văn An")
    on_the_day, today = roll_of(world.a, "31/12/2024"), roll_of(world.a, "22/11/2026")
    before = state_of_everything()
    at, traces = bring_in(world, *HISTORY)
    assert stays_of(person) == [("A2", d("19/05/2005"), d("01/03/2012")), ("A1", d("01/03/2012"), OPEN)]
    assert [cause for cause, *_ in movements_of(person)] == ["admission", "transfer", "transfer"]
    assert (roll_of(world.a, "31/12/2024"), roll_of(world.a, "22/11/2026")) == (on_the_day, today)
    assert roll_of(world.a, "30/12/2024") == {"Nguyễn Văn An"}
    assert list(residuals(until=TODAY)) == []
    assert clean()
    opening = person.events.get(cause="opening")
    assert (opening.state, opening.note) == ("annulled", "Thay bằng lịch sử nhập từ tệp")
    assert MOVEMENTS.stands_on(traces) == []
    MOVEMENTS.undo(at, traces)
    assert state_of_everything() == before


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (HISTORY[:2], "các dòng này dẫn đến Chi bộ Thôn 2"),
        ((HISTORY[0], HISTORY[2]), "Hãy bổ sung dòng công nhận chính thức"),
        ((*HISTORY, row(5, "transfer_out", "01/01/2020")), "không còn trong danh sách"),
        (
            (row(2, "admission", "20/05/2005", to_unit="Chi bộ Thôn 1"), HISTORY[1]),
            "các dòng này dẫn đến ngày 20/05/2005",
        ),
    ],
)
def test_a_history_that_leads_elsewhere_than_the_roll_says_what_disagrees(world, rows, sentence):
    bring_roll(world, profile(national_id="036080001234"))
    plans = plan_of(world, *rows)
    assert {plan.outcome for plan in plans} == {Outcome.REFUSE}
    assert all(sentence in said(plan) for plan in plans)


def test_two_new_people_of_one_name_are_told_apart_by_their_numbers(world):
    rows = [
        row(2, "admission", "19/05/2005", to_unit="Chi bộ Thôn 1", national_id="036080001234"),
        row(3, "admission", "19/05/2005", to_unit="Chi bộ Thôn 1", national_id="036080001235"),
        row(4, "recognition", "19/05/2006"),
        row(5, "recognition", "19/05/2006", national_id="036080001235"),
    ]
    assert [plan.outcome for plan in plan_of(world, *rows)] == [
        Outcome.CREATE, Outcome.CREATE, Outcome.REFUSE, Outcome.UPDATE,
    ]  # fmt: skip
    bring_in(world, *rows)
    assert Person.objects.count() == 2
    assert clean()
