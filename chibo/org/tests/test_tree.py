"""Reading the tree."""

from datetime import date
from uuid import uuid4

import pytest

from chibo.kernel.refusal import NotFound, Refusal
from chibo.org import actions
from chibo.org import queries as org
from chibo.org.tests.world import BY, START, small_tree, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)
EVE = date(2015, 6, 30)


def test_a_unit_is_found_by_reference_code_name_and_name_without_diacritics(tree):
    actions.adjust(units=[tree["X1"]], code="38.168.053", on=DAY, by=BY)
    for text in ("X1", "38.168.053", "Đảng bộ xã An Bình", "dang bo xa an binh", " DANG BO  XA AN BINH "):
        assert org.by_ref(text, on=DAY) == tree["X1"]


def test_a_code_is_read_on_the_day_asked(tree):
    actions.adjust(units=[tree["X1"]], code="11", on=DAY, by=BY)
    actions.adjust(units=[tree["X2"]], code="22", on=DAY, by=BY)
    actions.adjust(units=[tree["X2"]], code="33", on=date(2020, 1, 1), by=BY)
    assert org.by_ref("22", on=DAY) == tree["X2"]
    with pytest.raises(NotFound):
        org.by_ref("22", on=date(2020, 1, 1))
    with pytest.raises(NotFound):
        org.by_ref("11", on=EVE)


def test_the_short_reference_stays_when_the_unit_is_gone(tree):
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=DAY, by=BY)
    assert org.by_ref("X2", on=date(2020, 1, 1)) == tree["X2"]
    with pytest.raises(NotFound):
        org.by_ref("Đảng bộ xã Bình Minh", on=date(2020, 1, 1))


def test_an_ambiguous_name_is_refused_with_the_choices(tree):
    with pytest.raises(Refusal) as raised:
        org.by_ref("chi bo thon 1", on=DAY)
    assert raised.value.code == "ambiguous_unit"
    assert raised.value.choices == (
        ("X1A", "Chi bộ thôn 1 (Đảng bộ xã An Bình)"),
        ("X2A", "Chi bộ thôn 1 (Đảng bộ xã Bình Minh)"),
    )


@pytest.mark.parametrize("text", ["", "   ", "khong co", "X" * 5000, "%", "' OR 1=1 --", "\x00"])
def test_anything_else_is_refused(tree, text):
    with pytest.raises(Refusal):
        org.by_ref(text, on=DAY)


@pytest.mark.parametrize("uid", [uuid4(), "not-a-uid"])
def test_an_unknown_address_is_not_found(tree, uid):
    with pytest.raises(NotFound):
        org.by_uid(uid)


def test_outside_its_life_a_unit_says_from_when_to_when_it_stood(tree):
    actions.dissolve(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY)
    assert org.placement_of(tree["X1A"], on=EVE).name == "Chi bộ thôn 1"
    for day in (date(2009, 12, 31), DAY):
        with pytest.raises(Refusal, match="từ 01/01/2010 đến trước 01/07/2015"):
            org.placement_of(tree["X1A"], on=day)


def test_a_name_outside_the_life_is_the_nearest_one(tree):
    actions.rename(unit=tree["X1"], name="Đảng bộ xã An Hòa", on=DAY, by=BY)
    assert org.name_of(tree["X1"], on=date(2000, 1, 1)) == "Đảng bộ xã An Bình"
    assert org.names_of([tree["X1"].pk, tree["H"].pk], on=DAY) == {
        tree["X1"].pk: "Đảng bộ xã An Hòa",
        tree["H"].pk: "Đảng bộ huyện Đông Hải",
    }


def test_children_come_higher_kinds_first_then_by_name(tree):
    assert [p.unit.ref for p in org.children(tree["H"], on=DAY)] == ["X1", "X2", "C"]
    assert [(p.unit.ref, p.child_count) for p in org.with_child_counts(org.children(tree["H"], on=DAY), on=DAY)] == [
        ("X1", 2),
        ("X2", 2),
        ("C", 0),
    ]


def test_units_below_may_be_asked_by_kind(tree):
    found = org.units_below(tree["H"], on=DAY, kinds=[Kind.CHI_BO_TRUC_THUOC])
    assert sorted(p.unit.ref for p in found) == ["X1A", "X1B", "X2A", "X2B"]


def test_ancestors_begin_at_the_top(tree):
    assert [p.unit.ref for p in org.ancestors(tree["X1A"], on=DAY)] == ["H", "X1"]
    assert org.ancestors(tree["H"], on=DAY) == []
    chains = org.ancestors_of([tree["X1A"].pk, tree["C"].pk], on=DAY)
    assert {pk: [p.unit.ref for p in chain] for pk, chain in chains.items()} == {
        tree["X1A"].pk: ["H", "X1"],
        tree["C"].pk: ["H"],
    }


def test_a_unit_is_within_itself_and_whatever_is_above(tree):
    ids = {ref: unit.pk for ref, unit in tree.items()}
    assert org.is_within(ids["X1A"], [ids["H"]], on=DAY) == ids["H"]
    assert org.is_within(ids["X1A"], [ids["X2"], ids["X1A"]], on=DAY) == ids["X1A"]
    assert org.is_within(ids["X1A"], [ids["X2"], ids["C"]], on=DAY) is None
    assert org.is_within(ids["X1A"], [], on=DAY) is None


def test_a_closed_unit_is_within_whatever_its_successor_is_in(tree):
    ids = {ref: unit.pk for ref, unit in tree.items()}
    actions.merge_into(units=[tree["X2A"]], into=tree["X1A"], on=DAY, by=BY)
    assert org.is_within(ids["X2A"], [ids["X2"]], on=EVE) == ids["X2"]
    assert org.is_within(ids["X2A"], [ids["X2"]], on=DAY) is None
    assert org.is_within(ids["X2A"], [ids["X1"]], on=DAY) == ids["X1"]


def test_where_a_unit_stands_is_one_query_also_after_its_end(tree, django_assert_num_queries):
    ids = {ref: unit.pk for ref, unit in tree.items()}
    actions.merge_into(units=[tree["X2A"]], into=tree["X1A"], on=DAY, by=BY)
    for ref in ("X1A", "X2A"):
        with django_assert_num_queries(1):
            assert org.is_within(ids[ref], [ids["H"]], on=DAY) == ids["H"]


def test_a_closed_unit_is_followed_to_the_last_of_its_successors(tree, django_assert_num_queries):
    ids = {ref: unit.pk for ref, unit in tree.items()}
    actions.merge_into(units=[tree["X2A"]], into=tree["X1A"], on=EVE, by=BY)
    actions.merge_into(units=[tree["X1A"]], into=tree["X2B"], on=DAY, by=BY)
    assert org.is_within(ids["X2A"], [ids["X1"]], on=EVE) == ids["X1"]
    with django_assert_num_queries(1):
        assert org.is_within(ids["X2A"], [ids["X2"]], on=DAY) == ids["X2"]


def test_the_top_most_of_several_units(tree):
    ids = [tree[ref].pk for ref in ("X1", "X1A", "X2B", "C")]
    assert org.top_most(ids, on=DAY) == {tree["X1"].pk, tree["X2B"].pk, tree["C"].pk}


def test_search_folds_and_looks_only_where_told(tree):
    assert [p.unit.ref for p in org.search_units("thon 1", within=None, on=DAY)] == ["X1A", "X2A"]
    assert [p.unit.ref for p in org.search_units("CHI BỘ trường", within=None, on=DAY)] == ["X2B"]
    assert [p.unit.ref for p in org.search_units("thon", within=[tree["X1"].pk], on=DAY)] == ["X1A", "X1B"]
    assert org.search_units("thon", within=[], on=DAY) == []
    assert [p.unit.ref for p in org.search_units("x2b", within=None, on=DAY, limit=1)] == ["X2B"]
    assert org.search_units("%", within=None, on=DAY) == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: list(org.units_below(t["H"], on=DAY)),
        lambda t: list(org.with_child_counts(org.children(t["H"], on=DAY), on=DAY)),
        lambda t: org.ancestors(t["X1A"], on=DAY),
        lambda t: org.search_units("chi bo", within=[t["H"].pk], on=DAY),
        lambda t: list(org.event_history(t["X1"])),
    ],
)
def test_one_query_whatever_the_number_of_rows(tree, django_assert_num_queries, ask):
    with django_assert_num_queries(1):
        ask(tree)
    more = [spec(f"X1{n}", Kind.CHI_BO_TRUC_THUOC, "X1") for n in range(30)]
    actions.establish(units=more, on=date(2011, 1, 1), by=BY)
    with django_assert_num_queries(1):
        ask(tree)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_an_event_takes_as_many_queries_for_one_unit_as_for_many(db, count, django_assert_max_num_queries):
    small_tree()
    rows = [spec(f"Y{n}", Kind.CHI_BO_TRUC_THUOC, "X1") for n in range(count)]
    with django_assert_max_num_queries(40):
        founded = actions.establish(units=rows, on=START.replace(year=2011), by=BY).founded
    with django_assert_max_num_queries(48):
        actions.transfer(units=founded.values(), to=org.by_ref("X2", on=DAY), on=DAY, by=BY)
