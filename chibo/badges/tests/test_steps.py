"""From a badge to its next step; whatever is typed, a page or a refusal in words."""

import pytest
from django.urls import reverse

from chibo.badges import actions
from chibo.badges.models import PartyBadge
from chibo.badges.tests.conftest import TODAY
from chibo.decisions.actions import register
from chibo.members.tests.world import ME, d, text_of

STRANGE = ("", "x", "-1", "²", "9" * 60, "31/02/2027", "1/1/0001", "31/12/9999", "03/02/27", "a" * 3_000, "\x00")


@pytest.fixture
def office(world, sign_in):
    """Two people due on 3/2/2027, and a client of the office of their base."""
    world.people = [world.member(name, party_since=d("01/12/1996")) for name in ("Lò Văn Páo", "Hà Thị Lụa")]
    world.client = sign_in("van_phong_co_so", world.a)
    return world


def proposed(world, award_day="03/02/2027"):
    return actions.propose_many(world.a, people=world.people, award_day=d(award_day), on=TODAY, by=ME)


def decided(world):
    rows = proposed(world)
    because = register(number="7-QĐ/TU", issued_on=TODAY, issuer="Ban Thường vụ Tỉnh ủy", signer_title="Bí thư", by=ME)
    actions.decide(rows, because=because, on=TODAY, by=ME)
    return rows


def ticks(page) -> int:
    return page.content.decode().count(" checked")


def test_a_badge_leads_to_its_next_step_with_itself_ticked(office):
    one, _ = proposed(office)
    page = office.client.get(one.get_absolute_url()).content.decode()
    assert "Ghi quyết định" in page and "Ghi đã trao" not in page
    form = office.client.get(reverse("badges:decide_many"), {"don-vi": office.a1.uid, "chon": one.uid})
    assert ticks(form) == 1
    assert form.content.decode().count('autocomplete="off" name="chon"') == 2
    assert ticks(office.client.get(reverse("badges:decide_many"))) == 2


def test_those_whose_day_has_not_come_are_not_ticked_for_handing_over(office):
    one, _ = decided(office)
    assert "Ghi đã trao" in text_of(office.client.get(one.get_absolute_url()))
    form = office.client.get(reverse("badges:award_many"))
    assert ticks(form) == 0 and 'value="07/11/2026"' in form.content.decode()
    PartyBadge.objects.update(award_day=d("07/11/2026"))
    assert ticks(office.client.get(reverse("badges:award_many"))) == 2


def test_strange_input_is_refused_and_changes_nothing(office):
    one, other = decided(office)
    person = office.people[0]
    before = list(PartyBadge.objects.order_by("pk").values())
    usual = {
        "badges:propose": (
            [person.uid], {"years": "30", "award_day": "03/02/2027", "kind": "tang", "why": ""}, ("years", "award_day", "kind"),
        ),
        "badges:lose": ([one.uid], {"lost_on": "20/11/2026", "why": "Mất"}, ("lost_on",)),
        "badges:give_back": ([one.uid], {"returned_on": "20/11/2026", "why": "Ra khỏi Đảng"}, ("returned_on",)),
    }  # fmt: skip
    for name, (args, facts, fields) in usual.items():
        for field in fields:
            for value in STRANGE:
                page = office.client.post(reverse(name, args=args), facts | {field: value})
                assert page.status_code in (400, 409, 422), (name, field, value, page.status_code)
    for value in STRANGE:
        page = office.client.post(reverse("badges:award_many"), {"chon": value, "awarded_on": "20/11/2026"})
        assert page.status_code in (400, 422), value
        page = office.client.post(reverse("badges:award_many"), {"chon": str(other.uid), "awarded_on": value})
        assert page.status_code in (400, 422), value
        assert office.client.get(reverse("badges:list"), {"dot": value, "moc": value, "xem": value}).status_code in (
            200,
            400,
        )
        assert office.client.get(reverse("badges:register"), {"xem": value, "sau": value}).status_code in (
            200,
            400,
            422,
        )
    assert list(PartyBadge.objects.order_by("pk").values()) == before


def test_badges_of_another_base_are_out_of_reach(world, sign_in):
    stranger = world.member("Trần Văn Lạ", cell=world.b1, party_since=d("01/12/1996"))
    (row,) = actions.propose_many(world.b, people=[stranger], award_day=d("03/02/2027"), on=TODAY, by=ME)
    client = sign_in("van_phong_co_so", world.a)
    for name, uid in (("badge", row.uid), ("withdraw", row.uid), ("person", stranger.uid), ("propose", stranger.uid)):
        assert client.get(reverse(f"badges:{name}", args=[uid])).status_code in (403, 404), name
    page = client.post(
        reverse("badges:decide_many"),
        {"chon": str(row.uid), "number": "1-QĐ", "issued_on": "22/11/2026", "issuer": "Tỉnh ủy"},
    )
    assert "Chưa chọn ai" in text_of(page) or "Không có huy hiệu" in text_of(page)
    row.refresh_from_db()
    assert row.state == "de_nghi"
