"""The pages of badges: lists, many at once, one person, one badge."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chibo.badges.models import PartyBadge
from chibo.journal.models import Entry
from chibo.members import actions as members
from chibo.members.tests.world import ME, d, names_on, text_of


def office(world, sign_in):
    return sign_in("van_phong_co_so", world.a)


def person_due(world, name="Lò Văn Páo", party_since="03/02/1997", **more):
    return world.member(name, party_since=d(party_since), **more)


def test_the_list_of_an_award_day_is_proposed_decided_and_handed_over(world, sign_in):
    person, other = person_due(world), person_due(world, "Hà Thị Lụa")
    client = office(world, sign_in)
    page = client.get(reverse("badges:list"))
    assert names_on(page) == ["Hà Thị Lụa", "Lò Văn Páo"] and "30 năm: 2" in text_of(page)
    address = reverse("badges:propose_many")
    assert "Hà Thị Lụa" in text_of(client.get(address))
    facts = {"chon": [str(person.uid)]}
    assert "Đề nghị 1 đồng chí" in text_of(client.post(address, facts))
    assert client.post(address, {}).status_code == 422
    confirm(client, address, facts)
    row = PartyBadge.objects.get()
    assert [row.person, row.years, row.award_day] == [person, 30, d("03/02/2027")]
    address = reverse("badges:decide_many")
    facts = {"chon": [str(row.uid)], "number": "7-QĐ/TU", "issued_on": "22/11/2026", "issuer": "Tỉnh ủy"}
    confirm(client, address, facts)
    confirm(client, reverse("badges:award_many"), {"chon": [str(row.uid)], "awarded_on": "22/11/2026"})
    row.refresh_from_db()
    assert [row.state, row.decision.number] == ["da_trao", "7-QĐ/TU"]
    assert names_on(client.get(reverse("badges:list"))) == ["Hà Thị Lụa"]
    assert names_on(client.get(reverse("badges:register") + "?xem=da_trao")) == ["Lò Văn Páo"]
    assert "3.510.000" in text_of(client.get(row.get_absolute_url())) and other.badges.first() is None


def confirm(client, address, facts):
    """The form, its preview, and yes."""
    import re

    page = client.post(address, facts)
    seen = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    done = client.post(address, facts | {"confirmed": "1", "seen": seen[1] if seen else "", "reason": "Ghi nhầm"})
    assert done.status_code == 302, text_of(done)
    return done


def test_early_awards_are_asked_for_with_their_reason_and_its_reading_is_journalled(world, sign_in):
    person = person_due(world, party_since="01/12/1997")
    client = office(world, sign_in)
    address = reverse("badges:propose", args=[person.uid])
    assert client.get(address).status_code == 200
    facts = {"years": "30", "award_day": "03/02/2027", "kind": "tang_som", "why": "Bệnh nặng"}
    confirm(client, address, facts)
    row = PartyBadge.objects.get()
    assert "Bệnh nặng" in text_of(client.get(row.get_absolute_url()))
    assert Entry.objects.filter(label__contains="Xem lý do tặng sớm").exists()
    confirm(client, reverse("badges:withdraw", args=[row.uid]), {})
    row.refresh_from_db()
    assert row.state == "thoi"


def test_lost_reissued_given_back(world, sign_in):
    person = person_due(world, party_since="03/02/1990")
    row = PartyBadge.objects.create(
        person=person, years=30, award_day=d("03/02/2020"), state="da_trao", cell=world.a1, counted_from=d("03/02/1990"),
        proposed_on=d("03/01/2020"), awarded_on=d("03/02/2020"),
    )  # fmt: skip
    client = office(world, sign_in)
    confirm(client, reverse("badges:lose", args=[row.uid]), {"lost_on": "01/10/2026", "why": "Lũ cuốn"})
    assert "Ghi cấp lại" in text_of(client.get(row.get_absolute_url()))
    confirm(client, reverse("badges:reissue", args=[row.uid]), {"reissued_on": "01/11/2026", "number": "B 1"})
    members.strike_off(person, ground="returned_card", on=d("10/11/2026"), by=ME)
    assert names_on(client.get(reverse("badges:register") + "?xem=phai-giao-lai")) == ["Lò Văn Páo"]
    facts = {"returned_on": "20/11/2026", "why": "Bị xóa tên"}
    confirm(client, reverse("badges:give_back", args=[row.uid]), facts)
    assert names_on(client.get(reverse("badges:register") + "?xem=phai-giao-lai")) == []


def test_party_age_is_explained_to_the_member_and_to_the_office(world, sign_in):
    person = person_due(world, on="01/01/2000")
    members.strike_off(person, ground="returned_card", on=d("01/01/2010"), by=ME)
    members.readmit_member(person, cell=world.a1, on=d("01/01/2014"), by=ME)
    members.recognize(person, on=d("01/01/2015"), by=ME)
    page = text_of(office(world, sign_in).get(reverse("badges:person", args=[person.uid])))
    assert "1.461 ngày, ngoài Đảng" in page and "30 năm, đủ ngày 03/02/2031, đợt 03/02/2031" in page
    page = sign_in("dang_vien", world.a1, person).get(reverse("badges:person", args=[person.uid]))
    assert "03/02/2001" in text_of(page) and "Đề nghị huy hiệu" not in text_of(page)


@pytest.mark.parametrize("text", ["31/02/2027", "abc", "01/01/1890", "31/12/9998", "29/02/2028"])
def test_strange_award_days_make_no_error(world, sign_in, text):
    person_due(world)
    assert office(world, sign_in).get(reverse("badges:list") + f"?dot={text}").status_code in (200, 422)


@pytest.mark.parametrize("name", ["list", "register", "propose_many", "decide_many", "award_many"])
def test_pages_are_closed_to_others(world, sign_in, name):
    person_due(world)
    client = sign_in("van_phong_co_so", world.b)
    assert client.get(reverse(f"badges:{name}") + f"?don-vi={world.a.uid}").status_code in (403, 404)


def test_lists_take_as_many_questions_for_three_as_for_one(world, sign_in):
    client, numbers = office(world, sign_in), []
    for names in (["Lò Văn Páo"], ["Hà Thị Lụa", "Vàng A Sử"]):
        for name in names:
            person_due(world, name)
        client.get(reverse("badges:list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("badges:list"))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
