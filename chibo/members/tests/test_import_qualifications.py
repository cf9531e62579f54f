"""Qualifications from a workbook: from a day on, known from an earlier day, twice, taken back."""

import json

import pytest

from chibo.exchange.rules.kinds import Row
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import FOREVER
from chibo.members import actions
from chibo.members.imports.qualifications import QUALIFICATIONS
from chibo.members.tests.test_import_profiles import clean, said, setting, state_of_everything
from chibo.members.tests.world import ME, d


def row(number: int, attribute: str, value: str, since: str, precision: str = "year", **values) -> Row:
    given = {"full_name": "Nguyễn Văn An", "born": ["1980-02-03", "day"], "diploma": None, "national_id": None}
    return Row(number, given | {"attribute": attribute, "value": value, "since": [since, precision]} | values)


def plan_of(world, *rows):
    return QUALIFICATIONS.begin(setting(world)).plan(rows)


def bring_in(world, *rows):
    at = setting(world)
    plans = [plan for plan in plan_of(world, *rows) if plan.outcome == Outcome.UPDATE]
    for plan in plans:
        plan.data = json.loads(json.dumps(plan.data))
    return at, QUALIFICATIONS.begin(at).write(plans)


def values_of(person, name):
    rows = person.attributes.filter(name=name).order_by("since")
    return list(rows.values_list("value", "since", "since_precision", "until", "source"))


def test_qualifications_hold_from_their_days_on(world):
    person = world.member("Nguyễn Văn An")
    before = state_of_everything()
    at, traces = bring_in(
        world,
        row(2, "qualification", "Thạc sĩ", "2015-01-01", diploma="Bằng số 12"),
        row(3, "qualification", "đại học", "2002-06-30", "day"),
        row(4, "foreign_language", "Tiếng Anh B1", "2010-01-01"),
        row(5, "qualification", "ĐH", "2003-01-01"),
    )
    assert values_of(person, "qualification") == [
        ("dai_hoc", d("30/06/2002"), "day", d("01/01/2015"), "danh sách.xlsx"),
        ("thac_si", d("01/01/2015"), "year", FOREVER, "Bằng số 12"),
    ]
    assert values_of(person, "foreign_language")[0][0] == "Tiếng Anh B1"
    assert [trace.number for trace in traces] == [2, 3, 4]
    assert clean()
    assert QUALIFICATIONS.stands_on(traces) == []
    QUALIFICATIONS.undo(at, traces)
    assert state_of_everything() == before


def test_a_value_known_from_later_is_known_from_earlier_then(world):
    person = world.member("Nguyễn Văn An")
    actions.change_attribute(person, name="qualification", value="dai_hoc", since=d("31/12/2024"), by=ME)
    bring_in(world, row(2, "qualification", "Đại học", "2002-01-01"))
    assert [line[:4] for line in values_of(person, "qualification")] == [("dai_hoc", d("01/01/2002"), "year", FOREVER)]
    assert [plan.outcome for plan in plan_of(world, row(2, "qualification", "Đại học", "2002-01-01"))] == [Outcome.SKIP]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (row(2, "qualification", "Phó giáo sư", "2002-01-01"), "không có trong danh mục"),
        (row(2, "qualification", "Đại học", "1975-01-01"), "trước ngày sinh"),
        (row(2, "qualification", "Đại học", "2030-01-01"), "chưa đến"),
        (row(2, "qualification", "Đại học", "2002-01-01", full_name="Trần Văn Lạ"), "Không tìm thấy người này"),
        (row(2, None, "Đại học", "2002-01-01"), "Cần đủ loại trình độ"),
    ],
)
def test_rows_that_cannot_be(world, given, sentence):
    world.member("Nguyễn Văn An")
    (plan,) = plan_of(world, given)
    assert plan.outcome == Outcome.REFUSE
    assert sentence in said(plan)
