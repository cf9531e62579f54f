from datetime import date

import pytest
from django.http import QueryDict

from chibo.kernel.days import Period
from chibo.kernel.numbers import BIGGEST
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Structure
from chibo.ui.params import Asked, address_of, asked, asked_period, carried, whole_number

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("", Asked(TODAY)),
        ("ngay=31/12/2019", Asked(date(2019, 12, 31))),
        ("ngay=31122019&cautruc=khi-do", Asked(date(2019, 12, 31))),
        ("ngay=31/12/2019&cautruc=hien-nay", Asked(date(2019, 12, 31), Structure(TODAY))),
        ("cautruc=01/07/2025", Asked(TODAY, Structure(date(2025, 7, 1)))),
        ("cautruc=ngay-khac&cautruc_ngay=1/7/2025", Asked(TODAY, Structure(date(2025, 7, 1)))),
    ],
)
def test_the_address_says_the_day_and_the_structure(query, answer):
    assert asked(QueryDict(query), today=TODAY) == answer


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("ngay=31/02/2020", "ngay"),
        ("ngay=31/12/19", "ngay"),
        ("ngay=" + "1" * 10_000, "ngay"),
        ("ngay=2019", "ngay"),
        ("cautruc=hom-qua", "cautruc"),
        ("cautruc=ngay-khac", "cautruc_ngay"),
    ],
)
def test_what_is_no_day_is_refused_beside_its_field(query, field):
    with pytest.raises(Refusal) as refused:
        asked(QueryDict(query), today=TODAY)
    assert (refused.value.field, refused.value.status) == (field, 422)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("", Period(date(2026, 1, 1), TODAY)),
        ("tu=01/07/2015&den=31/12/2019", Period(date(2015, 7, 1), date(2019, 12, 31))),
        ("tu=01/07/2015", Period(date(2015, 7, 1), TODAY)),
        ("den=31/12/2019", Period(date(2019, 1, 1), date(2019, 12, 31))),
        ("ngay=31/12/2019", Period(date(2019, 1, 1), date(2019, 12, 31))),
    ],
)
def test_a_period_may_be_asked_by_one_end(query, period):
    assert asked_period(QueryDict(query), today=TODAY).period == period


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refusal, match="đổi lại hai ngày"):
        asked_period(QueryDict("tu=02/01/2020&den=01/01/2020"), today=TODAY)


def test_links_carry_the_day_and_the_structure_and_nothing_else():
    query = QueryDict("ngay=31/12/2019&cautruc=ngay-khac&cautruc_ngay=01/07/2025&sau=x&q=an")
    assert carried(query) == {"ngay": "31/12/2019", "cautruc": "01/07/2025"}
    assert carried(QueryDict("cautruc=khi-do")) == {}


@pytest.mark.parametrize(
    "question",
    [
        Asked(date(2019, 12, 31)),
        Asked(TODAY, Structure(TODAY)),
        Asked(Period(date(2019, 1, 1), date(2019, 12, 31)), Structure(date(2025, 7, 1))),
    ],
)
def test_an_answer_gives_an_address_that_asks_the_same(question):
    read = asked_period if question.period else asked
    assert read(address_of(question, today=TODAY), today=TODAY) == question


@pytest.mark.parametrize("text", ["-1", str(BIGGEST + 1), "1e3", "ba", "9" * 3_000, "٣"])
def test_a_number_out_of_bounds_is_refused(text):
    with pytest.raises(Refusal) as refused:
        whole_number({"n": text}, "n", default=1)
    assert refused.value.field == "n"


def test_the_largest_number_of_the_database_is_taken():
    assert whole_number({"n": str(BIGGEST)}, "n", default=1) == BIGGEST
    assert whole_number({}, "n", default=7) == 7
