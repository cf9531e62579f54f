"""A quantifier says what the rulebook's table says, no more."""

from datetime import date

import pytest

from chibo.claims.rules import CONTRADICTED, NOT_ENOUGH, SUPPORTED, judge_series, judge_share
from chibo.rulebook import queries as rulebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    return rulebook.value("claims.quantifiers", on=date(2023, 1, 1)).value


@pytest.mark.parametrize(
    ("word", "k", "n", "verdict"),
    [
        ("đều", 10, 10, SUPPORTED),
        ("đều", 9, 10, CONTRADICTED),
        ("hầu hết", 75, 100, SUPPORTED),
        ("hầu hết", 74, 100, CONTRADICTED),
        ("nhiều", 51, 100, SUPPORTED),
        ("nhiều", 50, 100, CONTRADICTED),
        ("một số", 1, 100, SUPPORTED),
        ("một số", 0, 100, CONTRADICTED),
        ("đều", 0, 0, NOT_ENOUGH),
    ],
)
def test_a_share_is_judged_at_its_threshold(table, word, k, n, verdict):
    assert judge_share(word, k, n, table) == verdict


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        ([(2021, 10, 100), (2022, 11, 100), (2023, 12, 100)], SUPPORTED),
        ([(2021, 10, 100), (2022, 11, 120), (2023, 12, 100)], CONTRADICTED),
        ([(2021, 10, 100), (2022, 10, 90), (2023, 12, 80)], CONTRADICTED),
        ([(2021, 10, 100), (2022, 11, 100)], NOT_ENOUGH),
        ([(2021, 10, 100), (2022, 11, 0), (2023, 12, 80)], NOT_ENOUGH),
    ],
)
def test_a_trend_needs_count_and_share_at_every_step(table, points, verdict):
    assert judge_series("ngày càng tăng", points, table) == verdict
