"""Whole pages: how many statements they take, whatever the unit.

The clerk of the province looks at the province, at a district and at a cell of it, each far smaller than the one before.
Nothing is read row by row, so a province takes the statements of a district.
"""

import pytest
from django.urls import reverse

from chibo.catalogue.contents import ALL
from chibo.indicators import Balance
from chibo.kernel.days import show_day
from tests.benchmarks.conftest import PAST
from tests.benchmarks.statements import statements_of

pytestmark = pytest.mark.benchmark

MOST = 12
"""Statements of the page of a figure."""
LAYERED = {"MEM-07": MOST + 1, "MEM-09": MOST + 3}
"""Figures that stand on other records, each read once a page for all its days, parts and units: what is said of where files
are; spells, events and activity of those from whose party age something is taken off.
"""
NAMES = 1
"""An empty list asks for no names: one statement that a district may not need and a province does."""
FIRST = PAST.replace(year=PAST.year - 3, month=1, day=1)
DAY = {"ngay": show_day(PAST)}
PERIOD = {"tu": show_day(FIRST), "den": show_day(PAST)}
FIGURES = [indicator.code for indicator in ALL if not isinstance(indicator, Balance)]
OTHERS = {
    "members": lambda unit: (reverse("members:list"), {"don-vi": unit}),
    "members filtered": lambda unit: (reverse("members:list"), {"don-vi": unit, "gioi-tinh": "nu"}),
    "members then": lambda unit: (reverse("members:list"), {"don-vi": unit, **DAY}),
    "unit then": lambda unit: (reverse("org:unit", args=[unit]), DAY),
    "rows of a figure then": lambda unit: (reverse("catalogue:rows", args=["MEM-01"]), {"don-vi": unit, **DAY}),
    "statistics then": lambda unit: (reverse("catalogue:statistics"), {"don-vi": unit, **DAY}),
    "balance then": lambda unit: (reverse("catalogue:figure", args=["MEM-04"]), {"don-vi": unit, **PERIOD}),
    "report then": lambda unit: (reverse("reports:report"), {"don-vi": unit, **PERIOD}),
}


@pytest.fixture
def opened(client):
    """``opened(path, query)``: the statements of a page, once everything that is read once has been read."""

    def ask(path, query):
        def get():
            answer = client.get(path, query)
            assert answer.status_code == 200, f"{answer.status_code} {answer.content.decode()[:2000]}"

        get()
        return statements_of(get)

    return ask


@pytest.mark.parametrize("code", FIGURES)
def test_a_figure_page_takes_few_statements_whatever_the_unit(code, opened, past, tell):
    window = DAY if next(i for i in ALL if i.code == code).is_state else PERIOD
    path = reverse("catalogue:figure", args=[code])
    province, district, cell = (
        len(opened(path, {"don-vi": str(unit.uid), **window})) for unit in (past.province, past.district, past.cell)
    )
    most = LAYERED.get(code, MOST)
    tell(f"page of {code}: {province} statements for a province, {district} a district, {cell} a cell, of {most}")
    assert max(province, district, cell) <= most
    assert province <= district + NAMES


@pytest.mark.parametrize("page", OTHERS)
def test_statements_do_not_grow_with_the_unit(page, opened, past, present, tell):
    places = past if page.endswith("then") else present
    province, district, cell = (
        len(opened(*OTHERS[page](str(unit.uid)))) for unit in (places.province, places.district, places.cell)
    )
    tell(f"page of {page}: {province} statements for a province, {district} a district, {cell} a cell")
    assert province <= district + NAMES
