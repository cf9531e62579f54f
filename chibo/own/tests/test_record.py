"""A member sees the own record and no other, who has read it, and takes it along."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.accounts.models import Account
from chibo.journal import actions as journal
from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.members.actions import change_attribute
from chibo.members.vocabulary import Occupation
from chibo.own.tests.conftest import BY, TODAY
from chibo.procedures.models import Case

OCCUPATIONS = [value for value, _ in Occupation.choices if value]
PAGES = ("record", "history", "corrections", "readers")


def count_of(client, name):
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(f"own:{name}")).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_member_opens_the_own_pages(world, enter, name):
    page = enter("dang_vien", world.a1, person=world.an).get(reverse(f"own:{name}"))
    assert page.status_code == 200
    assert "Nguyễn Văn An" in page.text and "Trần Thị Bích" not in page.text


@pytest.mark.parametrize("name", PAGES)
def test_nobody_without_the_right_or_a_record_gets_in(world, enter, name):
    assert enter("bao_chi", world.h, person=world.an).get(reverse(f"own:{name}")).status_code == 403
    page = enter("dang_vien", world.a1).get(reverse(f"own:{name}"))
    assert page.status_code == 404 and "chưa gắn với hồ sơ" in page.text


def test_a_member_cannot_see_another_ones_page(world, enter):
    client = enter("dang_vien", world.a1, person=world.an)
    for name in ("members:person", "members:history", "members:attributes", "members:journal", "fees:person"):
        assert client.get(reverse(name, args=[world.bich.uid])).status_code == 403
    answer = client.get(reverse("members:list"))
    assert answer.status_code == 302 and str(world.an.uid) in answer["Location"]


def test_a_secretary_sees_people_of_the_cell_only(world, enter):
    client = enter("bi_thu_chi_bo", world.a1, person=world.an)
    assert client.get(reverse("members:person", args=[world.an.uid])).status_code == 200
    assert client.get(reverse("members:person", args=[world.bich.uid])).status_code == 403


def test_numbers_are_shown_on_request_only(world, enter):
    client = enter("dang_vien", world.a1, person=world.an)
    assert "001080000001" not in client.get(reverse("own:record")).text
    assert "001080000001" in client.post(reverse("own:numbers")).text
    assert client.get(reverse("own:numbers")).status_code == 405


def test_who_has_seen_the_record_is_told_with_role_unit_and_what(world, enter):
    enter("bi_thu_chi_bo", world.a1, name="Lê Thị Cúc").get(reverse("members:person", args=[world.an.uid]))
    enter("van_phong_co_so", world.a, name="Phạm Văn Dũng").get(reverse("members:person", args=[world.an.uid]))
    client = enter("dang_vien", world.a1, person=world.an)
    client.get(reverse("members:person", args=[world.an.uid]))
    page = client.get(reverse("own:readers")).text
    assert "Lê Thị Cúc" in page and "Bí thư chi bộ, Chi bộ Thôn 1, Đảng bộ xã An Bình" in page
    assert "Phạm Văn Dũng" in page and "Văn phòng đảng ủy cơ sở" in page
    assert page.index("Phạm Văn Dũng") < page.index("Lê Thị Cúc")
    assert "Xem hồ sơ đảng viên" in page and "Theo nhiệm vụ được giao" in page
    assert "Chính đồng chí" not in page


def test_readers_are_paged_with_a_constant_number_of_statements(world, enter):
    client = enter("dang_vien", world.a1, person=world.an)
    reference = f"person:{world.an.uid}"
    journal.read("Xem hồ sơ", reference, System("một"), TODAY)
    count_of(client, "readers")
    one = count_of(client, "readers")
    enter("bi_thu_chi_bo", world.a1).get(reverse("members:person", args=[world.an.uid]))
    two = count_of(client, "readers")
    assert two - one <= 3, "grants and names, once for all readers"
    for n in range(49):
        journal.read(f"Xem lần {n}", reference, System("hai"), TODAY)
    assert count_of(client, "readers") == two
    journal.read("Xem lần nữa", reference, System("hai"), TODAY)
    page = client.get(reverse("own:readers"))
    assert "Trang sau" in page.text and page.text.count("<tr>") < 60


def test_the_record_takes_the_same_statements_however_long_it_is(world, enter):
    client = enter("dang_vien", world.a1, person=world.an)
    count_of(client, "record")
    one = count_of(client, "record")
    for year in (2020, 2021, 2022):
        change_attribute(
            world.an, name="occupation", value=OCCUPATIONS[year % 3],
            since=clock.today().replace(year=year), by=BY,
        )  # fmt: skip
    assert count_of(client, "record") == one


def test_a_member_takes_the_own_data_along(world, enter):
    client = enter("dang_vien", world.a1, person=world.an)
    before = Entry.objects.count()
    answer = client.post(reverse("own:export"))
    data = json.loads(answer.content)
    assert data["hồ sơ"]["họ và tên"] == "Nguyễn Văn An"
    assert data["hồ sơ"]["số định danh cá nhân"] == "001080000001"
    assert data["nơi sinh hoạt"][0]["chi bộ"].startswith("Chi bộ Thôn 1")
    assert "attachment" in answer["Content-Disposition"]
    assert Entry.objects.count() == before + 1
    assert client.get(reverse("own:export")).status_code == 302


@pytest.mark.parametrize("name", ["history", "corrections", "readers"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "in"])
def test_lists_leave(world, enter, name, form):
    client = enter("dang_vien", world.a1, person=world.an)
    assert client.get(reverse(f"own:{name}"), {"xuat": form}).status_code == 200


def test_what_a_member_can_ask_for_begins_with_the_member(world, enter):
    page = enter("dang_vien", world.a1, person=world.an).get(reverse("own:record")).text
    asked = page.partition("Việc tôi có thể đề nghị")[2].partition("</section>")[0]
    assert "Chuyển sinh hoạt đảng chính thức" in asked
    assert "Xóa tên" not in asked and "Sửa thông tin" not in asked


@pytest.mark.parametrize("linked", ["before", "after"])
def test_an_account_goes_on_with_the_record_that_two_were_merged_into(world, enter, linked):
    """Whoever is linked to the record that was given up sees and corrects the one that goes on."""
    twin = world.person("Nguyễn Văn An", confirmed=True)
    client = enter("dang_vien", world.a1, person=twin if linked == "before" else None)
    members.merge_people(keep=world.an, other=twin, reason="Lập hai lần", on=TODAY, by=BY)
    if linked == "after":
        Account.objects.update(person_uid=twin.uid)
    assert "Nguyễn Văn An" in client.get(reverse("own:record")).text
    asked = {"gia_tri": "Nguyễn Văn Ân", "ly_do": "Ghi nhầm khi nhập"}
    assert client.post(reverse("own:correct", args=["full_name"]), asked).status_code == 302
    case = Case.objects.get(code="sua-thong-tin")
    assert case.subject == f"person:{world.an.uid}" and client.get(case.get_absolute_url()).status_code == 200


def test_a_record_of_another_account_is_not_taken_over(world, enter):
    twin = world.person("Nguyễn Văn An", confirmed=True)
    members.merge_people(keep=world.an, other=twin, reason="Lập hai lần", on=TODAY, by=BY)
    enter("dang_vien", world.a1, person=world.an)
    client = enter("dang_vien", world.a1, person=twin)
    asked = {"gia_tri": "Nguyễn Văn Ân", "ly_do": "Ghi nhầm khi nhập"}
    page = client.post(reverse("own:correct", args=["full_name"]), asked)
    assert page.status_code == 422 and "tài khoản khác" in page.text and not Case.objects.exists()
