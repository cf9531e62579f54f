"""Every way onto the roll, along it and off it: the day before beside the day."""

import pytest

from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members import actions, queries
from chibo.members.models import Movement
from chibo.members.tests.world import ME, balance, d, movements_of, roll_of, spells_of, stays_of

ENTRANCES = {
    "opening": lambda p, w, on: actions.open_state(p, cell=w.a1, on=on, by=ME, party_since=d("03/02/2000")),
    "admission": lambda p, w, on: actions.admit_member(p, cell=w.a1, on=on, by=ME),
    "transfer_in": lambda p, w, on: actions.receive_from_outside(p, cell=w.a1, on=on, from_place="Tỉnh khác", by=ME),
}
EXITS = {
    "transfer_out": lambda p, on: actions.transfer_out(p, to_place="Tỉnh khác", on=on, by=ME),
    "strike_off": lambda p, on: actions.strike_off(p, ground="no_activity", on=on, by=ME),
    "expulsion": lambda p, on: actions.expel(p, on=on, by=ME),
    "voluntary_exit": lambda p, on: actions.leave_on_request(p, on=on, by=ME),
    "death": lambda p, on: actions.record_death(p, on=on, by=ME),
}


@pytest.mark.parametrize("cause", ENTRANCES)
def test_who_enters_is_on_the_roll_from_that_day_and_not_the_day_before(world, cause):
    person = world.person()
    ENTRANCES[cause](person, world, d("10/05/2018"))
    assert roll_of(world.h, "09/05/2018") == set()
    assert roll_of(world.h, "10/05/2018") == {"Nguyễn Văn An"}
    assert queries.cell_on(person, on=d("09/05/2018")) is None
    assert queries.cell_on(person, on=d("10/05/2018")) == world.a1
    assert movements_of(person) == [(cause, True, d("10/05/2018"), "A1")]


@pytest.mark.parametrize("cause", EXITS)
def test_who_leaves_is_on_the_roll_to_the_day_before_and_not_that_day(world, cause):
    person = world.member()
    EXITS[cause](person, d("10/05/2018"))
    assert roll_of(world.a, "09/05/2018") == {"Nguyễn Văn An"}
    assert roll_of(world.a, "10/05/2018") == set()
    assert stays_of(person) == [("A1", d("01/01/2015"), d("10/05/2018"))]
    assert movements_of(person)[-1] == (cause, False, d("10/05/2018"), "A1")
    assert list(queries.present_roll(world.a, on=d("22/11/2026"))) == []


@pytest.mark.parametrize("cause", EXITS)
def test_who_is_not_a_member_cannot_leave(world, cause):
    with pytest.raises(Refusal) as refusal:
        EXITS[cause](world.person(), d("10/05/2018"))
    assert (refusal.value.code, refusal.value.field) == ("not_member", "on")


def test_admission_begins_probation_and_recognition_ends_it(world):
    person = world.person()
    actions.admit_member(person, cell=world.a1, on=d("10/05/2018"), decided_on=d("02/05/2018"), by=ME)
    actions.recognize(person, on=d("10/05/2019"), by=ME)
    assert spells_of(person, "status", "party_since") == [
        (d("10/05/2018"), d("10/05/2019"), "probationary", d("02/05/2018")),
        (d("10/05/2019"), FOREVER, "official", d("02/05/2018")),
    ]
    assert movements_of(person) == [("admission", True, d("10/05/2018"), "A1")]


def test_a_member_who_is_official_is_not_recognized_again(world):
    with pytest.raises(Refusal) as refusal:
        actions.recognize(world.member(), on=d("10/05/2019"), by=ME)
    assert refusal.value.code == "already_official"


def test_a_decision_after_the_ceremony_is_refused(world):
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(world.person(), cell=world.a1, on=d("10/05/2018"), decided_on=d("11/05/2018"), by=ME)
    assert refusal.value.field == "decided_on"


def test_in_and_out_on_one_day_are_two_events_and_no_spell(world):
    person = world.person()
    actions.admit_member(person, cell=world.a1, on=d("10/05/2018"), by=ME)
    actions.record_death(person, on=d("10/05/2018"), by=ME)
    assert stays_of(person) == []
    assert spells_of(person) == []
    assert movements_of(person) == [
        ("admission", True, d("10/05/2018"), "A1"),
        ("death", False, d("10/05/2018"), "A1"),
    ]
    assert balance(world.a, "10/05/2018", "10/05/2018") == (0, 1, 1, 0)


def test_two_transfers_on_one_day_pass_through_the_cell_between(world):
    person = world.member()
    actions.transfer(person, to=world.a2, on=d("10/05/2018"), by=ME)
    actions.transfer(person, to=world.b1, on=d("10/05/2018"), by=ME)
    assert stays_of(person) == [
        ("A1", d("01/01/2015"), d("10/05/2018")),
        ("B1", d("10/05/2018"), FOREVER),
    ]
    assert balance(world.a2, "10/05/2018", "10/05/2018") == (0, 1, 1, 0)
    assert balance(world.b1, "10/05/2018", "10/05/2018") == (0, 1, 0, 1)
    assert balance(world.a, "10/05/2018", "10/05/2018") == (1, 1, 2, 0)


def test_who_is_under_way_stays_on_the_senders_roll_until_received(world):
    person = world.member()
    event = actions.send_transfer(person, to=world.b1, on=d("01/06/2018"), by=ME)
    assert roll_of(world.a, "30/06/2018") == {"Nguyễn Văn An"}
    assert list(queries.pending_transfers([world.a1.pk], on=d("01/06/2018"))) == [event]
    assert list(queries.pending_transfers([world.a1.pk], on=d("31/05/2018"))) == []
    actions.present_letter(event, on=d("20/06/2018"), by=ME)
    actions.receive_transfer(event, on=d("01/07/2018"), reported_on=d("05/07/2018"), by=ME)
    assert roll_of(world.a, "30/06/2018") == {"Nguyễn Văn An"}
    assert roll_of(world.a, "01/07/2018") == set()
    assert roll_of(world.b, "01/07/2018") == {"Nguyễn Văn An"}
    event.refresh_from_db()
    assert (event.sent_on, event.presented_on, event.received_on, event.reported_on) == (
        d("01/06/2018"),
        d("20/06/2018"),
        d("01/07/2018"),
        d("05/07/2018"),
    )
    assert list(queries.pending_transfers([world.a1.pk], on=d("01/07/2018"))) == []


def test_a_second_transfer_waits_for_the_first(world):
    person = world.member()
    event = actions.send_transfer(person, to=world.b1, on=d("01/06/2018"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.send_transfer(person, to=world.a2, on=d("02/06/2018"), by=ME)
    assert refusal.value.code == "transfer_under_way"
    actions.return_transfer(event, reason="Thiếu hồ sơ", by=ME)
    assert roll_of(world.a1, "22/11/2026") == {"Nguyễn Văn An"}
    assert actions.send_transfer(person, to=world.a2, on=d("02/06/2018"), by=ME).state == "pending"


def test_a_return_needs_a_reason_and_something_under_way(world):
    event = actions.send_transfer(world.member(), to=world.b1, on=d("01/06/2018"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.return_transfer(event, reason="  ", by=ME)
    assert refusal.value.field == "reason"
    actions.return_transfer(event, reason="Thiếu hồ sơ", by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.receive_transfer(event, on=d("02/06/2018"), by=ME)
    assert refusal.value.code == "not_pending"


def test_nobody_is_received_before_the_letter_was_sent(world):
    event = actions.send_transfer(world.member(), to=world.b1, on=d("01/06/2018"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.receive_transfer(event, on=d("31/05/2018"), by=ME)
    assert (refusal.value.code, refusal.value.field) == ("order", "on")


def test_a_transfer_to_the_same_cell_is_refused(world):
    with pytest.raises(Refusal) as refusal:
        actions.send_transfer(world.member(), to=world.a1, on=d("01/06/2018"), by=ME)
    assert (refusal.value.code, refusal.value.field) == ("same_cell", "to")


def test_temporary_activity_leaves_the_official_place_alone(world):
    person = world.member()
    actions.start_temporary(person, cell=world.b1, on=d("01/06/2018"), by=ME)
    actions.end_temporary(person, on=d("01/09/2018"), by=ME)
    assert stays_of(person) == [("A1", d("01/01/2015"), FOREVER)]
    assert stays_of(person, "temporary") == [("B1", d("01/06/2018"), d("01/09/2018"))]
    assert roll_of(world.b, "01/07/2018") == set()
    with pytest.raises(Refusal) as refusal:
        actions.end_temporary(person, on=d("02/09/2018"), by=ME)
    assert refusal.value.code == "no_temporary"


def test_who_leaves_the_roll_ends_the_temporary_activity_too(world):
    person = world.member()
    actions.start_temporary(person, cell=world.b1, on=d("01/06/2018"), by=ME)
    actions.record_death(person, on=d("01/07/2018"), by=ME)
    assert stays_of(person, "temporary") == [("B1", d("01/06/2018"), d("01/07/2018"))]


def test_two_permanent_places_are_refused(world):
    person = world.member()
    for enter in (ENTRANCES["opening"], ENTRANCES["transfer_in"]):
        with pytest.raises(Refusal) as refusal:
            enter(person, world, d("10/05/2018"))
        assert refusal.value.code == "already_member"
    assert stays_of(person) == [("A1", d("01/01/2015"), FOREVER)]


def test_who_was_a_member_is_readmitted_not_admitted(world):
    person = world.member()
    actions.leave_on_request(person, on=d("10/05/2016"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(person, cell=world.a2, on=d("10/05/2018"), by=ME)
    assert refusal.value.code == "was_member"
    assert "Kết nạp lại" in refusal.value.message
    actions.readmit_member(person, cell=world.a2, on=d("10/05/2018"), by=ME)
    assert stays_of(person) == [
        ("A1", d("01/01/2015"), d("10/05/2016")),
        ("A2", d("10/05/2018"), FOREVER),
    ]
    assert spells_of(person, "status")[-1] == (d("10/05/2018"), FOREVER, "probationary")


def test_who_was_never_a_member_is_not_readmitted(world):
    with pytest.raises(Refusal) as refusal:
        actions.readmit_member(world.person(), cell=world.a1, on=d("10/05/2018"), by=ME)
    assert refusal.value.code == "never_member"


def test_restoration_is_a_new_entry_and_the_removal_is_no_longer_final(world):
    person = world.member()
    actions.expel(person, on=d("10/05/2016"), by=ME)
    assert Movement.objects.get(person=person, cause="expulsion").is_final is True
    actions.restore_member(person, cell=world.a1, on=d("10/05/2017"), by=ME)
    assert Movement.objects.get(person=person, cause="expulsion").is_final is False
    assert stays_of(person) == [
        ("A1", d("01/01/2015"), d("10/05/2016")),
        ("A1", d("10/05/2017"), FOREVER),
    ]
    assert spells_of(person, "status", "party_since")[-1] == (d("10/05/2017"), FOREVER, "official", d("19/05/2005"))
    assert movements_of(person)[-1] == ("restoration", True, d("10/05/2017"), "A1")


def test_an_annulled_restoration_makes_the_removal_final_again(world):
    person = world.member()
    actions.expel(person, on=d("10/05/2016"), by=ME)
    event = actions.restore_member(person, cell=world.a1, on=d("10/05/2017"), by=ME)
    actions.annul_event(event, reason="Ghi nhầm người", by=ME)
    assert Movement.objects.get(person=person, cause="expulsion").is_final is True


def test_who_moved_away_or_died_is_not_restored(world):
    moved = world.member()
    actions.transfer_out(moved, to_place="Tỉnh khác", on=d("10/05/2016"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.restore_member(moved, cell=world.a1, on=d("10/05/2017"), by=ME)
    assert refusal.value.code == "nothing_to_restore"


def test_who_moved_out_and_comes_back_from_outside_keeps_the_party_age(world):
    person = world.member()
    actions.transfer_out(person, to_place="Tỉnh khác", on=d("10/05/2016"), by=ME)
    actions.receive_from_outside(person, cell=world.b1, on=d("10/05/2017"), from_place="Tỉnh khác", by=ME)
    assert spells_of(person, "party_since") == [
        (d("01/01/2015"), d("10/05/2016"), d("19/05/2005")),
        (d("10/05/2017"), FOREVER, d("19/05/2005")),
    ]


def test_nothing_happens_to_the_dead(world):
    person = world.member()
    actions.record_death(person, on=d("10/05/2016"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.receive_from_outside(person, cell=world.b1, on=d("10/05/2017"), from_place="Tỉnh khác", by=ME)
    assert (refusal.value.code, refusal.value.field) == ("after_death", "on")
    assert "10/05/2016" in refusal.value.message


def test_a_death_before_what_was_entered_is_refused(world):
    person = world.member()
    actions.transfer(person, to=world.a2, on=d("10/05/2018"), by=ME)
    with pytest.raises(Refusal) as refusal:
        actions.record_death(person, on=d("09/05/2018"), by=ME)
    assert refusal.value.code == "after_death"
    actions.record_death(person, on=d("11/05/2018"), by=ME)


def test_nobody_enters_before_being_born(world):
    with pytest.raises(Refusal) as refusal:
        actions.open_state(world.person(born="10/05/2001"), cell=world.a1, on=d("09/05/2001"), by=ME)
    assert refusal.value.code == "before_birth"


def test_a_cell_takes_members_from_its_founding_and_not_the_day_before(world):
    person = world.person()
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(person, cell=world.young, on=d("31/12/2019"), by=ME)
    assert (refusal.value.code, refusal.value.field) == ("no_such_cell", "cell")
    actions.admit_member(person, cell=world.young, on=d("01/01/2020"), by=ME)
    assert roll_of(world.a, "01/01/2020") == {"Nguyễn Văn An"}


def test_a_cell_that_has_ended_takes_nobody(world):
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(world.person(), cell=world.old, on=d("01/01/2020"), by=ME)
    assert refusal.value.code == "no_such_cell"


def test_nobody_stays_in_a_cell_beyond_its_end(world):
    person = world.person()
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(person, cell=world.old, on=d("31/12/2019"), by=ME)
    assert refusal.value.code == "cell_ended"
    assert "01/01/2020" in refusal.value.message
    assert stays_of(person) == []


def test_a_committee_is_no_place_for_members(world):
    with pytest.raises(Refusal) as refusal:
        actions.admit_member(world.person(), cell=world.a, on=d("10/05/2018"), by=ME)
    assert refusal.value.code == "no_such_cell"


def test_a_refused_action_leaves_nothing_behind(world):
    from chibo.journal.models import Entry

    person = world.member()
    before = Entry.objects.count()
    with pytest.raises(Refusal):
        actions.open_state(person, cell=world.a2, on=d("10/05/2018"), by=ME)
    assert person.events.count() == 1
    assert Entry.objects.count() == before
    assert roll_of(world.h, "10/05/2018") == {"Nguyễn Văn An"}


def test_opening_in_out_and_closing_balance_at_every_unit(world):
    first, second = world.member(), world.member("Trần Thị Bình", cell=world.b1, born="01/01/1990")
    actions.transfer(first, to=world.a2, on=d("05/03/2018"), by=ME)
    actions.transfer(second, to=world.a1, on=d("05/04/2018"), by=ME)
    actions.transfer(first, to=world.b1, on=d("05/05/2018"), by=ME)
    actions.expel(second, on=d("05/06/2018"), by=ME)
    actions.restore_member(second, cell=world.a1, on=d("05/07/2018"), by=ME)
    expected = {"h": (2, 4, 4, 2), "a": (1, 3, 3, 1), "b": (1, 1, 1, 1), "a1": (1, 2, 2, 1), "a2": (0, 1, 1, 0)}
    for name, line in expected.items():
        opening, into, out, closing = balance(getattr(world, name), "01/01/2018", "31/12/2018")
        assert opening + into - out == closing, name
        assert (opening, closing) == (line[0], line[3]), name


def test_the_last_cell_is_the_one_where_the_day_ended(world):
    person = world.member()
    actions.transfer(person, to=world.a2, on=d("10/05/2018"), by=ME)
    actions.transfer(person, to=world.b1, on=d("10/05/2018"), by=ME)
    assert queries.last_cell(person) == world.b1
