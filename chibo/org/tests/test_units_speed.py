"""A tree of a province comes in, and goes again, in seconds of the processor: others work on the machine too."""

import time

import pytest

from chibo.org import closure
from chibo.org.imports import UNITS
from chibo.org.models import Unit
from chibo.org.tests.test_undo import picture
from chibo.org.tests.workbooks import bring_in, check, outcomes, rows_of, setting

pytestmark = pytest.mark.django_db
COMMUNES, CELLS = 100, 32


def province():
    for commune in range(COMMUNES):
        yield (f"Đảng bộ xã Số {commune}", "đảng bộ cơ sở", "Đảng bộ huyện Đông Hải", "Xã", "01/01/2011")
        for cell in range(CELLS):
            yield (f"CB thôn {cell + 1}", "chi bộ trực thuộc", f"Đảng bộ xã Số {commune}", None, "01/02/2012")


def test_3_300_units_in_three_seconds(tree):
    rows = rows_of("name kind superior sector since", *province())
    before = picture()
    start = time.process_time()
    plans, traces = bring_in(tree["H"], rows)
    written = time.process_time() - start
    assert set(outcomes(plans)) == {"create"}
    assert len(traces) == Unit.objects.count() - len(tree) == COMMUNES * (CELLS + 1)
    start = time.process_time()
    assert set(outcomes(check(tree["H"], rows))) == {"skip"}
    again = time.process_time() - start
    start = time.process_time()
    UNITS.undo(setting(tree["H"]), traces)
    undone = time.process_time() - start
    assert picture() == before
    assert closure.recount() == []
    assert written < 3
    assert again < 1.5
    assert undone < 3
