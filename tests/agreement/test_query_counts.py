"""What is asked of the database does not grow with people nor with units: 1, 3 and 30 of each."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chibo.catalogue.contents import ALL
from chibo.catalogue.queries import Question, figure, rows, yearly
from chibo.indicators import Kind
from chibo.kernel.days import FOREVER, Period
from chibo.kernel.scope import THEN, Structure
from chibo.members import actions as members
from chibo.members.actions import EventSpec, PersonSpec
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from tests.agreement.world import BY

ON, PERIOD = date(2023, 12, 31), Period(date(2021, 1, 1), date(2023, 12, 31))
SIZES = (1, 3, 30)


@pytest.fixture(scope="module")
def communes(world):
    """Three đảng bộ with 1, 3 and 30 cells, and 1, 3 and 30 people in each cell; each has lost as many cells again."""
    with transaction.atomic():
        units = org.open_units(
            rows=[UnitSpec("Q", "Đảng bộ huyện Mười", "dang_bo_huyen", "T")], on=date(2020, 1, 1), by=BY
        )
        for size in SIZES:
            units |= commune(size)
        connection.check_constraints()  # Once: put off, they would be checked again at the end of each test.
        yield units
        transaction.set_rollback(True)


def commune(size: int) -> dict:
    """One of them."""
    top = UnitSpec(f"Q{size}", f"Đảng bộ xã {size}", "dang_bo_co_so", "Q", sector="xa")
    cells = [UnitSpec(f"{top.ref}-{n}", f"Chi bộ {n}", "chi_bo_truc_thuoc", top.ref) for n in range(size)]
    gone = [UnitSpec(f"{top.ref}-old{n}", f"Chi bộ cũ {n}", "chi_bo_truc_thuoc", top.ref) for n in range(size)]
    units = org.open_units(rows=[top, *cells, *gone], on=date(2020, 1, 1), by=BY)
    people = [person(units[spec.ref].pk, n) for spec in [*cells, *gone] for n in range(size)]
    members.load_people(people, at=units[top.ref], on=date(2020, 6, 1), by=BY)
    ends = {units[old.ref]: units[new.ref] for old, new in zip(gone, cells, strict=True)}
    org.dissolve(units=list(ends), to=ends, on=date(2022, 5, 1), by=BY)
    return units


def person(cell: int, number: int) -> PersonSpec:
    """Admitted in the period; every third was struck off again."""
    events = [EventSpec("admission", date(2021, 3, 1), cell=cell)]
    if number % 3 == 2:
        events.append(EventSpec("strike_off", date(2021, 9, 1), ground="lost_will"))
    attributes = [("sex", "nu", date(1990, 1, 1), "day", FOREVER)]
    return PersonSpec("Trần Mẫu Gió", date(1990, 1, 1), attributes=attributes, events=events)


def queries(action) -> int:
    """How many statements the action sends."""
    with CaptureQueriesContext(connection) as caught:
        action()
    return len(caught)


LAYERED = {"FEE-06": 14}
"""The balance of fees is a sum of its own for every line: more, and as many for any size."""


@pytest.mark.parametrize("structure", [THEN, Structure(date(2021, 12, 31))], ids=["then", "2021"])
@pytest.mark.parametrize("indicator", ALL, ids=lambda indicator: indicator.code)
def test_figure_list_series_and_units_ask_the_same_number_of_questions(communes, indicator, structure):
    counts = {asked_of(indicator, communes[f"Q{size}"], structure) for size in SIZES}
    assert len(counts) == 1, sorted(counts)
    assert max(counts.pop()) <= LAYERED.get(indicator.code, 12)


def asked_of(indicator, unit, structure) -> tuple[int, ...]:
    """Statements for the figure, one breakdown, the table by unit, the list and the series."""
    question = Question(indicator, unit, ON if indicator.is_state else PERIOD, structure)
    by = () if indicator.kind is Kind.BALANCE else (indicator.allowed()[0].code,)
    units = ("unit",) if indicator.population.over_units else by
    return (
        queries(lambda: figure(question, viewer=BY)),
        queries(lambda: figure(replace(question, by=by), viewer=BY)),
        queries(lambda: figure(replace(question, by=units), viewer=BY)),
        queries(lambda: list(rows(question, viewer=BY))),
        0 if indicator.kind is Kind.BALANCE else queries(lambda: yearly(question, viewer=BY)),
    )
