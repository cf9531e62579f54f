"""Cells of others' workbooks as people really fill them; every person here is invented."""

import subprocess
import sys

import pytest

from chibo.exchange.reading.values import PROVINCE_CODES, Choice, Digits, Fault, Lookup, Name, Noted, Text, Whole, YesNo

SEX = Choice(values=(("male", "Nam"), ("female", "Nữ")), also={"x": "female", "gái": "female"})
ETHNICITY = Choice(
    values=(
        ("01", "Kinh"),
        ("02", "Tày"),
        ("03", "Thái"),
        ("06", "Mường"),
        ("08", "Mông"),
        ("10", "Gia Rai"),
        ("12", "Ê Đê"),
        ("27", "Giẻ Triêng"),
        ("31", "Tà Ôi"),
        ("54", "Rơ Măm"),
    ),
    also={"H'Mông": "08"},
)
CCCD = Digits(kind="cccd")


def read(kind, raw):
    """The clean value, free of a note."""
    value = kind.cleaner()(raw)
    return value.value if isinstance(value, Noted) else value


def note(kind, raw):
    value = kind.cleaner()(raw)
    assert isinstance(value, Noted), value
    return value.sentence


def fault(kind, raw):
    with pytest.raises(Fault) as caught:
        kind.cleaner()(raw)
    return caught.value.message


def test_the_types_know_neither_django_nor_the_database():
    code = "import sys, chibo.exchange.reading.values; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Xã An Bình", "Xã An Bình"),
        ("Xa\u0303 An Bi\u0300nh", "Xã An Bình"),
        ("  Xã\u00a0An \t Bình\n", "Xã An Bình"),
        ("Xã\u200b An\ufeff Bình\x07", "Xã An Bình"),
        ("e\u200b\u0301", "é"),
        ("xóm 1\x0bxóm 2", "xóm 1 xóm 2"),
        ("xóm 1_x000D_ xóm 2", "xóm 1 xóm 2"),
        ("Ðông Anh", "Đông Anh"),
        ("'012", "012"),
        ("0", "0"),
        ("không", "không"),
        (1985.0, "1985"),
        (1985, "1985"),
        (12.5, "12.5"),
        (-3, "-3"),
        ("", None),
        (None, None),
        ("-", None),
        (" -- ", None),
        ("…", None),
        ("......", None),
        ("N/A", None),
        ("NULL", None),
    ],
)
def test_text(raw, value):
    assert read(Text(), raw) == value


def test_text_that_is_not_there():
    assert "Hãy sửa công thức" in fault(Text(), "#REF!")
    assert "Hãy sửa công thức" in fault(Text(), "Err:502")
    assert "cột quá hẹp" in fault(Text(), "########")
    assert "hỏng" in fault(Text(), "Nguy\ufffdn")
    assert "15 chữ số" in fault(Text(), 1234567890123456789)
    assert "15 chữ số" in fault(Text(), 3.6e17)
    assert "TRUE" in fault(Text(), True)
    assert "nhiều nhất 10" in fault(Text(longest=10), "mười hai chữ")
    assert "đọc được" in fault(Text(), float("nan"))


def test_a_day_cell_in_a_column_of_text_is_told():
    assert read(Text(), ("d", "2026-03-12T00:00:00")) == "12/03/2026"
    assert read(Text(), ("d", "2026-03-12T08:30:00")) == "12/03/2026 08:30"
    assert "“12/03/2026”" in note(Text(), ("d", "2026-03-12T00:00:00"))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguye\u0302\u0303n Va\u0306n An  ", "Nguyễn Văn An"),
        ("Ðỗ Thị Ðào", "Đỗ Thị Đào"),
        ("K’Brơi Ka", "K’Brơi Ka"),
        ("Y-Blăm Êban", "Y-Blăm Êban"),
        ("Lê de Vinh", "Lê de Vinh"),
        ("", None),
        ("0", None),
        ("không có", None),
        ("Chưa rõ", None),
        ("....", None),
    ],
)
def test_names_as_they_are(raw, value):
    cleaned = Name().cleaner()(raw)
    assert cleaned == value and not isinstance(cleaned, Noted)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("NGUYễN VăN AN", "Nguyễn Văn An"),
        ("H'HEN ÊBAN", "H'Hen Êban"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("H' Hen Êban", "H'Hen Êban"),
        ("Đ/c Nguyễn Văn An", "Nguyễn Văn An"),
        ("đồng chí: Nguyễn Văn An,", "Nguyễn Văn An"),
    ],
)
def test_names_brought_into_shape_are_told(raw, value):
    assert read(Name(), raw) == value
    assert f"“{value}”" in note(Name(), raw)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("Lan", "một tiếng"),
        ("1. Nguyễn Văn An", "chữ số"),
        (12, "chữ số"),
        ("Nguyễn Văn An (Tư)", "ghi chú"),
        ("Nguy?n V?n An", "“?”"),
        ("Nguyễn Văn An; Trần Thị Bình", "không phải chữ cái"),
        ("An " * 60, "100 ký tự"),
    ],
)
def test_what_is_no_name(raw, part):
    assert part in fault(Name(), raw)


def test_the_63_codes_of_provinces():
    assert len(PROVINCE_CODES) == 63 and {"001", "036", "096"} <= PROVINCE_CODES and "003" not in PROVINCE_CODES


@pytest.mark.parametrize(
    "raw",
    [
        "036183012345",
        "036 183 012 345",
        "036.183.012.345",
        " 036183012345\u00a0",
        "'036183012345",
        "０３６183012345",
        "036-183-012345",
    ],
)
def test_personal_numbers_as_they_are(raw):
    assert CCCD.cleaner()(raw) == "036183012345"


@pytest.mark.parametrize("raw", [36183012345, 36183012345.0, "36183012345", "36183012345.0", "3.6183012345E+10"])
def test_leading_zeros_are_put_back(raw):
    assert read(CCCD, raw) == "036183012345"
    assert "036183012345" in note(CCCD, raw)


def test_two_zeros_are_put_back():
    assert read(CCCD, 1183012345) == "001183012345"


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("3.6183E+10", "viết gọn"),
        ("3,6183E+10", "viết gọn"),
        (36183000000.0, "làm tròn"),
        (2.0**60, "15 chữ số"),
        (99183012345, "11 chữ số"),
        ("01183012345", "11 chữ số"),
        ("123456789", "CMND"),
        ("O36183012345", "không phải chữ số"),
        ("036***012345", "che"),
        ("000000000000", "chỉ gồm số 0"),
        ("0361830123456", "13 chữ số"),
        ("036183012345; 036183012346", "không phải chữ số"),
        (("d", "1985-05-21T00:00:00"), "ô ngày"),
        (True, "TRUE"),
        (float("inf"), "đọc được"),
        (36183.5, "không phải số định danh"),
        (-36183012345, "không phải số định danh"),
        ("1" * 500, "quá dài"),
    ],
)
def test_personal_numbers_that_are_not(raw, part):
    assert part in fault(CCCD, raw)


def test_a_code_of_no_province_is_kept_and_told():
    assert read(CCCD, "999183012345") == "999183012345"
    assert "“999”" in note(CCCD, "999183012345")


@pytest.mark.parametrize("raw", [None, "", "-", "0", 0, 0.0, "không có", "Chưa cấp", "KHÔNG CÓ", "…", "khong"])
def test_no_number(raw):
    assert CCCD.cleaner()(raw) is None


def test_cards_and_old_numbers():
    card, cmnd = Digits(lengths=(12, 8), kind="card"), Digits(lengths=(9, 12), kind="cmnd")
    assert read(card, "35.012345") == "35012345"
    assert read(card, 5012345) == "05012345"
    assert "7 chữ số" in fault(card, "5012345")
    assert read(card, 123456789012.0) == "123456789012"
    assert read(cmnd, 12345678) == "012345678"
    assert read(cmnd, 36183012345) == "036183012345"
    assert read(Digits(lengths=()), "0012") == "0012"
    assert "9 hoặc 12" in cmnd.hint


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (1985, 1985),
        (1985.0, 1985),
        ("1985", 1985),
        ("1985.0", 1985),
        ("1985,0", 1985),
        ("1.985", 1985),
        ("1,985", 1985),
        ("1 985", 1985),
        ("1.234.567", 1234567),
        ("0", 0),
        (0, 0),
        ("007", 7),
        ("-", None),
        ("không có", None),
        ("", None),
    ],
)
def test_wholes(raw, value):
    assert read(Whole(), raw) == value


@pytest.mark.parametrize(
    "raw", [1.985, "12 người", "1.98", "1e3", "-5", 10**30, True, ("d", "1985-05-21T00:00:00"), "50%"]
)
def test_what_is_no_whole(raw):
    assert fault(Whole(), raw).endswith(".")


def test_wholes_between():
    assert read(Whole(low=-5, high=5), "-5") == -5
    assert "từ 1 đến 31" in fault(Whole(low=1, high=31), 32)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Nam", "male"),
        ("NAM ", "male"),
        ("nữ", "female"),
        ("nu", "female"),
        ("Nữ", "female"),
        ("x", "female"),
        ("X", "female"),
        ("male", "male"),
        ("gai", "female"),
        ("-", None),
        ("", None),
        (None, None),
        ("0", None),
    ],
)
def test_choices(raw, value):
    assert read(SEX, raw) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("kinh", "01"),
        (1, "01"),
        (1.0, "01"),
        ("1", "01"),
        ("01", "01"),
        ("Gia-rai", "10"),
        ("Êđê", "12"),
        ("ê đê", "12"),
        ("H’Mông", "08"),
        ("TÀY", "02"),
        ("Rơ-Măm", "54"),
        ("GIẺ – TRIÊNG", "27"),
        ("không", None),
    ],
)
def test_choices_of_a_long_list(raw, value):
    assert read(ETHNICITY, raw) == value


def test_unknown_choices_are_shown_what_there_is():
    assert "Nam; Nữ" in fault(SEX, "Nma")
    assert "Mường" in fault(ETHNICITY, "Mưòngg")
    assert "danh mục" in fault(ETHNICITY, "zzzz")
    assert "ô ngày" in fault(SEX, ("d", "1985-05-21T00:00:00"))


def test_nothing_may_be_a_choice():
    religion = Choice(values=(("khong", "Không"), ("phat_giao", "Phật giáo")))
    assert [read(religion, raw) for raw in ("không", "Không có", "KO", "-", "phật giáo")] == ["khong"] * 3 + [
        None,
        "phat_giao",
    ]


def test_spellings_that_two_codes_share_are_told_apart_by_their_marks():
    both = Choice(values=(("a", "Mường"), ("b", "Mương")))
    assert (read(both, "mường"), read(both, "MƯƠNG")) == ("a", "b")
    assert fault(both, "muong")


def test_true_and_one_are_not_mixed_up_by_the_memory():
    clean = Text().cleaner()
    assert clean(1) == "1"
    with pytest.raises(Fault):
        clean(True)
    assert clean(1.0) == "1"


@pytest.mark.parametrize("raw", ["x", "X", "Có", "co", "✓", 1, 1.0, True, "1", "đúng", "v", "+", " có "])
def test_yes(raw):
    assert read(YesNo(), raw) is True


@pytest.mark.parametrize("raw", ["không", "Khong", 0, 0.0, False, "0", "chưa", "sai", "ko"])
def test_no(raw):
    assert read(YesNo(), raw) is False


def test_neither():
    assert read(YesNo(), "-") is read(YesNo(), None) is read(YesNo(), "") is None
    assert "có hay không" in fault(YesNo(), "có thể")


def test_lookups():
    assert read(Lookup("unit"), " Chi bộ\u00a0 thôn 4 ") == "Chi bộ thôn 4"
    assert read(Lookup("unit"), 12.0) == "12"
    assert read(Lookup("unit"), "-") is read(Lookup("unit"), "0") is None
    assert "quá dài" in fault(Lookup("unit"), "chi bộ " * 100)


def test_values_are_shown_in_words():
    assert SEX.show("female") == "Nữ"
    assert (YesNo().show(True), YesNo().show(False), YesNo().show(None)) == ("Có", "Không", "")
    assert Text().show("a") == "a"


def test_a_fault_is_remembered_too():
    clean = Whole().cleaner()
    for _ in range(3):
        with pytest.raises(Fault, match="12 người"):
            clean("12 người")


def test_the_memory_is_bounded():
    clean = Text().cleaner()
    for number in range(20_000):
        clean(f"thôn {number}")
    assert len(clean.__self__) <= 16_384
    clean("dài" * 60)
    assert "dài" * 60 not in clean.__self__
