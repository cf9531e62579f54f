"""The posts of a record that is merged into another go with it, and come back when the two are parted."""

import pytest

from chibo.exchange.rules.kinds import Place, Row, Setting
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.refusal import Refusal
from chibo.members.actions import merging
from chibo.members.actions.merging import Choices, merge_people, unmerge
from chibo.members.tests.world import ME, d
from chibo.posts import actions, queries
from chibo.posts.imports import POSTS
from chibo.posts.models import Holding

DAY = d("22/11/2026")


@pytest.fixture(autouse=True)
def _followers():
    merging.install([merging.Follower(Holding)])


def take(person, unit, since="15/06/2020"):
    return actions.take_post(person, role="bi_thu", unit=unit, since=d(since), by=ME)


@pytest.fixture
def two(world):
    return world.member("Nguyễn Văn An"), world.person("Nguyễn Văn An", confirmed=True)


def merge(keep, other):
    return merge_people(keep=keep, other=other, reason="Nhập trùng", on=DAY, by=ME, choices=Choices())


def test_posts_follow_and_come_back(world, two):
    keep, other = two
    own = take(keep, world.a1)
    theirs = actions.take_post(other, role="truong_thon", unit=world.a1, since=d("01/01/2021"), by=ME)
    merged = merge(keep, other)
    assert set(queries.holdings_of(keep)) == {own, theirs}
    unmerge(merged, reason="Hai người khác nhau", on=DAY, by=ME)
    assert list(queries.holdings_of(other)) == [theirs]


def test_the_same_post_twice_must_be_mended_first(world, two):
    keep, other = two
    for person in two:
        actions.take_post(person, role="truong_thon", unit=world.a1, since=d("01/01/2021"), by=ME)
    with pytest.raises(Refusal) as caught:
        merge(keep, other)
    assert caught.value.code == "followers"
    assert queries.holdings_of(other).exists()


def test_a_post_recorded_since_stands_on_the_merge(world, two):
    merged = merge(*two)
    take(two[0], world.a2)
    with pytest.raises(Refusal) as caught:
        unmerge(merged, reason="Hai người khác nhau", on=DAY, by=ME)
    assert "mới ghi: Bí thư, từ 15/06/2020" in caught.value.message


def test_a_workbook_that_means_a_merged_record_means_the_one_that_goes_on(world):
    keep, other = world.member("Nguyễn Văn An"), world.person("Nguyễn Văn An", confirmed=True, card="36001234")
    merge(keep, other)
    row = Row(2, {column.name: None for column in POSTS.columns})
    row.values |= {"full_name": "Nguyễn Văn An", "title": "Bí thư chi bộ", "unit": "A2", "since": ["2020-06-15", "day"]}
    setting = Setting("b1", Place(world.h.reference, "huyện", world.h), DAY, ME)
    for meant in ({"born": ["1980-02-03", "day"]}, {"card": "36001234"}, {"uid": str(other.uid)}):
        row.values = row.values | {"born": None, "card": None, "uid": None} | meant
        (plan,) = POSTS.begin(setting).plan([row])
        assert (plan.outcome, plan.data["person"]) == (Outcome.CREATE, keep.pk), meant
