"""A unit is asked for on days on which it stood, in the structure asked for."""

import pytest

from chibo.catalogue.queries import must_have_existed
from chibo.kernel.days import Period, parse_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Structure
from chibo.kernel.viewer import System
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.models import Unit

ME = System("thử")
d = parse_day
pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    rows = [
        UnitSpec("T", "Đảng bộ tỉnh T", "dang_bo_tinh"),
        UnitSpec("A", "Đảng bộ xã A", "dang_bo_co_so", "T", sector="xa"),
        UnitSpec("B", "Đảng bộ xã B", "dang_bo_co_so", "T", sector="xa"),
    ]
    units = org.open_units(rows=rows, on=d("01/01/2015"), by=ME)
    new = UnitSpec("C", "Đảng bộ xã C", "dang_bo_co_so", "T", sector="xa")
    org.consolidate(units=[units["A"], units["B"]], new=new, on=d("01/07/2025"), by=ME)
    return {unit.ref: unit for unit in Unit.objects.all()}


def test_a_closed_unit_is_not_asked_for_after_its_end(merged):
    must_have_existed(merged["A"], d("30/06/2025"))
    must_have_existed(merged["A"], Period(d("30/06/2025"), d("31/12/2025")))
    with pytest.raises(Refusal):
        must_have_existed(merged["A"], d("01/07/2025"))
    with pytest.raises(Refusal):
        must_have_existed(merged["A"], Period(d("01/07/2025"), d("31/12/2025")))


def test_in_the_structure_of_today_the_successor_is_asked_for_any_past_day(merged):
    today = Structure(d("01/01/2026"))
    must_have_existed(merged["C"], d("31/12/2020"), today)
    with pytest.raises(Refusal) as refused:
        must_have_existed(merged["A"], d("31/12/2020"), today)
    assert refused.value.choices == (("C", "Đảng bộ xã C"),)
    with pytest.raises(Refusal):
        must_have_existed(merged["C"], d("30/06/2025"))
