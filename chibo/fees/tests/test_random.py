"""Random years of two communes: collected, taken back, divided, received, merged and undone; the books always close."""

import random
from datetime import date, timedelta

import pytest

from chibo.fees import actions, derivation
from chibo.fees.actions import Line
from chibo.fees.indicators import FEE_01, FEE_06
from chibo.fees.models import Charge, Due, FundEntry, Receipt, ReceiptLine, Remittance
from chibo.fees.vocabulary import months
from chibo.indicators import Asked, evaluate
from chibo.kernel.days import Period
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import Scope
from chibo.members import actions as members
from chibo.members.queries import cell_on
from chibo.members.tests.world import ME, d
from chibo.org import actions as org

START, STEPS = d("01/02/2026"), 90


class Year:
    """A clock that only goes forward, and what may happen on a day."""

    def __init__(self, world, seed: int) -> None:
        self.world, self.rng, self.on = world, random.Random(seed), START
        self.cells = [world.a1, world.a2, world.b1]
        self.people = [
            world.payer(f"Trần Văn {letter}a", self.rng.choice((49, 4_215_551, 9_999_999, 20_000_001)), cell=self.rng.choice(self.cells))
            for letter in "BCDGHKLMNP"
        ]  # fmt: skip
        self.event, self.refused = None, 0

    def step(self) -> None:
        self.on += timedelta(days=self.rng.choice((0, 1, 3, 9, 20)))
        deed = self.rng.choice(
            (*[self.collect] * 6, self.open, self.reverse, self.remit, self.remit, self.receive, self.back,
             self.move, self.merge, self.undo, self.correct)
        )  # fmt: skip
        try:
            deed()
        except Refusal as refusal:
            self.refused += 1
            assert refusal.message.endswith((".", "…"))

    @property
    def said(self) -> dict:
        return {"on": self.on, "today": self.on, "by": ME}

    def month(self) -> date:
        return months.after(months.month_of(self.on), self.rng.choice((-2, -1, 0, 0, 0, 1)))

    def cell(self):
        return self.rng.choice(self.cells)

    def one_of(self, rows):
        """One of the rows, the same for the same seed; None where there are none."""
        rows = list(rows.order_by("pk"))
        return self.rng.choice(rows) if rows else None

    def collect(self) -> None:
        cell = self.cell()
        here = [one for one in self.people if cell_on(one, on=self.on) == cell] or self.people
        some = self.rng.sample(here, min(len(here), self.rng.randint(1, 3)))
        month, amount = self.month(), self.rng.choice((None, None, None, 1, 5_000))
        lines = [Line(one.pk, month, amount, is_extra=amount == 5_000) for one in some]
        actions.collect(cell, lines, **self.said, **self.world.two())

    def open(self) -> None:
        actions.open_month(self.cell(), month=self.month(), on=self.on, by=ME)

    def reverse(self) -> None:
        if (receipt := self.one_of(Receipt.objects.all())) is not None:
            actions.reverse_receipt(receipt, reason="Thu nhầm", **self.said)

    def remit(self) -> None:
        month = months.month_of(self.on)
        unit = self.rng.choice((*self.cells, self.world.a, self.world.b))
        actions.remit(unit, first_month=month, last_month=month, **self.said)

    def receive(self) -> None:
        if (one := self.one_of(Remittance.objects.filter(received_on=None))) is not None:
            actions.receive(one, **self.said)

    def back(self) -> None:
        if (one := self.one_of(Remittance.objects.all())) is not None:
            actions.reverse_remittance(one, reason="Nhầm", **self.said)

    def move(self) -> None:
        members.transfer(self.rng.choice(self.people), to=self.cell(), on=self.on, by=ME)

    def merge(self) -> None:
        if self.event is None and self.rng.random() < 0.5:
            self.event = org.merge_into(units=[self.world.a2], into=self.world.a1, on=self.on, by=ME).event

    def undo(self) -> None:
        if self.event is not None:
            org.undo(event=self.event, reason="Nhầm", by=ME)
            self.event = None

    def correct(self) -> None:
        if (one := self.one_of(Charge.objects.all())) is not None:
            amount = self.rng.choice((0, 7, 88_888))
            actions.correct_due(one.person, month=one.month, reason="Sửa", amount=amount, on=self.on, by=ME)


@pytest.mark.parametrize("seed", range(4))
def test_the_books_close_whatever_happens(world, seed):
    year = Year(world, seed)
    for _ in range(STEPS):
        year.step()
    assert derivation.recount() == []
    assert year.refused < STEPS * 2 / 3, "hardly anything happened"
    assert Receipt.objects.exists()
    for one in Remittance.objects.all():
        assert one.kept + one.passed == one.total
    lines = sum(ReceiptLine.objects.values_list("amount", flat=True))
    under_way = sum(one.passed for one in Remittance.objects.all()) - sum(
        FundEntry.objects.filter(cause="received").values_list("amount", flat=True)
    )
    assert lines == sum(FundEntry.objects.values_list("change", flat=True)) + under_way
    assert sum(Due.objects.values_list("amount", flat=True)) == sum(Charge.objects.values_list("due", flat=True))
    for unit in (world.h, world.a, world.b, world.a1, world.a2):
        for _ in range(4):
            first = START + timedelta(days=year.rng.randint(0, 300))
            window = Period(first, first + timedelta(days=year.rng.randint(0, 400)))
            asked = Asked(Scope(unit), window)
            assert evaluate(FEE_06, asked).residual == 0, (unit, window)
            found = evaluate(FEE_01, asked)
            assert 0 <= found.value <= found.base
