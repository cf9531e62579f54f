"""Home of every role, the menu, the place one works for."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chibo.access import actions as access
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.site.homes import HOMES
from chibo.site.roles import ROLES

BY = System("Quản trị viên")


@pytest.fixture
def in_2026(monkeypatch):
    """The clock stands at 22/11/2026."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))


def menu_of(page):
    """The words of the menu."""
    block = re.search(r'<nav class="menu".*?</nav>', page, re.S).group()
    return [unescape(word) for word in re.findall(r"<span>(.*?)</span>", block)]


def tiles_of(page):
    """Label → number of the tiles."""
    found = re.findall(r'tile-value">(.*?)</span>(?:<a href="(.*?)">)?([^<]*)', page)
    return {unescape(label).strip(): value for value, _, label in found}


def test_every_role_has_a_home_of_its_own():
    assert set(HOMES) == set(ROLES)
    assert len({home.title for home in HOMES.values()}) >= len(HOMES) - 1


@pytest.mark.parametrize("role", ROLES)
def test_a_home_opens_with_at_most_ten_words_of_menu(enter, world, role):
    answer = enter(role, None if ROLES[role].is_everywhere else world.h).get("/")
    assert answer.status_code == 200
    assert HOMES[role].title in answer.text
    menu = re.search(r'<nav class="menu".*?</nav>', answer.text, re.S).group()
    every_day, *tools = [re.findall(r"<span>(.*?)</span>", part) for part in menu.split('class="menu-title"')]
    assert every_day[0] == "Trang chủ" and len(every_day) <= 10
    assert len(tools) <= 2 and all(len(words) <= 10 for words in tools)


def test_the_menu_holds_only_what_one_may_use(enter, world):
    assert menu_of(enter("bao_chi", world.h).get("/").text) == ["Trang chủ", "Chỉ tiêu", "Báo cáo", "Cân đối đảng số"]
    assert "Phân quyền" in menu_of(enter("quan_tri", None).get("/").text)
    assert "Đảng viên" not in menu_of(enter("quan_tri", None).get("/").text)


def test_the_numbers_are_those_of_the_catalogue(enter, world):
    page = enter("ban_to_chuc", world.h).get("/").text
    tiles = tiles_of(page)
    assert [tiles[label] for label in ("Đảng viên", "Đảng viên nữ", "Tổ chức cơ sở đảng")] == ["3", "2", "2"]
    assert "66,67% của 3" in page


def test_the_day_of_the_address_counts_and_links_carry_it(enter, world):
    client = enter("ban_to_chuc", world.h)
    page = client.get("/", {"ngay": "31/12/2014"}).text
    assert tiles_of(page)["Đảng viên"] == "0"
    assert "ngay=31%2F12%2F2014" in page


def test_a_day_before_the_unit_stood_is_refused_in_words(enter, world):
    answer = enter("ban_to_chuc", world.h).get("/", {"ngay": "31/12/1999"})
    assert (answer.status_code, "01/01/2000" in answer.text) == (422, True)


@pytest.mark.parametrize("asked", ["31/02/2020", "31/12/20", "-1", "9" * 30])
def test_what_is_no_day_is_refused(enter, world, asked):
    assert enter("ban_to_chuc", world.h).get("/", {"ngay": asked}).status_code == 422


@pytest.mark.parametrize("uid", ["x", "x" * 10_000_000, "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_unit_is_refused(enter, world, uid):
    assert enter("ban_to_chuc", world.h).get("/", {"don-vi": uid}).status_code == 404


def test_another_unit_of_ones_own_opens_and_a_foreign_one_does_not(enter, world):
    client = enter("van_phong_co_so", world.a)
    assert "Chi bộ Thôn 2" in client.get("/", {"don-vi": world.a2.uid}).text
    assert client.get("/", {"don-vi": world.b.uid}).status_code == 403


def test_from_home_to_the_women_of_a_year_end_by_links_alone(enter, world, in_2026):
    client = enter("ban_to_chuc", world.h)
    year_end = re.search(r'href="(\?[^"]*31%2F12%2F2023[^"]*)"', client.get("/").text).group(1)
    page = client.get("/" + unescape(year_end)).text
    women = unescape(re.search(r'href="([^"]*)">Đảng viên nữ</a>', page).group(1))
    assert "ngay=31%2F12%2F2023" in women and "loc=sex%3Dnu" in women


def test_an_ended_unit_is_shown_on_its_last_day(enter, world):
    page = enter("ban_to_chuc", world.h).get("/", {"don-vi": world.old.uid}).text
    assert "số liệu ngày 31/12/2019" in page


def test_home_of_a_cell_names_members_transfers_and_ends_of_probation(enter, world, in_2026):
    newcomer = world.person("Vũ Thị Oanh", born="01/01/2001")
    members.admit_member(newcomer, cell=world.a1, on=date(2025, 12, 1), by=BY)
    mover = world.member("Hồ Văn Tư", cell=world.a1)
    members.send_transfer(mover, to=world.b1, on=date(2026, 10, 1), by=BY)
    page = enter("bi_thu_chi_bo", world.a1).get("/").text
    assert all(text in page for text in ("Nguyễn Văn An", "Hồ Văn Tư", "Quá hạn nộp giấy", "01/12/2026", "Còn 9 ngày"))
    assert "Trần Thị Bích" not in page


def test_a_member_sees_the_own_record_and_nobody_else(enter, world):
    person = world.member("Lý Thị Mai", cell=world.a1)
    page = enter("dang_vien", world.a1, person=person).get("/").text
    assert "Lý Thị Mai" in page and "Nguyễn Văn An" not in page
    assert "chưa gắn với hồ sơ" in enter("dang_vien", world.a1).get("/").text


def test_somebody_without_a_grant_is_told_what_to_do(enter, world):
    assert "Hãy đề nghị quản trị viên giao quyền" in enter(None, None).get("/").text


@pytest.mark.parametrize("role", ["ban_to_chuc", "bi_thu_chi_bo", "thuong_truc"])
def test_queries_do_not_grow_with_people(enter, world, role):
    client = enter(role, world.a)
    client.get("/")

    def cost():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/").status_code == 200
        return len(found)

    before = cost()
    for name in ("Bùi Văn Ba", "Cao Văn Bốn", "Lê Văn Năm"):
        world.member(name, cell=world.a1)
    assert cost() == before


def test_one_acts_for_the_chosen_place(enter, world):
    client = enter("bi_thu_chi_bo", world.a1)
    second = access.grant(account=client.account, role="thuong_truc", unit=world.b, since=date(2021, 1, 1), by=BY)
    assert "Chi bộ của tôi" in client.get("/").text
    assert "Đổi nơi làm việc" in client.get("/").text
    assert "Đảng bộ xã Bình Minh" in client.get("/doi-noi-lam-viec/").text
    assert client.post("/doi-noi-lam-viec/", {"quyen": str(second.uid)}).status_code == 302
    page = client.get("/").text
    assert "Toàn đảng bộ" in page and tiles_of(page)["Đảng viên"] == "1"
    assert client.post("/doi-noi-lam-viec/", {"quyen": "x"}).status_code == 422


def test_the_band_says_that_the_data_are_invented(enter, world):
    client = enter("ban_to_chuc", world.h)
    assert "Dữ liệu minh họa" not in client.get("/").text
    world.h.is_illustration = True
    world.h.save()
    assert "Dữ liệu minh họa" in client.get("/").text


def test_machines_are_answered_before_signing_in(db):
    assert Client().get("/healthz").content == b"ok"
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert Client().post("/healthz").status_code == 405
