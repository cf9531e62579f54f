"""A tree in three columns of somebody's workbook."""

import pytest

from chibo.org import queries
from tests.workbooks import trees
from tests.workbooks.bringing import adds_up, bring, fingerprint, undo, verify
from tests.workbooks.conftest import FOUNDED, kind_answer

pytestmark = pytest.mark.django_db


def test_a_tree_in_three_columns_comes_in_and_goes(root, tmp_path):
    file = tmp_path / "to-chuc.xlsx"
    units = trees.write(file)
    before = fingerprint()
    result = bring("units", file, on="2010-01-01", answer=kind_answer)
    assert adds_up(result) and result["exit"] == 0
    assert result["rows"] == len(trees.rows_of_tree()) + 1
    assert result["refused"] == 1  # the total
    assert queries.units_below(root, on=FOUNDED).count() == units + 1
    assert verify()[0] == 0
    again = bring("units", file, on="2010-01-01", answer=kind_answer)
    assert (again["created"], again["updated"], again["refused"]) == (0, 0, 1)
    assert undo(result)["state"] == "undone"
    assert fingerprint() == before
    assert verify()[0] == 0
