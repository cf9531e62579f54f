"""Printed forms of badges."""

import pytest

from chibo.badges import actions
from chibo.badges.papers import PAPERS
from chibo.badges.tests.conftest import TODAY
from chibo.kernel.refusal import Refusal
from chibo.members.tests.world import ME, d
from chibo.papers import queries as papers


def facts(code, ref):
    return PAPERS[code](ref, TODAY, ME)


def test_the_proposal_says_how_many_of_each_and_who(world):
    person = world.member("Lò Văn Páo", party_since=d("03/02/1997"))
    world.member("Hà Thị Lụa", party_since=d("03/02/1987"))
    made = facts("huy-hieu-de-nghi", f"unit:{world.a.uid}")
    assert [made.facts["count"], made.facts["award_day"]] == [2, d("03/02/2027")]
    assert made.facts["levels"] == [
        {"badge": "40 năm tuổi Đảng", "count": 1}, {"badge": "30 năm tuổi Đảng", "count": 1},
    ]  # fmt: skip
    actions.propose(person, years=30, award_day=d("03/02/2027"), on=TODAY, by=ME)
    made = facts("huy-hieu-danh-sach", f"unit:{world.a.uid}/2027-02-03")
    (row,) = made.facts["people"]
    assert [row["full_name"], row["party_age"], row["badge_kind"], row["cell"]] == [
        "Lò Văn Páo", "30 năm", "tặng", "Chi bộ Thôn 1, Đảng bộ xã An Bình",
    ]  # fmt: skip
    assert papers.make("huy-hieu-danh-sach", made.facts, head=made.head).docx[:2] == b"PK"
    made = facts("huy-hieu-de-nghi", f"unit:{world.a.uid}/2027-02-03")
    assert papers.make("huy-hieu-de-nghi", made.facts, head=made.head).docx[:2] == b"PK"


def test_a_proposal_printed_again_is_of_the_day_it_was_made(world):
    person = world.member("Lò Văn Páo", party_since=d("03/02/1997"))
    actions.propose(person, years=30, award_day=d("03/02/2027"), on=TODAY, by=ME)
    made = PAPERS["huy-hieu-de-nghi"](f"unit:{world.a.uid}/2027-02-03", d("01/03/2027"), ME)
    assert [made.head.on, made.reference] == [TODAY, world.a.ref]


@pytest.mark.parametrize("ref", ["", "unit:x", "unit:x/2026-01-01", "case:0"])
def test_strange_references_are_refused(world, ref):
    with pytest.raises(Refusal):
        facts("huy-hieu-danh-sach", ref)
    with pytest.raises(Refusal):
        facts("huy-hieu-danh-sach", f"unit:{world.a.uid}/2026-13-01")
