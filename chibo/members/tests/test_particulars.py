"""Particulars: kept beside the record, corrected with a reason, numbers behind the right to numbers."""

import pytest

from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.members import actions
from chibo.members.models import Particulars
from chibo.members.tests.world import ME, d, text_of
from chibo.members.vocabulary import place_parts, place_shown, place_text


def test_particulars_are_corrected_with_a_reason_and_numbers_not_given_stay(world):
    person = world.member()
    with pytest.raises(Refusal, match="Cần ghi lý do"):
        actions.correct_particulars(person, reason=" ", by=ME, other_name="Ba An")
    actions.correct_particulars(person, reason="bổ sung", by=ME, other_name="Ba An", old_card="12.345 678",
                                card_issued_on=d("01/01/2007"))  # fmt: skip
    actions.correct_particulars(person, reason="sửa", by=ME, other_name="Ba Ân", old_national_id="162345678")
    kept = Particulars.objects.get()
    assert (kept.other_name, kept.card_issued_on, kept.old_card, kept.old_national_id) == (
        "Ba Ân", None, "12345678", "162345678",
    )  # fmt: skip
    last = Entry.objects.order_by("pk").last()
    assert (last.reason, last.before["other_name"], last.after["other_name"]) == ("sửa", "Ba An", "Ba Ân")
    assert "162345678" not in str(last.after)


@pytest.mark.parametrize("given", [{"old_card": "số thẻ <x>"}, {"card_issued_on": d("01/01/2030")}])
def test_what_cannot_be_is_refused(world, given):
    with pytest.raises(Refusal):
        actions.correct_particulars(world.member(), reason="sửa", by=ME, **given)


def test_the_page_shows_particulars_and_hides_numbers(world, sign_in):
    person = world.member()
    actions.correct_particulars(person, reason="bổ sung", by=ME, other_name="Ba An", old_national_id="162345678")
    client = sign_in("van_phong_co_so", world.a)
    page = text_of(client.get(f"/dang-vien/{person.uid}/"))
    assert "Ba An" in page
    assert "162345678" not in page
    assert "162345678" in text_of(client.post(f"/dang-vien/{person.uid}/so-dinh-danh/"))


def test_the_form_corrects_them(world, sign_in):
    person = world.member()
    client = sign_in("van_phong_co_so", world.a)
    address = f"/dang-vien/{person.uid}/ghi/giay-to/"
    given = {"other_name": "Ba An", "card_issued_on": "01/02/2007", "card_issued_by": "Tỉnh ủy", "reason": "bổ sung"}
    check = client.post(address, given)
    assert "Ba An" in text_of(check)
    done = client.post(address, given | {"confirmed": "1"})
    assert done.status_code == 302
    assert Particulars.objects.get().card_issued_on == d("01/02/2007")


def test_a_place_is_told_from_small_to_large():
    text = place_text("Việt Nam", "Tỉnh Nam Định", "", "xóm 3 | cũ")
    assert place_parts(text) == ("Việt Nam", "Tỉnh Nam Định", "", "xóm 3 / cũ")
    assert place_shown(text) == "xóm 3 / cũ, Tỉnh Nam Định, Việt Nam"
    assert place_text("", "", "", "xóm 3") == place_shown("xóm 3") == "xóm 3"


@pytest.mark.parametrize(
    "given",
    [
        {"official_since": d("02/01/2020")},
        {"official_since": d("01/01/2005"), "party_since": d("19/05/2005")},
        {"official_since": d("01/01/2010"), "status": "probationary"},
    ],
)
def test_the_official_day_of_an_opening_lies_between_the_party_and_the_opening(world, given):
    with pytest.raises(Refusal) as refused:
        actions.open_state(world.person(), cell=world.a1, on=d("01/01/2020"), by=ME, **given)
    assert refused.value.field == "official_since"


def test_the_official_day_known_at_an_opening_is_shown(world, sign_in):
    person = world.person()
    actions.open_state(person, cell=world.a1, on=d("01/01/2020"), by=ME, official_since=d("17/05/2006"))
    assert "17/05/2006" in text_of(sign_in("van_phong_co_so", world.a).get(f"/dang-vien/{person.uid}/"))
