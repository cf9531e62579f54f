"""A step whose outcome stands on the roll is mended there first, then taken back; the page says the way."""

import pytest
from django.urls import reverse

from chibo.admission import actions
from chibo.admission.models import Probation
from chibo.admission.procedures.subjects import prospect_in
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.derivation.recount import differences
from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.procedures.queries.replay import differences as case_differences

TODAY = d("22/11/2026")


@pytest.fixture
def admitted(world):
    """A case of admission that ended with its ceremony: (case, person)."""
    lan = world.prospect()
    person = world.admit(lan)
    return Case.objects.get(code="ket-nap"), person


def test_the_way_leads_through_the_record(world, admitted, sign_in):
    case, person = admitted
    with pytest.raises(Refusal, match="sửa sai hoặc hủy ghi nhận ấy ở hồ sơ đảng viên") as caught:
        procedures.take_back(case, reason="Nhầm ngày", by=ME)
    assert f"Kết nạp ngày {show_day(person.events.get().on)}" in caught.value.message
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(case.get_absolute_url()).content.decode()
    history = reverse("members:history", args=[person.uid])
    assert f'<a href="{history}">sửa sai hoặc hủy ghi nhận ấy</a>' in page and "rut-lai" not in page
    answer = client.post(reverse("procedures:take_back", args=[case.uid]), {"reason": "Nhầm"})
    assert answer.status_code == 422 and "rồi quay lại đây rút lại bước này" in answer.content.decode()

    members.annul_event(person.events.get(), reason="Ghi nhầm ngày", by=ME)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Rút lại việc vừa ghi" in page and "sửa sai hoặc hủy" not in page
    client.post(reverse("procedures:take_back", args=[case.uid]), {"reason": "Nhầm ngày"})
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.step) == ("open", "le-ket-nap")
    assert list(case_differences([case])) == [] and list(differences(today=TODAY)) == []


def test_the_ceremony_is_held_again_once_back_in_the_source(world, admitted):
    case, person = admitted
    members.annul_event(person.events.get(), reason="Ghi nhầm ngày", by=ME)
    procedures.take_back(case, reason="Nhầm ngày", by=ME)
    prospect = prospect_in(case)
    on = prospect.closed_on
    with pytest.raises(Refusal, match="không còn trong nguồn"):
        world.step(case, on)
    actions.take_up_again(prospect, on=on, reason="Ghi nhầm ngày", by=ME)
    world.step(case, on)
    assert case.state == "done"
    assert [one.cause for one in person.events.filter(state="standing")] == ["admission"]
    assert list(differences(today=TODAY)) == []


def test_a_recognition_is_decided_anew(world, admitted):
    _, lan = admitted
    on = lan.events.get().on
    case = world.recognition(lan, on, "01/02/2025")
    world.lead(case, "chi-bo", "01/02/2025")
    world.lead(case, "", "20/03/2025")
    procedures.take_back(case, reason="Chưa công bố", by=ME)
    with pytest.raises(Refusal, match="Công nhận chính thức ngày"):
        procedures.take_back(case, reason="Sai", by=ME)
    members.annul_event(lan.events.get(cause="recognition"), reason="Sai", by=ME)
    procedures.take_back(case, reason="Sai", by=ME)
    assert case.step == "quyet-dinh"
    world.lead(case, "", "25/03/2025")
    assert case.state == "done" and Probation.objects.get(event__person=lan).result == "cong_nhan"
    assert list(differences(today=TODAY)) == []
