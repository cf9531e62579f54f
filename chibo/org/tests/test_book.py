"""Which unit a text in a workbook means."""

from datetime import date

import pytest

from chibo.exchange.rules.kinds import Ask
from chibo.kernel.refusal import Refusal
from chibo.org import actions
from chibo.org.imports import Found, Missing, UnitBook, find_place
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 22)


def book(within=None, *, answers=None, cells_only=True):
    return UnitBook(within, on=NOW, cells_only=cells_only, answers=answers)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("X1A", "X1A"),
        ("x1a", "X1A"),
        ("Chi bộ thôn 1 - xã An Bình", "X1A"),
        ("CB thôn 1, xã An Bình", "X1A"),
        ("thôn 1, xã An Bình", "X1A"),
        ("CB THÔN 01 (ĐB xã An Bình)", "X1A"),
        ("chi bo thon so 1 / Dang uy xa An Binh", "X1A"),
        ("Đảng bộ huyện Đông Hải > Đảng bộ xã An Bình > Chi bộ thôn 1", "X1A"),
        ("xã An Bình - thôn 1", "X1A"),
        ("C.B  trường\u00a0học", "X2B"),
        ("Chi bộ trường học", "X2B"),
        ("toa an", "C"),
        ("Chi bộ thôn 2", "X1B"),
    ],
)
def test_usual_spellings_mean_one_unit(tree, text, ref):
    found = book().find(text)
    assert isinstance(found, Found)
    assert found.ref == ref


def test_further_columns_narrow_the_name_down(tree):
    assert book().find("Chi bộ thôn 1", ("Đảng bộ xã Bình Minh", None)).ref == "X2A"
    assert book().find("Thôn 1", ("xã Bình Minh", "Huyện ủy Đông Hải")).ref == "X2A"


def test_a_unit_that_is_not_where_the_text_says_is_asked_about(tree):
    asked = book().find("Chi bộ Tòa án", ("Đảng bộ xã An Bình",))
    assert asked.choices[0] == (str(tree["C"].uid), "Chi bộ Tòa án (Đảng bộ huyện Đông Hải)")


def test_a_name_of_two_units_is_asked_once_however_it_is_written(tree):
    asked = [book().find(text) for text in ("Chi bộ thôn 1", "CB thôn 01", "C.B thôn số 1")]
    assert all(isinstance(one, Ask) for one in asked)
    assert len({one.key for one in asked}) == 1
    assert asked[0].remembered
    assert asked[0].choices == (
        (str(tree["X1A"].uid), "Chi bộ thôn 1 (Đảng bộ xã An Bình)"),
        (str(tree["X2A"].uid), "Chi bộ thôn 1 (Đảng bộ xã Bình Minh)"),
        ("refuse", "Từ chối các dòng này"),
    )


def test_the_answer_settles_it(tree):
    key = book().find("Chi bộ thôn 1").key
    assert book(answers={key: str(tree["X2A"].uid)}).find("CB thôn 1").ref == "X2A"
    refused = book(answers={key: "refuse"}).find("CB thôn 1")
    assert refused == Missing("Người nhập đã chọn từ chối các dòng ghi “CB thôn 1”.")


def test_near_names_are_asked_never_taken(tree):
    near = book().find("Chi bộ Toà ánn")
    assert isinstance(near, Ask)
    assert near.choices[0] == (str(tree["C"].uid), "Chi bộ Tòa án (Đảng bộ huyện Đông Hải)")
    assert isinstance(book().find("Chi bộ thôn 7"), Missing)
    assert "Không có tổ chức nào có mã hoặc tên “Chi bộ Bưu điện”" in book().find("Chi bộ Bưu điện").sentence


def test_a_misspelt_superior_leads_to_the_units_under_the_one_meant(tree):
    asked = book().find("Chi bộ thôn 1 - xã Bình Mính")
    assert isinstance(asked, Found)
    asked = book().find("CB thôn 1, xã Binhh Minh")
    assert [label for _, label in asked.choices] == ["Chi bộ thôn 1 (Đảng bộ xã Bình Minh)", "Từ chối các dòng này"]
    assert isinstance(book().find("CB thôn 1, xã Vĩnh Phúc Thượng"), Missing)


def test_a_former_name_is_known_and_the_name_of_the_day_wins(tree):
    actions.rename(unit=tree["X1B"], name="Chi bộ thôn Đoài", on=date(2015, 1, 1), by=BY)
    actions.establish(units=[spec("N", Kind.CHI_BO_TRUC_THUOC, "X2", name="Chi bộ thôn 2")], on=date(2016, 1, 1), by=BY)
    assert book().find("thôn Đoài").ref == "X1B"
    assert book().find("Chi bộ thôn 2").ref == "N"
    assert book().find("Chi bộ thôn 2", on=date(2012, 1, 1)).ref == "X1B"


def test_after_a_merger_cells_of_one_name_are_told_apart_by_where_they_were(tree):
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=date(2025, 7, 1), by=BY)
    assert book().find("Chi bộ thôn 1 - xã Bình Minh").ref == "X2A"
    asked = book().find("Chi bộ thôn 1, xã An Bình")
    assert [label for _, label in asked.choices[:-1]] == [
        "Chi bộ thôn 1 (Đảng bộ xã An Bình), mã X1A",
        "Chi bộ thôn 1 (Đảng bộ xã An Bình), mã X2A, trước 01/07/2025 thuộc Đảng bộ xã Bình Minh",
    ]


def test_marks_may_belong_to_names(tree):
    actions.rename(unit=tree["X1"], name="Đảng bộ Cơ quan Đảng - đoàn thể", on=date(2020, 1, 1), by=BY)
    actions.rename(unit=tree["X1A"], name="Chi bộ Kinh tế - Hạ tầng", on=date(2020, 1, 1), by=BY)
    for text in (
        "Chi bộ Kinh tế - Hạ tầng - Đảng bộ Cơ quan Đảng - đoàn thể",
        "CB Kinh tế Hạ tầng (ĐB cơ quan Đảng, đoàn thể)",
        "Đảng bộ Cơ quan Đảng - đoàn thể / Chi bộ Kinh tế - Hạ tầng",
    ):
        assert book().find(text).ref == "X1A"


def test_a_unit_that_has_ended_offers_what_it_became(tree):
    actions.merge_into(units=[tree["X1A"]], into=tree["X1B"], on=date(2020, 7, 1), by=BY)
    asked = book().find("thôn 1, xã An Bình")
    assert asked.choices[0] == (str(tree["X1B"].uid), "Chi bộ thôn 2 (Đảng bộ xã An Bình)")
    assert "đã kết thúc ngày 01/07/2020" in asked.text
    assert book().find("thôn 1, xã An Bình", on=date(2019, 1, 1)).ref == "X1A"
    assert book().find("Chi bộ thôn 1").ref == "X2A"


def test_a_day_before_the_unit_stood_is_told(tree):
    assert "mới có từ ngày 01/01/2010" in book().find("Chi bộ thôn 2", on=date(2009, 12, 31)).sentence


def test_members_do_not_sit_in_a_dang_bo(tree):
    assert "chi bộ tiếp nhận" in book().find("X1").sentence
    assert "chi bộ tiếp nhận" in book().find("ĐU xã An Bình").sentence
    assert book(cells_only=False).find("Đảng ủy xã An Bình").ref == "X1"


def test_only_units_below_are_looked_at(tree):
    inside = book(tree["X1"])
    assert inside.find("Chi bộ thôn 1").ref == "X1A"
    assert isinstance(inside.find("Chi bộ Tòa án"), Missing)
    assert inside.find("Chi bộ thôn 1, huyện Đông Hải").ref == "X1A"


def test_the_book_is_read_in_few_queries(tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        whole = book(tree["H"])
        for _ in range(100):
            whole.find("CB thôn 1, xã An Bình")


def test_a_workbook_comes_in_for_a_unit(tree):
    for reference in (tree["X1"].reference, str(tree["X1"].uid), "X1", "Đảng bộ xã An Bình"):
        place = find_place(reference, NOW)
        assert (place.reference, place.label, place.unit) == (tree["X1"].reference, "Đảng bộ xã An Bình", tree["X1"])
    with pytest.raises(Refusal, match="Không có tổ chức"):
        find_place("XYZ", NOW)
