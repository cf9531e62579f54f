"""Days, windows, partial dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo.kernel.days import (
    FOREVER,
    Period,
    Precision,
    add_months,
    month_ends,
    parse_day,
    parse_iso,
    parse_partial,
    show_day,
    show_window,
    years_between,
)
from chibo.kernel.refusal import Refusal


@pytest.mark.parametrize(
    "text", ["3/2/1930", "03/02/1930", "03021930", "03-02-1930", "3.2.1930", "1930-02-03", " ０３/02/1930 "]
)
def test_a_day_is_read_however_it_is_typed_day_first(text):
    assert parse_day(text) == date(1930, 2, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2020", "no_such_day"),
        ("29/02/2023", "no_such_day"),
        ("3/2/30", "two_digit_year"),
        ("", "date"),
        ("hôm qua", "date"),
        ("2020", "date"),
        ("02/2020", "date"),
        ("1/1/1700", "date"),
        ("9" * 10_000_000, "date"),
        ("01/13/2020", "no_such_day"),
    ],
)
def test_what_is_not_a_whole_day_is_refused_in_words(text, code):
    with pytest.raises(Refusal) as refused:
        parse_day(text)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert len(refused.value.message) < 200


def test_commands_take_iso_days_only():
    assert parse_iso("2023-12-31") == date(2023, 12, 31)
    for text in ("31/12/2023", "2023-2-3", "2023-02-30", ""):
        with pytest.raises(Refusal):
            parse_iso(text)


def test_a_year_or_month_is_stored_as_its_earliest_day():
    assert parse_partial("1950") == (date(1950, 1, 1), Precision.YEAR)
    assert parse_partial("07/1950") == (date(1950, 7, 1), Precision.MONTH)
    assert show_day(date(1950, 1, 1), Precision.YEAR) == "1950"
    assert show_day(date(1950, 7, 1), Precision.MONTH) == "07/1950"
    assert show_day(date(1950, 7, 1)) == "01/07/1950"
    assert show_day(FOREVER) == show_day(None) == ""


@given(st.dates(date(1890, 1, 1), date(9998, 12, 31)))
def test_what_is_shown_is_read_back(day):
    assert parse_day(show_day(day)) == day
    assert parse_iso(day.isoformat()) == day


def test_a_window_has_both_days_inside():
    window = Period(date(2019, 12, 30), date(2021, 1, 1))
    assert window.first in window and window.last in window
    assert window.opening not in window and window.opening == date(2019, 12, 29)
    assert window.full_years() == [2020]
    assert window.year_ends() == [date(2019, 12, 31), date(2020, 12, 31)]
    assert show_window(window) == "từ 30/12/2019 đến 01/01/2021"
    assert show_window(date(2019, 12, 31)) == "ngày 31/12/2019"
    assert Period.year(2020) == Period(date(2020, 1, 1), date(2020, 12, 31))


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refusal):
        Period(date(2020, 1, 2), date(2020, 1, 1))


def test_years_of_a_window_are_whole_years_and_days_of_365():
    assert Period(date(2020, 1, 1), date(2022, 12, 31)).years == 3
    assert Period(date(2020, 2, 29), date(2021, 2, 27)).years == 1
    assert Period(date(2020, 1, 1), date(2021, 3, 14)).years == 1 + 73 / 365


def test_months_end_where_the_calendar_says():
    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert add_months(date(9999, 1, 1), 12) == FOREVER
    assert list(month_ends(date(2020, 1, 15), date(2020, 3, 30))) == [date(2020, 1, 31), date(2020, 2, 29)]


def test_age_counts_full_years():
    assert years_between(date(2000, 3, 1), date(2018, 2, 28)) == 17
    assert years_between(date(2000, 3, 1), date(2018, 3, 1)) == 18
    assert years_between(date(2020, 1, 1), date(2019, 1, 1)) == 0
