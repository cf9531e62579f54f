"""The box of a filter is folded by the program on a telephone only: on a wide screen nothing shows how to open it."""

from pathlib import Path

AREAS = Path(__file__).parent.parent.parent


def test_every_filter_stands_open_in_its_template():
    closed = [
        path.name
        for path in AREAS.rglob("templates/**/*.html")
        for part in path.read_text("utf-8").split('class="filter-box"')[1:]
        if not part.startswith(" open")
    ]
    assert not closed
