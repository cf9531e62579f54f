"""Congresses, terms, and how far the records are complete."""

from datetime import date

import pytest

from chibo.kernel.days import FOREVER, Period
from chibo.kernel.refusal import Refusal
from chibo.org import actions
from chibo.org import queries as org
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db


def congress(unit, first, on, **more):
    return actions.record_congress(unit=unit, first_year=first, last_year=first + 5, on=on, by=BY, **more)


def test_a_term_runs_from_its_congress_to_the_next(tree):
    congress(tree["H"], 2015, date(2015, 8, 20), ordinal=22)
    congress(tree["H"], 2020, date(2020, 7, 30), ordinal=23)
    assert [t.label for t in org.terms_of(tree["H"])] == ["2015-2020", "2020-2025"]
    assert org.term_of(tree["H"], on=date(2015, 8, 19)) is None
    assert org.term_of(tree["H"], on=date(2020, 7, 29)).ordinal == 22
    assert org.term_of(tree["H"], on=date(2020, 7, 30)).ordinal == 23
    assert org.term_start(tree["H"], on=date(2023, 12, 31)) == date(2020, 7, 30)


def test_an_earlier_congress_may_be_added_later(tree):
    congress(tree["H"], 2020, date(2020, 7, 30))
    earlier = congress(tree["H"], 2015, date(2015, 8, 20))
    assert earlier.until == date(2020, 7, 30)


def test_an_opened_unit_may_have_had_its_congress_before_the_records_begin(tree):
    assert congress(tree["H"], 2005, date(2005, 10, 1)).until == FOREVER


def test_a_founded_unit_has_no_congress_before_it_existed(tree):
    new = actions.establish(units=[spec("Y", Kind.CHI_BO_TRUC_THUOC, "X1")], on=date(2015, 1, 1), by=BY).founded["Y"]
    with pytest.raises(Refusal, match="mới có từ ngày 01/01/2015"):
        congress(new, 2012, date(2012, 3, 1))


def test_the_start_of_a_term_that_is_not_on_record_is_refused(tree):
    with pytest.raises(Refusal) as raised:
        org.term_start(tree["H"], on=date(2020, 1, 1))
    assert raised.value.code == "no_term"


@pytest.mark.parametrize(("first", "last"), [(2020, 2020), (2020, 2040), (1800, 1805), (2010, 2015)])
def test_years_that_do_not_fit_are_refused(tree, first, last):
    with pytest.raises(Refusal):
        actions.record_congress(unit=tree["H"], first_year=first, last_year=last, on=date(2020, 7, 30), by=BY)


def test_two_congresses_on_one_day_are_refused(tree):
    congress(tree["H"], 2020, date(2020, 7, 30))
    with pytest.raises(Refusal, match="đã có đại hội"):
        congress(tree["H"], 2021, date(2020, 7, 30))


def test_a_corrected_congress_moves_the_end_of_the_term_before(tree):
    congress(tree["H"], 2015, date(2015, 8, 20))
    term = congress(tree["H"], 2020, date(2020, 7, 30), assumed=True)
    for day in (date(2020, 8, 15), date(2020, 6, 1)):
        actions.correct_congress(term=term, congress_on=day, congress_assumed=False, reason="theo biên bản", by=BY)
        assert [t.until for t in org.terms_of(tree["H"])] == [day, FOREVER]
    with pytest.raises(Refusal, match="vượt qua đại hội"):
        actions.correct_congress(term=term, congress_on=date(2015, 1, 1), first_year=2015, reason="x", by=BY)


def test_a_term_ends_with_its_unit(tree):
    congress(tree["X1"], 2015, date(2015, 5, 1))
    actions.merge_into(units=[tree["X1"]], into=tree["X2"], on=date(2018, 1, 1), by=BY)
    assert [t.until for t in org.terms_of(tree["X1"])] == [date(2018, 1, 1)]


# --- How far the records are complete --------------------------------------------------------------------------------


def test_nothing_said_means_not_enough_data(tree):
    assert org.coverage(tree["H"], "members", date(2015, 1, 1)) == [
        (tree["H"], "Đảng bộ huyện Đông Hải chưa có số liệu đảng viên đầy đủ.")
    ]


def test_a_window_must_lie_in_what_is_covered(tree):
    actions.cover(unit=tree["H"], area="members", since=date(2015, 1, 1), until=date(2020, 1, 1), by=BY)
    assert org.coverage(tree["H"], "members", date(2019, 12, 31)) == []
    assert org.coverage(tree["X1A"], "members", Period(date(2015, 1, 1), date(2019, 12, 31))) == []
    for window in (date(2014, 12, 31), date(2020, 1, 1), Period(date(2014, 12, 31), date(2015, 12, 31))):
        assert [unit for unit, _ in org.coverage(tree["X1A"], "members", window)] == [tree["X1A"]]
    assert org.data_until(tree["X1"], "members", on=date(2021, 1, 1)) == date(2019, 12, 31)


def test_two_coverages_that_meet_cover_what_spans_both(tree):
    actions.cover(unit=tree["H"], area="members", since=date(2015, 1, 1), until=date(2017, 1, 1), by=BY)
    actions.cover(unit=tree["H"], area="members", since=date(2017, 1, 1), by=BY)
    assert org.coverage(tree["H"], "members", Period(date(2016, 1, 1), date(2018, 1, 1))) == []


def test_a_gap_below_is_named(tree):
    actions.cover(unit=tree["H"], area="members", since=date(2010, 1, 1), by=BY)
    gap = actions.mark_gap(
        unit=tree["X1"], area="members", since=date(2015, 1, 1), until=date(2016, 1, 1), note="mất sổ", by=BY
    )
    assert org.coverage(tree["H"], "members", date(2015, 6, 1)) == [(tree["X1"], "Đảng bộ xã An Bình: mất sổ")]
    assert org.coverage(tree["H"], "members", date(2016, 1, 1)) == []
    assert org.coverage(tree["X2"], "members", date(2015, 6, 1)) == []
    actions.withdraw_coverage(coverage=gap, reason="đã tìm thấy sổ", by=BY)
    assert org.coverage(tree["H"], "members", date(2015, 6, 1)) == []
