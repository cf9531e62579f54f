"""A small province whose communes and cells came in from a workbook; one cell was renamed since, one has ended."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from chibo.kernel.viewer import System
from chibo.org import actions as org
from chibo.org import queries
from chibo.org.actions import UnitSpec
from chibo.org.models import Unit
from tests.workbooks import trees
from tests.workbooks.bringing import bring
from tests.workbooks.hand import ENDED, RENAMED

BY = System("test")
FOUNDED = date(2010, 1, 1)
KINDS = ("dang_bo_huyen", "dang_bo_co_so", "chi_bo_truc_thuoc")


def kind_answer(question):
    """The kind of units somebody names without saying it; a total is none."""
    if "Tổng số" in question["text"]:
        return "refuse"
    return next(kind for kind in KINDS if kind in dict(question["choices"]))


def province() -> Unit:
    """The province alone."""
    spec = UnitSpec(ref="TG", name="Đảng bộ tỉnh Thử Nghiệm", kind="dang_bo_tinh")
    return org.open_units(rows=[spec], on=FOUNDED, by=BY)["TG"]


def planted() -> Unit:
    """The province with all below it."""
    root = province()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "to-chuc.xlsx"
        trees.write(file)
        result = bring("units", file, on="2010-01-01", answer=kind_answer)
    assert result["refused"] == 1, result
    commune = named("Đảng bộ xã Bến Thử", root)
    cell = named(RENAMED[0], commune)
    org.rename(unit=cell, name=RENAMED[1], on=date(2015, 1, 1), by=BY)
    org.rename(unit=cell, name=RENAMED[0], on=date(2022, 1, 1), by=BY)
    org.dissolve(units=[named(ENDED, commune)], to=cell, on=date(2023, 7, 1), by=BY)
    return root


@pytest.fixture
def root(once):
    """The province alone."""
    return once(province)


@pytest.fixture
def tree(once):
    """The province with all below it, as of the day of the workbooks of people."""
    return once(planted)


def named(name: str, below: Unit) -> Unit:
    """The unit of this name."""
    return queries.units_below(below, on=FOUNDED).get(name=name).unit
