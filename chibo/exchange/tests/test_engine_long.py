"""A long workbook read piece by piece ends as it would if it had been read as a whole."""

import pytest

from chibo.exchange import actions, queries
from chibo.exchange.actions import checking
from chibo.exchange.reading import workbook
from chibo.exchange.rules import kinds
from chibo.exchange.tests import made
from chibo.exchange.tests.test_engine import BY, NOTES, ON, PLACE
from chibo.exchange.vocabulary import BatchState

pytestmark = pytest.mark.django_db
ROWS = 8_000


@pytest.fixture(autouse=True)
def only_notes(monkeypatch, settings, tmp_path):
    settings.VAR_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    monkeypatch.setattr(kinds, "_kinds", {"notes": NOTES})
    monkeypatch.setattr(kinds, "_find_place", [lambda reference, on: PLACE])


def checked(last: str):
    lines = [["Tên", "Số", "Ngày", "Khác"]]
    lines += [[f"tên {number}", number, "25/12/1990", "x" * 700] for number in range(ROWS)]
    content = made.xlsx(made.sheet([*lines, ["tên cuối", 1, last]]))
    batch = actions.receive(name="a.xlsx", content=content, kind="notes", place=PLACE, on=ON, by=BY)
    found = actions.propose(batch)
    actions.map_columns(batch, sheet="Trang 1", header_row=found.header_row, mapping=found.mapping, by=BY)
    assert batch.looked["scan"]["sheets"][0]["in_pieces"]
    actions.check(batch, by=BY)
    return batch


def told(batch) -> list:
    return [(row.number, row.outcome, row.label, row.about) for row in queries.RowSource(batch).iterate()]


@pytest.fixture
def ways(monkeypatch):
    """How the workbook was read, in order."""
    found = []
    read = workbook.read

    def noted(*given, **named):
        found.append(named["in_pieces"])
        return read(*given, **named)

    monkeypatch.setattr(checking.workbook, "read", noted)
    return found


def test_in_pieces_and_as_a_whole_end_alike(ways, monkeypatch):
    apart = checked("26/12/1990")
    whole = checked("26/12/1990")
    whole.looked["scan"]["sheets"][0]["in_pieces"] = False
    actions.check(whole, by=BY)
    assert ways == [True, True, False]
    assert queries.counts(apart) == queries.counts(whole)
    assert queries.counts(apart)["create"] == ROWS + 1
    assert apart.digest == whole.digest
    assert told(apart) == told(whole)


def test_a_row_that_changes_the_earlier_ones_has_the_whole_read(ways):
    batch = checked("12/26/1990")
    assert ways == [True, False]
    assert (batch.state, len(batch.questions)) == (BatchState.MAPPED, 1)
    assert not batch.rows.exists()
    assert not batch.chunks.exists()
