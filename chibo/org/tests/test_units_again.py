"""A tree of several communes comes in, is skipped when it comes again, and leaves nothing behind when it goes."""

import pytest

from chibo.org import closure
from chibo.org.imports import UNITS
from chibo.org.models import Unit
from chibo.org.tests.test_undo import picture
from chibo.org.tests.workbooks import bring_in, check, outcomes, rows_of, setting

pytestmark = pytest.mark.django_db
COMMUNES, CELLS = 20, 32


def province():
    for commune in range(COMMUNES):
        yield (f"Đảng bộ xã Số {commune}", "đảng bộ cơ sở", "Đảng bộ huyện Đông Hải", "Xã", "01/01/2011")
        for cell in range(CELLS):
            yield (f"CB thôn {cell + 1}", "chi bộ trực thuộc", f"Đảng bộ xã Số {commune}", None, "01/02/2012")


def test_660_units_come_in_once_and_go_again(tree):
    rows = rows_of("name kind superior sector since", *province())
    before = picture()
    plans, traces = bring_in(tree["H"], rows)
    assert set(outcomes(plans)) == {"create"}
    assert len(traces) == Unit.objects.count() - len(tree) == COMMUNES * (CELLS + 1)
    assert closure.recount() == []
    assert set(outcomes(check(tree["H"], rows))) == {"skip"}
    UNITS.undo(setting(tree["H"]), traces)
    assert picture() == before
    assert closure.recount() == []
