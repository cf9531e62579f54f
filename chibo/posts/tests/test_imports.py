"""A workbook about posts: whom, what and where a row means; what is new, what differs; and back out again."""

import pytest

from chibo.decisions.models import Decision
from chibo.exchange.rules.kinds import Place, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import FOREVER
from chibo.members.tests.world import ME, d
from chibo.posts import actions, queries
from chibo.posts.imports import POSTS
from chibo.posts.models import Holding

DAY = d("22/11/2026")


@pytest.fixture
def an(world):
    return world.member("Nguyễn Văn An", born="03/02/1980")


def setting(world, **answers):
    return Setting(
        "b1", Place(world.h.reference, "Đảng bộ huyện Hà Đông", world.h), DAY, ME, "bi-thu.xlsx", {}, answers
    )


def row(number=2, **values):
    given = {
        "full_name": "Nguyễn Văn An", "born": ["1980-02-03", "day"], "title": "Bí thư chi bộ", "unit": "Chi bộ Thôn 2",
        "since": ["2020-06-15", "day"],
    } | values  # fmt: skip
    return Row(number, {column.name: given.get(column.name) for column in POSTS.columns})


def plans(world, *rows, **answers):
    return POSTS.begin(setting(world, **answers)).plan(rows)


def write(world, *rows, **answers):
    importer = POSTS.begin(setting(world, **answers))
    planned = [one for one in importer.plan(rows) if one.outcome in (Outcome.CREATE, Outcome.UPDATE)]
    return importer.write(planned)


def told(plan):
    return " ".join(sentence for _, sentence in plan.faults)


def test_a_row_becomes_a_holding_and_leaves_no_trace_when_undone(world, an):
    paper = {"decision_number": "12-QĐ/ĐU", "decision_issued_on": "2020-06-10", "decision_issuer": "Đảng ủy xã An Bình"}
    (trace,) = write(world, row(how="bau", note="Khóa mới", **paper))
    held = Holding.objects.get(pk=trace.target)
    assert (held.person, held.unit, held.role, held.title) == (an, world.a2, "bi_thu", "Bí thư chi bộ")
    assert (held.how, held.note, held.source, held.until) == ("bau", "Khóa mới", "bi-thu.xlsx", FOREVER)
    assert str(held.decision) == "12-QĐ/ĐU ngày 10/06/2020 của Đảng ủy xã An Bình"
    assert POSTS.stands_on([trace]) == []
    POSTS.undo(setting(world), [trace])
    assert (Holding.objects.count(), Decision.objects.count()) == (0, 0)


def test_the_same_row_again_is_left_out(world, an):
    write(world, row())
    (plan,) = plans(world, row())
    assert (plan.outcome, plan.target) == (Outcome.SKIP, Holding.objects.get().pk)
    (plan,) = plans(world, row(since=["2020-01-01", "year"]))
    assert plan.outcome == Outcome.SKIP


def test_what_differs_is_an_update_that_can_be_taken_back(world, an):
    (made,) = write(world, row())
    changed = row(
        until=["2023-08-01", "day"], how="chi_dinh", decision_number="7-QĐ/HU", decision_issued_on="2020-06-01"
    )
    (plan,) = plans(world, changed)
    assert plan.outcome == Outcome.UPDATE
    assert plan.differences == [
        ("Đến ngày", "", "01/08/2023"),
        ("Hình thức", "Chưa rõ", "Chỉ định"),
        ("Số quyết định", "", "7-QĐ/HU"),
    ]
    (trace,) = write(world, changed)
    held = Holding.objects.get()
    assert (held.until, held.how, held.decision.number) == (d("01/08/2023"), "chi_dinh", "7-QĐ/HU")
    assert POSTS.stands_on([made]) != []
    POSTS.undo(setting(world), [trace])
    held.refresh_from_db()
    assert (held.until, held.how, held.decision) == (FOREVER, "", None)
    assert POSTS.stands_on([made]) == []
    assert Decision.objects.count() == 0


def test_empty_cells_change_nothing(world, an):
    write(world, row(how="bau", note="Giữ lại", until=["2023-08-01", "day"]))
    assert plans(world, row())[0].outcome == Outcome.SKIP


def test_a_day_that_is_only_near_is_asked(world, an):
    write(world, row())
    near = row(since=["2020-07-01", "day"])
    (plan,) = plans(world, near)
    assert plan.outcome == Outcome.ASK
    assert plans(world, near, **{plan.ask.key: "skip"})[0].outcome == Outcome.SKIP
    write(world, near, **{plan.ask.key: "update"})
    assert Holding.objects.get().since == d("01/07/2020")


def test_a_later_time_in_the_same_post_is_new(world, an):
    write(world, row(until=["2022-01-01", "day"]))
    (plan,) = plans(world, row(since=["2023-01-01", "day"]))
    assert plan.outcome == Outcome.CREATE


def test_a_title_that_is_not_certain_is_asked_once_for_all(world, an):
    rows = [row(2, title="Cán sự"), row(3, title="can su ", unit="A1")]
    found = plans(world, *rows)
    assert {plan.outcome for plan in found} == {Outcome.ASK}
    assert found[0].ask.key == found[1].ask.key and found[0].ask.remembered
    answer = {found[0].ask.key: "khac:don_vi"}
    assert [p.data["role"] for p in plans(world, *rows, **answer)] == ["khac", "khac"]
    misspelt = plans(world, row(title="Trửơng thon"))[0]
    assert misspelt.outcome == Outcome.CREATE
    misspelt = plans(world, row(title="Trưởng thônn"))[0]
    assert misspelt.ask.choices[0] == ("truong_thon", "Trưởng thôn, ấp, tổ dân phố")


def test_a_title_outside_the_list_needs_its_body_only(world, an):
    (plan,) = plans(world, row(title="Công chức địa chính", body="ubnd"))
    assert (plan.outcome, plan.data["role"], plan.data["body"]) == (Outcome.CREATE, "khac", "ubnd")


def test_two_posts_in_one_cell_are_refused(world, an):
    (plan,) = plans(world, row(title="Bí thư chi bộ, trưởng thôn"))
    assert plan.outcome == Outcome.REFUSE
    assert "Hãy tách mỗi chức danh thành một dòng." in told(plan)


def test_what_the_records_forbid_is_refused_beside_its_cell(world, an):
    for values, column in (
        ({"since": ["1999-01-01", "day"]}, "since"),
        ({"until": ["2019-01-01", "day"]}, "until"),
        ({"unit": "Chi bộ Chợ Cũ"}, "until"),
        ({"unit": "Chi bộ Xóm Núi Xa"}, "unit"),
        ({"full_name": "Người Lạ"}, "full_name"),
        ({"since": None}, "since"),
    ):
        (plan,) = plans(world, row(**({"since": ["2019-06-15", "day"]} | values)))
        assert (plan.outcome, plan.faults[-1][0]) == (Outcome.REFUSE, column)
        assert plan.faults[-1][1].endswith(".")


def test_rows_are_held_against_each_other(world, an):
    same, overlapping = plans(world, row(2), row(3), row(4, since=["2021-01-01", "day"]))[1:]
    assert (same.outcome, told(same)) == (Outcome.SKIP, "~Trùng với dòng 2 nên bỏ qua.")
    assert (overlapping.outcome, overlapping.faults[0][0]) == (Outcome.REFUSE, "since")


def test_a_unit_of_its_time_is_found_by_the_name_it_had(world, an):
    (plan,) = plans(world, row(unit="Chi bộ Chợ Cũ", since=["2016-01-01", "day"], until=["2020-01-01", "day"]))
    assert (plan.outcome, plan.data["unit"]) == (Outcome.CREATE, world.old.pk)


def test_a_name_that_several_units_have_is_asked_or_told_by_the_superior(world, an):
    assert plans(world, row(unit="Chi bộ Thôn 1"))[0].outcome == Outcome.ASK
    (plan,) = plans(world, row(unit="Chi bộ Thôn 1", superior="xã Bình Minh"))
    assert plan.data["unit"] == world.b1.pk


def test_half_a_decision_is_kept_in_the_note(world, an):
    (trace,) = write(world, row(decision_number="12-QĐ/ĐU", note="Bổ sung"))
    assert Holding.objects.get(pk=trace.target).note == "Bổ sung; Quyết định 12-QĐ/ĐU"


def test_rows_with_faults_of_reading_are_refused(world, an):
    broken = row(since=None)
    broken.faults.append(("since", "Không đọc được “31/02/2020”."))
    assert plans(world, broken)[0].faults == [("since", "Không đọc được “31/02/2020”.")]


def test_what_was_done_since_stands_on_a_batch(world, an):
    traces = write(world, row())
    actions.leave_post(Holding.objects.get(), on=d("01/01/2024"), by=ME)
    assert POSTS.stands_on(traces) == ["chức danh Bí thư chi bộ của đồng chí Nguyễn Văn An đã được sửa hoặc kết thúc"]
    gone = Trace(9, 10_000, {"before": None, "after": {}})
    assert POSTS.stands_on([gone]) == ["1 lần giữ chức danh đã bị gỡ khỏi hồ sơ"]


def test_a_part_of_many_rows_takes_a_fixed_number_of_queries(world, an, django_assert_max_num_queries):
    names = [f"Trần Văn {letter}{mark}" for letter in "BCDGHKLMNP" for mark in "aeio"]
    people = [world.member(name) for name in names]
    rows = [row(n, full_name=p.full_name, title="Chi ủy viên") for n, p in enumerate(people, start=2)]
    importer = POSTS.begin(setting(world))
    with django_assert_max_num_queries(16):
        found = importer.plan(rows)
    assert {plan.outcome for plan in found} == {Outcome.CREATE}
    with django_assert_max_num_queries(30):
        importer.write(found)
    assert queries.holders_at(world.a2, on=DAY).filter(role="chi_uy_vien").count() == len(rows)
