"""What payers owe for a month: the rules of the month, their bases and reliefs looked up for all of them at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from chibo.fees.models import FeeBasis, FeeRelief
from chibo.fees.queries.payers import AT_ONCE, Payer
from chibo.fees.rules.reckoning import Basis, Reckoned, Relief, reckon
from chibo.fees.vocabulary import BasisKind, ReliefState, months
from chibo.kernel.bulk import batches
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling


@dataclass(frozen=True)
class MonthRules:
    """The rules of a month, as :func:`~chibo.fees.rules.reckoning.reckon` needs them."""

    month: date
    rates: dict[str, Ruling]
    wages: Ruling
    party_age: Ruling

    @property
    def is_on_record(self) -> bool:
        """Whether dues of the month can be reckoned; else they are as entered."""
        return any(rate.is_on_record for rate in self.rates.values())


def rules_of(month: date) -> MonthRules:
    """The rules in force on the first day of the month."""
    return MonthRules(
        month,
        {kind.value: rulebook.value(f"fee.rate.{kind.value}", on=month) for kind in BasisKind},
        rulebook.value("fee.regional_minimum_wage", on=month),
        rulebook.value("fee.exempt.party_age", on=month),
    )


def reckon_all(payers: Collection[Payer], month: date) -> dict[int, Reckoned]:
    """Person → due of the month; two queries for any ten thousand people."""
    rules, end = rules_of(month), months.last_day(month)
    ids = [payer.person_id for payer in payers]
    bases, reliefs = bases_of(ids, month), reliefs_of(ids, month)
    return {
        payer.person_id: reckon(
            month_end=end,
            basis=bases.get(payer.person_id),
            relief=reliefs.get(payer.person_id),
            party_since=payer.party_since,
            book=rules,
        )
        for payer in payers
    }


def basis_rows(person_ids: Iterable[int], month: date) -> dict[int, FeeBasis]:
    """Person → the basis of the month: the one in force on its first day, else the first that begins in it."""
    found: dict[int, FeeBasis] = {}
    for some in batches(sorted(set(person_ids)), AT_ONCE):
        rows = FeeBasis.objects.filter(person_id__in=some, since__lt=months.after(month), until__gt=month)
        for row in rows.order_by("since"):
            found.setdefault(row.person_id, row)
    return found


def bases_of(person_ids: Iterable[int], month: date) -> dict[int, Basis]:
    """As :func:`basis_rows`, as the rules need it."""
    return {person: Basis(row.kind, row.amount, row.region) for person, row in basis_rows(person_ids, month).items()}


def reliefs_of(person_ids: Iterable[int], month: date) -> dict[int, Relief]:
    """Person → the approved relief that covers the month; of several the greatest."""
    found: dict[int, Relief] = {}
    for some in batches(sorted(set(person_ids)), AT_ONCE):
        rows = FeeRelief.objects.filter(
            person_id__in=some, state=ReliefState.APPROVED, since__lte=month, until__gt=month
        )
        for pk, person, reason, percent in rows.order_by("percent", "-pk").values_list(
            "pk", "person_id", "reason", "percent"
        ):
            found[person] = Relief(reason, percent, pk)
    return found
