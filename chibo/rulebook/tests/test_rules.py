"""The rules of a day, and how a version follows another."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from chibo.journal.models import Entry
from chibo.kernel.days import BEGINNING, FOREVER
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.rulebook import actions, queries, rules
from chibo.rulebook.models import Edition, Parameter, Version

pytestmark = pytest.mark.django_db
ADMIN = System("Quản trị viên")
NEW_DAY = date(2027, 1, 1)


def add(**changes):
    said = {
        "key": "probation.months",
        "value": 18,
        "since": NEW_DAY,
        "source": "99-QĐ/TW năm 2026",
        "certainty": "confirmed",
        "by": ADMIN,
    } | changes
    return actions.add_version(**said)


@pytest.mark.parametrize(
    ("key", "day", "value"),
    [
        ("org.has_district", date(2025, 6, 30), True),
        ("org.has_district", date(2025, 7, 1), False),
        ("congress.chi_bo.years", date(2025, 6, 30), 2.5),
        ("congress.chi_bo.years", date(2025, 7, 1), 5),
        ("admission.decider", date(2026, 7, 25), "BTV_above"),
        ("admission.decider", date(2026, 7, 26), "BTV_base"),
        ("org.level.subordinate_cell_kinds", date(2026, 7, 25), ["chi_bo_truc_thuoc"]),
        ("org.level.subordinate_cell_kinds", date(2026, 7, 26), ["chi_bo_truc_thuoc", "chi_bo"]),
        ("org.level.base_kinds", date(1950, 1, 1), ["dang_bo_co_so", "chi_bo_co_so"]),
        ("org.level.above_base_kinds", date(2025, 6, 30), ["dang_bo_tinh", "dang_bo_huyen", "dang_bo_cap_tren_co_so"]),
        ("org.level.above_base_kinds", date(2025, 7, 1), ["dang_bo_tinh", "dang_bo_cap_tren_co_so"]),
        ("org.chi_bo.min_official", date(2011, 1, 19), 3),
        ("transfer.present.working_days", date(2016, 7, 25), 30),
        ("fee.strikeoff.months", date(2011, 1, 1), 3),
    ],
)
def test_a_fresh_database_knows_the_rule_of_the_day(key, day, value):
    ruling = queries.value(key, on=day)
    assert (ruling.value, ruling.is_on_record) == (value, True)


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("org.chi_bo.min_official", date(2011, 1, 18)),
        ("transfer.present.working_days", date(2016, 7, 24)),
        ("breach.notice_hours", date(2025, 12, 31)),
        ("no.such.rule", date(2025, 1, 1)),
    ],
)
def test_no_rule_on_record_is_an_answer_that_never_blocks(key, day):
    ruling = queries.value(key, on=day)
    assert (ruling.value, ruling.is_on_record, ruling.may_block) == (None, False, False)
    assert queries.text(key, on=day) == "chưa có quy định trong sổ"


def test_every_row_of_the_table_of_parameters_is_there():
    keys = set(Parameter.objects.values_list("key", flat=True))
    assert {key.split(".")[0] for key in keys} >= {
        *("org", "congress", "admission", "probation", "official", "card", "transfer", "strikeoff", "readmission"),
        *("badge", "eval", "meeting", "discipline", "citizen", "petition", "fee", "planning", "appoint", "rotation"),
        *("doc", "document", "security", "sharelog", "breach", "claims"),
    }
    assert len(keys) >= 72


def test_a_year_keeps_its_precision_and_a_source_its_doubt():
    assert queries.text("meeting.thematic.per_quarter", on=date(2018, 1, 1)) == (
        "1 lần (12-HD/BTCTW năm 2018, có hiệu lực từ năm 2018 (theo nguồn thứ cấp))"
    )
    assert queries.value("transfer.present.working_days", on=date(2020, 1, 1)).certainty == "uncertain"


def test_only_a_confirmed_rule_may_block():
    assert queries.value("probation.months", on=date(2020, 1, 1)).may_block
    assert not queries.value("card.digits", on=date(2026, 1, 1)).may_block


def test_a_new_version_holds_from_its_day_and_closes_the_one_before():
    version = add()
    before = queries.value("probation.months", on=NEW_DAY - timedelta(days=1))
    after = queries.value("probation.months", on=NEW_DAY)
    assert (before.value, before.until, before.number) == (12, NEW_DAY, 1)
    assert (after.value, after.since, after.until, after.number) == (18, NEW_DAY, FOREVER, 2)
    entry = Entry.objects.get()
    assert (entry.subject, entry.on, entry.after["value"]) == ("rule:probation.months", NEW_DAY, version.value)


@pytest.mark.parametrize("day", [date(2011, 1, 1), date(2010, 12, 31)])
def test_a_version_on_or_before_the_day_of_one_that_stands_is_refused(day):
    with pytest.raises(Refusal, match="Đã có phiên bản có hiệu lực từ 01/01/2011") as refused:
        add(since=day)
    assert refused.value.field == "since"
    assert Version.objects.filter(parameter__key="probation.months").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "mười tám"}, "value"),
        ({"value": [18]}, "value"),
        ({"source": " "}, "source"),
        ({"source": "x" * 301}, "source"),
        ({"certainty": "sure"}, "certainty"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"key": "no.such.rule"}, "key"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(changes, field):
    with pytest.raises(Refusal) as refused:
        add(**changes)
    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_a_correction_keeps_the_old_value_and_the_reason():
    version = Version.objects.get(parameter__key="probation.months")
    said = {"version": version, "value": 11, "source": "Điều lệ", "certainty": "confirmed", "by": ADMIN, "on": NEW_DAY}
    with pytest.raises(Refusal, match="Thiếu lý do"):
        actions.correct_version(**said, reason="")
    actions.correct_version(**said, reason="Nhập nhầm")
    assert queries.value("probation.months", on=NEW_DAY).value == 11
    assert (Entry.objects.get().before["value"], Entry.objects.get().reason) == (12, "Nhập nhầm")


def test_the_database_itself_refuses_two_versions_on_one_day():
    parameter = Parameter.objects.get(key="probation.months")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Version.objects.create(
            parameter=parameter, number=9, value=1, since=date(2020, 1, 1), source="x", certainty="confirmed"
        )
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        other = Version.objects.filter(parameter__key="org.has_district").order_by("since").first()
        Version.objects.filter(pk=other.pk).update(until=date(2025, 7, 2))


def test_loading_what_the_project_knows_again_changes_nothing():
    add()
    assert actions.load_given() == 0
    assert queries.value("probation.months", on=NEW_DAY).value == 18


def test_rules_are_looked_at_once_within_a_request(django_assert_num_queries):
    queries.value("probation.months", on=NEW_DAY)
    with django_assert_num_queries(1), queries.steady():
        for key in ("probation.months", "card.digits", "org.has_district"):
            queries.value(key, on=NEW_DAY)
    with django_assert_num_queries(0), queries.steady():
        pass


def test_a_write_by_another_process_is_seen_at_the_next_question():
    assert queries.value("probation.months", on=NEW_DAY).value == 12
    Version.objects.filter(parameter__key="probation.months").update(value=13)
    Edition.objects.update(token="0190b0b0-0000-7000-8000-000000000000")
    assert queries.value("probation.months", on=NEW_DAY).value == 13


def test_a_write_inside_a_request_is_seen_at_once_and_one_rolled_back_is_forgotten():
    with queries.steady():
        assert queries.value("probation.months", on=NEW_DAY).value == 12
        with transaction.atomic():
            add()
            assert queries.value("probation.months", on=NEW_DAY).value == 18
            transaction.set_rollback(True)
    assert queries.value("probation.months", on=NEW_DAY).value == 12


def test_open_cases_are_asked_from_those_who_keep_them(monkeypatch):
    assert queries.touched_cases("probation.months", NEW_DAY) == []
    monkeypatch.setattr(rules, "open_case_sources", [lambda key, since: [f"Hồ sơ về {key}"]])
    assert queries.touched_cases("probation.months", NEW_DAY) == ["Hồ sơ về probation.months"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("30", 30),
        ("5.000", 5000),
        ("2,5", 2.5),
        ("2/3", "2/3"),
        ("có", True),
        ("[90, 70]", [90, 70]),
        ('{"tinh": 1}', {"tinh": 1}),
        ("BTV_base", "BTV_base"),
    ],
)
def test_a_value_is_read_as_people_type_it(typed, value):
    assert rules.parse_value(typed) == value


@pytest.mark.parametrize("typed", ["", "[90,", "9" * 30, "x" * 5001, "[" * 3000])
def test_a_value_that_is_none_is_refused(typed):
    with pytest.raises(Refusal) as refused:
        rules.parse_value(typed)
    assert refused.value.field == "value"


def test_a_beginning_nobody_knows_is_said_so():
    assert rules.show_since(BEGINNING, "day") == "không rõ ngày bắt đầu"
    assert queries.value("admission.age.min", on=date(1940, 1, 1)).value == 18
