"""The lists of admission, transfers, screening, files, badges and procedures: what the first page of a province costs.

Each is seen beside the list of the province's members of today, in one run: chrome, sign-in and gate are in both.
"""

import pytest
from django.urls import reverse

from tests.benchmarks.statements import statements_of
from tests.benchmarks.timing import alternate

pytestmark = pytest.mark.benchmark

MOST = 4.0
"""The list of members is the quickest page there is: some 40 ms. On two quiet cores the others were seen at 0,7 to 3,1 times that, none
over 115 ms; one that read a province row by row would take twenty times as long."""
WHOLE = {"badges:list": 6.0, "dossiers:awaited": 5.0, "dossiers:missing": 5.0}
"""Seen at 4,5, 3,7 and 3,4 times. Lists that no table holds: party age is reckoned for the whole roll and sorted by it, every
arrival is held against what was said of files on its day, and every file against what it must hold. They read the province
once to count and once to show.
"""
ROUNDS = 7
NAMES = 3
"""A list that is empty in a district asks for no names, nor for what goes with its rows: up to three statements."""
LISTS = (
    "admission:list",
    "admission:targets",
    "admission:progress",
    "admission:due",
    "badges:list",
    "badges:register",
    "dossiers:awaited",
    "dossiers:cards",
    "dossiers:missing",
    "dossiers:supplements",
    "procedures:list",
    "removal:helps",
    "removal:leaving",
    "removal:list",
    "transfers:away",
    "transfers:guests",
    "transfers:letters",
    "transfers:list",
    "transfers:reorganizations",
)


@pytest.fixture
def opened(client):
    """``opened(name, unit)``: a call that opens the first page of a list."""

    def make(name, unit):
        def get():
            answer = client.get(reverse(name), {"don-vi": str(unit.uid)})
            assert answer.status_code == 200, answer.content.decode()[:2000]

        get()
        return get

    return make


@pytest.mark.parametrize("name", LISTS)
def test_the_first_page_of_a_province_costs_a_few_times_the_list_of_members(name, opened, present, tell):
    page, members = opened(name, present.province), opened("members:list", present.province)
    took, beside = alternate(page, members, ROUNDS)
    most = WHOLE.get(name, MOST)
    tell(f"first page of {name}: {took * 1000:.0f} ms, {took / beside:.2f} times that of the members, of {most}")
    assert took <= most * beside


@pytest.mark.parametrize("name", LISTS)
def test_its_statements_do_not_grow_with_the_unit(name, opened, present, tell):
    province, district = (len(statements_of(opened(name, unit))) for unit in (present.province, present.district))
    tell(f"first page of {name}: {province} statements for a province, {district} a district")
    assert province <= district + NAMES
