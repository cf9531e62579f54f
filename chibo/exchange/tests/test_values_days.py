"""Days as people write them."""

import pytest

from chibo.exchange.reading.values import Day, Fault, Noted

WHOLE, PARTIAL = Day(), Day(partial=True)


def read(kind, raw):
    value = kind.cleaner()(raw)
    return value.value if isinstance(value, Noted) else value


def fault(kind, raw):
    with pytest.raises(Fault) as caught:
        kind.cleaner()(raw)
    return caught.value.message


@pytest.mark.parametrize(
    "raw",
    [
        "03/02/1930",
        "3/2/1930",
        "3-2-1930",
        "03.02.1930",
        "3 2 1930",
        " 03 / 02 / 1930 ",
        "03\\02\\1930",
        "03//02/1930",
        "03021930",
        "03/02/1930.",
        "1930-02-03",
        "1930/02/03",
        "19300203",
        19300203,
        "1930-02-03T00:00:00",
        "1930-02-03 08:30:00.000",
        "03/02/1930 00:00:00",
        "03/02/1930 8:30",
        "ngày 3 tháng 2 năm 1930",
        "Ngày 03 tháng 02 năm 1930",
        "nga\u0300y 3 tha\u0301ng 2 na\u0306m 1930",
        "3 Tháng Hai 1930",
        "ngày 03/02/1930",
        "thứ Hai, 03/02/1930",
        "03-Feb-1930",
        "3 February 1930",
        "Feb 3, 1930",
        "０３/０２/１９３０",
        "'03/02/1930",
        "03/02/1930\u00a0",
        ("d", "1930-02-03T00:00:00"),
        ("d", "1930-02-03T08:30:00"),
        ("d", "1930-02-03"),
    ],
)
def test_one_day_in_many_hands(raw):
    assert WHOLE.cleaner()(raw) == "1930-02-03"
    assert PARTIAL.cleaner()(raw) == ["1930-02-03", "day"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("5/1985", ["1985-05-01", "month"]),
        ("05-1985", ["1985-05-01", "month"]),
        ("1985/05", ["1985-05-01", "month"]),
        ("tháng 5 năm 1985", ["1985-05-01", "month"]),
        ("Tháng 5/1985", ["1985-05-01", "month"]),
        ("tháng năm năm 1985", ["1985-05-01", "month"]),
        ("T5/1985", ["1985-05-01", "month"]),
        ("…/5/1985", ["1985-05-01", "month"]),
        ("00/05/1985", ["1985-05-01", "month"]),
        ("May-1985", ["1985-05-01", "month"]),
        ("1985", ["1985-01-01", "year"]),
        (1985, ["1985-01-01", "year"]),
        (1985.0, ["1985-01-01", "year"]),
        ("năm 1985", ["1985-01-01", "year"]),
        ("00/00/1985", ["1985-01-01", "year"]),
        ("--/--/1985", ["1985-01-01", "year"]),
    ],
)
def test_parts_of_a_day(raw, value):
    assert PARTIAL.cleaner()(raw) == value
    assert "Hãy ghi đủ ngày, tháng, năm" in fault(WHOLE, raw)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        " ",
        "-",
        "0",
        0,
        0.0,
        "//",
        "  /  /    ",
        "__/__/____",
        "00/00/0000",
        "không rõ",
        "Không nhớ",
        "…",
        "n/a",
        ("d", "1899-12-30T00:00:00"),
        ("d", "1899-12-31T00:00:00"),
        "xx/xx/xxxx",
    ],
)
def test_no_day(raw):
    assert WHOLE.cleaner()(raw) is None and PARTIAL.cleaner()(raw) is None


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("31/02/1985", "lịch"),
        ("29/02/1985", "lịch"),
        ("12/31/1985", "Có lẽ là 31/12/1985"),
        ("3/2/30", "bốn chữ số"),
        ("03-Feb-30", "bốn chữ số"),
        ("3/2/930", "3 chữ số"),
        ("3/2", "thiếu năm"),
        ("310585", "năm"),
        (310585, "không đủ"),
        (12, "không đủ"),
        (1985.5, "không đủ"),
        (1e20, "đọc được"),
        (1e8, "không đủ"),
        (-5, "đọc được"),
        (float("nan"), "đọc được"),
        ("01/01/1889", "1890"),
        ("01/01/2101", "2100"),
        ("1885", "1890"),
        ("1985-1990", "Không đọc được"),
        ("khoảng 1985", "Không đọc được"),
        ("hôm qua", "Không đọc được"),
        ("31/12/1985 và 01/01/1986", "Không đọc được"),
        ("30/4/1975-2/9/1975", "Không đọc được"),
        (True, "TRUE"),
        ("#VALUE!", "công thức"),
        (("d", "1899-12-31T08:30:00"), "giờ"),
        (("d", "1066-10-14T00:00:00"), "1890"),
        (("d", "not a day"), "Không đọc được"),
        (("d", ""), "Không đọc được"),
        ("1" * 500, "quá dài"),
    ],
)
def test_what_is_no_day(raw, part):
    assert part in fault(WHOLE, raw)
    assert part in fault(PARTIAL, raw) or "2 chữ số" in part


@pytest.mark.parametrize("raw", [31077, 31077.0, 31077.75, "31077", "31077.0"])
def test_serial_numbers_are_told(raw):
    value = WHOLE.cleaner()(raw)
    assert value == Noted("1985-01-30", value.sentence)
    assert "30/01/1985" in value.sentence


def test_a_zero_lost_from_a_number_is_told():
    value = WHOLE.cleaner()(3021930)
    assert value.value == "1930-02-03" and "03021930" in value.sentence


def test_serials_only_where_they_are_plausible():
    assert read(WHOLE, 2101) == "1905-10-01"
    assert read(WHOLE, 73415) == "2100-12-31"
    assert fault(WHOLE, 73416)
    assert fault(WHOLE, 1889)


def test_month_first_when_it_was_said():
    american = Day().in_order("mdy")
    assert read(american, "12/31/1985") == "1985-12-31"
    assert read(american, "02/03/1930") == "1930-02-03"
    assert read(american, "ngày 3 tháng 2 năm 1930") == "1930-02-03"
    assert read(american, "1930-02-03") == "1930-02-03"
    assert fault(american, "31/12/1985")


def test_days_that_excel_turned_round():
    turned = Day(order="swapped")
    assert read(turned, ("d", "1985-05-03T00:00:00")) == "1985-03-05"
    assert "đảo" in turned.cleaner()(("d", "1985-05-03T00:00:00")).sentence
    assert turned.cleaner()(("d", "1985-05-21T00:00:00")) == "1985-05-21"
    assert turned.cleaner()("21/05/1985") == "1985-05-21"


def test_a_column_decides_its_order():
    assert Day.profile(["31/12/1985", "03/02/1930", "05/05/1990", None, 1985]).order == "dmy"
    assert Day.profile(["12/31/1985", "03/02/1930"]).order == "mdy"
    assert Day.profile(["05/05/1985", "1985-02-03", "ngày 3 tháng 2 năm 1930", "x"]).order == "dmy"
    assert Day.profile([("d", "1985-02-03T00:00:00"), ("d", "1985-02-23T00:00:00")]).order == "dmy"
    assert Day.profile([]).order == "dmy"


def test_a_column_that_does_not_decide_is_asked():
    unclear = Day.profile(["03/02/1930", "04-05-1985", "1/2/1990", "03021930"] * 3)
    assert unclear.order is None and unclear.either == 12
    assert unclear.examples == ["03/02/1930", "04-05-1985", "1/2/1990", "03021930"]
    torn = Day.profile(["31/12/1985", "12/31/1985"])
    assert torn.order is None and torn.examples == ["31/12/1985", "12/31/1985"]


def test_a_column_half_turned_round_by_excel_is_asked():
    cells = [("d", f"1985-{month:02d}-05T00:00:00") for month in range(1, 6)]
    profile = Day.profile([*cells, "13/01/1985", "25/02/1985", "31/03/1985"])
    assert profile.is_swapped and profile.order is None
    assert profile.examples == ["05/01/1985", "05/02/1985", "13/01/1985", "25/02/1985"]
    assert Day.profile([*cells, ("d", "1985-01-20T00:00:00"), "13/01/1985", "25/02/1985", "31/03/1985"]).order == "dmy"


def test_days_as_shown():
    assert WHOLE.show("1930-02-03") == "03/02/1930"
    assert PARTIAL.show(["1930-02-01", "month"]) == "02/1930"
    assert PARTIAL.show(["1930-01-01", "year"]) == "1930"
    assert WHOLE.show(None) == ""


@pytest.mark.parametrize("raw", ["nay", "Đến nay", "đến nay", "hiện nay", "Hiện tại", "đến hiện tại", "cho đến nay"])
def test_until_now_is_no_day(raw):
    assert read(PARTIAL, raw) is None
