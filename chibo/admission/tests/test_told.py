"""What is refused or asked about at a step is said on its page, in finished Vietnamese sentences, and nothing is half kept."""

import pytest
from django.urls import reverse

from chibo.members import actions as members
from chibo.members.tests.world import ME, d, text_of
from chibo.procedures.models import Act

DAY = "15/03/2024"


@pytest.fixture
def secretary(world, sign_in):
    """The secretary of the cell."""
    return sign_in("bi_thu_chi_bo", world.a1)


def at(world, step: str, **more):
    """A case of admission that waits at a step since before the day."""
    case = world.open(world.prospect(**more))
    world.lead(case, step, "01/03/2024")
    return case


def told(client, case, **data) -> tuple[int, str]:
    """(status, words) of the step's page after sending it; what was refused left nothing."""
    acts = Act.objects.count()
    answer = client.post(reverse("procedures:step", args=[case.uid]), {"on": DAY, "buoc": case.step} | data)
    if answer.status_code != 302:
        assert Act.objects.count() == acts
    return answer.status_code, text_of(answer)


def told_after(client, case, **data) -> str:
    """The words of the page that a form sent in vain leads to."""
    acts = Act.objects.count()
    answer = client.post(reverse("procedures:step", args=[case.uid]), {"on": DAY} | data, follow=True)
    assert Act.objects.count() == acts
    return text_of(answer)


def votes(**more) -> dict[str, str]:
    numbers = {"obliged": 3, "present": 3, "for": 3, "against": 0, "blank": 0} | more
    return {f"vote_{name}": str(number) for name, number in numbers.items()}


def test_steps_out_of_order(world, secretary):
    case = at(world, "gioi-thieu")
    words = told_after(secretary, case, buoc="chi-bo")
    assert "đang ở bước “Đảng viên và đoàn thể giới thiệu”, chưa phải (hoặc đã qua) bước" in words
    assert "Hãy làm lần lượt từng bước" in words


def test_a_form_sent_twice_does_its_step_once(world, secretary):
    case = at(world, "dieu-kien")
    assert told(secretary, case)[0] == 302
    case.refresh_from_db()
    assert case.step == "don"
    words = told_after(secretary, case, buoc="dieu-kien")
    assert "đang ở bước “Người vào Đảng nộp đơn tự viết tay”" in words and Act.objects.count() == 2


def test_votes_that_do_not_add_up(world, secretary):
    case = at(world, "chi-bo")
    status, words = told(secretary, case, **votes(**{"for": 2}))
    assert status == 422 and "Số phiếu không khớp: tán thành 2, không tán thành 0, trắng 0 cộng lại là 2" in words
    status, words = told(secretary, case, **votes(present=4, **{"for": 4}))
    assert status == 422 and "Có mặt 4 nhiều hơn phải có mặt 3" in words


def test_a_vote_below_the_threshold(world, secretary):
    case = at(world, "chi-bo")
    status, _ = told(secretary, case, **votes(against=2, **{"for": 1}))
    assert status == 302
    page = text_of(secretary.get(case.get_absolute_url()))
    assert "1/3 tán thành (cần ít nhất 2)" in page and "Không chấp thuận" in page


def test_a_certificate_that_has_run_out(world, secretary):
    case = world.open(world.prospect(certified="15/01/2019", on="10/01/2019"))
    status, words = told(secretary, case)
    assert status == 409 and "hết hạn ngày 15/01/2024, trước ngày 15/03/2024" in words
    assert "Tôi đã đọc các cảnh báo trên và vẫn ghi" in words


def test_an_introducer_on_probation_or_gone(world, secretary):
    young = world.member("Lê Văn Dự", status="probationary", on="01/01/2024", party_since=d("01/01/2024"))
    case = at(world, "gioi-thieu")
    paper = {"way": "doan", "paper_gioi_thieu": DAY, "paper_doan": DAY}
    status, words = told(secretary, case, introducer_1=f"person:{young.uid}", **paper)
    assert status == 422 and "Đồng chí Lê Văn Dự giới thiệu nhưng ngày này còn là đảng viên dự bị." in words
    assert "cấp ủy có thẩm quyền cho đi tiếp bằng văn bản" in words
    members.strike_off(world.an, ground="lost_will", on=d("10/03/2024"), by=ME)
    status, words = told(secretary, case, introducer_1=f"person:{world.an.uid}", **paper)
    assert status == 422 and "Hãy" in words


def test_an_introducer_who_left_before_the_vote(world, secretary):
    case = at(world, "chi-bo")
    members.strike_off(world.an, ground="lost_will", on=d("10/03/2024"), by=ME)
    status, words = told(secretary, case, **votes(obliged=2, present=2, **{"for": 2}))
    assert status == 422 and "ngày này không còn là đảng viên trong danh sách" in words


def test_a_decision_dated_before_the_resolution(world, sign_in):
    case = at(world, "quyet-dinh")
    office = sign_in("ban_to_chuc", world.h)
    paper = {"number": "1-QĐ/HU", "issuer": "Ban Thường vụ Huyện ủy", "decided": "ket_nap"}
    status, words = told(office, case, issued_on="02/03/2024", **paper)
    assert status == 422 and "Quyết định ký ngày 02/03/2024, trước" in words and "Hãy xem lại ngày ký." in words
    status, words = told(office, case, issued_on="16/03/2024", **paper)
    assert status == 422 and "Quyết định ký ngày 16/03/2024, sau ngày 15/03/2024 đang ghi" in words


@pytest.mark.parametrize(
    "junk", ["\x00", "x" * 70_000, "person:" + "0" * 36, "<script>", "-1", "31/02/2024", "9" * 400]
)
def test_junk_in_any_field_is_answered_in_words(world, secretary, junk):
    case = at(world, "gioi-thieu")
    good = {"way": "doan", "paper_gioi_thieu": DAY, "paper_doan": DAY, "introducer_1": f"person:{world.an.uid}"}
    for name in ("on", "buoc", *good, "introducer_2", "kept_doan", "nhap"):
        status, words = told(secretary, case, **good | {name: junk})
        assert status in (302, 409, 422), (name, status)
        assert "Traceback" not in words
        case.refresh_from_db()
        if case.step != "gioi-thieu":
            return


def test_people_and_cases_of_other_units_are_not_there(world, sign_in):
    case = at(world, "gioi-thieu")
    neighbour = sign_in("bi_thu_chi_bo", world.b1)
    for name in ("case", "step", "back", "withdraw", "take_back", "override", "lapse"):
        address = reverse(f"procedures:{name}", args=[case.uid])
        for answer in (neighbour.get(address), neighbour.post(address, {"on": DAY, "reason": "x"})):
            assert answer.status_code in (403, 404, 405), (name, answer.status_code)
    stranger = world.member("Người Nơi Khác", cell=world.b1)
    secretary = sign_in("bi_thu_chi_bo", world.a1)
    paper = {"way": "doan", "paper_gioi_thieu": DAY, "paper_doan": DAY}
    status, _ = told(secretary, case, introducer_1=f"person:{stranger.uid}", **paper)
    assert status == 422
    address = reverse("procedures:open", args=["cong-nhan-chinh-thuc"])
    for ref in (f"person:{stranger.uid}", "person:0", "\x00", "x" * 500, "unit:1", f"prospect:{stranger.uid}"):
        assert secretary.get(address, {"ve": ref}).status_code in (400, 403, 404), ref
    assert secretary.get(reverse("procedures:open", args=["khong-co"]), {"ve": "person:0"}).status_code == 404
