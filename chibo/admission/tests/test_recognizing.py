"""Probation and recognition: the window, lateness dated back, refusal as xóa tên."""

from datetime import date, timedelta

import pytest

from chibo.admission.models import Probation
from chibo.admission.queries import probations
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d, spells_of
from chibo.papers import queries as papers
from chibo.procedures import actions as procedures


@pytest.fixture
def lan(world):
    """Admitted on 10/03/2024."""
    return world.admit(world.prospect())


ADMITTED = d("10/03/2024")


def test_recognised_as_of_the_day_the_months_were_over(world, lan):
    case = world.recognition(lan, ADMITTED, "01/02/2025")
    day = world.lead(case, "chi-bo", "01/02/2025")
    assert day < d("10/03/2025")
    with pytest.raises(Refusal) as caught:
        world.step(case, "09/03/2025")
    assert (caught.value.code, caught.value.rule) == ("blocked", "probation.months")
    world.step(case, "10/03/2025", accept=False)
    world.lead(case, "", "11/03/2025")
    assert case.state == "done"
    assert spells_of(lan, "status")[:2] == [
        (ADMITTED, d("10/03/2025"), "probationary"),
        (d("10/03/2025"), d("31/12/9999"), "official"),
    ]
    probation = Probation.objects.get(event__person=lan)
    assert (probation.result, probation.is_late, probation.considered_on, probation.class_result) == (
        "cong_nhan", False, d("10/03/2025"), "gioi",
    )  # fmt: skip


def test_considered_late_is_flagged_and_dated_back(world, lan):
    case = world.recognition(lan, ADMITTED, "01/05/2025")
    day = world.lead(case, "chi-bo", "01/05/2025")
    assert case.due_on == max(probations.window_of(ADMITTED).last, case.step_since)
    with pytest.raises(Question) as caught:
        world.step(case, day, accept=False)
    assert "vẫn công nhận từ ngày 10/03/2025" in caught.value.message
    world.lead(case, "", day)
    assert lan.events.order_by("-pk").first().on == d("10/03/2025")
    assert Probation.objects.get(event__person=lan).is_late


def test_a_probation_of_a_leap_day_ends_on_the_last_of_february(world):
    assert probations.window_of(d("29/02/2024")).due == d("28/02/2025")
    assert probations.window_of(d("28/02/2023")).due == d("28/02/2024")


def test_refused_means_struck_off_with_the_votes(world, lan):
    case = world.recognition(lan, ADMITTED, "01/03/2025")
    world.lead(case, "chi-bo", "01/03/2025")
    with pytest.raises(Refusal) as caught:
        world.step(case, "12/03/2025", data={"proposal": "xoa_ten"})
    assert caught.value.field == "why"
    world.step(case, "12/03/2025", data={"proposal": "xoa_ten", "why": "Không phấn đấu."})
    world.lead(case, "", "13/03/2025")
    left = lan.events.order_by("-pk").first()
    assert (left.cause, left.ground, left.on) == ("strike_off", "probation_failed", left.decision.issued_on)
    assert case.act_of("chi-bo").vote["for"] == 3
    assert Probation.objects.get(event__person=lan).result == "khong_cong_nhan"


def printed(client, case):
    """Codes of the forms that the page of a case offers."""
    page = client.get(case.get_absolute_url())
    return [form.code for form in page.context["papers"]]


def test_the_papers_are_those_of_what_was_proposed(world, lan, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    case = world.recognition(lan, ADMITTED, "01/03/2025")
    world.lead(case, "chi-bo", "01/03/2025")
    assert printed(client, case)[-1] == "13-KNĐ"
    world.step(case, "12/03/2025", data={"proposal": "xoa_ten", "why": "Không phấn đấu.", "cell_resolution": "4-NQ/CB"})
    day = world.lead(case, "quyet-dinh", "13/03/2025")
    assert printed(client, case)[-2:] == ["12-KNĐ", "qd-xoa-ten"]
    world.step(case, day)
    assert printed(client, case)[-2:] == ["qd-xoa-ten", "bao-ra-dang"]
    facts = papers.built("qd-xoa-ten", case.reference, on=day, by=ME)
    assert facts.facts["grounds"] == "Dự bị không đủ điều kiện công nhận"
    assert facts.facts["cell_resolution"] == "4-NQ/CB ngày 12/03/2025"
    assert (facts.head.on, facts.reference) == (case.act_of("quyet-dinh").decision.issued_on, case.mark)
    again = world.recognition(world.admit(world.prospect("Vũ Thị Hạnh", "01/01/2001")), d("10/03/2024"), "01/03/2025")
    day = world.lead(again, "quyet-dinh", "20/03/2025")
    assert printed(client, again)[-1] == "16-KNĐ" and "qd-xoa-ten" not in printed(client, again)
    with pytest.raises(Refusal, match="Không có hồ sơ để in mẫu này"):
        papers.built("qd-xoa-ten", again.reference, on=day, by=ME)


def test_too_few_votes_bring_it_before_the_cell_again(world, lan):
    case = world.recognition(lan, ADMITTED, "01/03/2025")
    world.lead(case, "chi-bo", "01/03/2025")
    short = {"obliged": 3, "present": 3, "for": 1, "against": 2, "blank": 0}
    world.step(case, "12/03/2025", vote=short)
    assert (case.step, case.is_open) == ("chi-bo", True)
    world.step(case, "20/03/2025")
    assert case.step == "co-so"


def test_only_for_probationary_members_and_their_own_day(world, lan):
    with pytest.raises(Refusal) as caught:
        world.recognition(world.an, ADMITTED, "01/02/2025")
    assert caught.value.code == "not_on_probation"
    with pytest.raises(Refusal) as caught:
        world.recognition(lan, d("11/03/2024"), "01/02/2025")
    assert "10/03/2024" in caught.value.message


def test_one_who_died_meanwhile_is_not_recognised(world, lan):
    case = world.recognition(lan, ADMITTED, "01/03/2025")
    world.lead(case, "quyet-dinh", "10/03/2025")
    members.record_death(lan, on=d("14/03/2025"), by=ME)
    with pytest.raises(Refusal) as caught:
        world.step(case, "20/03/2025")
    assert caught.value.code == "not_on_probation"
    procedures.withdraw(case, on=d("20/03/2025"), reason="Đã từ trần", by=ME)
    assert case.state == "withdrawn"


@pytest.mark.parametrize(("left", "rung"), [(91, None), (90, 90), (31, 60), (15, 15), (1, 7), (0, 0), (-5, 0)])
def test_the_ladder_of_alerts(world, left, rung):
    on = date(2025, 6, 1)
    assert probations.rung(on + timedelta(days=left), on=on) == rung


def test_who_is_due(world, lan):
    rows = probations.on_probation(world.h, on=d("01/12/2024"))
    assert [row.person for row in rows] == [lan]
    due = probations.due_by(rows, on=d("01/12/2024"), days=90)
    assert list(due) == []
    due = probations.due_by(probations.on_probation(world.h, on=d("10/12/2024")), on=d("10/12/2024"), days=90)
    assert [row.admitted_on for row in due] == [ADMITTED]
