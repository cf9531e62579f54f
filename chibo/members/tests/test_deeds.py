"""Deeds: filled in, seen before they are done, done when confirmed, refused beside their field."""

import re

import pytest
from django.urls import reverse

from chibo.journal.models import Entry
from chibo.members import actions
from chibo.members.forms.deeds import FIELDS
from chibo.members.models import MemberEvent, Person
from chibo.members.queries.sight import sight_of
from chibo.members.tests.world import ME, d, roll_of, text_of
from chibo.members.views.deed_table import DEEDS, offered_for


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
    def offered(person) -> set[str]:
        return {slug for slug, _ in offered_for(sight_of(person, by=ME), by=ME)}

    person = world.person()
    assert offered(person) == {"ket-nap", "ket-nap-lai", "phuc-hoi", "hien-trang", "chuyen-den"}
    actions.admit_member(person, cell=world.a1, on=d("10/05/2020"), by=ME)
    assert "cong-nhan-chinh-thuc" in offered(person) and "ket-nap" not in offered(person)
    actions.record_death(person, on=d("10/05/2021"), by=ME)
    assert offered(person) == set()


def test_every_deed_names_only_fields_that_exist():
    assert {name for deed in DEEDS.values() for name in deed.fields} <= set(FIELDS)


@pytest.mark.parametrize(
    ("slug", "born", "on", "words"),
    [
        ("ket-nap", "03/02/2000", "02/02/2018", "mới 17 tuổi"),
        ("ket-nap", "03/02/2000", "03/02/2018", ""),
        ("ket-nap", "03/02/1950", "03/02/2018", "đã 68 tuổi"),
    ],
)
def test_a_rule_on_record_warns_and_does_not_block(world, sign_in, slug, born, on, words):
    client, url = sign_in("ban_to_chuc", world.h), reverse("members:deed", args=[world.person(born=born).uid, slug])
    typed = {"cell": "A2", "on": on}
    seen = client.post(url, typed)
    assert seen.status_code == 200
    assert (words in text_of(seen)) if words else ("tuổi;" not in text_of(seen))
    assert client.post(url, typed | {"confirmed": "1"}).status_code == 302


@pytest.mark.parametrize(("on", "warned"), [("09/05/2019", True), ("10/05/2019", False)])
def test_a_recognition_before_the_end_of_probation_is_warned_about(world, sign_in, on, warned):
    person = world.person()
    actions.admit_member(person, cell=world.a1, on=d("10/05/2018"), by=ME)
    client = sign_in("ban_to_chuc", world.h)
    seen = client.post(reverse("members:deed", args=[person.uid, "cong-nhan-chinh-thuc"]), {"on": on})
    assert ("chưa đủ 12 tháng dự bị" in text_of(seen)) is warned
