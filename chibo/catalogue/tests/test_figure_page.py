"""The page of a figure: value with k/n, breakdown, units, years, list; and what it refuses."""

import pytest

from chibo.catalogue.contents import ALL
from chibo.catalogue.tests.conftest import Committee, queries_of, text_of
from chibo.indicators import Balance
from chibo.members.tests.world import ME, d
from chibo.org import actions as org

STATE = "ngay=31/12/2022"
PERIOD = "tu=01/01/2021&den=31/12/2022"


def address(code: str, unit, more: str = "", page: str = "") -> str:
    indicator = next(one for one in ALL if one.code == code)
    return f"/chi-tieu/{code}/{page}?don-vi={unit.uid}&{STATE if indicator.is_state else PERIOD}&{more}"


def test_a_percentage_prints_its_k_and_n(committee, signed_in):
    answer = signed_in("thuong_truc", committee.h).get(address("MEM-02", committee.h, "loc=sex=nu"))
    text = text_of(answer)
    assert "2 / 3 = 66,67% (trên số đảng viên)" in text
    assert "Đảng viên theo đặc điểm: Nữ" in text
    assert "Trần Thị Hoa" in text and "Đỗ Văn Tám" not in text


def test_the_base_of_a_percentage_is_named(committee, signed_in):
    text = text_of(signed_in("thuong_truc", committee.h).get(address("ADM-01", committee.h, "loc=sex=nu")))
    assert "1 / 1 = 100,00% (trên số đảng viên mới kết nạp)" in text


def test_the_rest_of_a_list_is_who_is_not_in_the_number(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    text = text_of(client.get(address("MEM-02", committee.h, "loc=sex=nu&phan=rest")))
    assert "Đỗ Văn Tám" in text and "Trần Thị Hoa" not in text
    listed = text_of(client.get(address("MEM-02", committee.h, "loc=sex=nu&phan=rest", page="danh-sach/")))
    assert "Ai không nằm trong số này: Đảng viên theo đặc điểm" in listed
    assert "1 đảng viên" in listed


def test_units_below_have_a_row_each_even_with_nothing_in_it(committee, signed_in):
    text = text_of(signed_in("thuong_truc", committee.h).get(address("MEM-01", committee.h)))
    assert "Đảng bộ xã An Bình 3 Đảng bộ xã Bình Minh 0 Cộng 3" in text


def test_an_average_prints_total_and_divisor(committee, signed_in):
    text = text_of(signed_in("thuong_truc", committee.h).get(address("ADM-02", committee.h)))
    assert "1 đảng viên / 2 năm" in text


def test_incomplete_records_put_the_reason_before_the_number(db, signed_in):
    committee = Committee(complete=False)
    text = text_of(signed_in("thuong_truc", committee.h).get(address("MEM-01", committee.h)))
    assert "Đảng bộ huyện Hà Đông chưa có số liệu đảng viên đầy đủ." in text
    assert "chưa đủ dữ liệu đã ghi nhận: 3 đảng viên" in text


def test_a_zero_is_printed_only_over_complete_records(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    before = text_of(client.get(address("MEM-01", committee.h)))
    org.mark_gap(unit=committee.b, area="members", since=d("01/01/2022"), by=ME)
    after = text_of(client.get(address("MEM-01", committee.h)))
    assert "Đảng bộ xã Bình Minh 0" in before
    assert "Đảng bộ xã Bình Minh chưa đủ dữ liệu" in after
    assert "còn thiếu số liệu đảng viên từ 01/01/2022 đến nay" in after


def test_years_whose_records_are_not_complete_say_so(db, signed_in):
    committee = Committee(complete=False)
    org.cover(unit=committee.h, area="members", since=d("01/01/2020"), by=ME)
    text = text_of(signed_in("thuong_truc", committee.h).get(address("MEM-01", committee.h)))
    assert "2018 chưa đủ dữ liệu (đã ghi nhận 3)" in text
    assert "2021 4" in text


def test_whoever_may_not_open_lists_reads_a_sentence(committee, signed_in):
    client = signed_in("bao_chi", committee.h)
    text = text_of(client.get(address("MEM-01", committee.h)))
    assert "chưa được giao quyền mở danh sách" in text and "Trần Thị Hoa" not in text
    assert client.get(address("MEM-01", committee.h, page="danh-sach/")).status_code == 403


def test_a_unit_of_others_is_refused(committee, signed_in):
    client = signed_in("thuong_truc", committee.a)
    assert client.get(address("MEM-01", committee.b)).status_code == 403
    assert client.get(f"/chi-tieu/bang/?don-vi={committee.b.uid}").status_code == 403
    assert client.get(f"/chi-tieu/?don-vi={committee.b.uid}").status_code == 403
    assert signed_in("dang_vien", committee.a, "khac").get(address("MEM-01", committee.a)).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("KHONG-CO/?", 404),
        ("MEM-01/?don-vi=khong-co", 404),
        ("MEM-01/?ngay=31/02/2020", 422),
        ("MEM-01/?ngay=1/1/20", 422),
        ("MEM-01/?ngay=31/12/1999", 422),
        ("MEM-01/?chia=khong_co", 422),
        ("MEM-01/?chia=sex,age,status", 422),
        ("MEM-01/?loc=sex", 422),
        ("MEM-01/?loc=sex=xanh", 422),
        ("MEM-01/?sau=abc", 422),
        ("MEM-01/?page=-1", 422),
        ("MEM-01/?limit=99999999999999999999999", 422),
        ("MEM-04/?tu=02/01/2020&den=01/01/2020", 422),
        ("MEM-04/?ky=the-ky", 422),
        ("MEM-04/danh-sach/?loc=line=khong_co", 422),
        ("MEM-01/danh-sach/?phan=rest", 422),
        ("MEM-01/danh-sach/?xuat=exe", 422),
    ],
)
def test_bad_input_is_refused_in_vietnamese(committee, signed_in, path, status):
    answer = signed_in("thuong_truc", committee.h).get(f"/chi-tieu/{path}")
    assert answer.status_code == status
    assert "Hãy" in answer.content.decode()


@pytest.mark.parametrize("code", [one.code for one in ALL])
def test_every_figure_has_a_page_and_a_list(committee, signed_in, code):
    client = signed_in("thuong_truc", committee.h)
    for structure in ("", "cautruc=hien-nay", "cautruc=01/01/2019"):
        assert client.get(address(code, committee.h, structure)).status_code == 200
        assert client.get(address(code, committee.h, structure, page="danh-sach/")).status_code == 200


LAYERED = {"MEM-07": 13, "MEM-09": 15}
"""Figures that stand on other records, read once for all days of the page: what is said of where files are; spells, events
and activity of those from whose party age something is taken off.
"""


def test_a_figure_page_takes_at_most_twelve_queries_and_as_many_for_one_row_as_for_thirty(db, signed_in):
    committee = Committee(people=1)
    client = signed_in("thuong_truc", committee.h)
    client.get("/chi-tieu/")
    taken = {one.code: [] for one in ALL}
    for more in (0, 2, 27):
        committee.people_more(more)
        for code, counts in taken.items():
            counts.append(len(queries_of(client, address(code, committee.h))))
    assert {code: counts for code, counts in taken.items() if len(set(counts)) > 1} == {}
    assert {code: counts[0] for code, counts in taken.items() if counts[0] > LAYERED.get(code, 12)} == {}


def test_a_unit_deep_below_the_viewers_own_takes_at_most_twelve_queries(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    client.get("/chi-tieu/")
    for code in ("MEM-02", "ADM-01", "ORG-04", "MEM-04"):
        for unit in (committee.a, committee.a1):
            found = queries_of(client, address(code, unit))
            assert len(found) <= 12, "\n".join(found)


def test_the_balance_shows_what_is_left_over_as_khop(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    text = text_of(client.get(address("MEM-04", committee.h)))
    assert "Đầu kỳ 3" in text and "Cuối kỳ 3" in text and "Chênh lệch Khớp" in text
    assert "+ Kết nạp 1" in text and "− Xóa tên 1" in text
    line = text_of(client.get(address("MEM-04", committee.h, "loc=line=strike_off", page="danh-sach/")))
    assert "Lê Văn Bình" in line and "Dòng: Xóa tên" in line


def test_every_line_of_the_balance_is_as_long_as_its_list(committee, signed_in):
    from chibo.catalogue import queries
    from chibo.catalogue.contents import BY_CODE
    from chibo.catalogue.queries import Question
    from chibo.catalogue.sheets import sheet_of
    from chibo.kernel.days import Period

    period = Period(d("01/01/2021"), d("31/12/2022"))
    for unit in (committee.h, committee.a, committee.b, committee.a1):
        question = Question(BY_CODE["MEM-04"], unit, period)
        shown = sheet_of(question, viewer=ME).figure
        counted = queries.figure(question, viewer=ME)
        assert (shown.value, shown.residual, shown.cells) == (counted.value, 0, counted.cells)


@pytest.mark.parametrize("code", [one.code for one in ALL if not isinstance(one, Balance)])
def test_what_is_counted_together_equals_what_is_counted_one_by_one(committee, code):
    from chibo.catalogue import queries
    from chibo.catalogue.contents import BY_CODE
    from chibo.catalogue.queries import Question
    from chibo.catalogue.sheets import sheet_of
    from chibo.kernel.days import Period
    from chibo.kernel.scope import THEN, Structure

    indicator = BY_CODE[code]
    window = d("31/12/2022") if indicator.is_state else Period(d("01/01/2018"), d("31/12/2022"))
    for structure in (THEN, Structure(d("01/06/2019"))):
        dimensions = indicator.allowed()
        for dimension in dimensions:
            question = Question(indicator, committee.h, window, structure, by=(dimension.code,))
            one, other = queries.figure(question, viewer=ME), sheet_of(question, viewer=ME)
            assert (other.figure.value, other.figure.base, other.figure.cells) == (one.value, one.base, one.cells)
        for point in sheet_of(Question(indicator, committee.h, window, structure), viewer=ME).points:
            counted = queries.figure(Question(indicator, committee.h, point.window, structure), viewer=ME)
            assert (point.value, point.base) == (counted.value, counted.base)


def test_a_named_period_leads_to_both_its_days(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    answer = client.get(f"/chi-tieu/MEM-04/?don-vi={committee.h.uid}&ky=nhiem-ky&den=31/12/2022")
    assert answer.status_code == 302
    assert "den=31%2F12%2F2022&tu=20%2F08%2F2020" in answer["Location"]
    quarter = client.get(f"/chi-tieu/MEM-04/?don-vi={committee.h.uid}&ky=quy")
    assert "tu=01%2F10%2F2026&den=22%2F11%2F2026" in quarter["Location"]


def test_the_contents_name_every_indicator_with_a_link(committee, signed_in):
    text = signed_in("bao_chi", committee.h).get("/chi-tieu/").content.decode()
    assert [
        code for code in (one.code for one in ALL) if f'href="/chi-tieu/{code}/?don-vi={committee.h.uid}' not in text
    ] == []
