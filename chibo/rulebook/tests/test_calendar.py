"""Working days: weekdays without the days off on record."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo.kernel.viewer import System
from chibo.rulebook import actions, calendar, queries

ME = System("kiểm thử")
DAYS = st.dates(date(2014, 1, 1), date(2029, 12, 31))
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "number", "wanted"),
    [
        ("2026-02-13", 1, "2026-02-23"),  # the Friday before Tết Bính Ngọ; offices open again on Monday the 23rd
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday worked for the Monday before Quốc khánh
        ("2026-08-28", 1, "2026-09-03"),
        ("2024-02-07", 2, "2024-02-16"),
        ("2024-02-28", 2, "2024-03-01"),  # a leap day is a working day like others
        ("2025-01-24", 0, "2025-01-24"),
        ("2025-01-25", 0, "2025-02-03"),
        ("2026-06-01", 30, "2026-07-13"),
    ],
)
def test_days_are_counted_past_tet_and_holidays(start, number, wanted):
    assert calendar.add_working_days(date.fromisoformat(start), number) == date.fromisoformat(wanted)


@pytest.mark.parametrize("year", range(2015, 2028))
def test_every_year_on_record_has_tet_and_the_fixed_days(year):
    ruling = queries.value(calendar.DAYS_OFF, on=date(year, 6, 1))
    off = [date.fromisoformat(one) for one in ruling.value["closed"]]
    assert all(day.year == year and day.weekday() < 5 for day in off)
    assert all(date.fromisoformat(day).weekday() >= 5 for day in ruling.value["worked"])
    assert sum(day < date(year, 3, 1) and day > date(year, 1, 15) for day in off) >= 5
    for month, day in calendar.FIXED:
        assert not calendar.is_working_day(date(year, month, day))
    assert ruling.source and ruling.certainty == ("uncertain" if year == 2027 else "secondary")


def test_a_year_without_data_is_said():
    assert not calendar.is_working_day(date(2029, 4, 30)) and calendar.is_working_day(date(2029, 2, 14))
    (told,) = calendar.notes(date(2029, 1, 1), date(2029, 6, 1))
    assert "Chưa có lịch nghỉ Tết và nghỉ bù năm 2029" in told
    assert "Lịch nghỉ năm 2026" in calendar.notes(date(2026, 1, 5), date(2026, 2, 1))[0]


def test_an_administrator_adds_a_year():
    assert calendar.is_working_day(date(2028, 1, 25))
    actions.add_version(
        key=calendar.DAYS_OFF, value={"closed": ["2028-01-25", "không phải ngày"], "worked": []}, since=date(2028, 1, 1),
        source="Thông báo lịch nghỉ năm 2028", certainty="confirmed", by=ME,
    )  # fmt: skip
    assert not calendar.is_working_day(date(2028, 1, 25))
    assert calendar.notes(date(2028, 1, 1), date(2028, 3, 1)) == []


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_counting_on_is_counting_further(day, one, two):
    with queries.steady():
        there = calendar.add_working_days(day, one)
        assert calendar.is_working_day(there)
        assert there >= day
        assert calendar.working_days_between(day, there) == (
            one if one else calendar.is_working_day(there) * (there > day)
        )
        if one:
            assert calendar.add_working_days(there, two) == calendar.add_working_days(day, one + two)
        assert calendar.add_working_days(day, one + 1) > there or one == 0
        assert calendar.add_working_days(day + timedelta(days=1), one) >= there


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS, DAYS)
def test_stretches_add_up(first, middle, last):
    first, middle, last = sorted((first, middle, last))
    between = calendar.working_days_between
    with queries.steady():
        assert between(first, middle) + between(middle, last) == between(first, last)
        assert between(last, first) == -between(first, last)
