"""The pages of files: lists, one file, forms, one cell ticked at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.dossiers import actions
from chibo.dossiers.models import CardEvent, DossierItem, FileSupplement, Handover, Loan, MemberSituationReport
from chibo.dossiers.views.registers import BOOKS
from chibo.journal.models import Entry
from chibo.kernel.days import FOREVER, Period
from chibo.members import actions as members
from chibo.members.tests.world import ME, d, text_of

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF\n"
LISTS = (
    "home", "missing", "under_way", "awaited", "loans", "custody", "supplements", "cards", "reports", "reconciliations"
)  # fmt: skip


@pytest.fixture
def an(world):
    return world.member("Nguyễn Văn An")


@pytest.fixture
def full(world, an):
    """A committee with one of everything."""
    cuc = world.member("Lê Thị Cúc", cell=world.b1)
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    members.transfer(cuc, to=world.a2, on=d("01/03/2026"), by=ME)
    actions.hand_over(an, to=world.h, on=d("01/06/2026"), errand="doi_noi_giu", by=ME)
    binh = world.member("Trần Văn Bình")
    actions.lend(binh, borrower="UBKT", purpose="Thẩm tra", on=d("01/07/2026"), due_on=d("15/07/2026"), by=ME)
    actions.add_item(an, kind="9-KND", pages=2, on=d("01/02/2020"), by=ME)
    actions.record_card(an, deed="issued", on=d("03/02/2016"), number="012345678901", issuer="Huyện ủy", by=ME)
    actions.declare_supplement(an, year=2026, on=d("01/11/2026"), changes="Học xong đại học", by=ME)
    actions.open_reports(
        at=world.h, units=[world.a, world.b], period=Period(d("01/01/2026"), d("30/06/2026")), due_on=d("20/07/2026"),
        on=d("01/07/2026"), by=ME,
    )  # fmt: skip
    report = MemberSituationReport.objects.get(unit=world.a)
    actions.submit_report(report, on=d("15/07/2026"), by=ME)
    return world


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_and_leaves(full, sign_in, name):
    client = sign_in("ban_to_chuc", full.h)
    page = client.get(reverse(f"dossiers:{name}"))
    assert page.status_code == 200, text_of(page)
    if name != "home":
        for form in ("xlsx", "csv", "in"):
            assert client.get(reverse(f"dossiers:{name}"), {"xuat": form}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_refused_to_the_secretary_of_a_cell(full, sign_in, name):
    assert sign_in("bi_thu_chi_bo", full.a1).get(reverse(f"dossiers:{name}")).status_code == 403


@pytest.mark.parametrize("book", sorted(BOOKS))
def test_a_register_opens_and_leaves(full, sign_in, book):
    client, url = sign_in("ban_to_chuc", full.h), reverse("dossiers:register", args=[book])
    for query in ({"tu": "01/01/2010", "den": "22/11/2026"}, {"tu": "01/01/2010", "xuat": "in"}, {"xuat": "xlsx"}):
        page = client.get(url, query)
        assert page.status_code == 200


def test_what_the_lists_say(full, sign_in):
    client = sign_in("ban_to_chuc", full.h)

    def says(name, **query):
        return text_of(client.get(reverse(f"dossiers:{name}"), query))

    assert "Nguyễn Văn An" in says("under_way")
    assert "Lê Thị Cúc" in says("awaited") and "Nguyễn Văn An" not in says("awaited").split("Danh")[0]
    assert "Trần Văn Bình" in says("loans") and "Quá hạn" in says("loans")
    assert "Nguyễn Văn An" in says("missing") and "Nguyễn Văn An" not in says("missing", loai="9-KND")
    assert "Quá hạn, chưa gửi" in says("reports", loc="cham") and "Đúng hạn" not in says("reports", loc="cham")
    assert "012345678901" not in says("cards")
    assert "Còn 1" in says("supplements")


def test_an_unknown_unit_year_filter_or_register_is_refused_in_words(full, sign_in):
    client = sign_in("ban_to_chuc", full.h)
    assert client.get(reverse("dossiers:register", args=["khong-co"])).status_code == 404
    for name, query, status in (
        ("supplements", {"nam": "2999"}, 422),
        ("supplements", {"nam": "x"}, 422),
        ("reports", {"loc": "x"}, 422),
        ("cards", {"loc": "x"}, 422),
        ("missing", {"loai": "x"}, 422),
        ("missing", {"don-vi": "x"}, 404),
    ):
        assert client.get(reverse(f"dossiers:{name}"), query).status_code == status, (name, query)


def test_the_file_of_a_member_is_read_by_duty_and_the_reading_is_kept(full, an, sign_in):
    client, url = sign_in("van_phong_co_so", full.a), reverse("dossiers:dossier", args=[an.uid])
    said = text_of(client.get(url))
    for words in ("Quyết định kết nạp", "Còn thiếu", "Đảng bộ xã An Bình", "Đang chuyển", "Phát thẻ", "Năm 2026"):
        assert words.lower() in said.lower(), words
    assert "012345678901" not in said
    assert Entry.objects.filter(label="Xem hồ sơ giấy của đảng viên").exists()
    client.logout()
    for role, unit in (("van_phong_co_so", full.b), ("bi_thu_chi_bo", full.a1), ("ubkt", full.h)):
        assert sign_in(role, unit).get(url).status_code == 403


def test_a_paper_is_put_in_with_its_scan_and_given_out_as_a_download(full, an, sign_in):
    client, url = sign_in("van_phong_co_so", full.a), reverse("dossiers:deed", args=[an.uid, "tai-lieu"])
    typed = {"kind": "LY-LICH", "pages": "4", "on": "01/10/2026", "dated": "2010"}
    done = client.post(url, typed | {"file": SimpleUploadedFile("ly lich.pdf", PDF)})
    assert done.status_code == 302, text_of(done)
    item = DossierItem.objects.get(kind="LY-LICH")
    answer = client.get(reverse("dossiers:scan", args=[item.uid]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert Entry.objects.filter(label="Tải bản quét: Lý lịch đảng viên").exists()
    client.logout()
    assert sign_in("van_phong_co_so", full.b).get(reverse("dossiers:scan", args=[item.uid])).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<html><script>alert(1)</script></html>", "PDF, ảnh JPEG hoặc PNG"),
        ("a.pdf", b"", "Tệp rỗng"),
        ("a.exe", PDF, "đuôi tệp là .pdf"),
        ("MẬT.pdf", PDF, "Chibo không giữ bí mật nhà nước"),
        ("a.pdf", b"%PDF-1.4\n" + b"0" * (20 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)
def test_a_hostile_scan_is_refused_beside_its_field(full, an, sign_in, name, content, words):
    client, url = sign_in("van_phong_co_so", full.a), reverse("dossiers:deed", args=[an.uid, "tai-lieu"])
    typed = {"kind": "LY-LICH", "pages": "4", "on": "01/10/2026", "file": SimpleUploadedFile(name, content)}
    page = client.post(url, typed)
    assert page.status_code == 422 and words in text_of(page)
    assert not DossierItem.objects.filter(kind="LY-LICH").exists()


def test_every_deed_is_typed_and_refused_beside_its_field(full, an, sign_in):
    client = sign_in("ban_to_chuc", full.h)
    for slug, typed, status in (
        ("giao", {"errand": "nop_luu", "on": "01/11/2026", "to_place": "Kho lưu trữ"}, 422),
        ("nhan", {"place": "Đảng ủy nơi khác", "on": "01/11/2026"}, 422),
        ("cho-muon", {"borrower": "UBKT", "purpose": "Xem", "on": "01/11/2026", "due_on": "01/10/2026"}, 422),
        ("vi-tri", {"location": "Tủ 3, cặp 12", "on": "01/11/2026"}, 302),
        ("giu-rieng", {"holder": "B", "on": "01/11/2026", "reason": "Thẩm tra"}, 302),
        ("giu-rieng", {"holder": "không có", "on": "01/11/2026", "reason": "Thẩm tra"}, 422),
        ("thoi-giu-rieng", {"on": "02/11/2026"}, 302),
        ("phieu", {"year": "2026", "on": "01/11/2026"}, 422),
        ("phieu", {"year": "2025", "on": "01/11/2026", "changes": "Không"}, 302),
        ("the", {"deed": "lost", "on": "01/11/2026", "reason": "Rơi"}, 302),
        ("the", {"deed": "lost", "on": "01/11/2026", "reason": "Rơi"}, 422),
        ("khong-co", {}, 404),
    ):
        url = reverse("dossiers:deed", args=[an.uid, slug])
        if status != 404:
            assert client.get(url).status_code == 200, slug
            assert client.post(url, {}).status_code == 422, slug
        page = client.post(url, typed)
        assert page.status_code == status, (slug, text_of(page))


def test_a_hand_over_is_received_by_the_receiver(full, an, sign_in):
    moved = Handover.objects.get(person=an)
    url = reverse("dossiers:handover_deed", args=[moved.uid, "nhan"])
    assert sign_in("van_phong_co_so", full.b).get(url).status_code == 403
    client = sign_in("ban_to_chuc", full.h)
    assert client.post(url, {"on": "01/05/2026"}).status_code == 422
    assert client.post(url, {"on": "02/06/2026"}).status_code == 302
    assert client.post(url, {"on": "02/06/2026"}).status_code == 422
    assert client.get(reverse("dossiers:handover_deed", args=[moved.uid, "x"])).status_code == 404
    moved.refresh_from_db()
    assert (moved.state, moved.received_on) == ("received", d("02/06/2026"))


def test_a_loan_is_given_back_and_a_paper_struck(full, an, sign_in):
    client = sign_in("van_phong_co_so", full.a)
    loan, item = Loan.objects.get(), DossierItem.objects.get()
    assert client.post(reverse("dossiers:give_back", args=[loan.uid]), {"on": "20/07/2026"}).status_code == 302
    strike = reverse("dossiers:strike", args=[item.uid])
    assert "nhật ký và bản quét vẫn giữ" in text_of(client.post(strike, {"x": ""}))
    assert client.post(strike, {"confirmed": "1", "reason": ""}).status_code == 422
    assert client.post(strike, {"confirmed": "1", "reason": "Nhầm người"}).status_code == 302
    loan.refresh_from_db(), item.refresh_from_db()
    assert (loan.returned_on, item.state) == (d("20/07/2026"), "annulled")


def test_the_secretary_ticks_the_cell_and_the_office_files(full, an, sign_in):
    client, url = sign_in("bi_thu_chi_bo", full.a1), reverse("dossiers:cell", args=[full.a1.uid])
    assert "Chưa khai" in text_of(client.get(url))
    assert client.post(url, {"nguoi": []}).status_code == 422
    assert client.post(url, {"nguoi": [str(an.uid), "x"]}).status_code == 302
    slip = FileSupplement.objects.get(person=an)
    assert (slip.state, slip.checked_by) == ("checked", "Người thử")
    page = client.get(reverse("dossiers:supplement", args=[slip.uid]))
    assert "Học xong đại học" in text_of(page) and "Lưu vào hồ sơ</button>" not in page.content.decode()
    assert client.get(reverse("dossiers:cell", args=[full.a2.uid])).status_code == 403
    client.logout()
    client = sign_in("van_phong_co_so", full.a)
    assert client.post(reverse("dossiers:supplement", args=[slip.uid]), {"buoc": "luu"}).status_code == 302
    slip.refresh_from_db()
    assert (slip.state, slip.filed_on) == ("filed", d("22/11/2026"))
    assert client.post(reverse("dossiers:supplement", args=[slip.uid]), {"buoc": "luu"}).status_code == 422
    assert client.post(reverse("dossiers:supplement", args=[slip.uid]), {"reason": "Thiếu"}).status_code == 302


def test_the_whole_cell_is_ticked_in_one_tap(full, an, sign_in):
    """Nobody ticks seventeen names one by one on a telephone; what is done already is not offered again."""
    full.member("Phạm Văn Dũng")
    client, url = sign_in("bi_thu_chi_bo", full.a1), reverse("dossiers:cell", args=[full.a1.uid])
    page = client.get(url).content.decode()
    assert "chon=tat-ca" in page and " checked" not in page
    page = client.get(url, {"nam": "2026", "chon": "tat-ca"}).content.decode()
    offered = page.count('name="nguoi"')
    assert offered > 1 and page.count(" checked>") == offered and "Bỏ chọn tất cả" in page
    assert client.post(f"{url}?nam=2026&chon=tat-ca", {"nguoi": [str(an.uid)]}).status_code == 302
    assert client.get(url).content.decode().count('name="nguoi"') == offered - 1


def test_the_secretary_takes_a_slip_in(full, sign_in):
    binh = full.member("Phạm Văn Dũng")
    client = sign_in("bi_thu_chi_bo", full.a1)
    url = reverse("dossiers:deed", args=[binh.uid, "phieu"])
    assert client.post(url, {"year": "2026", "on": "01/11/2026"}).status_code == 302
    assert client.get(reverse("dossiers:deed", args=[binh.uid, "giao"])).status_code == 403


def test_cards_are_checked_for_many_at_once(full, an, sign_in):
    client, url = sign_in("van_phong_co_so", full.a), reverse("dossiers:cards") + "?loc=chua-kiem-tra&nam=2026"
    assert "Ghi kiểm tra thẻ hôm nay" in text_of(client.get(url))
    assert client.post(url, {"nguoi": [str(an.uid), "rác"], "ket-qua": "Thẻ còn tốt"}).status_code == 302
    assert CardEvent.objects.get(deed="checked").on == d("22/11/2026")
    exported = client.get(reverse("dossiers:cards"), {"xuat": "csv"})
    assert "012345678901" in b"".join(exported.streaming_content).decode("utf-8-sig")


def test_a_report_is_opened_and_sent_with_its_balance(full, sign_in):
    client = sign_in("ban_to_chuc", full.h)
    url = reverse("dossiers:open_reports")
    assert "6 tháng" in text_of(client.get(url))
    typed = {"first": "01/07/2026", "last": "30/09/2026", "due_on": "30/09/2026"}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"due_on": "20/10/2026"}).status_code == 302
    report = MemberSituationReport.objects.get(unit=full.a, first=d("01/07/2026"))
    page = reverse("dossiers:report", args=[report.uid])
    assert "Cuối kỳ" in text_of(client.get(page))
    assert client.post(page, {"on": "30/09/2026"}).status_code == 422
    assert client.post(page, {"on": "05/10/2026", "note": "Đủ"}).status_code == 302
    report.refresh_from_db()
    assert report.balance["closing"] == 3 and report.submitted_on < FOREVER
    full.member("Vũ Thị Em", on="01/08/2026")
    said = text_of(client.get(page))
    assert "Thay đổi sau khi gửi" in said and "đã gửi 3, nay là 4" in said
    client.logout()
    assert sign_in("van_phong_co_so", full.b).get(page).status_code == 403


def test_custody_is_said_ruled_and_reconciled_on_pages(full, sign_in):
    client = sign_in("ban_to_chuc", full.h)
    said = {"keeper": "above", "on": "01/01/2026", "note": "Chuyển về huyện"}
    assert client.post(reverse("dossiers:state_custody"), said).status_code == 302
    assert client.post(reverse("dossiers:state_custody"), said).status_code == 422
    assert client.post(reverse("dossiers:rule_custody"), said).status_code == 302
    assert "Chuyển về huyện" in text_of(client.get(reverse("dossiers:custody")))
    done = {"on": "01/11/2026", "listed": "3", "files": "3"}
    url = reverse("dossiers:reconcile") + f"?don-vi={full.a.uid}"
    assert client.post(url, done | {"listed": "2"}).status_code == 422
    assert client.post(url, done).status_code == 302
    assert client.post(url, done).status_code == 422


@pytest.mark.parametrize("name", [name for name in LISTS if name != "home"])
def test_a_list_asks_the_same_for_one_and_for_three(world, sign_in, name):
    client = sign_in("ban_to_chuc", world.h)
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)

    def fill(number):
        one = world.member(f"Nguyễn Văn {'An Bình Cúc Dũng'.split()[number]}", cell=world.b1)
        members.transfer(one, to=world.a1, on=d("01/03/2026"), by=ME)
        actions.lend(one, borrower="UBKT", purpose="Xem", on=d("01/07/2026"), due_on=d("15/07/2026"), by=ME)
        two = world.member(f"Trần Văn {'An Bình Cúc Dũng'.split()[number]}")
        actions.hand_over(two, to=world.h, on=d("01/06/2026"), errand="doi_noi_giu", by=ME)
        actions.open_reports(
            at=world.h, units=[world.a], period=Period(d("01/01/2026"), d(f"{number + 1:02}/02/2026")),
            due_on=d("20/07/2026"), on=d("22/11/2026"), by=ME,
        )  # fmt: skip
        actions.reconcile(unit=world.a, on=d(f"{number + 1:02}/11/2026"), listed=9, files=9, differences="x", by=ME)

    fill(0)
    client.get(reverse(f"dossiers:{name}"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(f"dossiers:{name}"))
    fill(1), fill(2)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(f"dossiers:{name}"))
    assert len(three) == len(one)
