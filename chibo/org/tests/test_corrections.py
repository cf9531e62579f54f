"""Sửa sai beside thay đổi từ ngày, the guards of the database, and the impact list."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from chibo.journal.models import Entry
from chibo.kernel.refusal import Refusal
from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.models import Closure, OrgEvent, Placement, Term, Unit
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)


def test_a_correction_holds_for_the_whole_time_and_is_no_event(tree):
    here = org.placement_of(tree["X1"], on=DAY)
    events = OrgEvent.objects.count()
    actions.correct_placement(placement=here, name="Đảng bộ xã An Bình Tây", reason="gõ thiếu chữ", by=BY)
    assert org.name_of(tree["X1"], on=date(2010, 1, 1)) == "Đảng bộ xã An Bình Tây"
    assert org.by_ref("dang bo xa an binh tay", on=DAY) == tree["X1"]
    assert OrgEvent.objects.count() == events
    entry = Entry.objects.get(what="org.corrected")
    assert (entry.before, entry.after, entry.reason) == (
        {"name": "Đảng bộ xã An Bình"},
        {"name": "Đảng bộ xã An Bình Tây"},
        "gõ thiếu chữ",
    )


def test_a_corrected_superior_moves_the_unit_for_the_whole_time(tree, people):
    here = org.placement_of(tree["X1A"], on=DAY)
    actions.correct_placement(placement=here, superior=tree["X2"], reason="nhầm xã", by=BY)
    assert [p.unit.ref for p in org.ancestors(tree["X1A"], on=date(2010, 1, 1))] == ["H", "X2"]
    assert people.touched == {tree["X1A"].pk}
    assert closure.recount() == []


@pytest.mark.parametrize(
    ("ref", "facts", "word"),
    [
        ("X1", {"name": "Đảng bộ xã An Bình"}, "giống giá trị"),
        ("X1", {"kind": Kind.CHI_BO_CO_SO}, "nâng cấp, hạ cấp"),
        ("X1A", {"superior": "X2A"}, "không thể trực thuộc"),
        ("X1", {"sector": "bi_mat"}, "Không có loại hình"),
        ("X1", {"cell_kind": "thon"}, "không phải chi bộ"),
    ],
)
def test_a_correction_that_cannot_have_been_is_refused(tree, ref, facts, word):
    facts = {key: tree.get(value, value) if key == "superior" else value for key, value in facts.items()}
    with pytest.raises(Refusal, match=word):
        actions.correct_placement(placement=org.placement_of(tree[ref], on=DAY), reason="thử", by=BY, **facts)


def test_a_correction_under_ones_own_child_is_refused(tree):
    inner = actions.establish(units=[spec("B", Kind.DANG_BO_BO_PHAN, "X1")], on=date(2010, 1, 1), by=BY).founded["B"]
    here = org.placement_of(tree["X1"], on=DAY)
    with pytest.raises(Refusal):
        actions.correct_placement(placement=here, superior=inner, reason="thử", by=BY)


# --- Guards of the database ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "write",
    [
        lambda t: Placement.objects.create(
            unit=t["X1"], superior=t["H"], kind="dang_bo_co_so", name="x", since=DAY, event=OrgEvent.objects.first()
        ),
        lambda t: Closure.objects.create(ancestor=t["H"], descendant=t["X1"], since=DAY, until=date(2016, 1, 1)),
        lambda t: [
            Term.objects.create(unit=t["H"], first_year=y, last_year=y + 5, congress_on=date(y, 1, 1))
            for y in (2015, 2020)
        ],
    ],
)
def test_the_database_itself_refuses_two_rows_of_one_day(tree, write):
    with pytest.raises(DatabaseError), transaction.atomic():
        write(tree)


def test_a_planted_error_is_found_by_name(tree):
    Closure.objects.filter(ancestor=tree["H"], descendant=tree["X1A"]).delete()
    Placement.objects.filter(unit=tree["X2A"]).update(since=date(2011, 1, 1))
    Unit.objects.filter(pk=tree["C"].pk).update(ended_on=date(2030, 1, 1))
    text = "\n".join(closure.recount())
    assert "thiếu dòng: X1A dưới H" in text
    assert "X2A ghi thành lập 01/01/2010 nhưng thông tin đầu tiên từ 01/01/2011" in text
    assert "C ghi kết thúc 01/01/2030" in text


# --- The impact list -------------------------------------------------------------------------------------------------


def test_the_impact_list_says_who_ends_and_where_people_go(tree, people):
    people.seat(tree["X2A"], "an", "bình")
    people.seat(tree["X1A"], "chi")
    plan = actions.plan_merger(units=[tree["X2"]], into=tree["X1"], on=DAY)
    impact = actions.impact(plan=plan, by=BY)
    assert [(line.name, line.destination) for line in impact.ended] == [("Đảng bộ xã Bình Minh", "Đảng bộ xã An Bình")]
    assert [(line.ref, line.changes, dict(line.counts)) for line in impact.changed] == [
        ("X2A", (("Trực thuộc", "Đảng bộ xã Bình Minh", "Đảng bộ xã An Bình"),), {"Đảng viên": 2}),
        ("X2B", (("Trực thuộc", "Đảng bộ xã Bình Minh", "Đảng bộ xã An Bình"),), {}),
    ]
    assert impact.totals == {"Đảng viên": 2}
    assert OrgEvent.objects.filter(kind="merge_into").count() == 0


def test_the_impact_of_a_transfer_counts_everybody_below(tree, people):
    people.seat(tree["X1A"], "an")
    people.seat(tree["X1B"], "bình")
    province = actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["T"]
    impact = actions.impact(plan=actions.plan_transfer(units=[tree["H"]], to=province, on=DAY), by=BY)
    assert [dict(line.counts) for line in impact.changed] == [{"Đảng viên": 2}]


def test_a_split_lists_everybody_who_must_be_chosen_for(tree, people):
    people.seat(tree["X1A"], "bình", "an")
    into = [spec("N1", Kind.CHI_BO_TRUC_THUOC), spec("N2", Kind.CHI_BO_TRUC_THUOC)]
    impact = actions.impact(plan=actions.plan_split(unit=tree["X1A"], into=into, on=DAY), by=BY)
    assert [one.key for one in impact.open_people] == ["an", "bình"]
    assert [line.name for line in impact.founded] == ["Tổ chức N1", "Tổ chức N2"]


def test_the_impact_takes_the_same_queries_however_many_units(tree, people, django_assert_max_num_queries):
    for count in (1, 30):
        rows = [spec(f"Y{count}-{n}", Kind.CHI_BO_TRUC_THUOC, "X1") for n in range(count)]
        founded = actions.establish(units=rows, on=date(2011, 1, count), by=BY).founded
        plan = actions.plan_transfer(units=founded.values(), to=tree["X2"], on=DAY)
        with django_assert_max_num_queries(20):
            actions.impact(plan=plan, by=BY)
