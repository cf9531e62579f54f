"""The pages of fees: a cell of thirty in two minutes, lists, forms that show before they do."""

import re

import pytest
from django.urls import reverse

from chibo.fees import actions
from chibo.fees.models import Due, FeeBasis, FeeRelief, Receipt, Remittance
from chibo.fees.tests.world import TODAY, charge, m
from chibo.members.tests.world import ME, d, text_of

SECRETARY, OFFICE = "bi_thu_chi_bo", "van_phong_co_so"


def confirmed(client, url, data):
    """The second step of a form page, with what the first one sealed."""
    shown = client.post(url, data)
    assert shown.status_code == 200, text_of(shown)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown.content.decode())[1]
    return text_of(shown), client.post(url, data | {"confirmed": "1", "seen": seen})


@pytest.fixture
def cell(world):
    world.people = [world.payer(f"Nguyễn Văn {name}") for name in ("An", "Bình", "Chi")]
    return world


def taking(world, *ticks, **changes):
    an, binh, _ = world.people
    return {
        "nop": list(ticks), "on": "05/11/2026", "way": "cash", "approver": str(an.uid), "collector": str(binh.uid),
    } | changes  # fmt: skip


def tick(person, month="11/2026"):
    return f"{person.uid}:{month}"


def test_a_cell_pays_on_one_page_with_one_save(cell, sign_in):
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:collect", args=[cell.a1.uid])
    page = client.get(url)
    assert page.status_code == 200 and "Thu đảng phí tháng 11/2026" in text_of(page)
    assert page.content.decode().count('name="nop"') == 3 and " checked" not in page.content.decode()
    everybody = client.get(url, {"thang": "11/2026", "tat-ca": "1"}).content.decode()
    assert everybody.count(" checked") == 3
    done = client.post(url, taking(cell, *(tick(one) for one in cell.people)))
    receipt = Receipt.objects.get()
    assert done.url == receipt.get_absolute_url() and receipt.total == 300_000
    page = text_of(client.get(done.url))
    assert "PT-2026-0001" in page and "Nguyễn Văn Chi" in page and "300.000 đ" in page
    assert client.get(url).content.decode().count('name="nop"') == 0


def test_refusals_leave_the_ticks_and_save_nothing(cell, sign_in):
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:collect", args=[cell.a1.uid])
    an, binh, chi = cell.people
    for changes, words in (
        ({"collector": str(an.uid)}, "hai đồng chí khác nhau"),
        ({"nop": []}, "Chưa đánh dấu đồng chí nào"),
        ({"on": "30/11/2026"}, "còn ở phía trước"),
        ({"on": "hôm qua"}, "Không đọc được"),
        ({"approver": ""}, "Hãy chọn người chỉ đạo"),
        ({"nop": ["x"]}, "Danh sách đã thay đổi"),
        ({"way": "portal"}, "không"),
    ):
        page = client.post(url, taking(cell, tick(chi)) | changes)
        assert page.status_code == 422 and words in text_of(page), words
    assert Receipt.objects.count() == 0 and Due.objects.count() == 0
    page = client.post(url, taking(cell, tick(chi), collector=str(an.uid))).content.decode()
    assert page.count(" checked") == 1
    client.post(url, taking(cell, tick(chi)))
    again = client.post(url, taking(cell, tick(chi)))
    assert again.status_code == 422 and Receipt.objects.count() == 1
    del binh


def test_earlier_months_stand_under_the_name(cell, sign_in):
    an = cell.people[0]
    cell.opened(month="10/2026")
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:collect", args=[cell.a1.uid])
    assert "nợ tháng 10/2026" in text_of(client.get(url))
    client.post(url, taking(cell, tick(an, "10/2026"), tick(an)))
    assert Receipt.objects.get().total == 200_000 and charge(an, "10/2026").is_settled


def test_a_month_without_a_rule_takes_amounts(cell, sign_in):
    an, binh, _ = cell.people
    client = sign_in(SECRETARY, cell.a1)
    url = reverse("fees:collect", args=[cell.a1.uid]) + "?thang=12/2025"
    assert "hãy ghi số tiền như sổ thu" in text_of(client.get(url))
    wrong = client.post(url, taking(cell, on="05/12/2025") | {f"so-tien-{an.uid}": "ba mươi"})
    assert wrong.status_code == 422 and Due.objects.count() == 0
    sums = {f"so-tien-{an.uid}": "30.000", f"so-tien-{binh.uid}": "0"}
    assert client.post(url, taking(cell, on="05/12/2025") | sums).status_code == 302
    assert (Receipt.objects.get().total, charge(binh, "12/2025").due) == (30_000, 0)


def test_members_without_a_basis_lead_to_where_it_is_entered(world, sign_in):
    an, binh = world.member("Nguyễn Văn An"), world.member("Trần Văn Bình")
    client = sign_in(SECRETARY, world.a1)
    assert "Chưa rõ mức" in text_of(client.get(reverse("fees:collect", args=[world.a1.uid])))
    url = reverse("fees:bases", args=[world.a1.uid])
    filled = client.get(url, {"dien": "uninsured_working_age", "vung": "III"}).content.decode()
    assert filled.count('value="uninsured_working_age" selected') == 3
    said = {
        "since": "11/2026", f"dien-{an.uid}": "insured", f"tien-{an.uid}": "5.000.000", f"vung-{an.uid}": "",
        f"dien-{binh.uid}": "uninsured_retired", f"tien-{binh.uid}": "", f"vung-{binh.uid}": "IV",
    }  # fmt: skip
    for changes, words in (
        ({f"tien-{an.uid}": ""}, "Hãy nhập số tiền làm căn cứ"),
        ({f"tien-{an.uid}": "-5"}, "cần sửa"),
        ({f"vung-{binh.uid}": ""}, "Hãy chọn vùng"),
        ({f"vung-{binh.uid}": "V"}, "Hãy chọn vùng"),
        ({f"dien-{an.uid}": "lạ"}, "không có trong danh mục"),
        ({"since": "2026"}, "mới có năm"),
    ):
        page = client.post(url, said | changes)
        assert page.status_code == 422 and words in text_of(page), words
    assert FeeBasis.objects.count() == 0
    assert client.post(url, said).status_code == 302
    assert set(FeeBasis.objects.values_list("kind", "amount", "region")) == {
        ("insured", 5_000_000, ""), ("uninsured_retired", 0, "IV"),
    }  # fmt: skip
    assert 'value="5.000.000"' in client.get(url).content.decode()
    assert "Không có gì thay đổi" in text_of(client.post(url, said, follow=True))


def test_the_list_of_a_cell_and_of_a_committee(cell, sign_in):
    an = cell.people[0]
    cell.paid((an, "11/2026", None), approver=an, collector=cell.people[1])
    client, url = sign_in(OFFICE, cell.a), reverse("fees:list")
    page = text_of(client.get(url, {"don-vi": cell.a1.uid}))
    assert "phải đóng 300.000 đ · đã đóng 100.000 đ" in page and "05/11/2026" in page
    page = text_of(client.get(url))
    assert "Chi bộ Thôn 1" in page and "Còn phải thu" in page and "Chưa lập bảng" in page and "còn lại 200.000" in page
    text = b"".join(client.get(url, {"don-vi": cell.a1.uid, "xuat": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Cộng" in text and "300000" in text


def test_part_ahead_and_extra(cell, sign_in):
    an, binh, chi = cell.people
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:pay", args=[cell.a1.uid, chi.uid])
    said = taking(cell) | {"month": "11/2026", "amount": "40.000"}
    assert client.post(url, said).status_code == 302
    page = client.post(url, said | {"amount": "70.000"})
    assert page.status_code == 422 and "còn phải đóng 60.000" in text_of(page)
    assert client.post(url, said | {"amount": "70.000", "is_extra": "on"}).status_code == 302
    assert charge(chi).covered == 40_000 and Receipt.objects.count() == 2
    del an, binh


def test_a_receipt_is_taken_back_in_two_steps(cell, sign_in):
    an, binh, _ = cell.people
    receipt = cell.paid((an, "11/2026", None), (binh, "11/2026", None))
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:receipt_reverse", args=[receipt.uid])
    line = receipt.lines.get(person=an)
    shown, done = confirmed(client, url, {"on": "22/11/2026", "reason": "Thu nhầm", "dong": str(line.pk)})
    assert "Nguyễn Văn An, tháng 11/2026" in shown and "Nguyễn Văn Bình" not in shown
    assert Receipt.objects.get(reverses=receipt).total == -100_000 and done.status_code == 302
    page = text_of(client.get(receipt.get_absolute_url()))
    assert "Đã thu hồi một phần" in page and "PT-2026-0002" in page


def test_money_goes_up_in_two_steps_and_is_received(cell, sign_in):
    cell.paid((cell.people[0], "11/2026", None))
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:remit", args=[cell.a1.uid])
    said = {"first_month": "11/2026", "last_month": "11/2026", "on": "22/11/2026", "keeping": "cell_village"}
    shown, done = confirmed(client, url, said | {"share": "", "grounds": ""})
    assert "70.000 đ" in shown and "30.000 đ" in shown and "chưa chắc chắn" in shown
    made = Remittance.objects.get()
    assert done.url == made.get_absolute_url() and "Chờ cấp trên nhận" in text_of(client.get(done.url))
    assert client.get(reverse("fees:remittance_receive", args=[made.uid])).status_code == 403
    office = sign_in(OFFICE, cell.a)
    shown, _ = confirmed(office, reverse("fees:remittance_receive", args=[made.uid]), {"on": "22/11/2026"})
    page = text_of(office.get(reverse("fees:fund")))
    assert "Số dư 30.000 đ" in page and "Nhận của cấp dưới" in page
    assert "Nộp lên" in text_of(office.get(reverse("fees:remittances"), {"chieu": "den"}))
    shown, _ = confirmed(
        office, reverse("fees:remittance_reverse", args=[made.uid]), {"on": "22/11/2026", "reason": "Nhầm"}
    )
    assert Remittance.objects.count() == 2


def test_a_relief_is_asked_by_one_and_approved_by_another(cell, sign_in):
    an = cell.people[0]
    client = sign_in(SECRETARY, cell.a1)
    url = reverse("fees:relief_add", args=[an.uid])
    said = {"reason": "poor", "percent": "100", "first": "12/2026", "last": "02/2027", "grounds": "Sổ hộ nghèo"}
    wrong = client.post(url, said | {"reason": "hardship", "percent": "100"})
    assert wrong.status_code == 422 and "một trong" in text_of(wrong)
    shown, _ = confirmed(client, url, said)
    assert "đến hết tháng 02/2027" in shown
    found = FeeRelief.objects.get()
    decide = reverse("fees:relief_decide", args=[found.uid])
    assert client.get(decide).status_code == 403
    office = sign_in(OFFICE, cell.a)
    assert "Chờ duyệt" in text_of(office.get(reverse("fees:reliefs"), {"cho": "1"}))
    assert "Sổ hộ nghèo" in text_of(office.get(found.get_absolute_url()))
    assert office.post(decide, {"answer": "refuse", "reason": ""}).status_code == 422
    confirmed(office, decide, {"answer": "approve", "reason": ""})
    again = office.post(decide, {"answer": "approve", "reason": ""})
    assert again.status_code == 422 and "đã được xử lý" in text_of(again)
    end = reverse("fees:relief_end", args=[found.uid])
    assert office.post(end, {"until": "03/2027", "reason": "Thoát nghèo"}).status_code == 422
    assert office.post(end, {"until": "01/2027", "reason": "Thoát nghèo"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.until) == ("approved", m("01/2027"))


def test_who_asked_cannot_approve(cell, sign_in):
    office = sign_in(OFFICE, cell.a)
    said = {"reason": "poor", "percent": "100", "first": "12/2026", "last": "02/2027", "grounds": ""}
    confirmed(office, reverse("fees:relief_add", args=[cell.people[0].uid]), said)
    found = FeeRelief.objects.get()
    assert "người khác phải duyệt" in text_of(office.get(found.get_absolute_url()))
    own = office.post(reverse("fees:relief_decide", args=[found.uid]), {"answer": "approve", "reason": ""})
    assert own.status_code == 422 and "người khác phải làm" in text_of(own)


def test_a_due_is_put_right(cell, sign_in):
    an = cell.people[0]
    cell.opened()
    client = sign_in(SECRETARY, cell.a1)
    url = reverse("fees:due_correct", args=[an.uid]) + "?thang=11/2026"
    same = client.post(url, {"how": "again", "reason": "Xem lại"})
    assert same.status_code == 422 and "không thay đổi" in text_of(same)
    assert client.post(url, {"how": "amount", "reason": "Xem lại"}).status_code == 422
    shown, _ = confirmed(client, url, {"how": "amount", "amount": "80.000", "reason": "Theo sổ"})
    assert "80.000 đ" in shown and charge(an).due == 80_000


def test_three_months_in_a_row_are_facts_with_the_rule(cell, sign_in):
    an, binh, _ = cell.people
    for month in ("08/2026", "09/2026", "10/2026"):
        cell.opened(month=month)
    cell.paid((binh, "09/2026", None), on="20/11/2026")
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:arrears")
    everybody = text_of(client.get(url))
    assert all(name in everybody for name in ("Văn An", "Văn Bình", "Văn Chi")) and "300.000" in everybody
    page = text_of(client.get(url, {"lien-tiep": "1"}))
    assert "Văn An" in page and "Văn Bình" not in page and "Điều lệ Đảng 2011, điều 8" in page
    del an


def test_who_directs_and_who_collects_is_remembered(cell, sign_in):
    an, binh, _ = cell.people
    client, url = sign_in(SECRETARY, cell.a1), reverse("fees:assign", args=[cell.a1.uid])
    same = {"approver": str(an.uid), "collector": str(an.uid), "since": "01/11/2026"}
    assert client.post(url, same).status_code == 422
    assert client.post(url, same | {"collector": str(binh.uid)}).status_code == 302
    page = client.get(reverse("fees:collect", args=[cell.a1.uid]))
    assert page.context["form"].initial["collector"] == binh.uid


def test_a_member_sees_own_fees_only(cell, sign_in):
    an, binh, _ = cell.people
    cell.paid((an, "11/2026", None))
    client = sign_in("dang_vien", cell.a1, person=an)
    page = client.get(reverse("fees:person", args=[an.uid]))
    assert "Không còn nợ" in text_of(page) and "Ghi đã thu" not in text_of(page)
    assert client.get(reverse("fees:person", args=[binh.uid])).status_code == 403
    part = client.get(reverse("fees:person", args=[an.uid]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_who_may_not_is_told_so(cell, sign_in):
    an = cell.people[0]
    receipt = cell.paid((an, "11/2026", None))
    client = sign_in(SECRETARY, cell.b1)
    for name, args in (
        ("collect", [cell.a1.uid]), ("bases", [cell.a1.uid]), ("receipt", [receipt.uid]), ("person", [an.uid]),
        ("receipt_reverse", [receipt.uid]), ("remit", [cell.a1.uid]), ("relief_add", [an.uid]), ("assign", [cell.a1.uid]),
    ):  # fmt: skip
        assert client.get(reverse(f"fees:{name}", args=args)).status_code == 403, name
    assert client.get(reverse("fees:list"), {"don-vi": cell.a.uid}).status_code == 403
    assert client.get(reverse("fees:list"), {"thang": "13/2026"}).status_code == 422


@pytest.mark.parametrize("name", ["list", "arrears", "receipts", "fund", "reliefs", "remittances", "collect"])
def test_lists_ask_as_little_for_many_as_for_few(world, sign_in, name):
    def fill(names):
        for one in names:
            person = world.payer(f"Trần Văn {one}")
            for month in ("09/2026", "10/2026"):
                world.opened(month=month)
            world.paid((person, "11/2026", None))
            actions.remit(world.a1, first_month=m("11/2026"), last_month=m("11/2026"), on=TODAY, today=TODAY, by=ME)
            actions.ask_relief(
                person, unit=world.a1, reason="poor", since=m("12/2026"), until=m("01/2027"), on=TODAY, by=ME
            )

    def asked():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        address = reverse(f"fees:{name}", args=[world.a1.uid] if name == "collect" else [])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    client = sign_in(SECRETARY, world.a1)
    fill(["Ba"])
    few = asked()
    fill(["Bốn", "Năm"])
    assert asked() == few <= 40
    assert d("01/01/2026")
