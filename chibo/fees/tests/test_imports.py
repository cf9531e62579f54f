"""The portal's list: what is new, what is on record already, what is asked; and back out by reversing receipts."""

import pytest

from chibo.exchange.rules.kinds import Place, Row, Setting
from chibo.exchange.vocabulary import Outcome
from chibo.fees import derivation
from chibo.fees.imports import PAYMENTS
from chibo.fees.models import Receipt, ReceiptLine
from chibo.fees.tests.world import TODAY, charge, money
from chibo.members.tests.world import ME


@pytest.fixture
def an(world):
    return world.payer("Nguyễn Văn An")


def setting(world, **answers):
    return Setting("b1", Place(world.h.reference, "huyện", world.h), TODAY, ME, "cong-dvc.xlsx", {}, answers)


def row(number=2, **values):
    given = {
        "full_name": "Nguyễn Văn An", "born": ["1980-02-03", "day"], "month": ["2026-11-01", "month"], "amount": 100_000,
        "paid_on": ["2026-11-05", "day"], "code": "GD1",
    } | values  # fmt: skip
    return Row(number, {column.name: given.get(column.name) for column in PAYMENTS.columns})


def plans(world, *rows, **answers):
    return PAYMENTS.begin(setting(world, **answers)).plan(rows)


def write(world, *rows, **answers):
    importer = PAYMENTS.begin(setting(world, **answers))
    return importer.write([one for one in importer.plan(rows) if one.outcome == Outcome.CREATE])


def test_a_row_settles_a_month_and_is_known_again(world, an):
    (trace,) = write(world, row())
    receipt = Receipt.objects.get()
    assert (receipt.way, receipt.unit, receipt.total, receipt.source) == ("portal", world.a1, 100_000, "cong-dvc.xlsx")
    assert charge(an).is_settled and money(world.a1) == (100_000, 100_000)
    assert [plan.outcome for plan in plans(world, row(), row(3, code=None))] == [Outcome.SKIP, Outcome.SKIP]
    assert PAYMENTS.stands_on([trace]) == []
    PAYMENTS.undo(setting(world), [trace])
    assert not charge(an).is_settled and money(world.a1) == (0, 0)
    assert len(PAYMENTS.stands_on([trace])) == 1
    assert plans(world, row())[0].outcome == Outcome.CREATE
    assert derivation.recount() == []


def test_more_than_is_owed_is_given_freely_and_months_may_be_left_out(world, an):
    (trace,) = write(world, row(amount=130_000, month=None))
    assert sorted(ReceiptLine.objects.values_list("amount", "is_extra")) == [(30_000, True), (100_000, False)]
    assert len(trace.undo) == 2


def test_two_parts_on_one_day(world, an):
    traces = write(world, row(amount=40_000), row(3, amount=60_000, code="GD2"), row(4, amount=5_000, code="GD3"))
    assert len(traces) == 3 and charge(an).is_settled and money(world.a1) == (105_000, 105_000)


def test_a_month_paid_in_cash_is_asked_about(world, an):
    world.paid((an, "11/2026", None))
    (plan,) = plans(world, row())
    assert plan.outcome == Outcome.ASK and "đã ghi đóng đủ" in plan.ask.text
    assert plans(world, row(), **{plan.ask.key: "skip"})[0].outcome == Outcome.SKIP
    write(world, row(), **{plan.ask.key: "extra"})
    assert ReceiptLine.objects.get(is_extra=True).amount == 100_000


def test_what_cannot_be_is_refused_beside_its_cell(world, an):
    for values, column in (
        ({"amount": None}, "amount"),
        ({"paid_on": None, "month": None}, "paid_on"),
        ({"paid_on": ["2026-12-05", "day"]}, "paid_on"),
        ({"full_name": "Người Lạ"}, "full_name"),
        ({"month": ["2026-01-01", "year"]}, "month"),
        ({"paid_on": ["2001-01-05", "day"], "month": None}, "paid_on"),
    ):
        (plan,) = plans(world, row(**values))
        assert (plan.outcome, plan.faults[-1][0]) == (Outcome.REFUSE, column), values
    same = plans(world, row(), row(3))[1]
    assert same.outcome == Outcome.SKIP and "Trùng với dòng 2" in same.faults[0][1]


def test_a_part_of_many_rows_takes_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    names = [f"Trần Văn {letter}{mark}" for letter in "BCDGH" for mark in "aeio"]
    rows = []
    for number, name in enumerate(names, start=2):
        world.payer(name)
        rows.append(row(number, full_name=name, code=f"GD{number}"))
    importer = PAYMENTS.begin(setting(world))
    with django_assert_max_num_queries(24):
        found = importer.plan(rows)
    assert {plan.outcome for plan in found} == {Outcome.CREATE}
    with django_assert_max_num_queries(60):
        importer.write(found)
    assert money(world.a1)[0] == 100_000 * len(names)
