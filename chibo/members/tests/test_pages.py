"""Pages of members: visited allowed and refused, in few queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.members import actions
from chibo.members.models import Person
from chibo.members.tests.world import ME, d, names_on, text_of


def people(world, count: int, cell=None) -> list[Person]:
    given = ["Ánh", "Bình", "Cầu", "Dũng", "Đạo", "Hòa", "Lan", "Sơn", "Ước", "Yến"]
    return [
        world.member(f"Nguyễn Văn {given[n % 10]}", cell=cell, born=f"{n % 28 + 1:02d}/0{n // 28 + 1}/1980")
        for n in range(count)
    ]


# --- The list


def test_the_list_is_in_the_order_of_given_names(world, sign_in):
    for name in ("Trần Thị Ước", "Lê Văn Đạo", "Đỗ Văn Dũng", "Nguyễn Thị Ánh", "Bùi Văn Dũng"):
        world.member(name)
    page = sign_in("bi_thu_chi_bo", world.a1).get(reverse("members:list"))
    assert names_on(page) == ["Nguyễn Thị Ánh", "Bùi Văn Dũng", "Đỗ Văn Dũng", "Lê Văn Đạo", "Trần Thị Ước"]


def test_the_list_of_a_past_day_is_that_days(world, sign_in):
    person = world.member()
    actions.transfer(person, to=world.b1, on=d("10/05/2018"), by=ME)
    client = sign_in("ban_to_chuc", world.h)
    url = reverse("members:list")
    assert names_on(client.get(url, {"don-vi": world.a.uid, "ngay": "09/05/2018"})) == ["Nguyễn Văn An"]
    assert names_on(client.get(url, {"don-vi": world.a.uid, "ngay": "10/05/2018"})) == []
    assert names_on(client.get(url, {"don-vi": world.b.uid, "ngay": "10/05/2018"})) == ["Nguyễn Văn An"]


def test_a_number_is_looked_for_only_with_the_right_to_read_numbers(world, sign_in):
    world.member("Đặng Thị Ẩn", card="12345678", cell=world.a1)
    client = sign_in("ubkt_co_so", world.a)
    assert client.get(reverse("members:list"), {"ten": "dang an"}).status_code == 200
    assert client.get(reverse("members:list"), {"ten": "1234.5678"}).status_code == 403


def test_the_list_is_filtered_by_name_without_diacritics_by_number_and_by_attributes(world, sign_in):
    world.member("Đặng Thị Ẩn", attributes={"sex": "nu", "ethnicity": "02"}, card="12345678")
    world.member("Nguyễn Văn Bình", attributes={"sex": "nam", "ethnicity": "01"})
    world.member("Lê Thị Chi")
    client = sign_in("ban_to_chuc", world.h)

    def listed(**query) -> list[str]:
        return names_on(client.get(reverse("members:list"), query))

    assert listed(ten="dang an") == ["Đặng Thị Ẩn"]
    assert listed(ten="1234.5678") == ["Đặng Thị Ẩn"]
    assert listed(**{"gioi-tinh": "nu"}) == ["Đặng Thị Ẩn"]
    assert listed(**{"dan-toc": "dtts"}) == ["Đặng Thị Ẩn"]
    assert listed(**{"gioi-tinh": "chua-ro"}) == ["Lê Thị Chi"]
    assert listed(**{"gioi-tinh": "nam", "ten": "dang"}) == []


def test_the_number_beside_the_list_is_the_length_of_the_list(world, sign_in):
    people(world, 3)
    person = world.person("Trần Thị Hoa", "01/01/2000")
    actions.admit_member(person, cell=world.b1, on=d("10/05/2026"), by=ME)
    client = sign_in("ban_to_chuc", world.h)
    assert "4 đảng viên · 75,0% chính thức" in text_of(client.get(reverse("members:summary")))
    assert "1 đảng viên" in text_of(client.get(reverse("members:summary"), {"tu-cach": "probationary"}))


def test_the_first_page_takes_the_same_queries_for_three_people_and_for_sixty(world, sign_in):
    client, counts = sign_in("ban_to_chuc", world.h), []
    client.get(reverse("members:list"))  # what a process reads once is not the page's
    for size in (3, 57):
        people(world, size)
        for query in ({}, {"ngay": "01/01/2020"}, {"ten": "nguyen"}):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("members:list"), query)
            counts.append(len(queries))
        Person.objects.update(born_on=date(1950, 1, 1))
    assert counts[:3] == counts[3:]


def test_todays_list_reads_the_present_roll_and_no_count(world, sign_in):
    people(world, 55)
    client = sign_in("ban_to_chuc", world.h)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("members:list"))
    # The menu asks once for all work that waits, in one statement over many tables.
    said = [q["sql"] for q in queries if "members_" in q["sql"] and "line_kind" not in q["sql"]]
    assert len(names_on(page)) == 50
    assert [("members_rollentry" in sql, "COUNT(" in sql) for sql in said] == [(True, False), (False, False)]


def test_pages_follow_each_other_and_a_cursor_of_another_list_is_refused(world, sign_in):
    people(world, 55)
    client = sign_in("ban_to_chuc", world.h)
    first = client.get(reverse("members:list"))
    following = re.search(r'href="(\?sau=[^"]+)"', first.content.decode())[1].replace("&amp;", "&")
    assert len(names_on(client.get(reverse("members:list") + following))) == 5
    assert client.get(reverse("members:list") + following + "&ngay=01/01/2020").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        {"ngay": "31/02/2020"},
        {"ngay": "01/01/20"},
        {"ngay": "01/01/1995"},
        {"page": "-1"},
        {"limit": "99999999999999999999"},
        {"sau": "khong-phai-dau-trang"},
        {"gioi-tinh": "x"},
        {"ten": "a" * 5_000},
        {"xuat": "exe"},
    ],
)
def test_bad_input_is_a_refusal(world, sign_in, query):
    world.member()
    assert sign_in("ban_to_chuc", world.h).get(reverse("members:list"), query).status_code == 422


def test_an_unknown_unit_is_not_found_and_anothers_is_refused(world, sign_in):
    client = sign_in("bi_thu_chi_bo", world.a1)
    assert client.get(reverse("members:list"), {"don-vi": "khong-co"}).status_code == 404
    assert client.get(reverse("members:list"), {"don-vi": world.b1.uid}).status_code == 403


@pytest.mark.parametrize("form", ["xlsx", "csv", "in"])
def test_the_list_goes_out_as_a_file_and_the_journal_says_so(world, sign_in, form):
    people(world, 3)
    answer = sign_in("ban_to_chuc", world.h).get(reverse("members:list"), {"xuat": form})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200 and len(body) > 100
    assert Entry.objects.filter(what="members.list_exported", count=3).count() == 1


# --- One member

TABS = ("members:person", "members:history", "members:attributes", "members:journal")


@pytest.mark.parametrize("tab", TABS)
def test_a_member_page_opens_at_the_own_cell_and_not_at_another(world, sign_in, tab):
    person = world.member(attributes={"sex": "nam"})
    url = reverse(tab, args=[person.uid])
    assert sign_in("bi_thu_chi_bo", world.a1).get(url).status_code == 200
    assert sign_in("bi_thu_chi_bo", world.b1).get(url).status_code == 403


def test_a_reading_by_somebody_else_is_in_the_journal_and_ones_own_is_not(world, sign_in):
    person = world.member()
    reading = Entry.objects.filter(subject=f"person:{person.uid}", label="Xem hồ sơ đảng viên")
    sign_in("dang_vien", world.a1, person).get(reverse("members:person", args=[person.uid]))
    assert reading.count() == 0
    sign_in("bi_thu_chi_bo", world.a1).get(reverse("members:person", args=[person.uid]))
    assert reading.count() == 1


def test_a_member_sees_the_own_page_only(world, sign_in):
    me, other = world.member(), world.member("Trần Thị Bình", born="01/01/1990")
    client = sign_in("dang_vien", world.a1, me)
    assert client.get(reverse("members:list")).headers["Location"] == reverse("members:person", args=[me.uid])
    assert client.get(reverse("members:person", args=[me.uid])).status_code == 200
    assert client.get(reverse("members:person", args=[other.uid])).status_code == 403
    assert client.get(reverse("members:transfers")).status_code == 403
    assert client.get(reverse("members:start")).status_code == 403
    assert "Sửa sai" not in text_of(client.get(reverse("members:person", args=[me.uid])))


def test_numbers_are_masked_until_asked_for_with_the_right_and_the_asking_is_written_down(world, sign_in):
    person = world.member(national_id="001080012345", card="87654321")
    url = reverse("members:person", args=[person.uid])
    client = sign_in("ban_to_chuc", world.h)
    assert "001080012345" not in text_of(client.get(url))
    assert "001080012345" not in text_of(client.get(reverse("members:numbers", args=[person.uid]), follow=True))
    shown = client.post(reverse("members:numbers", args=[person.uid]))
    assert "001080012345" in text_of(shown) and "87654321" in text_of(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Entry.objects.filter(label="Xem số CCCD, số thẻ đảng viên", subject=f"person:{person.uid}").count() == 1
    refused = sign_in("bi_thu_chi_bo", world.a1).post(reverse("members:numbers", args=[person.uid]))
    assert refused.status_code == 403


def test_who_had_the_person_once_sees_what_was_then(world, sign_in):
    person = world.member()
    actions.transfer(person, to=world.b1, on=d("10/05/2018"), by=ME)
    actions.change_attribute(person, name="residence", value="Chỗ mới", since=d("10/06/2018"), by=ME)
    client = sign_in("bi_thu_chi_bo", world.a1)
    page = client.get(reverse("members:attributes", args=[person.uid]))
    assert page.status_code == 200 and "Chỗ mới" not in text_of(page)
    assert "đến ngày 10/05/2018" in text_of(page)
    assert client.get(reverse("members:journal", args=[person.uid])).status_code == 403
    assert client.post(reverse("members:numbers", args=[person.uid])).status_code == 403


def test_who_awaits_the_person_sees_the_page(world, sign_in):
    person = world.member()
    actions.send_transfer(person, to=world.b1, on=d("10/11/2026"), by=ME)
    client = sign_in("van_phong_co_so", world.b)
    assert client.get(reverse("members:person", args=[person.uid])).status_code == 200
    page = client.get(reverse("members:transfers"), {"chieu": "den"})
    assert names_on(page) == ["Nguyễn Văn An"]
    assert names_on(client.get(reverse("members:transfers"))) == []
