"""Members follow their cell through reorganizations: the chain of their stays goes on."""

import pytest

from chibo.indicators import Asked, list_rows
from chibo.kernel.days import BEGINNING, FOREVER, Period
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Structure
from chibo.members import actions, queries
from chibo.members.indicators.balance import MEM_04
from chibo.members.indicators.roll import MEM_01
from chibo.members.models import Stay
from chibo.members.tests.world import ME, d, movements_of, roll_of, stays_of
from chibo.org import actions as org
from chibo.org import queries as org_queries
from chibo.org.actions import UnitSpec
from chibo.org.vocabulary import Kind


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


def test_nobody_may_arrive_in_a_cell_on_the_day_it_ends_or_later(world):
    """Structure changes come first within a day: an arrival that is on record already stands in the way."""
    for on in ("01/07/2025", "09/07/2025"):
        newcomer = world.person("Trần Thị Bình", born=f"01/01/19{90 + int(on[:2])}")
        event = actions.admit_member(newcomer, cell=world.a1, on=d(on), by=ME)
        with pytest.raises(Refusal) as refusal:
            org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)
        assert refusal.value.code == "later_change"
        actions.annul_event(event, reason="Nhầm", by=ME)
        world.a1.refresh_from_db()
    org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)


def test_a_guest_leaves_an_ended_cell_that_had_no_members(world):
    guest = world.member(cell=world.b1)
    actions.start_temporary(guest, cell=world.a1, on=d("01/03/2025"), by=ME)
    org.dissolve(units=[world.a1], on=d("01/07/2025"), by=ME)
    assert stays_of(guest, "temporary") == [("A1", d("01/03/2025"), d("01/07/2025"))]


def test_an_event_is_not_annulled_under_a_reorganization_that_moved_the_person(world):
    person = world.member()
    event = actions.transfer(person, to=world.a2, on=d("01/03/2025"), by=ME)
    org.merge_into(units=[world.a2], into=world.b1, on=d("01/07/2025"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.annul_event(event, reason="Nhầm", by=ME)
    assert refusal.value.code == "moved_since"
    assert [cell for cell, _, _ in stays_of(person)] == ["A1", "A2", "B1"]


def test_a_letter_follows_its_cell_and_comes_back_with_the_undo(world):
    person = world.member(cell=world.b1)
    letter = actions.send_transfer(person, to=world.a1, on=d("20/06/2025"), by=ME)
    specs = [world.cell("A1X", "Chi bộ Thôn 1 Đông", "A"), world.cell("A1Y", "Chi bộ Thôn 1 Tây", "A")]
    split = org.split(unit=world.a1, into=specs, on=d("01/07/2025"), by=ME)
    joined = org.merge_into(units=[split.founded["A1X"]], into=world.a2, on=d("01/08/2025"), by=ME)
    addressed = []
    for event in (joined.event, split.event):
        letter.refresh_from_db()
        addressed.append(letter.cell.ref)
        org.undo(event=event, reason="Nhầm", by=ME)
    letter.refresh_from_db()
    assert (addressed, letter.cell.ref, letter.note) == (["A2", "A1X"], "A1", "")


def test_who_was_moved_counts_once_in_the_structure_of_any_day(world):
    person = world.member()
    for cell, into, on in ((world.a1, world.a2, "01/07/2021"), (world.a2, world.b1, "01/07/2023")):
        org.merge_into(units=[cell], into=into, on=d(on), by=ME)
    found = {}
    for unit in (world.h, world.a, world.b, world.a1, world.a2, world.b1):
        for structure in ("31/12/2020", "31/12/2022", "31/12/2024"):
            asked = Asked(ME.scope(unit, structure=Structure(d(structure))), d("31/12/2021"))
            found[unit.ref, structure] = [row.person_id for row in list_rows(MEM_01, asked)]
    here = {key for key, people in found.items() if people == [person.pk]}
    assert here == {
        *(("H", day) for day in ("31/12/2020", "31/12/2022", "31/12/2024")),
        *(("A", day) for day in ("31/12/2020", "31/12/2022")),
        *{("A1", "31/12/2020"), ("A2", "31/12/2022"), ("B", "31/12/2024"), ("B1", "31/12/2024")},
    }
    assert all(people == [] for key, people in found.items() if key not in here)


def test_who_is_under_way_counts_where_they_are_also_after_the_sending_cell_ended(world):
    person = world.member()
    actions.send_transfer(person, to=world.b1, on=d("20/06/2025"), by=ME)
    org.merge_into(units=[world.a1], into=world.a2, on=d("01/07/2025"), by=ME)
    asked = Asked(ME.scope(world.a2), Period(d("01/06/2025"), d("31/07/2025")))
    assert [row.person_id for row in list_rows(MEM_04, asked, {"line": ("under_way",)})] == [person.pk]
    actions.record_death(person, on=d("31/07/2025"), by=ME)
    assert not list_rows(MEM_04, asked, {"line": ("under_way",)}).exists()


def test_a_cell_founded_later_below_a_unit_moved_in_the_past_keeps_its_arrivals(world):
    """What is not founded yet on the day of a reorganization has not ended on it either."""
    org.establish(units=[UnitSpec("T", "Đảng bộ tỉnh Đông", Kind.DANG_BO_TINH)], on=d("01/01/2010"), by=ME)
    late = world.found(world.cell("LATE", "Chi bộ Thôn 9", "A"), "01/03/2022")
    newcomer = world.person()
    actions.admit_member(newcomer, cell=late, on=d("01/05/2022"), by=ME)
    org.transfer(units=[world.h], to=org_queries.by_ref("T", on=d("01/01/2021")), on=d("01/01/2021"), by=ME)
    assert stays_of(newcomer) == [("LATE", d("01/05/2022"), FOREVER)]
