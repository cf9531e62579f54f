"""A case from its opening to its end, and every way in which a step is refused."""

import pytest

from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled, Question, Refusal
from chibo.procedures import actions
from chibo.procedures.queries.replay import differences
from chibo.procedures.rules import handlers
from chibo.procedures.rules.handlers import Handed
from chibo.procedures.tests.conftest import ME, VOTE, d


def test_a_case_is_led_to_its_end(world):
    case = world.to_step("trao")
    assert (case.mark, case.waiting_unit, case.due_on > d("02/04/2024")) == ("TH-2024-00001", world.a1, True)
    actions.act(case, on=d("10/04/2024"), by=ME)
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.due_on, case.waiting_unit) == ("done", d("10/04/2024"), FOREVER, None)
    assert world.made == [case.mark]
    assert [(a.kind, a.step, a.to) for a in case.standing] == [
        ("opened", "", "don"),
        ("step", "don", "hop"),
        ("step", "hop", "bo-phan"),
        ("skipped", "bo-phan", "dang-uy"),
        ("step", "dang-uy", "quyet-dinh"),
        ("step", "quyet-dinh", "trao"),
        ("step", "trao", "done"),
    ]
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("ref", "holders"),
    [
        ("A1", ["A1", "A1", "A", "H", "A1"]),
        ("P1", ["P1", "P1", "P", "A", "H", "P1"]),
        ("S", ["S", "S", "H", "S"]),
    ],
)
def test_each_level_takes_its_step(world, ref, holders):
    case = world.open(unit=world.units[ref])
    seen = []
    while case.is_open:
        seen.append(case.waiting_unit.ref)
        if case.step == "trao":
            break
        following = {"don": "hop", "hop": "bo-phan" if ref == "P1" else "dang-uy" if ref == "A1" else "quyet-dinh"}
        world.to_step(
            following.get(case.step, {"bo-phan": "dang-uy", "dang-uy": "quyet-dinh"}.get(case.step, "trao")), case
        )
    assert seen == holders


def test_a_case_keeps_the_rules_of_its_day_while_the_tree_goes_on(world):
    """Opened before 26/07/2026 it is decided above the base, opened on that day by the base."""
    before, after = (world.open("01", on="25/07/2026"), world.open("02", on="26/07/2026"))
    for case in (before, after):
        actions.act(case, on=d("27/07/2026"), data={"content": "xin"}, documents=[Handed("don")], by=ME)
        actions.act(case, on=d("31/07/2026"), data={"held_on": d("31/07/2026")}, vote=VOTE, by=ME)
        actions.act(case, on=d("03/08/2026"), data={"answer": "dong_y"}, by=ME)
    assert (before.waiting_unit, after.waiting_unit) == (world.h, world.a)


def test_days_go_forward_and_steps_in_order(world):
    case = world.to_step("hop")
    with pytest.raises(Refusal, match="trước ngày 05/03/2024"):
        actions.act(case, on=d("04/03/2024"), data={"held_on": d("04/03/2024")}, vote=VOTE, by=ME)
    with pytest.raises(Refusal, match="đang ở bước “Chi bộ họp"):
        actions.act(case, on=d("06/03/2024"), by=ME, step="quyet-dinh")


def test_papers_answers_and_votes_are_complete(world):
    case = world.open()
    with pytest.raises(Refusal, match="Nội dung: chưa có"):
        actions.act(case, on=d("05/03/2024"), by=ME)
    with pytest.raises(Refusal, match="Còn thiếu giấy tờ: Đơn"):
        actions.act(case, on=d("05/03/2024"), data={"content": "xin"}, by=ME)
    with pytest.raises(Refusal, match="Bước này không hỏi"):
        actions.act(case, on=d("05/03/2024"), data={"content": "xin", "khác": 1}, by=ME)
    world.to_step("hop", case)
    for vote, told in (
        (None, "phải biểu quyết"),
        (VOTE | {"for": 15}, "Số phiếu không khớp"),
        (VOTE | {"present": 18, "for": 16}, "nhiều hơn phải có mặt"),
        (VOTE | {"for": -1}, "số nguyên"),
    ):
        with pytest.raises(Refusal, match=told):
            actions.act(case, on=d("11/03/2024"), data={"held_on": d("11/03/2024")}, vote=vote, by=ME)


@pytest.mark.parametrize(("votes_for", "step"), [(12, "dang-uy"), (11, "")])
def test_two_thirds_of_seventeen_are_twelve(world, votes_for, step):
    case = world.to_step("hop")
    vote = {"obliged": 17, "present": 17, "for": votes_for, "against": 17 - votes_for, "blank": 0}
    actions.act(case, on=d("11/03/2024"), data={"held_on": d("11/03/2024")}, vote=vote, by=ME)
    assert (case.step, case.state) == (step, "open" if step else "refused")


def test_a_rule_that_is_not_sure_warns_and_a_confirmed_one_blocks(world):
    case = world.to_step("dang-uy", content="sai")
    with pytest.raises(Question, match="24-QĐ/TW năm 2021"):
        actions.act(case, on=d("20/03/2024"), data={"answer": "dong_y"}, by=ME)
    done = actions.act(case, on=d("20/03/2024"), data={"answer": "dong_y"}, accept=True, by=ME)
    assert [one["rule"] for one in done.warnings] == ["admission.introducer.months"]
    blocked = world.to_step("dang-uy", world.open("02"), content="chặn")
    with pytest.raises(Refusal, match=r"Chưa đủ tuổi.*Điều lệ Đảng 2011"):
        actions.act(blocked, on=d("20/03/2024"), data={"answer": "dong_y"}, accept=True, by=ME)
    actions.override(
        blocked, on=d("21/03/2024"), reason="Xét riêng", because=world.decision("20/03/2024", "5-CV/HU"), by=ME
    )
    done = actions.act(blocked, on=d("22/03/2024"), data={"answer": "dong_y"}, by=ME)
    assert done.warnings[0]["overridden"]


def test_a_step_before_its_first_day_is_asked_about(world):
    case = world.to_step("hop")
    with pytest.raises(Question, match="từ ngày 08/03/2024"):
        actions.act(case, on=d("07/03/2024"), data={"held_on": d("07/03/2024")}, vote=VOTE, by=ME)


def test_a_decision_is_not_older_than_what_it_rests_on(world):
    case = world.to_step("quyet-dinh")
    with pytest.raises(Refusal, match="phải có quyết định"):
        actions.act(case, on=d("02/04/2024"), by=ME)
    with pytest.raises(Refusal, match="trước bước “Đảng ủy cơ sở xét”"):
        actions.act(case, on=d("02/04/2024"), because=world.decision("19/03/2024"), by=ME)
    with pytest.raises(Refusal, match="sau ngày 02/04/2024"):
        actions.act(case, on=d("02/04/2024"), because=world.decision("03/04/2024"), by=ME)


def test_it_comes_back_with_a_reason_and_goes_again(world):
    case = world.to_step("dang-uy")
    with pytest.raises(Refusal, match="Hãy ghi lý do"):
        actions.send_back(case, to="hop", on=d("18/03/2024"), reason=" ", by=ME)
    with pytest.raises(Refusal, match="Trả lại được về"):
        actions.send_back(case, to="trao", on=d("18/03/2024"), reason="thiếu", by=ME)
    actions.send_back(case, to="hop", on=d("18/03/2024"), reason="Biên bản thiếu chữ ký", by=ME)
    assert (case.step, case.step_since, case.waiting_unit) == ("hop", d("18/03/2024"), world.a1)
    actions.act(case, on=d("25/03/2024"), data={"held_on": d("25/03/2024")}, vote=VOTE, by=ME)
    assert case.step == "dang-uy"
    assert list(differences()) == []


def test_what_was_entered_by_mistake_is_taken_back(world, monkeypatch):
    case = world.to_step("dang-uy")
    actions.take_back(case, reason="Ghi nhầm hồ sơ", by=ME)
    assert (case.step, case.day_of("hop")) == ("hop", None)
    actions.withdraw(case, on=d("12/03/2024"), reason="Xin rút", by=ME)
    assert case.state == "withdrawn"
    actions.take_back(case, reason="Rút nhầm", by=ME)
    assert (case.state, case.step) == ("open", "hop")
    assert list(differences()) == []
    world.to_step("trao", case)
    actions.act(case, on=d("10/04/2024"), by=ME)
    with pytest.raises(Refusal, match="Trước hết hãy sửa sai hoặc hủy ghi nhận ấy ở hồ sơ"):
        actions.take_back(case, reason="Nhầm", by=ME)
    monkeypatch.setitem(handlers._standing, "event", lambda made: None)
    actions.take_back(case, reason="Đã hủy ở hồ sơ đảng viên", by=ME)
    assert (case.state, case.step) == ("open", "trao")


def test_it_lapses_only_after_its_deadline(world):
    case = world.to_step("trao")
    with pytest.raises(Refusal, match="chưa hết hiệu lực"):
        actions.lapse(case, on=case.due_on, by=ME)
    actions.lapse(case, on=d("01/08/2024"), by=ME)
    assert (case.state, case.closed_on) == ("lapsed", d("01/08/2024"))
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.act(case, on=d("02/08/2024"), by=ME)


def test_one_open_case_of_a_kind(world):
    world.open("01")
    with pytest.raises(Refusal, match="đang có hồ sơ TH-2024-00001"):
        world.open("01")
    assert world.open("02").mark == "TH-2024-00002"
    assert world.open("03", on="02/01/2025").mark == "TH-2025-00001"


def test_sensitive_answers_are_sealed(world):
    case = world.to_step("hop", health="Bệnh nặng")
    act = case.act_of("don")
    assert "Bệnh" not in str(act.data) and act.secret_answers == {"health": "Bệnh nặng"}
    assert case.value("health") == "Bệnh nặng"


def test_only_the_holder_does_a_step(world, sign_in, rf):
    from chibo.access.queries import AccountViewer
    from chibo.accounts.models import Account

    sign_in("bi_thu_chi_bo", world.a1)
    secretary = AccountViewer(Account.objects.get(), on=d("22/11/2026"))
    case = world.to_step("hop")
    actions.act(case, on=d("11/03/2024"), data={"held_on": d("11/03/2024")}, vote=VOTE, by=secretary)
    with pytest.raises(NotEntitled, match=r"Đảng ủy cơ sở|đảng ủy cơ sở"):
        actions.act(case, on=d("20/03/2024"), data={"answer": "dong_y"}, by=secretary)
