"""A member's page beside the areas above: the procedures that fit, the cases under way, the pages of others, the whole timeline."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.procedures import actions as procedures

BY = System("kiểm thử")
OPENED = date(2026, 10, 1)


@pytest.fixture
def an(world):
    return world.member("Lê Văn Cường")


def card(page, title):
    """What stands under a heading."""
    return page.text.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0]


def to_abroad(person):
    return procedures.open_case(
        "chuyen-di", subject=f"person:{person.uid}", on=OPENED, by=BY,
        data={"noi_den": "Đảng bộ tỉnh Bắc", "ly_do": "Chuyển công tác"}, accept=True,
    )  # fmt: skip


def test_a_secretary_is_offered_what_begins_at_the_cell_and_fits(enter, world, an):
    page = enter("bi_thu_chi_bo", world.a1).get(reverse("members:person", args=[an.uid]))
    offered = card(page, "Việc có thể làm")
    assert "Chuyển sinh hoạt đảng chính thức" in offered and f"ve=person%3A{an.uid}" in offered
    assert "Công nhận đảng viên chính thức" not in offered, "is official already"
    assert "Khiếu nại" not in offered, "was not taken out"
    leader = enter("thuong_truc", world.h).get(reverse("members:person", args=[an.uid]))
    assert "Việc có thể làm" not in leader.text


def test_a_probationary_member_can_be_recognised(enter, world):
    person = world.member("Lê Văn Dũng", on="01/11/2025", status="probationary", party_since=date(2025, 11, 1))
    page = enter("bi_thu_chi_bo", world.a1).get(reverse("members:person", args=[person.uid]))
    assert "cong-nhan-chinh-thuc" in card(page, "Việc có thể làm")


def test_open_cases_stand_on_the_page_and_in_the_timeline(enter, world, an):
    case = to_abroad(an)
    client = enter("bi_thu_chi_bo", world.a1)
    assert case.mark in card(client.get(reverse("members:person", args=[an.uid])), "Hồ sơ đang giải quyết")
    history = client.get(reverse("members:history", args=[an.uid])).text
    assert f"Mở hồ sơ {case.mark}" in history and case.get_absolute_url() in history
    procedures.withdraw(case, on=date(2026, 10, 5), reason="Không đi nữa", by=BY)
    assert f"Kết thúc hồ sơ {case.mark}" in client.get(reverse("members:history", args=[an.uid])).text


def test_the_pages_take_as_many_statements_for_three_cases_as_for_one(enter, world, an):
    client = enter("bi_thu_chi_bo", world.a1)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            case = to_abroad(an)
            procedures.withdraw(case, on=date(2026, 10, 5), reason="Không đi nữa", by=BY)
        for name in ("members:person", "members:history"):
            client.get(reverse(name, args=[an.uid]))
            with CaptureQueriesContext(connection) as found:
                client.get(reverse(name, args=[an.uid]))
            counts.append(len(found))
    assert counts[:2] == counts[2:]


def test_pages_of_other_areas_are_offered_to_whoever_may_open_them(enter, world, an):
    office = card(enter("van_phong_co_so", world.a).get(reverse("members:person", args=[an.uid])), "Xem thêm")
    assert all(word in office for word in ("Đảng phí", "Hồ sơ giấy"))
    checker = card(enter("ubkt_co_so", world.a).get(reverse("members:person", args=[an.uid])), "Xem thêm")
    assert "Đảng phí" not in checker and "Hồ sơ giấy" not in checker


def test_somebody_who_left_is_offered_what_leads_back(enter, world, an):
    members.leave_on_request(an, on=date(2026, 9, 1), by=BY)
    page = enter("ban_to_chuc", world.h).get(reverse("members:person", args=[an.uid]))
    offered = card(page, "Việc có thể làm")
    assert "Chuyển sinh hoạt đảng chính thức" not in offered
