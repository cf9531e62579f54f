"""Figures of fees: every sum is the sum of a column of its list, the balance of the fund leaves nothing over."""

import random

import pytest
from django.db.models import Sum

from chibo.fees import actions
from chibo.fees.indicators import FEE_01, FEE_02, FEE_03, FEE_04, FEE_05, FEE_06, INDICATORS
from chibo.fees.tests.world import TODAY, m
from chibo.indicators import Asked, Balance, Tally, evaluate, list_rows, plan
from chibo.kernel.days import Period
from chibo.kernel.scope import THEN, Scope, Structure
from chibo.members.tests.world import ME, d
from chibo.org import actions as org
from chibo.org import queries as orgs

YEAR = Period(d("01/01/2026"), d("31/12/2026"))
AUTUMN = Period(d("01/09/2026"), d("31/10/2026"))


def asked(unit, window=YEAR, structure=THEN):
    return Asked(Scope(unit, structure), window)


@pytest.fixture
def paid(world):
    """Two cells of one commune and one of another, three months; some paid late, some not, one exempt."""
    world.people = {name: world.payer(f"Nguyễn Văn {name}") for name in ("An", "Bình")}
    world.people["Chi"] = world.payer("Nguyễn Văn Chi", cell=world.a2)
    world.people["Dũng"] = world.payer("Nguyễn Văn Dũng", cell=world.b1, kind="student", amount=0)
    relief = actions.ask_relief(
        world.people["Chi"], unit=world.a2, reason="poor", since=m("10/2026"), until=m("11/2026"), on=TODAY, by=ME
    )
    actions.decide_relief(relief, approve=True, on=TODAY, by=ME)
    for cell in (world.a1, world.a2, world.b1):
        for month in ("08/2026", "09/2026", "10/2026"):
            world.opened(cell, month)
    world.paid((world.people["An"], "09/2026", None), on="10/09/2026")
    world.paid((world.people["An"], "10/2026", 40_000), on="12/10/2026")
    world.paid((world.people["Dũng"], "09/2026", None), unit=world.b1, on="02/10/2026")
    return world


def test_collected_of_what_is_owed(paid):
    found = evaluate(FEE_01, asked(paid.h, AUTUMN))
    assert (found.value, found.base) == (145_000, 510_000)
    assert (evaluate(FEE_01, asked(paid.a, AUTUMN)).value, evaluate(FEE_01, asked(paid.b1)).base) == (140_000, 15_000)


def test_on_time(paid):
    found = evaluate(FEE_02, asked(paid.h, AUTUMN))
    assert (found.value, found.base) == (1, 7)


def test_exempt(paid):
    found = evaluate(FEE_03, asked(paid.h), by=("fee_relief",))
    assert found.value == 1 and [(c.key["fee_relief"], c.value) for c in found.cells] == [("poor", 1)]


def test_three_months_in_a_row(paid):
    for day, names in (("30/10/2026", []), ("31/10/2026", ["Nguyễn Văn Bình"])):
        rows = list_rows(FEE_04, asked(paid.h, d(day)))
        assert [row.person.full_name for row in rows.select_related("person")] == names
        assert evaluate(FEE_04, asked(paid.h, d(day))).value == len(names)


def remitted(world, unit, on="15/11/2026"):
    made = actions.remit(unit, first_month=m("09/2026"), last_month=m("10/2026"), on=d(on), today=TODAY, by=ME)
    return actions.receive(made, on=d("16/11/2026"), today=TODAY, by=ME)


def test_kept_of_what_was_divided(paid):
    remitted(paid, paid.a1)
    remitted(paid, paid.b1)
    found = evaluate(FEE_05, asked(paid.h), by=("retention",))
    assert (found.value, found.base, found.percent) == (101_500, 145_000, 70)
    assert [(c.key["retention"], c.value, c.base) for c in found.cells] == [("cell_village", 101_500, 145_000)]


@pytest.mark.parametrize("structure", [THEN, Structure(TODAY), Structure(d("01/01/2021"))])
def test_the_fund_leaves_nothing_over(paid, structure):
    remitted(paid, paid.a1)
    org.merge_into(units=[paid.a2], into=paid.a1, on=d("17/11/2026"), by=ME)
    org.transfer(units=[paid.b1], to=paid.a, on=d("18/11/2026"), by=ME)
    rng = random.Random(7)
    days = [d(f"{day}/2026") for day in ("31/08", "10/09", "12/10", "15/11", "16/11", "17/11", "18/11", "22/11")]
    for unit in (paid.h, paid.a, paid.b, paid.a1, paid.b1):
        for _ in range(5):
            first, last = sorted(rng.sample(days, 2))
            found = evaluate(FEE_06, asked(unit, Period(first, last), structure))
            assert found.residual == 0, (unit, first, last)
            tally = Tally()
            together = plan(tally, FEE_06, asked(unit, Period(first, last), structure))
            tally.run()
            assert [c.value for c in together().cells] == [c.value for c in found.cells]
            for cell in found.cells:
                line = cell.key["line"]
                rows = list_rows(FEE_06, asked(unit, Period(first, last), structure), {"line": (line,)})
                total = sum(getattr(row, FEE_06.adds_of(line)) for row in rows)
                assert (total, len(rows)) == (cell.value, len({row.pk for row in rows}))
    lines = {c.key["line"]: c.value for c in evaluate(FEE_06, asked(paid.h, Period(d("01/01/2026"), TODAY))).cells}
    assert (lines["collected"], lines["received"], lines["passed"], lines["kept"]) == (145_000, 42_000, 42_000, 98_000)


@pytest.mark.parametrize(
    "indicator", [one for one in INDICATORS if not isinstance(one, Balance)], ids=lambda one: one.code
)
@pytest.mark.parametrize("structure", [THEN, Structure(TODAY)])
def test_a_sum_is_the_sum_of_a_column_of_its_list(paid, indicator, structure):
    remitted(paid, paid.a1)
    window = d("31/10/2026") if indicator.is_state else YEAR
    for unit in (paid.h, paid.a, paid.a1, paid.b1):
        question = asked(unit, window, structure)
        over = {p.unit_id: (p.unit.ref, p.name) for p in orgs.children(unit, on=TODAY)}
        for by in [(), *[(one.code,) for one in indicator.allowed()[:3]], ("unit",)]:
            found = evaluate(indicator, question, by=by, over=over)
            tally = Tally()
            together = plan(tally, indicator, question, by=by, over=over)
            tally.run()
            assert (together().value, together().base, together().cells) == (found.value, found.base, found.cells)
            assert found.value == total_of(list_rows(indicator, question), indicator.population.adds)
            if found.base is not None:
                base = list_rows(indicator, question, part="base")
                assert found.base == total_of(base, (indicator.base or indicator.population).adds)
                assert {r.pk for r in list_rows(indicator, question)} <= {r.pk for r in base}
            if by and by != ("unit",):
                assert sum(cell.value for cell in found.cells) == found.value


def total_of(rows, column):
    if not column:
        return len(rows)
    return rows.aggregate(n=Sum(column))["n"] or 0
