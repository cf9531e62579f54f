"""Whatever stands in the cells of a workbook of units, every row gets one verdict and the good ones can be written."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo.exchange.vocabulary import Outcome
from chibo.org import closure
from chibo.org.imports import UNITS
from chibo.org.models import Unit
from chibo.org.tests.test_undo import picture
from chibo.org.tests.workbooks import ON, bring_in, check, rows_of, setting
from chibo.org.tests.world import small_tree

pytestmark = pytest.mark.django_db
FIELDS = "ref name kind superior level1 level2 level3 code sector cell_kind since until ending successor"
WORDS = [
    None, "", "  ", "X1", "x1a", "H", "N1", "n1", "N2", "Đảng bộ xã An Bình", "xã An Bình", "CB thôn 1", "Chi bộ thôn 1",
    "thôn 1, xã Bình Minh", "Đảng bộ N", "Chi bộ N", "Chi bộ N - Đảng bộ N", "chi bộ", "đảng bộ cơ sở", "cbtt", "huyện ủy",
    "thôn", "Xã", "sáp nhập", "1. Chi bộ N", "/", "-,-", "((", "a" * 250, "🙂", "\u202eabc", "0", 0, 12, 3.5, True,
    "31/02/2012", "38.1",
]  # fmt: skip
DAYS = [None, None, ("d", "2012-01-01T00:00:00"), "01/07/2020", "2026-11-22", "05/06/2015", "01/01/2030"]
LIKELY = {
    "ref": [None, None, None, "X1", "X1A", "X2B", "C", "H", "N1", "N2", "N3"],
    "name": [
        "Đảng bộ xã An Bình", "Đảng bộ N", "Đảng bộ M", "Chi bộ N", "Chi bộ thôn 1", "CB thôn 1", "Chi bộ K", "Chi bộ L",
        "Chi bộ trường hocj", "Chi bộ Tòa án", "Thôn 2", None,
    ],
    "kind": [None, "chi bộ", "đảng bộ", "đảng bộ cơ sở", "cbtt", "cbtt", "cbcs", "đảng bộ bộ phận"],
    "superior": [None, "H", "X1", "X2", "N1", "N2", "Đảng bộ N", "Đảng bộ M", "xã An Bình", "C", "Chi bộ N"],
    "level1": [None, None, None, "Đảng bộ huyện Đông Hải", "Đảng bộ M"],
    "level2": [None, None, None, "Đảng bộ xã Bình Minh", "Đảng bộ N"],
    "level3": [None, None, None, "Chi bộ thôn 1", "Chi bộ N"],
    "code": [None, None, "38.1", "38.2"],
    "sector": [None, None, "Xã", "Phường"],
    "cell_kind": [None, None, "thôn", "y tế"],
    "since": [None, None, None, *DAYS],
    "until": [None, None, None, None, *DAYS],
    "ending": [None, "sáp nhập", "giải thể"],
    "successor": [None, "X1", "X1A", "Chi bộ N", "C", "N1", "thôn 1"],
}  # fmt: skip
WILD = st.tuples(*(st.sampled_from(DAYS if f in ("since", "until") else WORDS) for f in FIELDS.split()))
SANE = st.tuples(*(st.sampled_from(LIKELY[field]) for field in FIELDS.split()))
SPARSE = SANE.map(
    lambda row: tuple(None if field.startswith("level") else v for field, v in zip(FIELDS.split(), row, strict=True))
)
ROW = st.one_of(SANE, SPARSE, SPARSE, SPARSE, WILD)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(ROW, min_size=1, max_size=12),
    days=st.one_of(st.just(0), st.integers(0, 6_000)),
    place=st.sampled_from(["H", "H", "X1", "C"]),
    answer=st.integers(0, 3),
)
def test_any_workbook_ends_in_verdicts_and_is_taken_back(db, lines, days, place, answer):
    with transaction.atomic():
        unit, on = small_tree()[place], ON - timedelta(days=days)
        before, rows = picture(), rows_of(FIELDS, *lines)
        answers: dict[str, str] = {}
        for _ in range(4):
            plans = check(unit, rows, on=on, answers=answers)
            assert sorted(plans) == [row.number for row in rows]
            asked = [plan.ask for plan in plans.values() if plan.outcome == Outcome.ASK]
            assert all(2 <= len(ask.choices) <= 10 and len(ask.key) <= 200 and ask.text for ask in asked)
            assert all(plan.faults for plan in plans.values() if plan.outcome == Outcome.REFUSE)
            answers |= {ask.key: ask.choices[answer % len(ask.choices)][0] for ask in asked}
        _, traces = bring_in(unit, rows, on=on, answers=answers)
        assert closure.recount() == []
        UNITS.undo(setting(unit, on=on), traces)
        assert picture() == before
        assert Unit.objects.count() == 8
        transaction.set_rollback(True)


def test_a_day_before_the_office_stood_is_refused_in_its_rows(db):
    unit = small_tree()["X1"]
    plans = check(unit, rows_of("name kind superior", ("Chi bộ N", "cbtt", "X1")), on=date(2009, 12, 31))
    assert [plan.outcome.value for plan in plans.values()] == ["refuse"]
