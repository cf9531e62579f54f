"""Headings of workbooks of many hands; every person here is invented."""

from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from chibo.exchange.reading.values import Choice, Day, Digits, Lookup, Name, Text, Whole
from chibo.exchange.rules.guessing import fingerprint, guess, letters


@dataclass(frozen=True)
class Field:
    name: str
    title: str
    type: Any
    also: tuple[str, ...] = ()
    required: bool = False


SEX = Choice((("male", "Nam"), ("female", "Nữ")))
FIELDS = [
    Field("stt", "STT", Text(), ("tt", "số thứ tự")),
    Field("full_name", "Họ và tên", Name(), ("họ tên", "tên đảng viên"), required=True),
    Field("born", "Ngày sinh", Day(partial=True), ("ngày tháng năm sinh", "năm sinh")),
    Field("sex", "Giới tính", SEX, ("giới", "nam/nữ")),
    Field("national_id", "Số định danh cá nhân", Digits(kind="cccd"), ("cccd", "số cccd", "số căn cước")),
    Field("old_national_id", "Số CMND cũ", Digits(lengths=(9, 12), kind="cmnd"), ("số cmnd",)),
    Field("card", "Số thẻ đảng viên", Digits(lengths=(12, 8), kind="card"), ("số thẻ", "số thẻ đv")),
    Field("home_province", "Quê quán: tỉnh", Text(), ("quê quán tỉnh", "tỉnh quê quán")),
    Field("home_commune", "Quê quán: xã", Text(), ("quê quán xã", "xã quê quán")),
    Field("live_province", "Thường trú: tỉnh", Text()),
    Field("live_commune", "Thường trú: xã", Text()),
    Field("home_address", "Quê quán: địa chỉ", Text(), ("quê quán",)),
    Field("party_since", "Ngày vào Đảng", Day(), ("ngày kết nạp",)),
    Field("official_since", "Ngày chính thức", Day(), ("ngày vào đảng chính thức",)),
    Field("unit", "Chi bộ", Lookup("unit"), ("tổ chức sinh hoạt", "đơn vị")),
    Field("years", "Số năm công tác", Whole()),
]
PEOPLE = [
    [1, "Nguyễn Văn An", "03/02/1980", "Nam", "036080001234", "19/05/2005"],
    [2, "Trần Thị Bình", "21/12/1985", "Nữ", "036185001234", "03/02/2010"],
    [3, "Lê Văn Chi", "1990", "Nam", 36090001234.0, ("d", "2012-07-01T00:00:00")],
]


def named(found):
    """Field → heading of its column."""
    return {name: found.headings[index] for name, index in found.mapping.items()}


def test_a_plain_list():
    found = guess([["STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Ngày vào Đảng"], *PEOPLE], FIELDS)
    assert found.header_row == 1
    assert found.mapping == {"stt": 0, "full_name": 1, "born": 2, "sex": 3, "national_id": 4, "party_since": 5}
    assert found.unmapped == [] and found.missing == []
    assert min(found.confidence.values()) > 0.9


def test_headings_as_people_type_them():
    found = guess(
        [
            [
                "Stt.",
                "HỌ VÀ TÊN (*)",
                "Nga\u0300y sinh\n(dd/mm/yyyy)",
                "Gioi tinh:",
                "Số  CCCD/CMND",
                "Ngày vào\u00a0Đảng",
            ],
            *PEOPLE,
        ],
        FIELDS,
    )
    assert found.mapping == {"stt": 0, "full_name": 1, "born": 2, "sex": 3, "national_id": 4, "party_since": 5}


def test_titles_above_and_numbers_below():
    rows = [
        ["ĐẢNG BỘ XÃ AN BÌNH", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["CHI BỘ THÔN 4"],
        [],
        [None, "DANH SÁCH ĐẢNG VIÊN"],
        ["(Tính đến ngày 31/12/2025)"],
        ["TT", "Họ tên", "Năm sinh", "Giới tính", "Số CCCD", "Ngày vào Đảng"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        *PEOPLE,
    ]
    found = guess(rows, FIELDS)
    assert found.header_row == 7
    assert named(found)["full_name"] == "Họ tên"
    assert len(found.mapping) == 6


def test_a_heading_of_two_lines():
    rows = [
        ["TT", "Họ và tên", "Quê quán", None, "Thường trú", None, "Ngày vào Đảng"],
        [None, None, "Tỉnh", "Xã", "Tỉnh", "Xã", None],
        ["A", "B", 1, 2, 3, 4, 5],
        [1, "Nguyễn Văn An", "Nam Định", "An Bình", "Nam Định", "An Bình", "19/05/2005"],
        [2, "Trần Thị Bình", "Nam Định", "An Bình", "Nam Định", "An Bình", "19/05/2005"],
    ]
    found = guess(rows, FIELDS)
    assert found.header_row == 3
    assert found.headings[2:6] == ["Quê quán / Tỉnh", "Quê quán / Xã", "Thường trú / Tỉnh", "Thường trú / Xã"]
    assert [found.mapping[name] for name in ("home_province", "home_commune", "live_province", "live_commune")] == [
        2,
        3,
        4,
        5,
    ]
    assert guess(rows, FIELDS, header_row=3) == found
    assert guess(rows, FIELDS, header_row=2).mapping == found.mapping


def test_groups_whose_parts_are_unknown_still_belong_to_the_heading():
    rows = [
        ["TT", "Họ và tên", "Khen thưởng", None],
        [None, None, "Huân chương", "Bằng khen"],
        [1, "Nguyễn Văn An", "hạng Ba", None],
    ]
    found = guess(rows, FIELDS)
    assert found.header_row == 2
    assert found.headings == ["TT", "Họ và tên", "Khen thưởng / Huân chương", "Khen thưởng / Bằng khen"]
    assert found.unmapped == [2, 3]


def test_merged_headings():
    rows = [
        ["DANH SÁCH ĐẢNG VIÊN", None, None, None, None],
        ["TT", "Họ và tên", "Khen thưởng", None, None],
        [None, None, "Huân chương", None, "Khác"],
        [1, "Nguyễn Văn An", "hạng Ba", None, "x"],
    ]
    merged = [(1, 1, 1, 5), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5)]
    found = guess(rows, FIELDS, merged=merged)
    assert found.header_row == 3
    assert found.headings == ["TT", "Họ và tên", "Khen thưởng / Huân chương", "Khen thưởng", "Khen thưởng / Khác"]
    assert found.mapping == {"stt": 0, "full_name": 1}


def test_headings_that_come_twice_are_told_apart():
    found = guess(
        [["Họ tên", "Ngày", "Ngày", None, "Ngày"], ["Nguyễn Văn An", "1/1/2000", "1/1/2001", "x", "1/1/2002"]], FIELDS
    )
    assert found.headings == ["Họ tên", "Ngày", "Ngày (2)", "Cột D", "Ngày (3)"]
    assert found.unmapped == [1, 2, 3, 4]


def test_of_two_columns_with_one_name_the_fitting_one_is_taken_with_doubt():
    rows = [
        ["Họ tên", "Số CCCD", "Số CCCD"],
        ["Nguyễn Văn An", "chưa đổi thẻ", "036080001234"],
        ["Trần Thị Bình", "mất thẻ", "036185001234"],
    ]
    found = guess(rows, FIELDS)
    assert found.mapping["national_id"] == 2
    rows = [["Họ tên", "Họ tên"], ["Nguyễn Văn An", "Trần Thị Bình"], ["Lê Văn Chi", "Phạm Thị Dung"]]
    found = guess(rows, FIELDS)
    assert found.mapping["full_name"] == 0 and found.confidence["full_name"] < 0.7


def test_a_field_in_two_columns_is_taken_with_doubt():
    rows = [
        ["TT", "Họ và tên", "Ngày tháng năm sinh", None],
        [None, None, "Nam", "Nữ"],
        [1, "Nguyễn Văn An", "03/02/1980", None],
        [2, "Trần Thị Bình", None, "1985"],
    ]
    found = guess(rows, FIELDS)
    assert found.mapping["born"] == 2 and found.confidence["born"] < 0.7
    assert found.headings[3] == "Ngày tháng năm sinh / Nữ" and found.unmapped == [3]


def test_what_is_another_thing_is_not_taken():
    rows = [
        ["Họ tên", "Họ tên vợ", "Số thẻ cũ", "Ngày sinh của con"],
        ["Nguyễn Văn An", "Trần Thị Bình", "12", "1/1/2000"],
    ]
    found = guess(rows, FIELDS)
    assert found.mapping == {"full_name": 0}


def test_a_slip_of_the_pen_is_taken_with_doubt():
    found = guess(
        [["Họ và tên", "Ngày chính thưcs"], ["Nguyễn Văn An", "1/1/2000"], ["Trần Thị Bình", "1/1/2001"]], FIELDS
    )
    assert found.mapping["official_since"] == 1 and found.confidence["official_since"] < 0.7


def test_no_heading_at_all():
    found = guess([row[:5] for row in PEOPLE], FIELDS)
    assert found.header_row == 0
    assert found.mapping == {"full_name": 1, "national_id": 4}
    assert max(found.confidence.values()) < 0.5
    assert found.headings[0] == "Cột A"


def test_headings_nobody_knows():
    found = guess([["Màu", "Chiều dài"], ["đỏ", 12], ["xanh", 14]], FIELDS)
    assert found.header_row == 1 and found.headings == ["Màu", "Chiều dài"]
    assert found.mapping == {} and found.missing == ["full_name"] and found.unmapped == [0, 1]


def test_a_person_says_where_the_heading_is():
    rows = [["Họ và tên"], ["Họ tên", "Ngày sinh"], ["Nguyễn Văn An", "1/1/2000"]]
    assert guess(rows, FIELDS, header_row=2).mapping == {"full_name": 0, "born": 1}
    assert guess(rows, FIELDS, header_row=0).header_row == 0
    assert guess(rows, FIELDS, header_row=99).header_row == 0


def test_a_mapping_is_remembered_by_its_headings():
    one = guess([["Họ và tên", "Ngày sinh", None], ["Nguyễn Văn An", "1/1/2000"]], FIELDS)
    two = guess([["HO VA TEN ", "Nga\u0300y sinh"], ["Trần Thị Bình", "1/1/2001"]], FIELDS)
    other = guess([["Ngày sinh", "Họ và tên"], ["1/1/2000", "Nguyễn Văn An"]], FIELDS)
    assert fingerprint(one.headings[:2]) == two.fingerprint != other.fingerprint
    assert fingerprint([]) == fingerprint([None, ""])
    assert len(one.fingerprint) == 32


def test_letters_of_columns():
    assert [letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


_WORDS = (
    "Họ và tên|Ngày sinh|CCCD|Số thẻ|Quê quán|Tỉnh|Xã|(1)|2|x||Nguyễn Văn An|036080001234|#REF!|\ufffd|\ud800| |'|(((("
)
WORDS = st.sampled_from([*_WORDS.split("|"), "Ngày " * 30])
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes().map(lambda moment: ("d", moment.isoformat())),
    st.just(("d", "")),
)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=8), max_size=12),
    header_row=st.one_of(st.none(), st.integers(min_value=-2, max_value=60)),
    merged=st.lists(st.tuples(*[st.integers(min_value=-1, max_value=14)] * 4), max_size=4),
)
@example(rows=[], header_row=None, merged=[])
@example(rows=[[]], header_row=1, merged=[])
@example(rows=[[10**400]], header_row=None, merged=[])
@example(rows=[["(1)", "(2)", "(3)"]] * 3, header_row=1, merged=[])
def test_any_rows_give_a_guess(rows, header_row, merged):
    found = guess(rows, FIELDS, header_row=header_row, merged=merged)
    width = max(map(len, rows), default=0)
    assert 0 <= found.header_row <= len(rows)
    assert len(found.headings) == width == len(set(found.headings))
    assert len(set(found.mapping.values())) == len(found.mapping) == len(found.confidence)
    assert all(0 <= index < width for index in [*found.mapping.values(), *found.unmapped])
    assert not set(found.mapping.values()) & set(found.unmapped)
    assert all(0 < share <= 1 for share in found.confidence.values())
    assert set(found.missing) == {"full_name"} - set(found.mapping)
    assert found == guess(rows, FIELDS, header_row=header_row, merged=merged)
    assert len(found.fingerprint) == 32
