"""What a member owes for a month, by the rules of that month. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from chibo.fees.rules import money
from chibo.fees.vocabulary import WITH_AMOUNT, WITH_REGION, BasisKind, ReliefReason
from chibo.kernel.days import years_between
from chibo.rulebook.queries import Ruling


@dataclass(frozen=True, slots=True)
class Basis:
    """By what the due is reckoned."""

    kind: str
    amount: int
    region: str


@dataclass(frozen=True, slots=True)
class Relief:
    """What is taken off."""

    reason: str
    percent: int
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due as it comes out of the rules.

    :ivar missing: why it could not be reckoned, as a Vietnamese sentence; empty where it was
    """

    kind: str = ""
    base: int = 0
    rate: str = ""
    rule: str = ""
    rule_number: int = 0
    full: int = 0
    percent: int = 0
    reason: str = ""
    relief: int | None = None
    amount: int = 0
    missing: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is an amount."""
        return not self.missing


class Book(Protocol):
    """The rules of a month."""

    rates: Mapping[str, Ruling]
    wages: Ruling
    party_age: Ruling


NO_BASIS = "Chưa ghi diện đóng của đồng chí. Hãy ghi ở “Mức đóng”."
NO_REGION = "Chưa ghi vùng lương tối thiểu của đồng chí. Hãy ghi ở “Mức đóng”."
NO_RULE = "Chưa có quy định trong sổ cho tháng này. Hãy ghi số tiền như sổ thu của chi bộ."


def reckon(
    *,
    month_end: date,
    basis: Basis | None,
    relief: Relief | None,
    party_since: date | None,
    book: Book,
) -> Reckoned:
    """The due of one member for a month.

    What makes somebody exempt holds whatever the basis; so nobody needs to be asked for a salary that is of no use.

    :param month_end: the last day of the month: fifty years are reached in the month when they are reached by it
    """
    off = relief_of(relief, party_since, month_end, book)
    if basis is None or not book.rates[basis.kind].is_on_record:
        if off is not None and off.percent == 100:
            return Reckoned(percent=100, reason=off.reason, relief=off.pk)
        return Reckoned(missing=NO_BASIS if basis is None else NO_RULE)
    ruling = book.rates[basis.kind]
    found = _full(basis, ruling.value, book.wages)
    if found is None:
        return Reckoned(missing=NO_REGION)
    base, rate, full = found
    percent = off.percent if off else 0
    return Reckoned(
        kind=basis.kind,
        base=base,
        rate=rate,
        rule=ruling.key,
        rule_number=ruling.number,
        full=full,
        percent=percent,
        reason=off.reason if off else "",
        relief=off.pk if off else None,
        amount=money.reduced(full, percent),
    )


def relief_of(relief: Relief | None, party_since: date | None, month_end: date, book: Book) -> Relief | None:
    """The relief on record, or the one that party age gives; the greater of them."""
    if (relief is None or relief.percent < 100) and party_since is not None and book.party_age.is_on_record:
        if years_between(party_since, month_end) >= int(book.party_age.value):
            return Relief(ReliefReason.PARTY_AGE.value, 100)
    return relief


def _full(basis: Basis, value: Mapping[str, Any], wages: Ruling) -> tuple[int, str, int] | None:
    """(base, rate, due before any relief); None where the base is not known."""
    if "dong" in value:
        return int(value["dong"]), "", int(value["dong"])
    rate = Decimal(str(value["percent"]))
    if basis.kind in WITH_REGION:
        base = (wages.value or {}).get(basis.region) if wages.is_on_record else None
        if base is None:
            return None
        base = int(base)
    else:
        base = basis.amount
    return base, str(rate), money.part(base, rate)


def needs(kind: str) -> tuple[bool, bool]:
    """(an amount, a region): what a basis of the kind needs."""
    return kind in WITH_AMOUNT, kind in WITH_REGION


__all__ = ["Basis", "BasisKind", "Book", "Reckoned", "Relief", "needs", "reckon", "relief_of"]
