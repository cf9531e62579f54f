"""Arithmetic in whole đồng: dues, reductions, splits, and when a due was settled. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chibo.kernel.days import FOREVER
from chibo.kernel.numbers import NBSP, show_int

MOST = 999_999_999_999
"""The largest amount taken: sums of millions of them still fit."""


def show(amount: int) -> str:
    """``1.250.000 đ``"""
    return f"{show_int(amount)}{NBSP}đ"


def part(amount: int, percent: Decimal | int | str) -> int:
    """So many percent of an amount, half up to whole đồng.

    :param amount: not negative
    """
    return int((Decimal(amount) * Decimal(percent) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def reduced(full: int, percent: int) -> int:
    """What is left to pay of a due that is reduced by so many percent."""
    return part(full, 100 - percent)


def split(total: int, share: Decimal | int) -> tuple[int, int]:
    """(kept, passed on) of a sum of which ``share`` percent are kept: what is passed on is rounded half up, the rest
    stays with the one who passes on.
    """
    passed = part(total, 100 - Decimal(share))
    return total - passed, passed


@dataclass(frozen=True, slots=True)
class Settled:
    """What has been paid for a due.

    :ivar covered: as much of it as was owed
    :ivar on: from which day on it was covered wholly; FOREVER while it is not
    """

    paid: int
    covered: int
    on: date


def settle(due: int, month: date, payments: Iterable[tuple[date, int]]) -> Settled:
    """How far payments (day, amount; taken back: negative) cover a due. Nothing owed is settled from the month on."""
    paid, on = 0, month if due == 0 else FOREVER
    by_day: dict[date, int] = {}
    for day, amount in payments:
        by_day[day] = by_day.get(day, 0) + amount
    for day in sorted(by_day):
        paid += by_day[day]
        if due > 0 and paid < due:
            on = FOREVER
        elif due > 0 and on >= FOREVER:
            on = day
    return Settled(paid, max(0, min(paid, due)), on)
