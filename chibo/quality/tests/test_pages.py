"""The pages of the desk: what they show, to whom, and what they do."""

import pytest
from django.urls import reverse

from chibo.members.tests.world import text_of
from chibo.quality import actions
from chibo.quality.models import Assignment, NumberCheck, Waiver
from chibo.quality.rules import RULES, rule_of
from chibo.quality.tests.world import ME, TODAY, d

pytestmark = pytest.mark.django_db
RULE = "thieu-cccd"


@pytest.fixture
def faulty(world):
    return world.whole("Trần Văn Thiếu", national_id="")


def at(unit, **more):
    return {"don-vi": str(unit.uid), **more}


def test_the_desk_shows_every_rule_and_the_units_below(office, world, faulty):
    page = office.get(reverse("quality:desk"), at(world.h))
    text = text_of(page)
    assert [rule.title for rule in RULES if rule.title not in text] == []
    assert "Đảng bộ xã An Bình" in text
    assert f"{reverse('quality:rows', args=[RULE])}?don-vi={world.h.uid}" in page.content.decode()


def test_the_matrix_opens_the_list_of_each_cell(office, world, faulty):
    page = office.get(reverse("quality:matrix"), at(world.h, nhom="du")).content.decode()
    assert f"{reverse('quality:rows', args=[RULE])}?don-vi={world.a.uid}" in page
    assert f"{reverse('quality:rows', args=[RULE])}?don-vi={world.b.uid}" not in page


@pytest.mark.parametrize("rule", [rule.code for rule in RULES])
def test_every_list_opens(office, world, faulty, rule):
    assert office.get(reverse("quality:rows", args=[rule]), at(world.h)).status_code == 200


def test_a_list_names_who_and_where_it_is_mended(office, world, faulty):
    page = office.get(reverse("quality:rows", args=[RULE]), at(world.h))
    assert "Trần Văn Thiếu" in text_of(page)
    assert reverse("members:deed", args=[faulty.uid, "sua-nguoi"]) in page.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv", "in"])
def test_every_list_can_be_taken_along(office, world, faulty, form):
    answer = office.get(reverse("quality:rows", args=[RULE]), at(world.h, xuat=form))
    assert answer.status_code == 200
    if form == "csv":
        assert "Trần Văn Thiếu" in b"".join(answer.streaming_content).decode("utf-8-sig")
    for name in ("matrix", "assigned", "mine"):
        assert office.get(reverse(f"quality:{name}"), at(world.h, xuat=form)).status_code == 200


def test_a_day_of_the_past_is_asked_like_any_other(office, world, faulty):
    page = office.get(reverse("quality:rows", args=[RULE]), at(world.h, ngay="31/12/2014"))
    assert "Trần Văn Thiếu" not in text_of(page)
    assert "Giao việc này" not in text_of(page)


def test_work_is_given_seen_and_withdrawn(office, client, account, world, faulty):
    lan = account("van_phong_co_so", world.a, "lan")
    address = reverse("quality:assign", args=[RULE]) + f"?don-vi={world.a.uid}"
    assert "van phong" not in text_of(office.get(address)).lower()
    refused = office.post(address, {"assignee": lan.reference, "due_on": "31/05/2024"})
    assert refused.status_code == 422
    done = office.post(address, {"assignee": lan.reference, "due_on": "08/06/2024", "note": "Sớm"})
    assert done.status_code == 302
    assert "Còn 7 ngày" in text_of(office.get(done.url))
    client.force_login(lan)
    mine = text_of(client.get(reverse("quality:mine")))
    assert "Thiếu số CCCD" in mine and "1 sắp đến hạn" in mine
    work = Assignment.objects.get()
    away = reverse("quality:withdraw", args=[work.uid])
    assert client.post(away, {"confirmed": "1"}).status_code == 422
    assert client.post(away, {"confirmed": "1", "reason": "Giao nhầm"}).status_code == 302


def test_one_person_of_a_list_is_given_alone(office, account, world, faulty):
    world.whole("Trần Văn Khác", national_id="")
    lan = account("van_phong_co_so", world.a, "lan")
    address = reverse("quality:assign", args=[RULE]) + f"?don-vi={world.a.uid}&nguoi={faulty.uid}"
    assert f'value="{faulty.uid}" selected' in office.get(address).content.decode()
    office.post(address, {"person": str(faulty.uid), "assignee": lan.reference, "due_on": "08/06/2024"})
    assert Assignment.objects.get().person == faulty
    assert "Thiếu số CCCD: Trần Văn Thiếu" in text_of(office.get(reverse("quality:assigned"), at(world.a)))


def test_a_unit_found_right_is_listed_by_its_name(office, world):
    rule = "chi-bo-it-dang-vien"
    address = reverse("quality:waive", args=[rule, world.b1.uid]) + f"?don-vi={world.h.uid}"
    office.post(address, {"confirmed": "1", "reason": "Mới thành lập"})
    listed = text_of(office.get(reverse("quality:waivers", args=[rule]), at(world.h)))
    assert "Chi bộ Thôn 1" in listed and "Mới thành lập" in listed


def test_overdue_work_is_told_first(client, account, world, faulty):
    lan = account("van_phong_co_so", world.a, "lan")
    for code, due in ((RULE, TODAY), ("chua-xac-nhan-du", d("31/08/2024"))):
        actions.assign(rule=rule_of(code), unit=world.a, assignee=lan.reference, due_on=due, on=TODAY, by=ME)
    Assignment.objects.filter(rule=RULE).update(due_on=d("30/05/2024"))
    client.force_login(lan)
    text = text_of(client.get(reverse("quality:mine")))
    assert "Có 1 việc quá hạn" in text
    assert text.index("Quá hạn 2 ngày") < text.index("31/08/2024")


def test_two_alike_are_said_to_be_different(office, world):
    first = world.whole("Nguyễn Văn An")
    second = world.whole("Nguyễn Văn An", cell=world.b1)
    rows = reverse("quality:rows", args=["trung-ho-so"])
    assert "Xác nhận là đúng" in text_of(office.get(rows, at(world.h)))
    address = reverse("quality:waive", args=["trung-ho-so", first.uid]) + f"?don-vi={world.h.uid}"
    office.post(address, {"alike": str(second.uid), "confirmed": "1", "reason": "Hai căn cước"})
    assert Waiver.objects.count() == 2
    assert "Nguyễn Văn An" not in text_of(office.get(rows, at(world.h)))
    listed = office.get(reverse("quality:waivers", args=["trung-ho-so"]), at(world.h))
    assert "Hai căn cước" in text_of(listed)
    back = reverse("quality:take_back", args=[Waiver.objects.first().uid])
    assert office.post(back, {"confirmed": "1", "reason": "Nhầm"}).status_code == 302
    assert not Waiver.objects.exists()


def test_a_fault_that_must_be_mended_is_not_waived(office, world, faulty):
    address = reverse("quality:waive", args=[RULE, faulty.uid]) + f"?don-vi={world.h.uid}"
    assert office.post(address, {"confirmed": "1", "reason": "Thôi"}).status_code == 422


def test_numbers_are_read_on_demand(office, world, faulty):
    desk = reverse("quality:desk")
    assert "chưa đối chiếu" in text_of(office.get(desk, at(world.h)))
    office.post(reverse("quality:read_numbers") + f"?don-vi={world.h.uid}")
    actions.read_numbers(on=TODAY, by=ME)
    assert NumberCheck.objects.count() == 1
    assert "chưa đối chiếu" not in text_of(office.get(desk, at(world.h)))


@pytest.mark.parametrize("role", ["ban_tuyen_giao", "bao_chi", "dang_vien"])
def test_the_desk_is_refused_to_who_has_no_part_in_it(client, account, world, faulty, role):
    client.force_login(account(role, world.h))
    for name, args in (("desk", ()), ("matrix", ()), ("assigned", ()), ("rows", (RULE,)), ("assign", (RULE,))):
        assert client.get(reverse(f"quality:{name}", args=args), at(world.h)).status_code == 403


def test_a_secretary_sees_the_own_cell_and_gives_no_work(client, account, world, faulty):
    client.force_login(account("bi_thu_chi_bo", world.a1))
    page = client.get(reverse("quality:rows", args=[RULE]), at(world.a1))
    assert page.status_code == 200 and "Giao việc này" not in text_of(page)
    assert client.get(reverse("quality:desk"), at(world.a2)).status_code == 403
    assert client.get(reverse("quality:assign", args=[RULE]), at(world.a1)).status_code == 403


def test_a_unit_that_does_not_stand_is_refused(office, world):
    assert office.get(reverse("quality:desk"), at(world.old)).status_code == 422
    assert office.get(reverse("quality:desk"), at(world.old, ngay="31/12/2019")).status_code == 200


def test_home_reminds_of_work(client, account, world, faulty):
    lan = account("van_phong_co_so", world.a, "lan")
    client.force_login(lan)
    assert "việc chờ đồng chí" not in text_of(client.get("/"))
    actions.assign(rule=rule_of(RULE), unit=world.a, assignee=lan.reference, due_on=TODAY, on=TODAY, by=ME)
    assert "Tất cả 1 việc chờ đồng chí" in text_of(client.get("/"))
    Assignment.objects.update(due_on=d("30/05/2024"))
    assert "1 việc quá hạn" in text_of(client.get("/"))
