"""Trees from workbooks: dirty, in any order, with dates, and taken back again."""

from datetime import date

import pytest

from chibo.journal.models import Entry
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.imports import UNITS
from chibo.org.models import OrgEvent, Placement, Unit
from chibo.org.tests.test_undo import picture
from chibo.org.tests.workbooks import ON, bring_in, check, faults, outcomes, rows_of, setting
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db


def names_below(unit, on=ON):
    return {p.name: org.name_of(p.superior, on=on) for p in org.units_below(unit, on=on) if p.superior_id}


def test_rows_come_in_any_order_by_code_or_name(tree):
    rows = rows_of(
        "ref name kind superior since",
        ("X3A", "Chi bộ thôn Thượng", "Chi bộ trực thuộc", "Đảng bộ xã Nam Hồng", "01/02/2012"),
        ("X3B", "CB thôn Hạ", "cbtt", "x3", ("d", "2013-05-06T00:00:00")),
        (" X3 ", "Đảng bộ  xã Nam Hồng ", "ĐẢNG BỘ CƠ SỞ", "Huyện ủy Đông Hải", "2011-01-01"),
        ("", "Chi bộ trường\u00a0THCS", "Chi bộ trực thuộc", "ĐU xã Nam Hồng", None),
    )
    plans, traces = bring_in(tree["H"], rows)
    assert outcomes(plans) == ["create"] * 4
    assert names_below(tree["H"])["Chi bộ thôn Thượng"] == "Đảng bộ xã Nam Hồng"
    unit = Unit.objects.get(ref="X3B")
    assert (unit.founded_on, unit.ended_on) == (date(2013, 5, 6), FOREVER)
    assert Unit.objects.get(ref="X3-1").founded_on == ON
    assert [trace.number for trace in traces] == [2, 3, 4, 5]
    assert {trace.target for trace in traces} == set(
        Unit.objects.filter(ref__startswith="X3").values_list("pk", flat=True)
    )
    assert closure.recount() == []
    assert Entry.objects.filter(what="org.imported").count() == 4
    assert Entry.objects.get(what="org.imported", subject=unit.reference).after["name"] == "CB thôn Hạ"


def test_levels_in_columns_with_merged_cells(tree):
    rows = rows_of(
        "level1 level2 level3 kind",
        ("Đảng bộ huyện Đông Hải", "Đảng bộ xã Nam Hồng", None, "Đảng bộ cơ sở"),
        (None, None, "Chi bộ thôn 1", "Chi bộ trực thuộc"),
        (None, None, "Chi bộ thôn 2", "Chi bộ trực thuộc"),
        (None, "Đảng bộ xã Bắc Hồng", None, "Đảng bộ cơ sở"),
        (None, None, "Chi bộ thôn 1", "Chi bộ trực thuộc"),
        ("Đảng bộ huyện Đông Hải", None, "Chi bộ Bưu điện", "Chi bộ cơ sở"),
        (None, "Đảng bộ xã An Bình", "CB thôn 1", "Chi bộ"),
    )
    plans, _ = bring_in(tree["H"], rows)
    assert outcomes(plans) == ["create"] * 6 + ["skip"]
    below = names_below(tree["H"])
    assert below["Chi bộ Bưu điện"] == "Đảng bộ huyện Đông Hải"
    assert org.children(Unit.objects.get(placements__name="Đảng bộ xã Bắc Hồng"), on=ON).get().name == "Chi bộ thôn 1"


def test_a_level_that_no_row_is_about_comes_with_the_first_row_below(tree):
    rows = rows_of(
        "level1 level2 name kind",
        ("Đảng bộ huyện Đông Hải", "Đảng bộ xã Nam Hồng", "Chi bộ thôn 1", "chi bộ trực thuộc"),
        (None, None, "Chi bộ thôn 2", "chi bộ trực thuộc"),
    )
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["ask", "ask"]
    ask = plans[2].ask
    assert plans[3].ask == ask
    assert (
        ask.text
        == "Các tổ chức như Đảng bộ xã Nam Hồng (trực thuộc đảng bộ huyện, thị xã, thành phố thuộc tỉnh) thuộc loại nào?"
    )
    assert ask.choices == (("dang_bo_co_so", "Đảng bộ cơ sở"), ("refuse", "Từ chối các dòng này"))
    _, traces = bring_in(tree["H"], rows, answers={ask.key: "dang_bo_co_so"})
    assert len(traces) == 2
    board = Unit.objects.get(placements__name="Đảng bộ xã Nam Hồng")
    assert [p.name for p in org.children(board, on=ON)] == ["Chi bộ thôn 1", "Chi bộ thôn 2"]


def test_a_kind_left_open_is_asked_once_for_all_alike(tree):
    rows = rows_of(
        "name kind superior",
        ("Chi bộ thôn 7", None, "X1"),
        ("CB thôn 8", "chi bộ", "X1"),
        ("Đảng bộ xã Mới", "Đảng bộ", "H"),
    )
    before, since = date(2024, 12, 31), ON
    plans = check(tree["H"], rows, on=before)
    assert [plan.ask.key for plan in plans.values()] == [
        "kind:chi bo |dang_bo_co_so",
        "kind:chi_bo |dang_bo_co_so",
        "kind:dang bo xa|dang_bo_huyen",
    ]
    assert [code for code, _ in plans[2].ask.choices] == ["chi_bo_truc_thuoc", "refuse"]
    later = check(tree["H"], rows, on=since)
    assert [code for code, _ in later[2].ask.choices] == ["chi_bo_truc_thuoc", "chi_bo", "refuse"]
    assert later[3].outcome == "create"
    assert later[3].data["new"][0]["kind"] == "chi_bo"


def test_equal_rows_are_left_alone_and_others_change_from_the_day_on(tree):
    rows = rows_of(
        "ref name kind superior code sector cell_kind",
        ("X1", "ĐB xã An Bình", "Đảng bộ", "H", None, "Xã", None),
        ("X1A", "Chi bộ thôn Đông", None, "X1", "38.1", None, None),
        ("X1B", "chi bo thon 2", None, "X2", None, None, "HTX"),
        ("C", None, None, None, None, None, None),
    )
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["skip", "update", "update", "refuse"]
    assert plans[3].differences == [("name", "Chi bộ thôn 1", "Chi bộ thôn Đông"), ("code", "", "38.1")]
    assert plans[4].differences == [
        ("cell_kind", "Thôn, ấp, tổ dân phố", "Hợp tác xã"),
        ("superior", "Đảng bộ xã An Bình", "Đảng bộ xã Bình Minh"),
    ]
    before = picture()
    _, traces = bring_in(tree["H"], rows)
    assert org.name_of(tree["X1A"], on=date(2026, 11, 21)) == "Chi bộ thôn 1"
    assert org.name_of(tree["X1A"], on=ON) == "Chi bộ thôn Đông"
    assert org.placement_of(tree["X1B"], on=ON).superior == tree["X2"]
    kinds = OrgEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["opening", "transfer", "rename", "adjust"]
    UNITS.undo(setting(tree["H"]), traces)
    assert picture() == before
    assert closure.recount() == []


def test_ended_units_come_in_with_their_end_and_successor(tree):
    rows = rows_of(
        "ref name kind superior since until successor ending",
        ("X3", "Đảng bộ xã Nam Hồng", "đảng bộ cơ sở", "H", "01/01/2010", "01/07/2020", "X1", "sáp nhập"),
        (
            "X3A",
            "Chi bộ thôn Thượng",
            "chi bộ trực thuộc",
            "X3",
            "01/01/2012",
            "01/07/2020",
            "thôn 1, xã An Bình",
            None,
        ),
        ("X3B", "Chi bộ thôn Hạ", "chi bộ trực thuộc", "X3", "01/01/2012", "01/05/2015", "X3A", "sáp nhập"),
        ("C", "Chi bộ Tòa án", None, None, None, "15/03/2021", None, None),
    )
    before = picture()
    plans, traces = bring_in(tree["H"], rows)
    assert outcomes(plans) == ["create", "create", "create", "update"]
    assert plans[5].differences == [("until", "", "15/03/2021")]
    ended = {
        u.ref: (u.ended_on, u.ending, u.principal_successor and u.principal_successor.ref) for u in Unit.objects.all()
    }
    assert ended["X3"] == (date(2020, 7, 1), "merge_into", "X1")
    assert ended["X3A"] == (date(2020, 7, 1), "dissolve", "X1A")
    assert ended["X3B"] == (date(2015, 5, 1), "merge_into", "X3A")
    assert ended["C"] == (date(2021, 3, 15), "dissolve", None)
    assert closure.recount() == []
    assert outcomes(check(tree["H"], rows)) == ["skip"] * 4
    assert UNITS.stands_on(traces) == []
    UNITS.undo(setting(tree["H"]), traces)
    assert picture() == before
    assert OrgEvent.objects.count() == 1


def test_near_names_beside_known_ones_are_asked(tree):
    rows = rows_of("name kind superior", ("Chi bộ trường hoc số 1", "cbtt", "X2"), ("Chi bộ trường hocj", "cbtt", "X2"))
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["create", "ask"]
    key = plans[3].ask.key
    assert plans[3].ask.choices == (
        (str(tree["X2B"].uid), "Chi bộ trường học (Đảng bộ xã Bình Minh)"),
        ("new", "Tổ chức mới"),
        ("refuse", "Từ chối các dòng này"),
    )
    assert outcomes(check(tree["H"], rows, answers={key: "new"})) == ["create", "create"]
    assert outcomes(check(tree["H"], rows, answers={key: "refuse"})) == ["create", "refuse"]
    same = check(tree["H"], rows, answers={key: str(tree["X2B"].uid)})
    assert same[3].outcome == "update"


def test_other_references_than_those_on_record_are_asked_about_once(tree):
    rows = rows_of("ref name superior", ("A1", "Chi bộ thôn 1", "X1"), ("A2", "Chi bộ thôn 2", "X1"))
    plans = check(tree["H"], rows)
    assert [plan.ask.key for plan in plans.values()] == ["units:own_refs"] * 2
    assert outcomes(check(tree["H"], rows, answers={"units:own_refs": "name"})) == ["skip", "skip"]
    assert outcomes(check(tree["H"], rows, answers={"units:own_refs": "refuse"})) == ["refuse", "refuse"]


def test_a_former_name_means_the_unit_and_does_not_rename_it_back(tree):
    actions.rename(unit=tree["X1A"], name="Chi bộ thôn Đông", on=date(2020, 1, 1), by=BY)
    plans = check(tree["H"], rows_of("name superior", ("Chi bộ thôn 1", "X1")))
    assert outcomes(plans) == ["skip"]
    assert plans[2].target == tree["X1A"].pk
    assert "tên cũ" in faults(plans[2])


def test_what_has_changed_later_refuses_a_change_before_it(tree):
    actions.rename(unit=tree["X1A"], name="Chi bộ thôn Đông", on=date(2020, 1, 1), by=BY)
    rows = rows_of("ref name code", ("X1A", "Chi bộ thôn Tây", None), ("X1B", "Chi bộ thôn 2", "38.1"))
    plans = check(tree["H"], rows, on=date(2019, 12, 31))
    assert outcomes(plans) == ["refuse", "update"]
    assert "đã có thay đổi sau ngày 31/12/2019: đổi tên ngày 01/01/2020" in faults(plans[2])


def test_nobody_is_left_in_a_unit_that_a_workbook_ends(tree, people):
    people.seat(tree["C"], "an", "bình")
    plans = check(tree["H"], rows_of("ref name until", ("C", "Chi bộ Tòa án", "15/03/2021")))
    assert outcomes(plans) == ["refuse"]
    assert "còn 2 đảng viên" in faults(plans[2])


def test_what_stands_on_a_load_keeps_it_and_is_listed(tree):
    rows = rows_of(
        "ref name kind superior since",
        ("X3", "Đảng bộ xã Nam Hồng", "đbcs", "H", "01/01/2012"),
        ("X3A", "Chi bộ thôn 1", "cbtt", "X3", "01/01/2012"),
    )
    _, traces = bring_in(tree["H"], rows)
    new, cell = Unit.objects.get(ref="X3"), Unit.objects.get(ref="X3A")
    actions.rename(unit=cell, name="Chi bộ thôn Đông", on=date(2026, 12, 1), by=BY)
    actions.record_congress(unit=new, first_year=2025, last_year=2030, on=date(2025, 3, 1), by=BY)
    actions.cover(unit=new, area="members", since=date(2026, 1, 1), until=FOREVER, note="", by=BY)
    actions.establish(units=[spec("X3C", Kind.CHI_BO_TRUC_THUOC, "X3")], on=date(2026, 12, 2), by=BY)
    found = UNITS.stands_on(traces)
    assert "đổi tên Chi bộ thôn 1 ngày 01/12/2026" in found
    assert "đã ghi nhiệm kỳ 2025-2030 của Đảng bộ xã Nam Hồng" in found
    assert "Tổ chức X3C đã về trực thuộc tổ chức mới ngày 02/12/2026" in found
    assert "Đảng bộ xã Nam Hồng đã có 1 xác nhận về mức đầy đủ của số liệu" in found
    with pytest.raises(Refusal, match="Hãy hoàn tác các việc đó trước"):
        UNITS.undo(setting(tree["H"]), traces)
    assert Unit.objects.filter(ref="X3").exists()


def test_undated_units_may_stand_since_the_first_below_them(tree):
    rows = rows_of(
        "name kind superior since",
        ("Đảng bộ xã Nam Hồng", "đbcs", "H", None),
        ("Chi bộ thôn Thượng", "cbtt", "Đảng bộ xã Nam Hồng", "05/06/2015"),
    )
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["create", "refuse"]
    assert "trước cấp trên của mình là Đảng bộ xã Nam Hồng" in faults(plans[3])
    plans, _ = bring_in(tree["H"], rows, options={"undated": "below"})
    assert outcomes(plans) == ["create", "create"]
    assert Unit.objects.get(placements__name="Đảng bộ xã Nam Hồng").founded_on == date(2015, 6, 5)


def test_an_empty_installation_takes_a_whole_tree(db):
    rows = rows_of(
        "ref name kind superior",
        ("H", "Đảng bộ huyện Đông Hải", "đảng bộ huyện", None),
        ("X1", "Đảng bộ xã An Bình", "đảng bộ cơ sở", "H"),
    )
    plans, _ = bring_in(None, rows, on=date(2024, 12, 31))
    assert outcomes(plans) == ["create", "create"]
    assert Placement.objects.count() == 2


def test_who_waits_for_an_answer_about_the_heir_holds_those_below_back(tree):
    rows = rows_of(
        "ref name kind superior until successor since",
        ("X3", "Đảng bộ xã Nam Hồng", "đbcs", "H", "01/07/2020", "Chi bộ thôn 1", "01/01/2011"),
        ("X3A", "Chi bộ thôn Hạ", "cbtt", "X3", "01/07/2020", None, "01/01/2011"),
    )
    plans = check(tree["H"], rows)
    assert outcomes(plans) == ["ask", "ask"]
    answers = {plans[2].ask.key: str(tree["X1A"].uid)}
    bring_in(tree["H"], rows, answers=answers)
    assert Unit.objects.get(ref="X3").principal_successor == tree["X1A"]


def test_nothing_is_written_by_checking(tree, django_assert_max_num_queries):
    before = picture()
    rows = rows_of("name kind superior", *((f"Chi bộ số {n}", "cbtt", "X1") for n in range(100)))
    with django_assert_max_num_queries(40):
        assert outcomes(check(tree["H"], rows)) == ["create"] * 100
    assert picture() == before


def test_an_office_may_name_what_stands_above_it_but_not_change_it(tree):
    rows = rows_of(
        "level1 level2 level3 name code kind",
        ("Đảng bộ huyện Đông Hải", "Đảng bộ xã An Bình", None, "Chi bộ thôn 1", None, None),
        (None, None, None, "2. Chi bộ thôn 3", None, "chi bộ trực thuộc"),
        ("Đảng bộ huyện Đông Hải", None, None, None, "38.1", None),
        ("Đảng bộ huyện Đông Hải", "Đảng bộ xã Nam Hồng", None, None, None, "đảng bộ cơ sở"),
    )
    plans = check(tree["X1"], rows)
    assert outcomes(plans) == ["skip", "create", "refuse", "refuse"]
    assert plans[3].data["new"][0]["name"] == "Chi bộ thôn 3"
    assert "Đảng bộ huyện Đông Hải nằm ngoài phạm vi của tệp" in faults(plans[4])
    assert "Đảng bộ huyện Đông Hải nằm ngoài phạm vi của tệp" in faults(plans[5])


def test_the_superior_of_the_office_itself_is_passed_over(tree):
    rows = rows_of(
        "ref name superior",
        ("H", "Đảng bộ huyện Đông Hải", "Đảng bộ tỉnh Xa"),
        ("X1", "Đảng bộ xã An Bình", "Đảng bộ huyện Đông Hải"),
    )
    assert outcomes(check(tree["H"], rows)) == ["skip", "skip"]
    assert outcomes(check(tree["X1"], rows[1:])) == ["skip"]


def test_a_refused_row_about_a_unit_on_record_holds_nobody_below_it_back(tree):
    rows = rows_of(
        "name superior since kind",
        ("Đảng bộ xã An Bình", "H", "31/02/2010", None),
        ("Chi bộ thôn 1", "Đảng bộ xã An Bình", None, None),
        ("Chi bộ thôn 5", "Đảng bộ xã An Bình", None, "cbtt"),
    )
    assert outcomes(check(tree["H"], rows)) == ["refuse", "skip", "create"]


@pytest.mark.parametrize(
    ("on", "under_province", "under_base"),
    [
        (date(2025, 6, 30), ["dang_bo_huyen", "dang_bo_cap_tren_co_so", "dang_bo_co_so"], ["dang_bo_bo_phan"]),
        (date(2025, 7, 1), ["dang_bo_cap_tren_co_so", "dang_bo_co_so"], ["dang_bo_bo_phan"]),
        (date(2026, 7, 25), ["dang_bo_cap_tren_co_so", "dang_bo_co_so"], ["dang_bo_bo_phan"]),
        (
            date(2026, 7, 26),
            ["dang_bo_cap_tren_co_so", "dang_bo_co_so"],
            ["dang_bo_bo_phan", "dang_bo_truc_thuoc_co_so"],
        ),
    ],
)
def test_every_era_offers_its_own_kinds(db, on, under_province, under_base):
    units = actions.open_units(
        rows=[spec("T", Kind.DANG_BO_TINH), spec("B", Kind.DANG_BO_CO_SO, "T")], on=date(2010, 1, 1), by=BY
    )
    rows = rows_of(
        "name kind superior", ("Đảng bộ A", None, "T"), ("Đảng bộ B", None, "B"), ("Huyện C", "huyện ủy", "T")
    )
    plans = check(units["T"], rows, on=on)
    assert [code for code, _ in plans[2].ask.choices[:-1]] == under_province
    assert [code for code, _ in plans[3].ask.choices[:-1]] == under_base
    assert plans[4].outcome == ("create" if on < date(2025, 7, 1) else "ask")
