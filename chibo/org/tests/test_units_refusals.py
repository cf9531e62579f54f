"""Rows that are refused, and why."""

import pytest

from chibo.org.tests.workbooks import check, faults, outcomes, rows_of

pytestmark = pytest.mark.django_db


def refusals():
    yield (
        ("ref name kind superior", ("X3", "Chi bộ A", "chi bộ trực thuộc", "X1A")),
        "không thể trực thuộc Chi bộ thôn 1",
    )
    yield (
        ("ref name kind superior", ("X3", "Chi bộ A", "chi bộ trực thuộc", "X9")),
        "Không có tổ chức nào có mã hoặc tên “X9”",
    )
    yield (
        ("name kind superior since", ("Chi bộ A", "cbtt", "X1", "01/01/2009")),
        "trước cấp trên của mình là Đảng bộ xã An Bình",
    )
    yield ("name kind superior since", ("Chi bộ A", "cbtt", "X1", "31/02/2012")), "31/02/2012"
    yield ("name kind superior since", ("Chi bộ A", "cbtt", "X1", "01/01/2027")), "sau ngày của hiện trạng"
    yield ("name kind superior until", ("Chi bộ A", "cbtt", "X1", "01/01/2027")), "sau ngày số liệu"
    yield (
        ("name kind superior since until", ("Chi bộ A", "cbtt", "X1", "01/01/2020", "01/01/2019")),
        "không sau ngày thành lập",
    )
    yield ("name kind superior cell_kind", ("Đảng bộ A", "đbcs", "H", "thôn")), "không phải chi bộ"
    yield ("ref name kind superior", ("mã số 1", "Chi bộ A", "cbtt", "X1")), "không dùng được"
    yield ("ref name kind superior", ("X1A", "Chi bộ thôn 1", "đbcs", "X1")), "đang là chi bộ trực thuộc"
    yield ("ref name since", ("X1A", "Chi bộ thôn 1", "01/01/2011")), "đang ghi có từ 01/01/2010, tệp ghi 01/01/2011"
    yield ("ref name superior", ("X1", "Đảng bộ xã An Bình", "X1A")), "không thể"
    yield ("name kind superior place", ("Chi bộ A", "cbtt", "X1", "Thôn Không Có")), "Không có địa bàn"
    yield ("ref name kind superior", ("A", "Chi bộ A", "cbtt", "a")), "ghi cấp trên là chính mình"
    yield ("ref name superior", ("H", "Đảng bộ huyện Đông Hải", "X1")), "nằm ngoài phạm vi của tệp"


@pytest.mark.parametrize(("row", "sentence"), list(refusals()))
def test_a_row_is_refused_by_the_rules_in_a_sentence(tree, row, sentence):
    fields, cells = row
    plans = check(tree["H"], rows_of(fields, cells))
    assert outcomes(plans) == ["refuse"]
    assert sentence in faults(plans[2])


def test_rows_below_a_refused_row_and_in_circles_are_refused_too(tree):
    rows = rows_of(
        "ref name kind superior",
        ("A", "Đảng bộ A", "đbcs", "B"),
        ("B", "Đảng bộ B", "đbcs", "A"),
        ("C1", "Chi bộ C1", "cbtt", "B"),
        ("D", "Đảng bộ D", "không có loại này", "H"),
        ("D1", "Chi bộ D1", "cbtt", "D"),
        ("D1", "Chi bộ D2", "cbtt", "X1"),
        (None, "Chi bộ E", "cbtt", "X1"),
        (None, "CB E", "cbtt", "xã An Bình"),
        (None, None, "cbtt", "xã An Bình"),
    )
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["refuse"] * 6 + ["create", "refuse", "refuse"]
    assert "nằm trong" in faults(plans[2])
    assert "Cấp trên Đảng bộ B (dòng 3) bị từ chối" in faults(plans[4])
    assert "Cấp trên Đảng bộ D (dòng 5) bị từ chối" in faults(plans[6])
    assert "Mã ngắn D1 đã ghi ở dòng 6" in faults(plans[7])
    assert "trùng tên và cấp trên với dòng 8" in faults(plans[9])
    assert "không có tên" in faults(plans[10])
