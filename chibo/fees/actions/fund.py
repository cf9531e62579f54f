"""Entries of the fund: what every change of money does to the money at hand and to the part not divided yet."""

from datetime import date

from chibo.fees.models import FundEntry, Receipt, Remittance
from chibo.fees.vocabulary import EntryCause
from chibo.kernel.days import ONE_DAY
from chibo.org.models import OrgEvent

SIGNS: dict[EntryCause, tuple[int, int]] = {
    EntryCause.COLLECTED: (1, 1),
    EntryCause.EXTRA: (1, 1),
    EntryCause.RECEIVED: (1, 1),
    EntryCause.KEPT: (0, -1),
    EntryCause.PASSED: (-1, -1),
}
"""Cause → what one đồng of it does to the money at hand, and to the part not divided yet."""


def entry(
    unit_id: int,
    cause: EntryCause,
    amount: int,
    *,
    on: date,
    receipt: Receipt | None = None,
    remittance: Remittance | None = None,
) -> FundEntry:
    """An entry, not yet saved."""
    change, undivided = SIGNS[cause]
    return FundEntry(
        unit_id=unit_id, on=on, tree_day=on, cause=cause, amount=amount, change=change * amount,
        undivided=undivided * amount, receipt=receipt, remittance=remittance,
    )  # fmt: skip


def handed_over(event: OrgEvent, unit_id: int, to: int, money: int, undivided: int) -> list[FundEntry]:
    """The two entries by which an ended unit's money goes to another."""
    return [
        FundEntry(
            unit_id=unit_id, on=event.on, tree_day=event.on - ONE_DAY, cause=EntryCause.CARRIED_OUT, amount=money,
            change=-money, undivided=-undivided, event=event,
        ),
        FundEntry(
            unit_id=to, on=event.on, tree_day=event.on, cause=EntryCause.CARRIED_IN, amount=money, change=money,
            undivided=undivided, event=event,
        ),
    ]  # fmt: skip
