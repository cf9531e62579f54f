"""Members follow their cell through reorganizations: the chain of their stays goes on."""

import pytest

from chibo.kernel.days import BEGINNING, FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members import actions, queries
from chibo.members.models import Stay
from chibo.members.tests.world import ME, d, movements_of, roll_of, stays_of
from chibo.org import actions as org


def chain_of(person) -> list[tuple[str, object, object]]:
    """(cell, anchored since, anchored until) of the person's one chain, in order."""
    stays = Stay.objects.filter(person=person).order_by("since")
    assert len({s.chain_id for s in stays}) == 1
    return list(stays.values_list("cell__ref", "anchor_since", "anchor_until"))


def test_a_merged_cell_hands_its_members_over_and_their_chain_goes_on(world):
    person = world.member()
    org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)
    assert roll_of(world.a1, "30/06/2025") == {"Nguyễn Văn An"}
    assert roll_of(world.a2, "30/06/2025") == set()
    assert roll_of(world.a2, "01/07/2025") == {"Nguyễn Văn An"}
    assert roll_of(world.a, "01/07/2025") == {"Nguyễn Văn An"}
    assert chain_of(person) == [("A1", BEGINNING, d("01/07/2025")), ("A2", d("01/07/2025"), FOREVER)]
    assert movements_of(person)[1:] == [
        ("reorganization", False, d("01/07/2025"), "A1"),
        ("reorganization", True, d("01/07/2025"), "A2"),
    ]
    assert [e.cell_id for e in queries.present_roll(world.a, on=d("22/11/2026"))] == [world.a2.pk]


def test_a_transfer_begins_a_chain_of_its_own(world):
    person = world.member()
    actions.transfer(person, to=world.a2, on=d("01/07/2025"), by=ME)
    assert len(set(person.stays.values_list("chain", flat=True))) == 2


def test_a_split_is_allocated_person_by_person(world):
    stays, goes = world.member(), world.member("Trần Thị Bình", born="01/01/1990")
    specs = [world.cell("A1X", "Chi bộ Thôn 1 Đông", "A"), world.cell("A1Y", "Chi bộ Thôn 1 Tây", "A")]
    org.split(
        unit=world.a1, into=specs, chosen={str(stays.uid): "A1X", str(goes.uid): "A1Y"}, on=d("01/07/2025"), by=ME
    )
    assert stays_of(stays)[-1] == ("A1X", d("01/07/2025"), FOREVER)
    assert stays_of(goes)[-1] == ("A1Y", d("01/07/2025"), FOREVER)
    assert roll_of(world.a, "01/07/2025") == {"Nguyễn Văn An", "Trần Thị Bình"}


def test_a_split_that_leaves_somebody_behind_is_refused_by_name(world):
    chosen, left = world.member(), world.member("Trần Thị Bình", born="01/01/1990")
    specs = [world.cell("A1X", "Chi bộ Thôn 1 Đông", "A"), world.cell("A1Y", "Chi bộ Thôn 1 Tây", "A")]
    with pytest.raises(Refusal):
        org.split(unit=world.a1, into=specs, chosen={str(chosen.uid): "A1X"}, on=d("01/07/2025"), by=ME)
    assert stays_of(left) == [("A1", d("01/01/2015"), FOREVER)]


def test_a_renamed_or_moved_cell_moves_no_member_but_the_roll_above(world):
    person = world.member()
    org.rename(unit=world.a1, name="Chi bộ Thôn Đoài", on=d("01/03/2020"), by=ME)
    org.transfer(units=[world.a1], to=world.b, on=d("01/07/2025"), by=ME)
    assert stays_of(person) == [("A1", d("01/01/2015"), FOREVER)]
    assert roll_of(world.a, "30/06/2025") == {"Nguyễn Văn An"}
    assert roll_of(world.a, "01/07/2025") == set()
    assert roll_of(world.b, "01/07/2025") == {"Nguyễn Văn An"}
    assert [e.person_id for e in queries.present_roll(world.b, on=d("22/11/2026"))] == [person.pk]
    assert list(queries.present_roll(world.a, on=d("22/11/2026"))) == []


def test_a_movement_after_the_reorganization_stands_in_its_way(world):
    person = world.member()
    actions.transfer(person, to=world.b1, on=d("02/07/2025"), by=ME)
    with pytest.raises(Refusal) as refusal:
        org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)
    assert refusal.value.code == "later_change"
    assert stays_of(person)[0] == ("A1", d("01/01/2015"), d("02/07/2025"))


def test_what_a_reorganization_did_is_not_annulled_person_by_person(world):
    person = world.member()
    org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)
    event = person.events.get(cause="reorganization")
    with pytest.raises(Refusal) as refusal:
        actions.annul_event(event, reason="Nhầm", by=ME)
    assert refusal.value.code == "by_reorganization"
