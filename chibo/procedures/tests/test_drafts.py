"""Drafts: nothing typed into the form of a step is lost when a session ends, and nobody else sees it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from chibo.kernel import clock
from chibo.procedures import actions
from chibo.procedures.actions import drafts
from chibo.procedures.models import Act, Case, Draft
from chibo.procedures.rules.handlers import Handed
from chibo.procedures.tests.conftest import ME, d
from chibo.procedures.tests.test_pages import PDF, text_of

HALF = {"on": "5/3/2024", "content": "Tôi xin được", "health": "Mới mổ", "paper_don": "04/03/2024"}


@pytest.fixture
def begun(world, sign_in):
    """A secretary at the first step of a case: (client, case, address of the form)."""
    client, case = sign_in("bi_thu_chi_bo", world.a1), world.open()
    return client, case, reverse("procedures:step", args=[case.uid])


def fields(page) -> dict[str, str]:
    form = page.context["form"]
    return {name: form[name].value() for name in HALF}


def test_what_was_typed_is_there_on_return(begun):
    client, _, step = begun
    page = client.post(step, HALF | {"nhap": "1", "buoc": "don"}, follow=True)
    assert "Đã lưu nháp" in text_of(page) and Act.objects.filter(kind="step").count() == 0
    page = client.get(step)
    assert fields(page) == HALF and "người khác không thấy" in text_of(page)
    assert b"xin" not in bytes(Draft.objects.get().sealed)
    client.post(step, {"bo-nhap": "1"})
    page = client.get(step)
    assert "Bỏ bản nháp" not in text_of(page) and fields(page)["content"] is None


def test_a_draft_keeps_itself_while_somebody_writes(begun):
    client, _, step = begun
    page = text_of(client.get(step))
    assert f'hx-post="{step}"' in page and "nhap" in page
    answer = client.post(step, HALF | {"nhap": "1", "buoc": "don"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and text_of(answer).startswith('<span class="nhap">Đã tự lưu nháp lúc')
    client.post(step, HALF | {"nhap": "1", "content": "Tôi xin được vào"}, headers={"HX-Request": "true"})
    assert Draft.objects.count() == 1 and fields(client.get(step))["content"] == "Tôi xin được vào"
    long = client.post(step, HALF | {"nhap": "1", "content": "x" * 100_001}, headers={"HX-Request": "true"})
    assert long.status_code == 200 and "chưa lưu được bản nháp" in text_of(long)


def test_a_form_that_has_to_be_mended_is_not_lost_either(begun):
    client, _, step = begun
    page = client.post(step, HALF | {"paper_don": "", "file_don": SimpleUploadedFile("đơn.pdf", PDF)} | {"on": "31/2"})
    assert page.status_code == 422
    page = client.get(step)
    assert fields(page)["content"] == HALF["content"] and "Đã nhận tệp đơn.pdf" in text_of(page)


def test_nobody_else_sees_it_and_it_goes_with_its_step(begun, world, sign_in):
    client, case, step = begun
    client.post(step, HALF | {"nhap": "1"})
    office = sign_in("van_phong_co_so", world.a)
    page = office.get(step)
    assert "Tôi xin được" not in text_of(page) and "Bỏ bản nháp" not in text_of(page)
    office.post(step, HALF)
    case.refresh_from_db()
    assert case.step == "hop" and Draft.objects.count() == 0


def test_a_draft_of_a_step_that_was_done_is_not_kept_and_not_put_back(begun):
    client, case, step = begun
    client.post(step, HALF | {"nhap": "1"})
    actions.act(case, on=d("05/03/2024"), data={"content": "xin"}, documents=[Handed("don")], by=ME)
    late = client.post(step, HALF | {"nhap": "1", "buoc": "don"}, headers={"HX-Request": "true"})
    assert "không lưu nữa" in text_of(late) and Draft.objects.count() == 1
    actions.take_back(case, reason="Nhầm", by=ME)
    assert fields(client.get(step))["content"] != HALF["content"]
    actions.withdraw(case, on=d("06/03/2024"), reason="Thôi", by=ME)
    late = client.post(step, HALF | {"nhap": "1", "buoc": "don"}, headers={"HX-Request": "true"})
    assert late.status_code == 200 and "không lưu nữa" in text_of(late)


def test_the_form_that_opens_a_case_keeps_one_too(world, sign_in):
    client = sign_in("bi_thu_chi_bo", world.a1)
    address = reverse("procedures:open", args=["thu-viec"]) + "?ve=person:00000000-0000-7000-8000-000000000001"
    client.post(address, {"on": "01/03/2024", "kind": "gap", "nhap": "1"})
    assert Case.objects.count() == 0
    page = client.get(address)
    assert page.context["form"]["kind"].value() == "gap" and "Bỏ bản nháp" in text_of(page)
    client.post(address, {"on": "01/03/2024", "kind": "gap"})
    assert Case.objects.count() == 1 and Draft.objects.count() == 0


def test_a_draft_is_no_record(world):
    def records():
        call_command("fingerprint", stdout=(told := StringIO()))
        return told.getvalue()

    place = drafts.place_of(world.open())
    before = records()
    drafts.keep(place, {"on": "1"}, by=ME)
    assert Draft.objects.count() == 1 and records() == before


def test_an_old_draft_is_gone(world, monkeypatch):
    place = drafts.place_of(world.open())
    drafts.keep(place, {"on": "1"}, by=ME)
    assert drafts.kept(place, by=ME).values == {"on": "1"}
    then = clock.now() + drafts.KEPT_FOR + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert drafts.kept(place, by=ME) is None
    drafts.keep("open:x/y", {"on": "1"}, by=ME)
    assert [one.place for one in Draft.objects.all()] == ["open:x/y"]
