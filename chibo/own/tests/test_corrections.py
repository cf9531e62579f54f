"""A correction goes from the member over the chi ủy to the đảng ủy cơ sở, and only then into the record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chibo.members.models import Person
from chibo.members.vocabulary import ATTRIBUTES
from chibo.own.procedures import HANDLERS
from chibo.own.vocabulary import CODE, ITEMS
from chibo.procedures.models import Case, CaseDocument
from chibo.procedures.rules.handlers import check_names

ON = {"on": "22/11/2026"}


def ask(client, item, **more):
    return client.post(reverse("own:correct", args=[item]), {"ly_do": "Ghi nhầm khi nhập", **more})


def step(client, case, **more):
    case.refresh_from_db()
    return client.post(reverse("procedures:step", args=[case.uid]), {"buoc": case.step, **ON, **more})


@pytest.fixture
def member(world, enter):
    return enter("dang_vien", world.a1, person=world.an)


@pytest.fixture
def secretary(world, enter):
    return enter("bi_thu_chi_bo", world.a1)


@pytest.fixture
def office(world, enter):
    return enter("van_phong_co_so", world.a)


def test_the_items_of_the_file_are_those_of_the_record():
    asks = {one.name: one for one in HANDLERS[0].definition.steps["khai"].asks}
    assert dict(asks["muc"].choices) == ITEMS
    assert {name for name, _ in ATTRIBUTES.items()} - set(ITEMS) == {"exemption", "activity"}
    check_names(HANDLERS[0])


def test_a_wrong_name_is_corrected_when_both_have_agreed(world, member, secretary, office):
    answer = ask(member, "full_name", gia_tri="Nguyễn Văn Ân")
    assert answer.status_code == 302
    case = Case.objects.get(code=CODE)
    assert case.step == "xac-nhan" and case.waiting_unit == world.a1
    assert "Chi ủy xác nhận" in member.get(reverse("own:corrections")).text
    assert "Nguyễn Văn Ân" in secretary.get(case.get_absolute_url()).text
    assert step(office, case, xac_nhan="dung").status_code in (302, 403)
    if case.step == "xac-nhan":
        step(secretary, case, xac_nhan="dung")
    case.refresh_from_db()
    assert case.step == "duyet" and Person.objects.get(pk=world.an.pk).full_name == "Nguyễn Văn An"
    assert step(secretary, case, duyet="dong_y").status_code == 403
    assert step(office, case, duyet="dong_y").status_code == 302
    case.refresh_from_db()
    assert case.state == "done" and Person.objects.get(pk=world.an.pk).full_name == "Nguyễn Văn Ân"
    page = member.get(reverse("own:corrections")).text
    assert case.mark in page and "Hoàn thành" in page


def test_a_refusal_says_why_and_changes_nothing(world, member, secretary):
    ask(member, "born_on", gia_tri="04/02/1980")
    case = Case.objects.get(code=CODE)
    assert step(secretary, case, xac_nhan="khong_dung").status_code == 422
    assert (
        step(secretary, case, xac_nhan="khong_dung", y_kien_chi_uy="Giấy khai sinh ghi 03/02/1980").status_code == 302
    )
    assert Person.objects.get(pk=world.an.pk).born_on.day == 3
    page = member.get(reverse("own:corrections")).text
    assert "Giấy khai sinh ghi 03/02/1980" in page and "Không chấp thuận" in page


def test_what_changed_from_a_day_on_is_a_change_and_what_was_wrong_a_correction(world, member, secretary, office):
    ask(member, "residence", gia_tri="Thôn 1, xã An Bình", loai="thay_doi", tu_ngay="01/10/2026")
    case = Case.objects.get(code=CODE)
    step(secretary, case, xac_nhan="dung")
    step(office, case, duyet="dong_y")
    row = world.an.attributes.get(name="residence")
    assert row.value == "Thôn 1, xã An Bình" and row.since.month == 10
    ask(member, "residence", gia_tri="Thôn 2, xã An Bình", loai="ghi_sai")
    case = Case.objects.exclude(pk=case.pk).get(code=CODE)
    step(secretary, case, xac_nhan="dung")
    step(office, case, duyet="dong_y")
    assert [r.value for r in world.an.attributes.filter(name="residence")] == ["Thôn 2, xã An Bình"]


def test_a_value_of_a_list_is_chosen_by_its_word(world, member, secretary, office):
    ask(member, "sex", gia_tri="Nữ", loai="ghi_sai")
    case = Case.objects.get(code=CODE)
    step(secretary, case, xac_nhan="dung")
    step(office, case, duyet="dong_y")
    assert world.an.attributes.get(name="sex").value == "nu"


def test_numbers_stay_sealed_on_the_way(world, member, secretary, office):
    assert ask(member, "national_id", so_moi="001080000019").status_code == 302
    case = Case.objects.get(code=CODE)
    assert "001080000019" not in secretary.get(case.get_absolute_url()).text
    assert "001080000019" not in str(list(case.acts.values("data", "warnings", "reason")))
    assert "001080000019" in secretary.post(reverse("procedures:sealed", args=[case.uid])).text
    step(secretary, case, xac_nhan="dung")
    step(office, case, duyet="dong_y")
    assert Person.objects.get(pk=world.an.pk).national_id == "001080000019"


@pytest.mark.parametrize(
    ("item", "said", "told"),
    [
        ("full_name", {"gia_tri": "Nguyễn Văn An"}, "đang ghi đúng như vậy"),
        ("full_name", {"gia_tri": "A1"}, "ít nhất hai tiếng"),
        ("national_id", {"so_moi": "12"}, "12"),
        ("residence", {"gia_tri": "Thôn 1", "loai": "ghi_sai"}, "chưa có nơi ở hiện nay"),
        ("residence", {"gia_tri": "Thôn 1", "loai": "thay_doi"}, "ngày bắt đầu thay đổi"),
        ("residence", {"gia_tri": "Thôn 1", "loai": "thay_doi", "tu_ngay": "01/12/2026"}, "chưa tới"),
        ("sex", {"gia_tri": "khác", "loai": "ghi_sai"}, ""),
        ("residence", {}, ""),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_opens_no_case(world, member, item, said, told):
    answer = ask(member, item, **said)
    assert answer.status_code == 422 and told in answer.text
    assert not Case.objects.exists()


def test_unknown_items_and_other_people_are_refused(world, member, enter):
    assert member.get(reverse("own:correct", args=["exemption"])).status_code == 404
    url = reverse("procedures:open", args=[CODE]) + f"?ve=person:{world.bich.uid}"
    assert member.get(url).status_code == 403
    ask(member, "full_name", gia_tri="Nguyễn Văn Ân")
    other = enter("dang_vien", world.a2, person=world.bich)
    assert other.get(Case.objects.get().get_absolute_url()).status_code == 404
    assert enter("bi_thu_chi_bo", world.a2).get(Case.objects.get().get_absolute_url()).status_code == 404


def test_a_paper_goes_along(world, member):
    paper = SimpleUploadedFile("khai-sinh.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    answer = ask(member, "full_name", gia_tri="Nguyễn Văn Ân", tep=paper)
    assert answer.status_code == 302
    assert CaseDocument.objects.get().file.name == "khai-sinh.pdf"


def test_it_waits_in_the_inbox_of_the_secretary_then_of_the_office(world, member, secretary, office):
    ask(member, "full_name", gia_tri="Nguyễn Văn Ân")
    assert "Chi ủy xác nhận" in secretary.get(reverse("inbox:list")).text
    step(secretary, Case.objects.get(), xac_nhan="dung")
    assert "Đảng ủy cơ sở duyệt" in office.get(reverse("inbox:list")).text


def test_sent_back_with_a_reason_it_can_be_said_anew(world, member, secretary):
    ask(member, "full_name", gia_tri="Nguyễn Văn Ân")
    case = Case.objects.get()
    answer = secretary.post(
        reverse("procedures:back", args=[case.uid]), {**ON, "to": "khai", "reason": "Cần bản sao giấy khai sinh"}
    )
    assert answer.status_code == 302, answer.text[-1500:]
    assert "Cần bản sao giấy khai sinh" in member.get(reverse("own:corrections")).text
    again = step(member, case, muc="full_name", loai="ghi_sai", gia_tri="Nguyễn Văn Ấn", ly_do="Đã nộp bản sao")
    assert again.status_code == 302, again.text[-1500:]
    case.refresh_from_db()
    assert case.step == "xac-nhan"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("giay.pdf", b"", "rỗng"),
        ("giay.pdf", b"<html><script>alert(1)</script></html>", "không phải PDF"),
        ("giay.svg", b"<svg onload='alert(1)'/>", "không nhận loại tệp"),
        ("giay.html", b"%PDF-1.4", "không nhận loại tệp"),
        ("../../etc/passwd", b"%PDF-1.4", "không nhận loại tệp"),
        ("(MẬT) giay.pdf", b"%PDF-1.4", "MẬT"),
        ("x" * 250 + ".pdf", b"%PDF-1.4", "dài"),
    ],
)
def test_a_hostile_paper_is_refused_in_words_and_nothing_is_kept(world, member, name, content, words):
    page = ask(member, "full_name", gia_tri="Nguyễn Văn Ân", tep=SimpleUploadedFile(name, content))
    assert page.status_code == 422 and words in page.text
    assert not Case.objects.exists() and not CaseDocument.objects.exists()


def test_a_paper_that_is_too_big_is_refused_before_it_is_read(world, member, monkeypatch):
    monkeypatch.setattr("chibo.files.rules.MAX_SIZE", 10)
    monkeypatch.setattr("chibo.own.views.Handed", None)
    page = ask(
        member, "full_name", gia_tri="Nguyễn Văn Ân", tep=SimpleUploadedFile("giay.pdf", b"%PDF-1.4" + b"0" * 10)
    )
    assert page.status_code == 422 and "lớn hơn" in page.text
