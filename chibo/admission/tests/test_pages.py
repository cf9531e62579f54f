"""The pages of admission: lists, the record, forms that show before they do, one click to the case."""

import re

import pytest
from django.urls import reverse

from chibo.admission.models import AdmissionFact, AdmissionTarget, Probation, Prospect
from chibo.journal.models import Entry
from chibo.members import actions as members
from chibo.members.tests.world import ME, d, names_on, text_of
from chibo.procedures.models import Case

TYPED = {
    "full_name": "Trần Thị Lan", "born": "20/08/2000", "sex": "nu", "ethnicity": "01", "religion": "", "national_id": "",
    "occupation": "sinh_vien", "schooling": "thpt", "qualification": "", "workplace": "", "residence": "Thôn 1",
    "introduced_by": "doan", "introducer_name": "Chi đoàn Thôn 1", "listed_on": "01/03/2026", "follower": "", "note": "",
}  # fmt: skip


@pytest.fixture
def lan(world):
    return world.prospect(national_id="001300012345")


def confirmed(client, url, data, **more):
    """The second step of a form page, with what the first one sealed."""
    shown = client.post(url, data)
    assert shown.status_code == 200, text_of(shown)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown.content.decode())[1]
    return shown, client.post(url, data | {"confirmed": "1", "seen": seen} | more)


def test_a_secretary_lists_somebody_and_opens_the_case_in_one_click(world, sign_in):
    client, url = sign_in("bi_thu_chi_bo", world.a1), reverse("admission:add")
    assert "Lê Văn An" in text_of(client.get(url))
    shown, done = confirmed(client, url, TYPED | {"follower": str(world.an.uid)})
    made = Prospect.objects.get()
    assert (done.url, made.follower, made.unit) == (made.get_absolute_url(), world.an, world.a1)
    assert "Chi đoàn Thôn 1" in text_of(shown)
    page = client.get(done.url)
    assert "Mở hồ sơ kết nạp" in text_of(page)
    done = client.post(reverse("admission:start", args=[made.uid]))
    case = Case.objects.get()
    assert (done.url, case.subject, case.step) == (case.get_absolute_url(), made.reference, "dieu-kien")
    assert f"Làm tiếp hồ sơ {case.mark}" in text_of(client.get(made.get_absolute_url()))
    assert client.post(reverse("admission:start", args=[made.uid])).status_code == 409


def test_a_namesake_is_asked_about(world, lan, sign_in):
    client, url = sign_in("bi_thu_chi_bo", world.a1), reverse("admission:add")
    _, asked = confirmed(client, url, TYPED)
    assert asked.status_code == 409 and "Đã có Trần Thị Lan" in text_of(asked)
    assert Prospect.objects.count() == 1
    _, done = confirmed(client, url, TYPED, answered="1")
    assert done.status_code == 302 and Prospect.objects.count() == 2


def test_refusals_stand_beside_their_field(world, sign_in):
    client, url = sign_in("bi_thu_chi_bo", world.a1), reverse("admission:add")
    for changes, field in (
        ({"full_name": "Lan"}, "full_name"),
        ({"born": "31/02/2000"}, "born"),
        ({"listed_on": "01/01/2027"}, "listed_on"),
        ({"listed_on": "01/01/1999"}, "listed_on"),
        ({"introduced_by": ""}, "introduced_by"),
        ({"national_id": "12"}, "national_id"),
        ({"follower": "x"}, "follower"),
        ({"workplace": "x" * 300}, "workplace"),
    ):
        page = client.post(url, TYPED | changes)
        assert (page.status_code, field in page.context["form"].errors) == (422, True), changes
    assert Prospect.objects.count() == 0


def test_an_office_chooses_the_cell_first(world, sign_in):
    client = sign_in("van_phong_co_so", world.a)
    page = client.get(reverse("admission:add"))
    assert f"don-vi={world.a1.uid}" in page.content.decode() and "Chọn chi bộ theo dõi" in text_of(page)


def test_certificate_correction_move_and_leaving(world, lan, sign_in):
    client = sign_in("ban_to_chuc", world.h)

    def at(name, *more):
        return reverse(f"admission:{name}", args=[lan.uid, *more])

    shown, _ = confirmed(client, at("certify"), {"number": "46/GCN", "issued_on": "01/09/2026", "issuer": "TTCT"})
    assert "có giá trị đến hết ngày 01/09/2031" in text_of(shown)
    assert client.post(at("certify"), {"number": "46/GCN", "issued_on": "01/09/2026", "issuer": ""}).status_code == 422
    made = lan.certificates.get(number="46/GCN")
    confirmed(client, at("drop_certificate", made.pk), {"ok": ""}, reason="Nhầm người")
    assert [one.number for one in lan.certificates.all()] == ["45/GCN"]
    assert client.get(at("drop_certificate", made.pk)).status_code == 404
    changed = TYPED | {"listed_on": "01/03/2023", "schooling": "thcs", "reason": "Ghi nhầm"}
    shown, _ = confirmed(client, at("correct"), changed)
    lan.refresh_from_db()
    assert (lan.schooling, lan.national_id) == ("thcs", "001300012345")
    confirmed(client, at("move"), {"to": "A2", "on": "01/10/2026", "reason": "Chuyển chỗ ở"})
    lan.refresh_from_db()
    assert lan.unit == world.a2
    assert client.post(at("move"), {"to": "A2", "on": "02/10/2026", "reason": "x"}).status_code == 422
    confirmed(client, at("drop"), {"left_reason": "khong_du", "on": "01/11/2026", "note": ""})
    lan.refresh_from_db()
    assert (lan.state, lan.left_reason) == ("left", "khong_du")
    confirmed(client, at("take_up"), {"on": "10/11/2026", "reason": "Đã tiến bộ"})
    lan.refresh_from_db()
    assert lan.is_listed and [s.since for s in lan.stays.order_by("pk")][-1] == d("10/11/2026")


def test_the_personal_number_is_shown_on_request_only(world, lan, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    assert "001300012345" not in text_of(client.get(lan.get_absolute_url()))
    assert client.get(reverse("admission:number", args=[lan.uid])).status_code == 405
    assert "001300012345" in text_of(client.post(reverse("admission:number", args=[lan.uid])))
    assert Entry.objects.filter(subject=lan.reference, label="Xem số CCCD").exists()
    secretary = sign_in("bi_thu_chi_bo", world.a1)
    assert secretary.post(reverse("admission:number", args=[lan.uid])).status_code == 403


def test_the_source_is_filtered_and_exported(world, lan, sign_in):
    world.prospect("Hồ Thị Mai", certified="")
    world.prospect("Vũ Văn Nam", certified="15/06/2019", on="01/03/2019", unit=world.b1)
    led = world.prospect("Đỗ Thị Oanh")
    world.open(led)
    client, url = sign_in("ban_to_chuc", world.h), reverse("admission:list")
    assert names_on(client.get(url)) == ["Trần Thị Lan", "Hồ Thị Mai", "Vũ Văn Nam", "Đỗ Thị Oanh"]
    assert names_on(client.get(url, {"chang": "nguon"})) == ["Hồ Thị Mai", "Vũ Văn Nam"]
    assert names_on(client.get(url, {"chang": "lop"})) == ["Trần Thị Lan"]
    assert names_on(client.get(url, {"chang": "ho_so"})) == ["Đỗ Thị Oanh"]
    assert names_on(client.get(url, {"han": "het"})) == ["Vũ Văn Nam"]
    assert names_on(client.get(url, {"han": "chua"})) == ["Hồ Thị Mai"]
    assert names_on(client.get(url, {"ten": "tran"})) == ["Trần Thị Lan"]
    assert names_on(client.get(url, {"don-vi": world.b.uid})) == ["Vũ Văn Nam"]
    assert names_on(client.get(url, {"ngay": "01/01/2023"})) == ["Vũ Văn Nam"]
    assert client.get(url, {"han": "lạ"}).status_code == 422
    text = b"".join(client.get(url, {"xuat": "csv"}).streaming_content).decode("utf-8-sig")
    assert "45/GCN" in text and Entry.objects.filter(what="admission.source_exported", count=4).exists()


@pytest.mark.parametrize("name", ["list", "due", "targets", "progress"])
def test_a_long_list_asks_as_little_as_a_short_one(world, sign_in, name, django_assert_max_num_queries):
    client, url = sign_in("ban_to_chuc", world.h), reverse(f"admission:{name}")

    def fill(count):
        for n in range(count):
            letter = "BCDGHKLMN"[Prospect.objects.count()]
            world.prospect(f"Trần Văn {letter}a", unit=(world.a1, world.b1)[n % 2])
            person = world.person(f"Ngô Văn {letter}a", born="05/05/1999")
            members.admit_member(person, cell=world.a1, on=d("01/12/2025"), by=ME)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill(1)
    client.get(url)
    with CaptureQueriesContext(connection) as first:
        assert client.get(url).status_code == 200
    fill(3)
    with CaptureQueriesContext(connection) as second:
        assert client.get(url).status_code == 200
    assert len(second) <= len(first)


def test_targets_are_given_to_many_at_once_and_adjusted(world, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    person = world.person("Ngô Văn An", born="05/05/1999")
    members.admit_member(person, cell=world.a1, on=d("05/01/2026"), by=ME)
    url = reverse("admission:assign") + "?nam=2026"
    data = {f"n{world.a.pk}": "3", f"n{world.b.pk}": "1", "on": "15/01/2026", "reason": ""}
    shown, done = confirmed(client, url, data)
    assert "2 tổ chức được giao" in text_of(shown)
    assert {t.unit.ref: t.number for t in AdmissionTarget.objects.all()} == {"A": 3, "B": 1}
    table = client.get(done.url)
    assert "đã kết nạp 1 trên 4 chỉ tiêu" in text_of(table)
    assert client.post(url, data).status_code == 422
    changed = data | {f"n{world.a.pk}": "2", "on": "01/07/2026"}
    page = client.post(url, changed)
    assert page.status_code == 200
    _, refused = confirmed(client, url, changed)
    assert refused.status_code == 422 and "lý do điều chỉnh" in text_of(refused)
    confirmed(client, url, changed | {"reason": "Ít nguồn"})
    page = text_of(client.get(reverse("admission:target", args=[world.a.uid, 2026])))
    assert "Chỉ tiêu 3" in page and "Chỉ tiêu 2 · Ít nguồn" in page and "đã thay" in page
    secretary = sign_in("bi_thu_chi_bo", world.a1)
    assert secretary.get(reverse("admission:assign")).status_code == 403
    assert secretary.get(reverse("admission:targets")).status_code == 200


def test_those_due_are_listed_and_their_case_opened(world, sign_in):
    person = world.person("Ngô Văn An", born="05/05/1999")
    members.admit_member(person, cell=world.a1, on=d("01/12/2025"), by=ME)
    later = world.person("Ngô Văn Ba", born="05/05/1999")
    members.admit_member(later, cell=world.a1, on=d("01/06/2026"), by=ME)
    client, url = sign_in("bi_thu_chi_bo", world.a1), reverse("admission:due")
    assert names_on(client.get(url)) == ["Ngô Văn An"]
    page = client.get(url, {"trong": "tat-ca"})
    assert names_on(page) == ["Ngô Văn An", "Ngô Văn Ba"]
    assert "Còn không quá 15 ngày" in text_of(page) and "01/12/2026" in text_of(page)
    assert client.get(url, {"trong": "x"}).status_code == 422
    begun = client.get(reverse("procedures:open", args=["cong-nhan-chinh-thuc"]) + f"?ve=person:{person.uid}")
    assert begun.context["form"].initial["admitted_on"] == d("01/12/2025")
    done = client.post(reverse("admission:recognize", args=[person.uid]))
    case = Case.objects.get()
    assert (done.url, case.value("admitted_on")) == (case.get_absolute_url(), d("01/12/2025"))
    assert case.mark in text_of(client.get(url))
    refused = client.post(reverse("admission:recognize", args=[world.an.uid]))
    assert refused.status_code == 302


def test_one_admission_on_record(world, sign_in):
    person = world.admit(world.prospect())
    event = person.events.get()
    client, url = sign_in("ban_to_chuc", world.h), reverse("admission:admission", args=[event.uid])
    page = text_of(client.get(url))
    assert "10/03/2025" in page and "Lê Văn Bình" in page and "Không ghi trường hợp đặc biệt" in page
    whole = text_of(client.get(reverse("admission:person", args=[person.uid])))
    assert "10/03/2024 Kết nạp" in whole and "Đã kết nạp" in whole
    facts = reverse("admission:add_fact", args=[event.uid])
    paper = {
        "decision_number": "5-CV/TU",
        "decision_issued_on": "01/02/2024",
        "decision_issuer": "Ban Thường vụ Tỉnh ủy",
    }
    confirmed(client, facts, {"kind": "co_dao", "note": ""} | paper)
    assert AdmissionFact.objects.get().consent.number == "5-CV/TU"
    assert client.post(facts, {"kind": "co_dao", "note": "", "decision_number": "5"}).status_code == 422
    confirmed(client, reverse("admission:drop_fact", args=[event.uid, "co_dao"]), {"ok": ""}, reason="Nhầm")
    assert AdmissionFact.objects.count() == 0
    confirmed(
        client,
        reverse("admission:record_class", args=[event.uid]),
        {"result": "kha", "number": "7", "on": "01/09/2024"},
    )
    assert Probation.objects.get().class_result == "kha"
    assert client.get(reverse("admission:admission", args=[world.an.events.get().uid])).status_code == 404


def test_progress_leads_to_its_lists(world, lan, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    page = client.get(reverse("admission:progress"))
    assert "Đã học lớp nhận thức về Đảng" in text_of(page)
    link = re.search(r'href="(/[^"]*ADM-07[^"]*loc=step%3Dlop[^"]*)"', page.content.decode())[1].replace("&amp;", "&")
    listed = client.get(link)
    assert listed.status_code == 200 and "Trần Thị Lan" in text_of(listed)


def test_who_may_not_is_told_so(world, lan, sign_in):
    away = sign_in("ban_to_chuc", world.b)
    for name in ("prospect", "correct", "certify", "move", "drop"):
        assert away.get(reverse(f"admission:{name}", args=[lan.uid])).status_code == 403
    assert away.post(reverse("admission:start", args=[lan.uid])).status_code == 403
    for name in ("list", "targets", "due", "progress"):
        assert away.get(reverse(f"admission:{name}"), {"don-vi": world.h.uid}).status_code == 403
    member = sign_in("dang_vien", world.a1, person=world.an)
    assert member.get(reverse("admission:list")).status_code == 403
    reader = sign_in("thuong_truc", world.h)
    assert reader.get(lan.get_absolute_url()).status_code == 200
    assert reader.get(reverse("admission:correct", args=[lan.uid])).status_code == 403
