"""Open cases follow their unit, and come back when the reorganization is undone."""

import pytest

from chibo.kernel.refusal import Refusal
from chibo.org import actions as org
from chibo.org.actions import UnitSpec, occupants
from chibo.org.vocabulary import Kind
from chibo.procedures import actions
from chibo.procedures.actions.occupants import CaseOccupants
from chibo.procedures.queries.replay import differences
from chibo.procedures.rules.handlers import Handed
from chibo.procedures.tests.conftest import ME, VOTE, d

DAY = d("01/07/2024")


@pytest.fixture(autouse=True)
def _occupied(world):
    occupants.install([CaseOccupants()])


def test_a_case_goes_to_the_successor_and_back(world):
    case = world.to_step("hop")
    closed = world.open("02")
    actions.withdraw(closed, on=d("02/03/2024"), reason="Thôi", by=ME)
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    case.refresh_from_db()
    closed.refresh_from_db()
    assert done.moved == {"cases": 1}
    assert (case.unit, case.waiting_unit, case.step, closed.unit) == (world.a2, world.a2, "hop", world.a1)
    assert list(differences()) == []
    org.undo(event=done.event, reason="Nhầm", by=ME)
    case.refresh_from_db()
    assert (case.unit, case.waiting_unit, case.step) == (world.a1, world.a1, "hop")
    assert list(differences()) == []


def test_the_holder_is_found_anew_where_levels_change(world):
    """The district goes: what waited for it waits for the province, the cell does not move."""
    case = world.to_step("quyet-dinh")
    assert case.waiting_unit == world.h
    done = org.restructure(
        on=DAY,
        kind="dissolve",
        end=[
            (
                world.h,
                world.t,
            )
        ],
        move=[(world.a, world.t, None), (world.s, world.t, None)],
        by=ME,
    )
    case.refresh_from_db()
    assert (case.unit, case.waiting_unit, case.waiting_capability) == (world.a1, world.t, "cases.above")
    assert list(differences()) == []
    org.undo(event=done.event, reason="Nhầm", by=ME)
    case.refresh_from_db()
    assert case.waiting_unit == world.h
    assert list(differences()) == []


def test_what_was_done_since_holds_the_undoing_up(world):
    case = world.to_step("hop")
    done = org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)
    actions.act(case, on=d("05/07/2024"), data={"held_on": d("05/07/2024")}, vote=VOTE, by=ME)
    with pytest.raises(Refusal, match=r"TH-2024-00001.*đã có việc ngày 05/07/2024"):
        org.undo(event=done.event, reason="Nhầm", by=ME)


def test_a_case_opened_at_a_founded_unit_holds_the_undoing_up(world):
    done = org.establish(units=[world.cell("NEW", "Chi bộ Mới", "A")], on=DAY, by=ME)
    world.open("07", on="02/07/2024", unit=done.founded["NEW"])
    with pytest.raises(Refusal, match="mở hoặc chuyển về đây"):
        org.undo(event=done.event, reason="Nhầm", by=ME)


def test_an_act_from_the_day_on_must_be_mended_first(world):
    world.open(on="01/07/2024")
    with pytest.raises(Refusal, match="từ ngày sắp xếp trở đi"):
        org.dissolve(units=[world.a1], to=world.a2, on=DAY, by=ME)


def test_without_a_successor_it_asks_for_one(world):
    world.to_step("hop")
    with pytest.raises(Refusal, match="chưa có nơi tiếp nhận"):
        org.dissolve(units=[world.a1], on=DAY, by=ME)


def test_the_chosen_go_where_their_person_goes(world):
    first, second = world.open("01"), world.open("02")
    chosen = {ref.partition(":")[2]: "N2" for ref in (second.subject,)}
    org.split(
        unit=world.a1,
        into=[world.cell("N1", "Chi bộ Thôn 1A", "A"), world.cell("N2", "Chi bộ Thôn 1B", "A")],
        default="N1", chosen=chosen, on=DAY, by=ME,
    )  # fmt: skip
    for case in (first, second):
        case.refresh_from_db()
    assert (first.unit.ref, second.unit.ref) == ("N1", "N2")
    assert list(differences()) == []


def test_the_impact_names_them(world):
    case = world.open()
    plan = org.plan_ending(units=[world.a1], to=world.a2, on=DAY)
    assert org.impact(plan=plan, by=ME).totals == {"Hồ sơ đang giải quyết": 1}
    (one,) = CaseOccupants().preview([world.a1], on=DAY)
    assert (one.label, one.url) == (str(case), f"/quy-trinh/{case.uid}/")


def test_a_person_goes_alone(world):
    case = world.to_step("hop")
    actions.move_case(case, to=world.p1, on=d("09/03/2024"), reason="Chuyển sinh hoạt", by=ME)
    case.refresh_from_db()
    assert (case.unit, case.waiting_unit) == (world.p1, world.p1)
    actions.act(case, on=d("11/03/2024"), data={"held_on": d("11/03/2024")}, vote=VOTE, by=ME)
    assert (case.step, case.waiting_unit) == ("bo-phan", world.p)
    assert list(differences()) == []


def test_cases_follow_a_merged_record(world):
    case = world.open("01")
    assert actions.follow(case.subject, "person:x") == 1
    world.open("01")
    with pytest.raises(Refusal, match="cùng một quy trình"):
        actions.follow("person:x", case.subject)


def test_a_base_cell_raised_to_a_committee(world):
    """The cell of a chi bộ cơ sở that becomes a đảng bộ is one of the new cells."""
    case = world.open(unit=world.s)
    actions.act(case, on=d("05/03/2024"), data={"content": "xin"}, documents=[Handed("don")], by=ME)
    org.upgrade(
        unit=world.s, kind=Kind.DANG_BO_CO_SO, cells=[world.cell("S1", "Chi bộ 1", "S"), world.cell("S2", "Chi bộ 2", "S")],
        default="S1", on=DAY, by=ME,
    )  # fmt: skip
    case.refresh_from_db()
    assert case.unit.ref == "S1"
    assert list(differences()) == []


def test_a_case_that_came_up_meanwhile_finds_its_holder_again(world):
    """Opened while a founded base stood above its cell: with the founding undone the old base holds it."""
    done = org.restructure(
        on=d("01/02/2024"), kind="split", found=[UnitSpec("N", "Đảng bộ xã Mới", Kind.DANG_BO_CO_SO, "H")],
        move=[(world.a1, "N", None)], by=ME,
    )  # fmt: skip
    case = world.to_step("dang-uy")
    assert case.waiting_unit.ref == "N"
    org.undo(event=done.event, reason="Nhầm", by=ME)
    case.refresh_from_db()
    assert (case.waiting_unit, case.step) == (world.a, "dang-uy")
    assert list(differences()) == []
