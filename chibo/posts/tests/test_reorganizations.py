"""A post in a unit that ends, ends with it; undoing the reorganization brings it back."""

import pytest

from chibo.journal import queries as journal
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members.tests.world import ME, d
from chibo.org import actions as org
from chibo.posts import actions, queries
from chibo.posts.models import Holding

DAY = d("01/07/2023")


@pytest.fixture
def held(world):
    """The secretary of a cell that will end."""
    an = world.member()
    return actions.take_post(an, role="bi_thu", unit=world.a1, since=d("15/06/2020"), by=ME)


def test_posts_end_with_their_unit_and_come_back(world, held):
    other = actions.take_post(held.person, role="chi_uy_vien", unit=world.a2, since=d("15/06/2020"), by=ME)
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    assert done.moved == {"members": 1, "posts": 1}
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.until, held.ended_by, other.until) == (DAY, done.event, FOREVER)
    assert "posts.ended_by_reorganization" in {e.what for e in journal.entries_of(f"person:{held.person.uid}")}
    org.undo(event=done.event, reason="Nhầm", by=ME)
    held.refresh_from_db()
    assert (held.until, held.ended_by, held.until_before) == (FOREVER, None, None)


def test_a_known_end_comes_back_too(world, held):
    actions.leave_post(held, on=d("01/01/2025"), by=ME)
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    org.undo(event=done.event, reason="Nhầm", by=ME)
    held.refresh_from_db()
    assert held.until == d("01/01/2025")


def test_no_receiver_is_needed_for_posts(world):
    """Only what must go somewhere holds a dissolution up."""
    guest = world.person()
    actions.take_post(guest, role="truong_thon", unit=world.b1, since=d("15/06/2020"), by=ME)
    org.dissolve(units=[world.b1], on=DAY, by=ME)
    assert Holding.objects.get().until == DAY


def test_the_impact_names_them(world, held):
    plan = org.plan_ending(units=[world.a1], to=world.a2, on=DAY)
    found = org.impact(plan=plan, by=ME)
    assert found.totals == {"Đảng viên": 1, "Chức danh": 1}


def test_a_post_from_the_day_on_must_be_mended_first(world, held):
    actions.correct_holding(held, reason="Sai ngày", by=ME, since=DAY)
    with pytest.raises(Refusal) as caught:
        org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    assert caught.value.code == "later_change"


def test_posts_of_a_new_unit_stand_on_its_founding(world):
    done = org.establish(units=[world.cell("NEW", "Chi bộ Mới", "A")], on=d("01/01/2021"), by=ME)
    new = done.founded["NEW"]
    held = actions.take_post(world.member(), role="bi_thu", unit=new, since=d("01/02/2021"), by=ME)
    with pytest.raises(Refusal) as caught:
        org.undo(event=done.event, reason="Nhầm", by=ME)
    assert "Bí thư từ ngày 01/02/2021: đồng chí Nguyễn Văn An" in caught.value.message
    actions.annul_holding(held, reason="Nhầm", by=ME)
    org.undo(event=done.event, reason="Nhầm", by=ME)
    assert Holding.objects.count() == 0


def test_an_end_said_anew_stays_when_the_reorganization_is_undone(world, held):
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    held.refresh_from_db()
    actions.correct_holding(held, reason="Thôi trước đó", by=ME, until=d("01/05/2023"))
    org.undo(event=done.event, reason="Nhầm", by=ME)
    held.refresh_from_db()
    assert held.until == d("01/05/2023")
    assert list(queries.holdings_of(held.person, on=DAY)) == []
