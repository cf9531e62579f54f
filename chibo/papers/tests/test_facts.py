"""How values are written, and what becomes of those nobody knows."""

from datetime import date
from decimal import Decimal

import pytest

from chibo.kernel.days import FOREVER, Period, Precision
from chibo.kernel.refusal import Refusal
from chibo.papers.rules import Head, code_of, committee_name, form_of, with_period
from chibo.papers.rules.facts import NO_DAY, NO_LONG_DAY, UNKNOWN, clean, context_of, long_day

CELL = form_of("6-KNĐ")


def said(**facts):
    return context_of(CELL, facts, Head())


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (None, NO_LONG_DAY),
        (FOREVER, NO_LONG_DAY),
    ],
)
def test_a_long_day_has_a_zero_where_the_party_writes_one(day, words):
    assert long_day(day) == words


def test_values_are_written_by_their_kind():
    words = said(
        born_on=(date(1998, 1, 1), Precision.YEAR), meeting_on=date(2026, 2, 5), obliged=1234, full_name="  Lò  Thị ",
        votes_for=0, morals="một\n\nhai", politics=["ba"],
    )  # fmt: skip
    assert (words["born_on"], words["meeting_on"]) == ("1998", "ngày 05 tháng 02 năm 2026")
    assert (words["obliged"], words["votes_for"]) == ("1.234", "0")
    assert (words["morals"], words["politics"]) == (["một", "hai"], ["ba"])


@pytest.mark.parametrize(
    ("value", "shown"), [(78000, "78.000"), (Decimal("0.50"), "0,5"), (Decimal("1250000.00"), "1.250.000")]
)
def test_money_has_dots(value, shown):
    receipt = context_of(form_of("dang-phi-bien-nhan"), {"amount": value}, Head())
    assert receipt["amount"] == shown


def test_a_year_given_as_a_number_has_no_dot():
    assert context_of(form_of("phieu-bo-sung"), {"year": 2025}, Head())["year"] == "2025"


def test_what_is_not_known_is_room_to_write():
    words = said(full_name="", born_on=None, politics=None)
    assert words["full_name"] == UNKNOWN
    assert (words["born_on"], words["meeting_on"]) == (NO_DAY, NO_LONG_DAY)
    assert words["politics"] == [UNKNOWN] * 3


def test_a_fact_the_form_does_not_have_is_an_error_of_the_builder():
    with pytest.raises(ValueError, match="6-KNĐ has no shoe_size"):
        said(shoe_size=42)
    with pytest.raises(ValueError, match="5-KNĐ, opinions has no colour"):
        context_of(form_of("5-KNĐ"), {"opinions": [{"colour": "đỏ"}]}, Head())


def test_rows_not_given_are_blank_and_no_rows_are_said():
    form = form_of("so-dang-vien")
    blank = context_of(form, {}, Head())["people"]
    assert len(blank) == form.rows["people"].blank and not any("".join(row.values()) for row in blank)
    assert [row["full_name"] for row in context_of(form, {"people": []}, Head())["people"]] == ["Không có"]
    one = context_of(form, {"people": [{"full_name": "An"}]}, Head())["people"][0]
    assert (one["number"], one["full_name"], one["cell"]) == ("1", "An", "")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (5, "Số 05-NQ/CB"),
        ("12", "Số 12-NQ/CB"),
        ("07-NQ/CBTH", "Số 07-NQ/CBTH"),
        ("", "Số ……-NQ/CB"),
        (105, "Số 105-NQ/CB"),
    ],
)
def test_the_number_is_written_without_a_colon(number, shown):
    assert context_of(CELL, {}, Head(number=number))["head"]["number"] == shown


def test_recipients_take_their_names_from_the_facts():
    assert said(committee="Đảng ủy xã A")["sent"] == ["Đảng ủy xã A", "Lưu hồ sơ"]
    assert said()["sent"][0].startswith("…")
    assert context_of(CELL, {}, Head(sent=["Như trên", "Lưu {x}"]))["sent"] == ["Như trên", "Lưu {x}"]


def test_control_characters_do_not_reach_the_page():
    assert clean("a\x00b\x07c\u200b\ufeff" + UNKNOWN + "\nd") == "abc\nd"
    assert clean("Tie\u0302\u0301n") == "Tiến"


def test_a_register_is_asked_for_by_unit_and_period():
    on = date(2026, 11, 22)
    assert with_period("unit:a", on=on) == ("unit:a", Period(date(2026, 1, 1), on))
    asked = with_period("unit:a/2025-01-01/2025-06-30", on=on)
    assert asked == ("unit:a", Period(date(2025, 1, 1), date(2025, 6, 30)))
    for ref in ("unit:a/2025-01-01", "unit:a/x/y", "unit:a/2025-06-30/2025-01-01"):
        with pytest.raises(Refusal):
            with_period(ref, on=on)


@pytest.mark.parametrize(
    ("name", "committee"),
    [
        ("Đảng bộ huyện Hà Đông", "Huyện ủy Hà Đông"),
        ("Đảng bộ Tỉnh Sơn La", "Tỉnh ủy Sơn La"),
        ("Đảng bộ xã An Bình", "Đảng ủy xã An Bình"),
        ("Đảng bộ Trường Chính trị", "Đảng ủy Trường Chính trị"),
        ("Chi bộ Thôn 1", "Chi bộ Thôn 1"),
        ("", ""),
    ],
)
def test_a_committee_has_the_name_of_its_level(name, committee):
    assert committee_name(name) == committee


@pytest.mark.parametrize(
    ("issuer", "authority"),
    [
        ("Ban Thường vụ Huyện ủy", "T/M BAN THƯỜNG VỤ"),
        ("Đảng ủy xã An Bình", "T/M ĐẢNG ỦY"),
        ("Chi bộ Thôn 1", "T/M CHI BỘ"),
        ("Ủy ban Kiểm tra", "T/M BAN THƯỜNG VỤ"),
        ("", "T/M BAN THƯỜNG VỤ"),
    ],
)
def test_a_decision_is_signed_in_the_name_of_whoever_issues_it(issuer, authority):
    assert context_of(form_of("9-KNĐ"), {}, Head(issuer=issuer))["sign"]["authority"] == authority
    committee = context_of(form_of("so-the"), {}, Head(issuer="Huyện ủy Hà Đông"))["sign"]["authority"]
    assert committee == "T/M HUYỆN ỦY"
    assert context_of(form_of("7-KNĐ"), {}, Head(issuer=issuer))["sign"]["authority"] == "T/M ĐẢNG ỦY BỘ PHẬN"


@pytest.mark.parametrize(
    ("issuer", "code", "number"),
    [
        ("Tỉnh ủy Sơn La", "9-KNĐ", "Số 34-QĐ/TU"),
        ("Ban Thường vụ Huyện ủy Hà Đông", "9-KNĐ", "Số 34-QĐ/HU"),
        ("Đảng ủy xã An Bình", "9-KNĐ", "Số 34-QĐ/ĐU"),
        ("Chi bộ Hội Cựu chiến binh", "gt-noi-bo", "Số 34-GT/CB"),
        ("Đảng ủy bộ phận khối Trường học", "7-KNĐ", "Số 34-BC/ĐUBP"),
        ("", "9-KNĐ", "Số 34-QĐ/ĐU"),
    ],
)
def test_the_symbol_has_the_letters_of_whoever_issues(issuer, code, number):
    assert context_of(form_of(code), {}, Head(issuer=issuer, number=34))["head"]["number"] == number


def test_a_record_without_a_mark_has_the_end_of_its_uid_as_code():
    assert code_of("person:0190a3b2-7c4d-7e5f-8a9b-8d3e1c5b7f21") == "8D3E1C5B7F21"
    assert code_of("") == ""


@pytest.mark.parametrize(
    ("title", "authority", "post"),
    [
        ("Phó Bí thư", "T/M HUYỆN ỦY", "PHÓ BÍ THƯ"),
        ("T/M BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
        ("T/M Ban Thường vụ, Phó Bí thư Thường trực", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC"),
        ("", "T/M HUYỆN ỦY", "BÍ THƯ"),
    ],
)
def test_a_signers_title_may_say_in_whose_name(title, authority, post):
    sign = context_of(form_of("9-KNĐ"), {}, Head(issuer="Huyện ủy Hà Đông", post=title))["sign"]
    assert (sign["authority"], sign["post"]) == (authority, post)
