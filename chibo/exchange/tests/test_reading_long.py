"""A long sheet is looked at by its beginning; what is told is the same as if the parser had read all of it."""

import re

import pytest

from chibo.exchange.reading import pieces, places, shortened, tasks
from chibo.exchange.tests import made
from chibo.kernel.refusal import Refusal

ROWS = 9_000
LINE = ["", "Nguyễn Văn An", 7, ("d", 45000), "x" * 500]


def rows(*, at: dict[int, list[object]] | None = None) -> list[list[object]]:
    lines: list[list[object]] = [list(LINE) for _ in range(ROWS)]
    for number, line in (at or {}).items():
        lines[number - 1] = line
    return lines


def swapped(text: str, one: str, other: str) -> str:
    return text.replace(one, "@@").replace(other, one).replace("@@", other)


SHORTENED = {
    "plain": made.sheet(rows()),
    "begins late": made.sheet([[] for _ in range(7)] + rows()),
    "nothing at first": made.sheet([[] for _ in range(300)] + rows()),
    "its first column only far below": made.sheet(rows(at={8_000: ["đầu", *LINE[1:]]})),
    "wider far below": made.sheet(rows(at={8_500: [*LINE, 1, 2, 3], 5: [*LINE, 1], 8_990: [*LINE, *[1] * 30]})),
    "hidden, merged, computed": made.sheet(
        rows(at={8_000: ["=A1"], 8_001: ["", "=A2"]}),
        hidden=(3, 8_100),
        tail='<mergeCells count="1"><mergeCell ref="B3:B9"/></mergeCells>',
    ),
    "gaps": re.sub(r'(<row r="|<c r="[A-Z])(\d+)', lambda found: f"{found[1]}{int(found[2]) * 3}", made.sheet(rows())),
    "empty cells with a format": made.sheet(rows()).replace("</row>", '<c r="ZZ1" s="1"/></row>'),
}
WHOLE = {
    "rows in another order": swapped(made.sheet(rows()), '<row r="2">', '<row r="8999">'),
    "rows without numbers": re.sub(r'<row r="\d+">', "<row>", made.sheet(rows())),
    "cells without places": re.sub(r'<c r="[A-Z]+\d+"', "<c", made.sheet(rows())),
    "old letters": made.sheet(rows(at={8_000: ["", "NguyÔn V¨n An"]})),
    "short": made.sheet(rows()[:200]),
}


def looked(monkeypatch, path) -> tuple[list, list, bool]:
    """What is told, what would be told of the whole, and whether the sheet was shortened."""
    told, whole, chosen = [], [], []
    openings = shortened.openings
    monkeypatch.setattr(pieces, "promise", lambda inspection: None)

    def noted(inspection):
        chosen.append(openings(inspection))
        return chosen[-1]

    monkeypatch.setattr(shortened, "openings", noted)
    tasks.look({"path": path, "name": "a.xlsx", "text": "unicode"}, told.append)
    monkeypatch.setattr(shortened, "openings", lambda inspection: {})
    tasks.look({"path": path, "name": "a.xlsx", "text": "unicode"}, whole.append)
    return told, whole, bool(chosen[0])


@pytest.mark.parametrize("name", [*SHORTENED, *WHOLE])
def test_a_look_at_the_beginning_tells_what_a_look_at_the_whole_tells(tmp_path, monkeypatch, name):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx((SHORTENED | WHOLE)[name], made.sheet([["b", 1]])))
    told, whole, was_shortened = looked(monkeypatch, str(path))
    assert told == whole
    assert was_shortened is (name in SHORTENED)


@pytest.mark.parametrize("number", [1, 15, 26, 27, 33, 52, 701, 702, 703, 800])
def test_what_lies_beyond_a_column(number):
    behind = re.compile(places.beyond(number))
    for other in (1, 2, 25, 26, 27, 51, 52, 53, 100, 700, 701, 702, 703, 704, 16_384, number, number + 1):
        place = f"{places.column_letters(other)}1".encode()
        assert bool(behind.fullmatch(place)) is (other > number)


DAYS = {"type": "day", "partial": False, "order": "dmy"}
EVEN = SHORTENED.keys() - {"hidden, merged, computed"}
TURNING = {
    "a day that settles the order": made.sheet(
        [["", "x", 7, "05/06/1990" if number % 2 else "25/06/1990", "x" * 500] for number in range(ROWS - 1)]
        + [["", "x", 7, "06/25/1990"]]
    ),
    "a merged region": made.sheet(rows(), tail='<mergeCells count="1"><mergeCell ref="B8000:B8009"/></mergeCells>'),
    "a hidden row": made.sheet(rows(), hidden=(8_999,)),
    "a formula without a result": made.sheet(rows(at={8_999: ["", "=A1"]})),
    "an error": made.sheet(rows()).replace('<c r="C8999"><v>7<', '<c r="C8999" t="e"><v>#REF!<'),
    "old letters": WHOLE["old letters"],
    "a row out of order": swapped(made.sheet(rows()), '<row r="8998">', '<row r="8999">'),
    "a cell of another row": made.sheet(rows()).replace('<c r="B7000"', '<c r="B3"'),
    "a comment": made.sheet(rows()).replace('<row r="8998">', '<!-- <row r="1"> --><row r="8998">'),
}


def read(path, *, in_pieces: bool, date: dict | None = None) -> list:
    job = {
        "path": str(path), "name": "a.xlsx", "sheet": "Trang 1", "first_row": 2, "batch": 500, "in_pieces": in_pieces,
        "columns": [["a", 0, None], ["b", 1, None], ["c", 2, None], ["d", 3, date], ["f", 5, None]],
        "options": {"text": "unicode"},
    }  # fmt: skip
    told: list = []
    try:
        tasks.read(job, told.append)
    except Refusal as refusal:
        told.append(("refused", refusal.message))
    return told


@pytest.mark.parametrize("name", [*SHORTENED, *WHOLE, *TURNING])
def test_pieces_give_the_rows_of_the_whole_or_say_that_they_do_not(tmp_path, name):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx((SHORTENED | WHOLE | TURNING)[name], made.sheet([["b", 1]])))
    whole, apart = (read(path, in_pieces=way, date=DAYS) for way in (False, True))
    assert whole[-1][0] == "notes" or name == "a day that settles the order"
    assert apart == whole or (apart[-1] == ("again", None) and name not in EVEN)


@pytest.mark.parametrize("name", TURNING)
def test_what_turns_up_late_is_not_passed_over(tmp_path, name):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx(TURNING[name]))
    assert read(path, in_pieces=True, date=DAYS)[-1] == ("again", None)


@pytest.mark.parametrize("name", [*SHORTENED, *WHOLE])
def test_a_look_promises_pieces_of_even_sheets_only(tmp_path, name):
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.xlsx((SHORTENED | WHOLE)[name], made.sheet([["b", 1]])))
    told: list = []
    tasks.look({"path": str(path), "name": "a.xlsx", "text": "unicode"}, told.append)
    assert [sheet["in_pieces"] for sheet in told[0][1]["scan"]["sheets"]] == [name in EVEN, False]
