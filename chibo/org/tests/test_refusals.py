"""What a reorganization refuses, and that then nothing is written."""

from datetime import date

import pytest

from chibo.kernel.refusal import Refusal
from chibo.org import actions, closure
from chibo.org import queries as org
from chibo.org.models import OrgEvent, Placement
from chibo.org.tests.world import BY, spec
from chibo.org.vocabulary import Kind

pytestmark = pytest.mark.django_db
DAY = date(2015, 7, 1)


@pytest.fixture(autouse=True)
def _nothing_written(tree):
    yield
    assert closure.recount() == []


def refused(code, action, **what):
    before = (OrgEvent.objects.count(), Placement.objects.count())
    with pytest.raises(Refusal) as raised:
        action(by=BY, **what)
    assert raised.value.code == code, raised.value.message
    assert raised.value.message.endswith(".")
    assert (OrgEvent.objects.count(), Placement.objects.count()) == before, raised.value.message
    return raised.value


def test_a_date_before_the_unit_existed(tree):
    refusal = refused("unit_not_there", actions.rename, unit=tree["X1"], name="Tên mới", on=date(2009, 12, 31))
    assert "01/01/2010" in refusal.message
    assert refusal.field == "on"


def test_a_date_after_the_unit_ended(tree):
    actions.dissolve(units=[tree["X1A"]], to=tree["X1B"], on=DAY, by=BY)
    refused("unit_not_there", actions.rename, unit=tree["X1A"], name="Tên mới", on=DAY)


def test_a_move_under_ones_own_child(tree):
    actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY)
    actions.establish(units=[spec("B", Kind.DANG_BO_BO_PHAN, "X1")], on=date(2012, 1, 1), by=BY)
    refusal = refused(
        "under_itself", actions.restructure, kind="transfer", on=DAY, move=[(tree["X1"], "B", Kind.CHI_BO)]
    )
    assert "nằm trong" in refusal.message


def test_two_units_moved_under_each_other(tree):
    units = actions.establish(
        units=[spec("B1", Kind.DANG_BO_BO_PHAN, "X1"), spec("B2", Kind.DANG_BO_BO_PHAN, "X1")],
        on=date(2012, 1, 1),
        by=BY,
    ).founded
    refused(
        "wrong_superior_kind",
        actions.restructure,
        kind="transfer",
        on=DAY,
        move=[(units["B1"], units["B2"], None), (units["B2"], units["B1"], None)],
    )


def test_a_day_before_a_later_change_of_the_unit(tree):
    actions.rename(unit=tree["X1"], name="Đảng bộ xã An Hòa", on=DAY, by=BY)
    refusal = refused("later_change", actions.rename, unit=tree["X1"], name="Tên khác", on=date(2015, 6, 30))
    assert refusal.status == 409


def test_a_day_before_a_later_change_below(tree):
    actions.rename(unit=tree["X1A"], name="Chi bộ thôn 9", on=DAY, by=BY)
    province = actions.establish(units=[spec("T", Kind.DANG_BO_TINH)], on=date(2012, 1, 1), by=BY).founded["T"]
    refused("later_change", actions.transfer, units=[tree["H"]], to=province, on=date(2015, 6, 30))
    actions.rename(unit=tree["H"], name="Đảng bộ huyện Tây Hải", on=date(2015, 6, 30), by=BY)
    assert org.name_of(tree["H"], on=DAY) == "Đảng bộ huyện Tây Hải"


def test_a_day_before_something_below_was_founded(tree):
    actions.establish(units=[spec("X1C", Kind.CHI_BO_TRUC_THUOC, "X1")], on=DAY, by=BY)
    refused("later_change", actions.dissolve, units=[tree["X1"]], with_below=True, to=tree["C"], on=date(2015, 6, 30))


def test_a_cell_under_a_cell(tree):
    refusal = refused(
        "wrong_superior_kind", actions.establish, units=[spec("Y", Kind.CHI_BO_TRUC_THUOC, "X1A")], on=DAY
    )
    assert "không thể trực thuộc" in refusal.message


def test_a_cell_without_a_superior(tree):
    refused("no_superior", actions.establish, units=[spec("Y", Kind.CHI_BO_TRUC_THUOC)], on=DAY)


def test_a_kind_that_what_is_below_cannot_stand_under(tree):
    refused(
        "wrong_superior_kind",
        actions.restructure,
        kind="downgrade",
        on=DAY,
        facts={tree["X1"]: {"kind": Kind.CHI_BO_CO_SO}},
    )


def test_a_superior_that_ends_later(tree):
    actions.merge_into(units=[tree["X2"]], into=tree["X1"], on=DAY, by=BY)
    day = date(2014, 1, 1)
    refused("superior_ends", actions.establish, units=[spec("Y", Kind.CHI_BO_TRUC_THUOC, "X2")], on=day)


def test_an_ending_with_units_below_that_nobody_receives(tree):
    refusal = refused("units_left", actions.dissolve, units=[tree["X1"]], on=DAY)
    assert "Chi bộ thôn 1, Chi bộ thôn 2" in refusal.message


def test_members_that_nobody_receives(tree, people):
    people.seat(tree["X1A"], "an", "bình")
    refusal = refused("members_left", actions.dissolve, units=[tree["X1A"]], on=DAY)
    assert "còn 2 đảng viên" in refusal.message
    into = [spec("N1", Kind.CHI_BO_TRUC_THUOC), spec("N2", Kind.CHI_BO_TRUC_THUOC)]
    refused("members_left", actions.split, unit=tree["X1A"], into=into, chosen={"an": "N2"}, on=DAY)
    actions.split(unit=tree["X1A"], into=into, chosen={"an": "N2", "bình": "N1"}, on=DAY, by=BY)
    assert people.in_cell(tree["X1A"]) == []


def test_members_sent_to_something_that_is_no_cell(tree, people):
    people.seat(tree["X1A"], "an")
    refused("not_a_cell", actions.dissolve, units=[tree["X1A"]], to=tree["X2"], chosen={"an": tree["X2"]}, on=DAY)
    refused("members_left", actions.dissolve, units=[tree["X1A"]], to=tree["X2"], on=DAY)


def test_a_short_reference_that_is_taken(tree):
    refused("ref_taken", actions.establish, units=[spec("X1", Kind.DANG_BO_CO_SO, "H")], on=DAY)


def test_a_unit_merged_into_itself(tree):
    refused("refused", actions.merge_into, units=[tree["X1"]], into=tree["X1"], on=DAY)


def test_a_unit_that_ends_on_the_day_it_was_founded(tree):
    new = actions.establish(units=[spec("Y", Kind.CHI_BO_TRUC_THUOC, "X1")], on=DAY, by=BY).founded["Y"]
    refused("refused", actions.dissolve, units=[new], to=tree["X1A"], on=DAY)


def test_text_beyond_all_measure(tree):
    huge = "a" * 10_000_000
    refused("too_long", actions.rename, unit=tree["X1"], name=huge, on=DAY)
    with pytest.raises(Refusal) as raised:
        org.by_ref(huge, on=DAY)
    assert len(raised.value.message) < 300


def test_an_upgrade_without_cells(tree):
    refused("refused", actions.upgrade, unit=tree["C"], kind=Kind.DANG_BO_CO_SO, on=DAY)


class Nobody:
    """A viewer who may nothing."""

    label = reference = "ai đó"

    def must(self, capability, unit=None):
        raise Refusal("Không có quyền.", status=403, code="not_entitled")


def test_nothing_is_done_for_a_viewer_without_the_right(tree):
    with pytest.raises(Refusal) as raised:
        actions.rename(unit=tree["X1"], name="Tên mới", on=DAY, by=Nobody())
    assert raised.value.status == 403
    assert org.name_of(tree["X1"], on=DAY) == "Đảng bộ xã An Bình"
