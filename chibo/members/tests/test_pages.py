"""Pages of members: visited allowed and refused, in few queries, each deed seen before it is done."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.members import actions
from chibo.members.models import MemberEvent, Person
from chibo.members.tests.world import ME, d, roll_of
from chibo.members.views.deed_table import DEEDS, offered_for

TODAY = d("22/11/2026")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def sign_in(client):
    """A client signed in with a role at a unit."""

    def make(role: str, unit, person=None):
        account = Account.objects.create(
            username=f"{role}-{unit.ref}".lower().replace("_", "-"),
            display_name="Người thử",
            person_uid=person.uid if person else None,
        )
        Grant.objects.create(account=account, role=role, unit=unit, since=date(2020, 1, 1))
        client.force_login(account)
        return client

    return make


def names_on(page) -> list[str]:
    return re.findall(r'class="main"[^>]*><a [^>]*>([^<]+)</a>', page.content.decode())


def text_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


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
    assert names_on(client.get(url, {"to-chuc": world.a.uid, "ngay": "09/05/2018"})) == ["Nguyễn Văn An"]
    assert names_on(client.get(url, {"to-chuc": world.a.uid, "ngay": "10/05/2018"})) == []
    assert names_on(client.get(url, {"to-chuc": world.b.uid, "ngay": "10/05/2018"})) == ["Nguyễn Văn An"]


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
    said = [q["sql"] for q in queries if "members_" in q["sql"]]
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
    assert client.get(reverse("members:list"), {"to-chuc": "khong-co"}).status_code == 404
    assert client.get(reverse("members:list"), {"to-chuc": world.b1.uid}).status_code == 403


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


# --- Deeds: filled in, seen, done


def typed_for(slug: str, world) -> dict[str, str]:
    """What somebody types into the form of a deed."""
    given = {
        "cell": "A2",
        "to": "chi bo thon 2",
        "on": "10/05/2026",
        "kind": "internal",
        "status": "official",
        "party_since": "19/05/2005",
        "from_place": "Tỉnh khác",
        "to_place": "Tỉnh khác",
        "ground": "no_activity",
        "reason": "Ghi nhầm",
        "decision_number": "12-QĐ/ĐU",
        "decision_issued_on": "01/05/2026",
        "decision_issuer": "Đảng ủy xã",
        "full_name": "Nguyễn Văn Ẩn",
        "born": "03/02/1981",
    }
    return {name: given[name] for name in DEEDS[slug].fields if name in given}


def prepared(slug: str, world) -> tuple[Person, MemberEvent | None]:
    """Somebody for whom the deed makes sense."""
    deed, person = DEEDS[slug], world.person()
    if deed.when == "outside" and slug in ("ket-nap", "hien-trang", "chuyen-den"):
        return person, None
    status = "probationary" if deed.when == "probationary" else "official"
    event = actions.open_state(person, cell=world.a1, on=d("01/01/2015"), status=status, by=ME)
    if deed.when == "outside":
        actions.expel(person, on=d("01/01/2020"), by=ME)
    if deed.when == "guest":
        actions.start_temporary(person, cell=world.b1, on=d("01/01/2020"), by=ME)
    if slug in ("nop-giay", "tiep-nhan", "tra-lai"):
        event = actions.send_transfer(person, to=world.b1, on=d("01/04/2026"), by=ME)
    if slug in ("sua-ngay", "huy"):
        event = actions.transfer(person, to=world.a2, on=d("01/04/2020"), by=ME)
    return person, event if deed.about == "event" else None


def address(slug: str, person: Person, event: MemberEvent | None) -> str:
    if event is not None:
        return reverse("members:event_deed", args=[person.uid, slug, event.uid])
    return reverse("members:deed", args=[person.uid, slug])


SIMPLE = [slug for slug, deed in DEEDS.items() if deed.about in ("person", "event", "self")]


@pytest.mark.parametrize("slug", SIMPLE)
def test_a_deed_is_seen_before_it_is_done_and_done_when_confirmed(world, sign_in, slug):
    person, event = prepared(slug, world)
    client, url, typed = sign_in("ban_to_chuc", world.h), address(slug, person, event), typed_for(slug, world)
    assert client.get(url).status_code == 200
    before = Entry.objects.exclude(what="journal.reading").count()
    seen = client.post(url, typed)
    assert seen.status_code == 200, text_of(seen)
    assert "Chưa có gì bị thay đổi" in text_of(seen)
    assert Entry.objects.exclude(what="journal.reading").count() == before
    done = client.post(url, typed | {"confirmed": "1"})
    assert done.status_code == 302, text_of(done)
    assert Entry.objects.exclude(what="journal.reading").count() > before


@pytest.mark.parametrize("slug", SIMPLE)
def test_a_deed_is_refused_to_who_may_only_read(world, sign_in, slug):
    person, event = prepared(slug, world)
    client, url = sign_in("thuong_truc", world.h), address(slug, person, event)
    assert client.get(url).status_code == 403
    assert client.post(url, typed_for(slug, world) | {"confirmed": "1"}).status_code == 403


@pytest.mark.parametrize("slug", SIMPLE)
def test_a_form_sent_empty_says_what_is_missing_beside_each_field(world, sign_in, slug):
    person, event = prepared(slug, world)
    page = sign_in("ban_to_chuc", world.h).post(address(slug, person, event), {})
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()


def test_a_new_member_is_registered_and_admitted_in_one_step(world, sign_in):
    client = sign_in("van_phong_co_so", world.a)
    url = reverse("members:add", args=["ket-nap"])
    typed = typed_for("ket-nap", world) | {"full_name": "Trần Thị Hoa", "born": "1999", "sex": "nu", "hometown": "Xã A"}
    assert "Dự bị" in text_of(client.post(url, typed))
    assert Person.objects.count() == 0
    client.post(url, typed | {"confirmed": "1"})
    assert roll_of(world.a2, "10/05/2026") == {"Trần Thị Hoa"}
    person = Person.objects.get()
    assert person.born_precision == "year"
    assert str(person.events.get().decision) == "12-QĐ/ĐU ngày 01/05/2026 của Đảng ủy xã"


def test_a_namesake_is_asked_about_and_goes_through_when_answered(world, sign_in):
    world.person()
    client, url = sign_in("van_phong_co_so", world.a), reverse("members:add", args=["ket-nap"])
    typed = typed_for("ket-nap", world) | {"full_name": "Nguyễn Văn An", "born": "03/02/1980", "confirmed": "1"}
    asked = client.post(url, typed)
    assert asked.status_code == 409 and "Đã có hồ sơ" in text_of(asked)
    assert Person.objects.count() == 1
    assert client.post(url, typed | {"answered": "1"}).status_code == 302
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cell", "Chi bộ Thôn 1", "Hãy chọn một bằng mã ngắn"),
        ("cell", "Chi bộ không có", "Không có tổ chức nào"),
        ("cell", "A", "không phải chi bộ"),
        ("on", "31/02/2020", "không có trong lịch"),
        ("on", "10/05/26", "bốn chữ số"),
        ("on", "", "Hãy nhập ngày làm lễ kết nạp"),
        ("full_name", "a" * 100_000, "Hãy rút"),
        ("national_id", "12", "12 chữ số"),
        ("decision_number", "", "Hãy nhập số, ký hiệu"),
        ("born", "10/05/2027", "Ngày sinh"),
    ],
)
def test_what_cannot_be_stands_beside_its_field_and_nothing_is_written(world, sign_in, field, value, words):
    client, url = sign_in("ban_to_chuc", world.h), reverse("members:add", args=["ket-nap"])
    typed = typed_for("ket-nap", world) | {"full_name": "Trần Thị Hoa", "born": "03/02/1990"} | {field: value}
    page = client.post(url, typed | {"confirmed": "1"})
    assert page.status_code == 422
    html = page.content.decode()
    beside = re.search(rf"id_{field}_error.*?</ul>", html, re.DOTALL)
    assert beside and words in beside[0], text_of(page)
    assert Person.objects.count() == 0


def test_of_several_cells_of_one_name_one_can_be_chosen(world, sign_in):
    client, url = sign_in("ban_to_chuc", world.h), reverse("members:deed", args=[world.person().uid, "ket-nap"])
    html = client.post(url, typed_for("ket-nap", world) | {"cell": "chi bo thon 1"}).content.decode()
    select = re.search(r'<select name="cell".*?</select>', html, re.DOTALL)[0]
    assert re.findall(r'<option value="(A1|B1)">([^<]+)<', select) == [
        ("A1", "Chi bộ Thôn 1 (Đảng bộ xã An Bình)"),
        ("B1", "Chi bộ Thôn 1 (Đảng bộ xã Bình Minh)"),
    ]


def test_an_attribute_is_changed_from_a_day_and_corrected(world, sign_in):
    person = world.member(attributes={"occupation": "nong_dan"})
    client = sign_in("ban_to_chuc", world.h)
    change = reverse("members:attribute_deed", args=[person.uid, "thay-doi", "occupation"])
    typed = {"value": "huu_tri", "since": "05/2020"}
    seen = text_of(client.post(change, typed))
    assert "Nông dân Hưu trí" in seen
    client.post(change, typed | {"confirmed": "1"})
    correct = reverse("members:value_deed", args=[person.uid, "sua-sai", "occupation", "2020-05-01"])
    assert 'value="05/2020"' in client.get(correct).content.decode()
    client.post(correct, {"value": "khac", "since": "05/2020", "reason": "Ghi nhầm", "confirmed": "1"})
    assert list(person.attributes.order_by("since").values_list("value", "since_precision")) == [
        ("nong_dan", "day"),
        ("khac", "month"),
    ]


def test_a_deed_that_does_not_fit_its_address_is_not_found(world, sign_in):
    person = world.member()
    client = sign_in("ban_to_chuc", world.h)
    for url in (
        reverse("members:deed", args=[person.uid, "huy"]),
        reverse("members:deed", args=[person.uid, "khong-co"]),
        reverse("members:add", args=["xoa-ten"]),
        reverse("members:event_deed", args=[person.uid, "huy", person.uid]),
        reverse("members:attribute_deed", args=[person.uid, "thay-doi", "shoe"]),
    ):
        assert client.get(url).status_code == 404


def test_what_is_offered_depends_on_where_the_person_stands(world):
    from chibo.members.queries.sight import sight_of

    def offered(person) -> set[str]:
        return {slug for slug, _ in offered_for(sight_of(person, by=ME), by=ME)}

    person = world.person()
    assert offered(person) == {"ket-nap", "ket-nap-lai", "phuc-hoi", "hien-trang", "chuyen-den"}
    actions.admit_member(person, cell=world.a1, on=d("10/05/2020"), by=ME)
    assert "cong-nhan-chinh-thuc" in offered(person) and "ket-nap" not in offered(person)
    actions.record_death(person, on=d("10/05/2021"), by=ME)
    assert offered(person) == set()


def test_every_deed_names_only_fields_that_exist():
    from chibo.members.forms.deeds import FIELDS

    assert {name for deed in DEEDS.values() for name in deed.fields} <= set(FIELDS)
