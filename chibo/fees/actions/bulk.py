"""Months of many cells at once, opened and paid: for demo records and for books taken over."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from chibo.fees import rules
from chibo.fees.actions.books import open_months
from chibo.fees.actions.fund import SIGNS
from chibo.fees.models import Charge, FundEntry, Receipt, ReceiptLine
from chibo.fees.rules import checks
from chibo.fees.vocabulary import EntryCause, Way, months
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_tuples, reserve_ids
from chibo.kernel.ids import uuid7
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit

AT_ONCE = 5_000
RECEIPT = (
    "id", "uid", "unit_id", "number", "year", "on", "way", "collector_id", "approver_id", "total", "reason", "source",
    "entered_by",
)  # fmt: skip
LINE = ("receipt_id", "person_id", "month", "on", "amount", "is_extra", "code")
ENTRY = ("unit_id", "on", "tree_day", "cause", "amount", "change", "undivided", "receipt_id")
PaidOn = Callable[[int, date, int], date | None]
"""(person, month, due) → the day on which it was paid in full; None where it was not."""


@transaction.atomic
def load_months(
    units: Sequence[Unit],
    *,
    first: date,
    last: date,
    paid_on: PaidOn,
    two: Mapping[int, tuple[int, int]],
    at: Unit,
    on: date,
    by: Viewer,
    source: str = "",
) -> int:
    """Open every month from first to last for the cells and write a receipt for each cell, month and day of payment.

    :param two: cell → (who directs, who collects), primary keys of two different people
    :param at: the unit in whose name it is done; its right is needed
    :returns: how many payments were written
    :raises Refusal: no right, a month that cannot be, or one person for both
    """
    by.must(rules.WRITE, at)
    for approver, collector in two.values():
        checks.must_be_two(approver, collector)
    count = 0
    for month in months.between(first, last):
        there = [unit for unit in units if unit.founded_on <= months.last_day(month) and unit.ended_on > month]
        open_months(there, month=month, on=on)
        count += _pay([unit.pk for unit in there], month, paid_on, two, on=on, by=by, source=source)
    journal.record(
        "fees.months_loaded",
        subject=at.reference,
        label=f"Nạp đảng phí từ tháng {months.show(first)} đến tháng {months.show(last)}: {count} lần đóng",
        place=at.reference,
        on=on,
        by=by,
        count=count,
        after={"first": first, "last": last, "cells": len(units), "payments": count},
    )
    return count


def _pay(
    cells: Sequence[int],
    month: date,
    paid_on: PaidOn,
    two: Mapping[int, tuple[int, int]],
    *,
    on: date,
    by: Viewer,
    source: str,
) -> int:
    """Receipts for what is unpaid of the month in the cells and was paid on some day."""
    paid: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for some in batches(cells, AT_ONCE):
        rows = Charge.objects.filter(cell_id__in=some, month=month, due__gt=0, paid=0).order_by("cell_id", "name_key")
        for person, cell, due in rows.values_list("person_id", "cell_id", "due"):
            day = paid_on(person, month, due)
            if day is not None and day <= on and cell in two:
                paid.setdefault((cell, day), []).append((person, due))
    if not paid:
        return 0
    keys = sorted(paid)
    numbers = _numbers({cell for cell, _ in keys})
    ids = dict(zip(keys, reserve_ids(Receipt, len(keys)), strict=True))
    receipts, entries = [], []
    for cell, day in keys:
        number = numbers[cell, day.year] = numbers.get((cell, day.year), 0) + 1
        approver, collector = two[cell]
        total = sum(amount for _, amount in paid[cell, day])
        pk = ids[cell, day]
        receipts.append(
            (pk, uuid7(), cell, number, day.year, day, str(Way.CASH), collector, approver, total, "", source, by.label)
        )
        change, undivided = SIGNS[EntryCause.COLLECTED]
        entries.append((cell, day, day, str(EntryCause.COLLECTED), total, change * total, undivided * total, pk))
    insert_tuples(Receipt, RECEIPT, receipts)
    insert_tuples(
        ReceiptLine,
        LINE,
        ((ids[key], person, month, key[1], amount, False, "") for key in keys for person, amount in paid[key]),
    )
    insert_tuples(FundEntry, ENTRY, entries)
    by_day: dict[date, list[int]] = {}
    for (_, day), some in paid.items():
        by_day.setdefault(day, []).extend(person for person, _ in some)
    # Of one person and month there is one row: the cell need not be said.
    for day, people in sorted(by_day.items()):
        for some in batches(sorted(people), AT_ONCE):
            charges = Charge.objects.filter(month=month, person_id__in=some)
            charges.update(paid=F("due"), covered=F("due"), settled_on=day)
    return sum(len(some) for some in paid.values())


def _numbers(cells: set[int]) -> dict[tuple[int, int], int]:
    """(cell, year) → the last number given."""
    found = {}
    for some in batches(sorted(cells), AT_ONCE):
        rows = Receipt.objects.filter(unit_id__in=some).order_by().values_list("unit_id", "year")
        found |= {(unit, year): last for unit, year, last in rows.annotate(last=Max("number"))}
    return found
