"""The pages that merge two records and part them again."""

import pytest
from django.urls import reverse

from chibo.members import actions
from chibo.members.models import Merge, Person
from chibo.members.tests.world import ME, d, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, world):
    """The committee's organization department."""
    return sign_in("ban_to_chuc", world.h)


@pytest.fixture
def pair(world):
    first = world.member("Nguyễn Văn An", attributes={"sex": "nam"}, national_id="036080000017")
    second = world.member("Nguyễn Văn Ân", cell=world.b1, on="01/01/2016", attributes={"sex": "nu"}, confirmed=True)
    return first, second


def test_likely_twins_are_offered(office, world, pair):
    page = office.get(reverse("members:merge_find", args=[pair[0].uid]))
    assert "Nguyễn Văn Ân" in text_of(page)
    world.member("Trần Thị Hoa")
    page = office.get(reverse("members:merge_find", args=[pair[0].uid]), {"ten": "hoa"})
    assert "Trần Thị Hoa" in text_of(page)


def address(pair):
    return reverse("members:merge", args=[pair[0].uid, pair[1].uid])


CHOSEN = {"history": "without_other_opening", "fact_full_name": "kept", "attribute_sex": "kept"}


def test_everything_that_differs_must_be_chosen(office, pair):
    page = office.get(address(pair))
    assert page.status_code == 200
    assert "036080000017" not in page.content.decode()
    refused = office.post(address(pair), {"history": "without_other_opening"})
    assert refused.status_code == 422
    assert "Giới tính" in text_of(refused)


def test_the_check_page_comes_before_the_merge(office, pair):
    page = office.post(address(pair), CHOSEN)
    assert page.status_code == 200
    assert "1 sự kiện không còn được tính: Hiện trạng ban đầu ngày 01/01/2016" in text_of(page)
    assert not Merge.objects.exists()
    done = office.post(address(pair), CHOSEN | {"confirmed": "1", "reason": "Nhập hai lần"})
    assert done.url == reverse("members:person", args=[pair[0].uid])
    assert Person.objects.get(pk=pair[1].pk).merged_into_id == pair[0].pk


@pytest.mark.parametrize("tab", ["person", "history", "attributes", "journal"])
def test_the_address_of_a_merged_record_leads_to_the_kept_one(office, pair, tab):
    office.post(address(pair), CHOSEN | {"confirmed": "1", "reason": "Nhập hai lần"})
    page = office.get(reverse(f"members:{tab}", args=[pair[1].uid]))
    assert page.url == reverse(f"members:{tab}", args=[pair[0].uid])
    assert "hồ sơ đã gộp" in text_of(office.get(page.url))


def test_nothing_is_recorded_about_a_merged_record(office, pair):
    office.post(address(pair), CHOSEN | {"confirmed": "1", "reason": "Nhập hai lần"})
    assert office.get(reverse("members:deed", args=[pair[1].uid, "sua-nguoi"])).status_code == 409


def test_parting_by_page(office, world, pair):
    office.post(address(pair), CHOSEN | {"confirmed": "1", "reason": "Nhập hai lần"})
    part = reverse("members:part", args=[pair[0].uid, Merge.objects.get().uid])
    assert part in office.get(reverse("members:merge_find", args=[pair[0].uid])).content.decode()
    office.post(part, {"confirmed": "1", "reason": "Hai người khác nhau"})
    assert not Merge.objects.exists()
    assert office.get(part).status_code == 404


def test_the_page_lists_what_stands_on_the_merge(office, world, pair):
    office.post(address(pair), CHOSEN | {"confirmed": "1", "reason": "Nhập hai lần"})
    actions.transfer(Person.objects.get(pk=pair[0].pk), to=world.a2, on=d("01/02/2024"), by=ME)
    part = reverse("members:part", args=[pair[0].uid, Merge.objects.get().uid])
    assert "mới ghi: Chuyển sinh hoạt ngày 01/02/2024" in text_of(office.get(part))
    assert office.post(part, {"confirmed": "1", "reason": "Nhầm"}).status_code == 422
    assert Merge.objects.exists()
