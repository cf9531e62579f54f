"""The pages: who sees which case, the form of a step, warnings, files, sealed answers, lists."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.procedures import actions
from chibo.procedures.models import Case
from chibo.procedures.tests.conftest import ME, VOTE, d

PDF = b"%PDF-1.7 thu"


def text_of(page) -> str:
    return page.content.decode()


def test_a_secretary_leads_a_case_with_forms_only(world, sign_in):
    client = sign_in("bi_thu_chi_bo", world.a1)
    person = "person:00000000-0000-7000-8000-000000000001"
    address = reverse("procedures:open", args=["thu-viec"]) + f"?ve={person}"
    assert "Quy trình thử" in text_of(client.get(address))
    client.post(address, {"on": "01/03/2024", "kind": "gap"})
    case = Case.objects.get()
    page = text_of(client.get(case.get_absolute_url()))
    assert "Làm bước này" in page and "Nhận đơn" in page and "Gấp" in page
    step = reverse("procedures:step", args=[case.uid])
    page = client.post(step, {"on": "05/03/2024"})
    assert page.status_code == 422 and "Hãy nhập nội dung." in text_of(page)
    page = client.post(step, {"on": "05/03/2024", "content": "xin"})
    assert "Còn thiếu giấy tờ: Đơn" in text_of(page)
    client.post(
        step,
        {
            "on": "05/03/2024", "content": "xin", "health": "Mới mổ", "paper_don": "04/03/2024",
            "file_don": SimpleUploadedFile("đơn.pdf", PDF),
        },
    )  # fmt: skip
    case.refresh_from_db()
    assert case.step == "hop"
    page = text_of(client.get(case.get_absolute_url()))
    assert "Đơn, nhận ngày 04/03/2024" in page and "Tải đơn.pdf" in page and "Mới mổ" not in page and "(kín)" in page
    assert client.get(reverse("procedures:file", args=[case.documents.get().uid])).getvalue() == PDF
    page = text_of(client.post(reverse("procedures:sealed", args=[case.uid])))
    assert "Mới mổ" in page
    assert Entry.objects.filter(label__startswith="Xem nội dung kín").count() == 1
    vote = {f"vote_{name}": str(number) for name, number in VOTE.items()}
    page = client.post(step, {"on": "06/03/2024", "held_on": "06/03/2024", **vote})
    assert page.status_code == 409 and "từ ngày 08/03/2024" in text_of(page) and "Tôi đã đọc" in text_of(page)
    client.post(step, {"on": "06/03/2024", "held_on": "06/03/2024", "accept": "on", **vote})
    case.refresh_from_db()
    assert case.step == "dang-uy"
    page = text_of(client.get(case.get_absolute_url()))
    assert "14/17 tán thành (cần ít nhất 12)" in page and "Làm bước này" not in page and "Đảng bộ xã An Bình" in page
    assert client.post(step, {"on": "07/03/2024", "answer": "dong_y"}).status_code == 403


def test_a_file_is_not_asked_for_twice(world, sign_in):
    client = sign_in("bi_thu_chi_bo", world.a1)
    case = world.open()
    step = reverse("procedures:step", args=[case.uid])
    page = client.post(step, {"on": "", "paper_don": "04/03/2024", "file_don": SimpleUploadedFile("đơn.pdf", PDF)})
    assert page.status_code == 422 and "Đã nhận tệp đơn.pdf" in text_of(page)
    kept = page.context["form"].data["kept_don"]
    client.post(step, {"on": "05/03/2024", "content": "xin", "paper_don": "04/03/2024", "kept_don": kept})
    assert case.documents.get().file.name == "đơn.pdf"
    for name, content in (("đơn.exe", b"MZ"), ("đơn.pdf", b"MZ")):
        other = world.open("02") if name == "đơn.exe" else Case.objects.get(subject__endswith="02")
        page = client.post(
            reverse("procedures:step", args=[other.uid]),
            {
                "on": "05/03/2024",
                "content": "xin",
                "paper_don": "04/03/2024",
                "file_don": SimpleUploadedFile(name, content),
            },
        )
        assert page.status_code == 422
        other.refresh_from_db()
        assert other.step == "don"


@pytest.mark.parametrize("junk", ["x" * 5000, "<b>", "\x00", "31/02/2024", "22/11/2036"])
def test_bad_input_is_told_in_words(world, sign_in, junk):
    client = sign_in("van_phong_co_so", world.a)
    case = world.to_step("hop")
    step = reverse("procedures:step", args=[case.uid])
    fields = ["on", "held_on", "kept_don", "buoc", *(f"vote_{name}" for name in VOTE)]
    good = {"on": "11/03/2024", "held_on": "11/03/2024", **{f"vote_{name}": str(n) for name, n in VOTE.items()}}
    for name in fields:
        page = client.post(step, good | {name: junk})
        assert page.status_code in (302, 422), (name, page.status_code)
        case.refresh_from_db()
        assert page.status_code == 422 or case.step != "hop" or name == "buoc", name
        if case.step != "hop":
            actions.take_back(case, reason="Thử", by=ME)


def test_the_smaller_acts_have_their_pages(world, sign_in):
    client = sign_in("van_phong_co_so", world.a)
    case = world.to_step("dang-uy")
    page = text_of(client.get(reverse("procedures:back", args=[case.uid])))
    assert "Chi bộ họp, biểu quyết" in page
    client.post(
        reverse("procedures:back", args=[case.uid]), {"on": "18/03/2024", "to": "hop", "reason": "Thiếu chữ ký"}
    )
    assert "Bị trả lại ngày 18/03/2024: Thiếu chữ ký" in text_of(client.get(case.get_absolute_url()))
    client.post(reverse("procedures:take_back", args=[case.uid]), {"reason": "Nhầm"})
    case.refresh_from_db()
    assert case.step == "dang-uy"
    client.post(reverse("procedures:withdraw", args=[case.uid]), {"on": "19/03/2024", "reason": "Xin rút"})
    case.refresh_from_db()
    assert case.state == "withdrawn"
    page = text_of(client.get(case.get_absolute_url()))
    assert "Đã rút ngày 19/03/2024" in page and "Lý do: Xin rút" in page
    assert client.post(reverse("procedures:override", args=[case.uid]), {}).status_code == 403


def test_the_competent_level_lets_a_case_go_on(world, sign_in):
    case = world.to_step("dang-uy", content="chặn")
    client = sign_in("thuong_truc", world.h)
    assert "Cho đi tiếp" in text_of(client.get(case.get_absolute_url()))
    page = client.post(
        reverse("procedures:override", args=[case.uid]),
        {
            "on": "20/03/2024",
            "reason": "Xét riêng",
            "number": "5-CV/HU",
            "issued_on": "20/03/2024",
            "issuer": "Huyện ủy",
        },
    )
    assert page.status_code == 302
    assert "Cấp có thẩm quyền đã cho đi tiếp" in text_of(client.get(case.get_absolute_url()))
    office = sign_in("van_phong_co_so", world.a)
    step = reverse("procedures:step", args=[case.uid])
    assert office.post(step, {"on": "21/03/2024", "answer": "dong_y"}).status_code == 302
    page = text_of(office.get(case.get_absolute_url()))
    assert "Đã cho đi tiếp: Chưa đủ tuổi." in page


def test_others_do_not_see_a_case(world, sign_in):
    case = world.open()
    client = sign_in("bi_thu_chi_bo", world.a2)
    for name in ("case", "step", "back", "withdraw", "override", "take_back", "lapse"):
        assert client.get(reverse(f"procedures:{name}", args=[case.uid])).status_code == 404
    assert case.mark not in text_of(client.get(reverse("procedures:list")))


def test_the_list_shows_the_scope_and_costs_the_same_for_one_and_three(world, sign_in):
    client = sign_in("van_phong_co_so", world.a)
    world.open("01")
    address = reverse("procedures:list")
    client.get(address)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    one = cost()
    world.to_step("hop", world.open("02"))
    world.open("03", unit=world.p1)
    world.open("04", unit=world.s)
    assert cost() == one
    page = text_of(client.get(address))
    assert page.count("TH-2024-") == 3 and "Quá hạn" in page
    assert text_of(client.get(address + "?trang-thai=done")).count("TH-2024-") == 0
    assert text_of(client.get(address + "?ten=TH-2024-00002")).count("TH-2024-") >= 1
    assert client.get(address + "?xuat=xlsx").status_code == 200
    assert client.get(address + "?trang-thai=khac").status_code == 422


def test_the_page_of_a_case_costs_the_same_however_far_it_is(world, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    early, late = world.open("01"), world.to_step("trao", world.open("02"))
    costs = []
    for case in (early, late):
        client.get(case.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            client.get(case.get_absolute_url())
        costs.append(len(seen))
    assert max(costs) <= 30 and costs[1] <= costs[0] + 4


def test_a_step_costs_few_queries(world):
    case = world.to_step("dang-uy")
    with CaptureQueriesContext(connection) as seen:
        actions.act(case, on=d("20/03/2024"), data={"answer": "dong_y"}, by=ME)
    assert len(seen) <= 25, [q["sql"][:80] for q in seen]


def test_steps_that_a_case_does_not_have_are_told_before_it_comes_to_them(world, sign_in):
    client = sign_in("ban_to_chuc", world.h)
    states = {}
    for unit in (world.a1, world.p1):
        page = client.get(world.open(f"0{len(states)}", unit=unit).get_absolute_url())
        states[unit.ref] = {line.key: line.state for line in page.context["lines"]}
    assert (states["A1"]["bo-phan"], states["P1"]["bo-phan"]) == ("aside", "ahead")
    assert (states["A1"]["dang-uy"], states["A1"]["don"]) == ("ahead", "now")
