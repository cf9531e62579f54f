"""A long sheet is looked at by its beginning; what is told is the same as if the parser had read all of it."""

import re

import pytest

from chibo.exchange.reading import places, shortened, tasks
from chibo.exchange.tests import made

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
