"""Who does which step, in the browser's words: the secretary of a cell needs no right to write the roll."""

import pytest
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members import queries as roll
from chibo.members.tests.world import ME, d, text_of
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.transfers.tests.leading import begun, done, event, led


def posted(client, case, on, **data):
    """The step of a case, sent from its form."""
    case.refresh_from_db()
    page = client.post(reverse("procedures:step", args=[case.uid]), {"on": on, "buoc": case.step, **data})
    case.refresh_from_db()
    case.look_again()
    return page


def test_a_transfer_is_led_by_those_who_hold_its_steps(world, sign_in):
    person = world.member()
    sender = sign_in("bi_thu_chi_bo", world.a1)
    address = reverse("procedures:open", args=["chuyen-chinh-thuc"]) + f"?ve=person:{person.uid}"
    assert sender.get(address).status_code == 200
    wrong = sender.post(address, {"on": "01/06/2026", "ly_do": "Chuyển công tác", "chi_bo_den": "không có"})
    assert wrong.status_code == 422 and not Case.objects.exists()
    opened = sender.post(address, {"on": "01/06/2026", "ly_do": "Chuyển công tác", "chi_bo_den": "B1"})
    assert opened.status_code == 302, text_of(opened)
    case = Case.objects.get()
    assert case.other_unit == world.b1
    for on in ("01/06/2026", "02/06/2026"):
        assert posted(sender, case, on).status_code == 302
    assert posted(sender, case, "03/06/2026").status_code == 403
    office = sign_in("van_phong_co_so", world.a)
    assert posted(office, case, "03/06/2026").status_code == 302
    assert posted(office, case, "04/06/2026", so_giay="01").status_code == 302
    assert posted(office, case, "05/06/2026").status_code == 403
    assert posted(sign_in("van_phong_co_so", world.b), case, "05/06/2026").status_code == 302
    receiver = sign_in("bi_thu_chi_bo", world.b1)
    assert posted(receiver, case, "06/06/2026").status_code == 302
    late = posted(receiver, case, "07/06/2026", ket_qua="tra_lai")
    assert late.status_code == 422 and "lý do trả lại" in text_of(late)
    assert posted(receiver, case, "07/06/2026", ket_qua="nhan").status_code == 302
    assert roll.cell_on(person, on=d("07/06/2026")) == world.b1
    told = Entry.objects.filter(what="members.transfer_advanced").order_by("-pk").first()
    assert told.actor_label == "Người thử"


def test_a_stranger_sees_no_case(world, sign_in):
    case = led(begun("chuyen-noi-bo", world.member(), to=world.a2), "02/06/2026", until="nop-giay")
    assert sign_in("bi_thu_chi_bo", world.b1).get(case.get_absolute_url()).status_code == 404
    assert sign_in("bi_thu_chi_bo", world.a2).get(case.get_absolute_url()).status_code == 200


def test_the_member_may_begin_a_transfer_of_their_own(world, sign_in):
    person = world.member()
    client = sign_in("dang_vien", world.a1, person=person)
    address = reverse("procedures:open", args=["chuyen-noi-bo"]) + f"?ve=person:{person.uid}"
    opened = client.post(address, {"on": "01/06/2026", "ly_do": "Đổi chỗ ở", "chi_bo_den": "A2"})
    assert opened.status_code == 302, text_of(opened)
    case = Case.objects.get()
    assert posted(client, case, "01/06/2026").status_code == 302
    assert posted(client, case, "02/06/2026").status_code == 403


def test_an_open_case_about_leaving_is_told_before_a_transfer(world):
    person = world.member()
    case = begun("chuyen-noi-bo", person, to=world.a2)
    Case.objects.create(
        mark="XT-2026-00001", code="xoa-ten", version=1, rule_day=d("01/05/2026"), subject=f"person:{person.uid}",
        subject_label="x", subject_key="x", unit=world.a1, opened_on=d("01/05/2026"), step="de-nghi",
        step_since=d("01/05/2026"), waiting_unit=world.a1, waiting_capability="cases.cell",
    )  # fmt: skip
    with pytest.raises(Question, match="XT-2026-00001"):
        done(case, "02/06/2026")


def test_a_death_on_the_way_stops_the_case_in_words_and_it_can_be_withdrawn(world):
    person = world.member()
    case = led(begun("chuyen-noi-bo", person, to=world.a2), "02/06/2026", until="tiep-nhan-chi-bo")
    members.record_death(person, on=d("03/06/2026"), by=ME)
    with pytest.raises(Refusal, match="đã từ trần"):
        done(case, "05/06/2026", ket_qua="nhan")
    procedures.withdraw(case, on=d("05/06/2026"), reason="Đảng viên từ trần", by=ME)
    assert [event(case).state, case.state] == ["annulled", "withdrawn"]
