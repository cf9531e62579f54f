"""ADM-04 to ADM-07: the number is the length of the list, cells add up, attributes are those of the admission."""

from datetime import date

import pytest

from chibo.admission import actions
from chibo.admission.indicators import ADM_04, ADM_05, ADM_06, ADM_07
from chibo.catalogue import presenting
from chibo.catalogue.contents import BY_CODE
from chibo.indicators import Asked, evaluate, list_rows, series
from chibo.kernel.days import Period
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures

YEAR = Period.year(2024)


def asked(world, window, unit=None):
    return Asked(ME.scope(unit or world.h), window)


def split(indicator, meant, code):
    figure = evaluate(indicator, meant, by=(code,))
    return {cell.key[code]: cell.value for cell in figure.cells if cell.value}


def names(indicator, meant, **where):
    rows = list_rows(indicator, meant, {code: (value,) for code, value in where.items()})
    order = presenting.order_of(indicator, rows.model)
    shown = presenting.shown(
        list(presenting.with_related(rows.order_by(*order))), presenting.columns_of(indicator, rows.model), meant
    )
    return [next(iter(row[c] for c in row if c.endswith("name"))) for row in shown]


def admitted(world, name, on, **more):
    person = world.person(name, born="05/05/1999", **more)
    return members.admit_member(person, cell=world.a1, on=d(on), by=ME)


@pytest.fixture
def cohort(world):
    """Four admissions of 2024: recognised, recognised late, struck off, still on probation; one of 2023."""
    events = [admitted(world, f"Ngô Văn {n}", f"0{i}/03/2024") for i, n in enumerate(("An", "Ba", "Ca", "Da"), 1)]
    admitted(world, "Ngô Văn Êm", "01/03/2023")
    for event, considered in ((events[0], "05/03/2025"), (events[1], "05/07/2025")):
        actions.decide_probation(
            event.person, recognized=True, admitted_on=event.on, considered_on=d(considered), on=d("01/08/2025"), by=ME,
            because=world.decision(f"{event.pk}-QĐ", "01/08/2025"),
        )  # fmt: skip
    actions.decide_probation(
        events[2].person, recognized=False, admitted_on=events[2].on, considered_on=d("05/03/2025"), on=d("01/05/2025"),
        by=ME, because=world.decision("x-QĐ", "01/05/2025"),
    )  # fmt: skip
    actions.record_class(events[0], result="gioi", by=ME)
    return events


def test_every_figure_is_in_the_catalogue():
    assert [BY_CODE[code].code for code in ("ADM-04", "ADM-05", "ADM-06", "ADM-07")] == [
        "ADM-04", "ADM-05", "ADM-06", "ADM-07",
    ]  # fmt: skip


def test_quality_of_a_cohort(world, cohort):
    meant = asked(world, YEAR)
    assert evaluate(ADM_06, meant).value == 4
    assert split(ADM_06, meant, "outcome") == {"dung_han": 1, "cham": 1, "ra_khoi_dang": 1, "chua_xet": 1}
    assert split(ADM_06, meant, "removed") == {"khong": 3, "du_bi": 1}
    assert split(ADM_06, meant, "class_result") == {"gioi": 1, "": 3}
    assert names(ADM_06, meant, outcome="ra_khoi_dang") == ["Ngô Văn Ca"]
    figure = evaluate(ADM_06, meant, where={"outcome": ("dung_han", "cham")})
    assert (figure.value, figure.base) == (2, 4)
    both = asked(world, Period(date(2023, 1, 1), date(2024, 12, 31)))
    assert series(ADM_06, both, {"outcome": ("chua_xet",)}) == [(2023, 1, 1), (2024, 1, 4)]


def test_special_kinds_overlap_and_rest_on_consent(world, cohort):
    consent = world.decision("5-CV/TU", "01/02/2024")
    actions.record_fact(cohort[0], kind="co_dao", consent=consent, by=ME)
    actions.record_fact(cohort[0], kind="chu_doanh_nghiep", by=ME)
    actions.record_fact(cohort[1], kind="dan_so", by=ME)
    back = members.readmit_member(cohort[2].person, cell=world.a2, on=d("01/06/2025"), by=ME)
    meant = asked(world, YEAR)
    assert evaluate(ADM_04, meant).value == 2
    assert [split(ADM_04, meant, code).get("co", 0) for code in ("of_religion", "owner", "population_policy", "readmitted")] == [
        1, 1, 1, 0,
    ]  # fmt: skip
    assert split(ADM_04, meant, "consent") == {"co": 1, "chua": 1}
    assert names(ADM_04, meant) == ["Ngô Văn An", "Ngô Văn Ba"]
    later = asked(world, Period.year(2025))
    assert (evaluate(ADM_04, later).value, split(ADM_04, later, "readmitted")) == (1, {"co": 1})
    assert evaluate(ADM_04, asked(world, Period.year(2025), world.b)).value == 0
    assert back.cause == "readmission"


def test_targets_of_every_unit_in_every_year(world, cohort):
    day = d("10/01/2024")
    actions.assign_targets(numbers={world.a: 4, world.b: 2}, year=2024, on=day, at=world.h, by=ME)
    actions.assign_targets(numbers={world.a: 2}, year=2023, on=d("10/01/2023"), at=world.h, by=ME)
    meant = asked(world, Period(date(2023, 1, 1), date(2024, 12, 31)))
    figure = evaluate(ADM_05, meant)
    assert figure.value == len(list_rows(ADM_05, meant)) == 4
    assert split(ADM_05, meant, "result") == {"dat": 1, "chua_dat": 1, "khong_ket_nap": 1, "chua_giao": 1}
    assert split(ADM_05, meant, "year") == {"2023": 2, "2024": 2}
    rows = {(row.unit.ref, row.year): (row.number, row.achieved) for row in list_rows(ADM_05, meant)}
    assert rows == {("A", 2023): (2, 1), ("A", 2024): (4, 4), ("B", 2023): (None, 0), ("B", 2024): (2, 0)}
    assert series(ADM_05, meant, {"assigned": ("co",)}) == [(2023, 1, 2), (2024, 2, 2)]
    over = {world.a.pk: ("A", "A"), world.b.pk: ("B", "B")}
    by_unit = evaluate(ADM_05, meant, by=("unit",), over=over)
    assert {cell.key["unit"]: cell.value for cell in by_unit.cells} == {"A": 2, "B": 2}


def test_an_adjusted_target_counts_as_it_stands(world, cohort):
    actions.assign_targets(numbers={world.a: 9}, year=2024, on=d("10/01/2024"), at=world.h, by=ME)
    actions.assign_targets(numbers={world.a: 4}, year=2024, on=d("10/06/2024"), at=world.h, by=ME, reason="Ít nguồn")
    assert split(ADM_05, asked(world, YEAR), "result") == {"dat": 1, "chua_giao": 1}


def test_the_pipeline_by_step_and_time(world):
    world.prospect("Trần Thị Ba", certified="")
    held = world.prospect("Trần Thị Ca", certified="15/06/2023")
    led = world.prospect("Trần Thị Da")
    case = world.open(led, on="01/02/2024")
    world.step(case, "05/02/2024")
    admitted(world, "Ngô Văn An", "01/02/2023")
    admitted(world, "Ngô Văn Ba", "01/01/2024")
    meant = asked(world, d("10/02/2024"))
    assert split(ADM_07, meant, "stage") == {"nguon": 1, "lop": 1, "ho_so": 1, "du_bi": 1, "den_han": 1}
    assert split(ADM_07, meant, "step") == {"nguon": 1, "lop": 1, "don": 1, "du_bi": 1, "den_han": 1}
    assert sum(split(ADM_07, meant, "waiting").values()) == 5
    assert names(ADM_07, meant, step="don") == ["Trần Thị Da"]
    before = asked(world, d("03/02/2024"))
    assert split(ADM_07, before, "step")["dieu-kien"] == 1
    actions.drop_prospect(held, reason="khong_du", on=d("08/02/2024"), by=ME)
    assert evaluate(ADM_07, meant).value == 4 and evaluate(ADM_07, before).value == 5
    late = asked(world, d("10/06/2028"))
    assert split(ADM_07, late, "ending")["gcn_sap"] == 1


def test_what_was_taken_back_held_on_no_day(world):
    """An act recorded by mistake is in no figure, not even of the days before it was taken back."""
    led = world.prospect("Trần Thị Da")
    case = world.open(led, on="01/02/2024")
    world.step(case, "05/02/2024")
    world.step(case, "20/02/2024")
    procedures.take_back(case, reason="Ghi nhầm hồ sơ", by=ME)
    steps = {day: split(ADM_07, asked(world, d(day)), "step") for day in ("03/02/2024", "10/02/2024", "25/02/2024")}
    assert steps == {"03/02/2024": {"dieu-kien": 1}, "10/02/2024": {"don": 1}, "25/02/2024": {"don": 1}}
    done = world.step(case, "10/05/2024")
    between = asked(world, d("25/02/2024"))
    assert split(ADM_07, between, "step") == {"don": 1}, "the next step was only done later"
    assert split(ADM_07, asked(world, d("06/05/2024")), "waiting") == {"3-6": 1}, (
        "since 5 February, not since the mistake"
    )
    assert split(ADM_07, asked(world, d("10/05/2024")), "step") == {done.to: 1}


def test_a_case_that_was_withdrawn_by_mistake_never_left_its_step(world):
    case = world.open(world.prospect("Trần Thị Da"), on="01/02/2024")
    world.step(case, "05/02/2024")
    procedures.withdraw(case, on=d("20/02/2024"), reason="Ghi nhầm", by=ME)
    assert split(ADM_07, asked(world, d("25/02/2024")), "stage") == {"lop": 1}
    procedures.take_back(case, reason="Ghi nhầm hồ sơ", by=ME)
    world.step(case, "10/05/2024")
    for day in ("19/02/2024", "25/02/2024", "09/05/2024"):
        assert split(ADM_07, asked(world, d(day)), "step") == {"don": 1}, day


def test_how_long_at_a_step(world):
    world.prospect("Trần Thị Ba", certified="", on="01/03/2023")
    for day, code in (("31/05/2023", "0-3"), ("01/06/2023", "3-6"), ("01/09/2023", "6-12"), ("01/03/2024", "12+")):
        assert split(ADM_07, asked(world, d(day)), "waiting") == {code: 1}, day
    admitted(world, "Ngô Văn An", "29/02/2024")
    due = {day: split(ADM_07, asked(world, d(day)), "stage") for day in ("27/02/2025", "28/02/2025")}
    assert (due["27/02/2025"].get("den_han"), due["28/02/2025"].get("den_han")) == (None, 1)
