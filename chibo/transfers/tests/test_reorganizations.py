"""A merger under open cases, and records of one person made one: everything goes on with its person."""

import pytest

from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.derivation.recount import differences, residuals
from chibo.members.tests.world import ME, d
from chibo.members.vocabulary import EventState
from chibo.org import actions as org
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.models import Case
from chibo.transfers import actions
from chibo.transfers.models import MobileSpell
from chibo.transfers.tests.conftest import TODAY
from chibo.transfers.tests.leading import begun, done, event, led


@pytest.fixture
def follows(world):
    """Open cases follow their unit, as the site has it; the next world of a test installs its own."""
    occupants.install([MemberOccupants(), CaseOccupants()])


def again(case):
    return Case.objects.get(pk=case.pk)


def cell(person, on):
    return getattr(roll.cell_on(person, on=d(on)), "ref", None)


def test_the_destination_ends_while_somebody_is_on_the_way(world, follows):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "05/06/2026", until="nop-giay")
    org.dissolve(units=[world.b1], to=world.young, on=d("01/07/2026"), by=ME)
    case = again(case)
    assert [case.other_unit.ref, case.waiting_unit.ref, event(case).cell.ref] == ["YOUNG"] * 3
    done(case, "05/07/2026")
    done(case, "06/07/2026", ket_qua="nhan")
    assert [cell(person, "05/07/2026"), cell(person, "06/07/2026")] == ["A1", "YOUNG"]
    assert not [*differences(today=TODAY), *residuals(until=TODAY)]


def test_the_sender_ends_while_somebody_is_on_the_way(world, follows):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "05/06/2026", until="nop-giay")
    org.dissolve(units=[world.a1], to=world.a2, on=d("01/07/2026"), by=ME)
    assert cell(person, "01/07/2026") == "A2"
    case = led(again(case), "05/07/2026", until="phieu-bao")
    assert [cell(person, "04/07/2026"), cell(person, "05/07/2026")] == ["A2", "B1"]
    assert [event(case).from_cell.ref, case.unit.ref] == ["A1", "A2"]
    assert not [*differences(today=TODAY), *residuals(until=TODAY)]


def test_an_undone_reorganization_gives_the_letter_its_address_back(world, follows):
    person = world.member()
    case = led(begun("chuyen-chinh-thuc", person, to=world.b1), "05/06/2026", until="nop-giay")
    org.dissolve(units=[world.b1], to=world.young, on=d("01/07/2026"), by=ME)
    org.undo(event=OrgEvent.objects.order_by("-pk").first(), reason="Sai quyết định", by=ME)
    case = again(case)
    assert [case.other_unit.ref, case.waiting_unit.ref, event(case).cell.ref] == ["B1"] * 3
    led(case, "08/07/2026")
    assert cell(person, "08/07/2026") == "B1"


def test_a_temporary_stay_ends_with_its_cell_and_the_case_can_still_be_closed(world, follows):
    person = world.member()
    case = begun("chuyen-tam-thoi", person, to=world.b1, den_ngay=d("01/09/2026"))
    led(case, "05/06/2026", until="het-tam-thoi")
    org.dissolve(units=[world.b1], to=world.young, on=d("01/07/2026"), by=ME)
    case = again(case)
    done(case, "01/09/2026", ket_thuc="ve")
    done(case, "05/09/2026")
    assert case.state == "done"
    assert not [*differences(today=TODAY), *residuals(until=TODAY)]


def test_moved_members_are_received_once_each(world):
    person = world.member(cell=world.b1)
    org.dissolve(units=[world.b1], to=world.a2, on=d("01/10/2026"), by=ME)
    merger = OrgEvent.objects.order_by("-pk").first()
    move = person.events.get(org_event=merger)
    other = world.member("Lò Thị Mai").events.get()
    for moves, on, words in (
        ([], "05/10/2026", "Chưa chọn"),
        ([move], "30/09/2026", "trước ngày sắp xếp"),
        ([move], "23/11/2026", "chưa đến"),
        ([move, other], "05/10/2026", "không chuyển theo"),
    ):
        with pytest.raises(Refusal, match=words):
            actions.receive_moved(merger, moves=moves, received_on=d(on), on=TODAY, by=ME)
    assert actions.receive_moved(merger, moves=[move], received_on=d("05/10/2026"), on=TODAY, by=ME) == 1
    with pytest.raises(Refusal, match="đã được tiếp nhận"):
        actions.receive_moved(merger, moves=[move], received_on=d("06/10/2026"), on=TODAY, by=ME)


def test_records_made_one_take_cases_letters_and_stays_away_along(world):
    keep, other = world.person("Nguyễn Văn An"), world.member("Nguyễn Văn An", confirmed=True)
    spell = actions.go_away(other, since=d("01/02/2026"), place="An Khê", reason="lam_an", on=TODAY, by=ME)
    case = led(begun("chuyen-chinh-thuc", other, to=world.b1), "05/06/2026", until="nop-giay")
    merge = members.merge_people(keep=keep, other=other, reason="Trùng", on=TODAY, by=ME)
    spell.refresh_from_db()
    assert [spell.person, again(case).subject] == [keep, f"person:{keep.uid}"]
    led(again(case), "08/06/2026", until="phieu-bao")
    assert cell(keep, "08/06/2026") == "B1"
    with pytest.raises(Refusal):
        members.unmerge(merge, reason="Nhầm", on=TODAY, by=ME)
    assert not [*differences(today=TODAY), *residuals(until=TODAY)]


def test_two_stays_away_at_once_stand_in_the_way_of_making_one(world):
    keep, other = world.person("Nguyễn Văn An"), world.member("Nguyễn Văn An", confirmed=True)
    actions.go_away(other, since=d("01/02/2026"), place="An Khê", reason="lam_an", on=TODAY, by=ME)
    MobileSpell.objects.create(person=keep, since=d("01/03/2026"), place="Huế", reason="lam_an")
    with pytest.raises(Refusal, match="chồng nhau"):
        members.merge_people(keep=keep, other=other, reason="Trùng", on=TODAY, by=ME)
    assert MobileSpell.objects.filter(person=keep).get().place == "Huế"


def test_a_letter_given_back_by_the_office_may_be_corrected_in_its_day(world):
    case = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "05/06/2026")
    members.correct_event_day(event(case), on=d("06/06/2026"), reason="Sai ngày", by=ME)
    assert [event(case).on, event(case).state] == [d("06/06/2026"), EventState.STANDING]
