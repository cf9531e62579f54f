"""The money of an organization: what it has, what of it is not divided yet, every change."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet, Sum

from chibo.fees.models import FundEntry, Receipt, Remittance
from chibo.fees.vocabulary import RetentionKind
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import CellKind


def undivided_of(unit: Unit, *, until: date) -> int:
    """What the unit took in by the end of the day and did not divide yet; later divisions count."""
    came = FundEntry.objects.filter(unit=unit, undivided__gt=0, on__gt=until).aggregate(total=Sum("undivided"))["total"]
    whole = FundEntry.objects.filter(unit=unit).aggregate(total=Sum("undivided"))["total"]
    return int(whole or 0) - int(came or 0)


def balances_of(unit_ids: Iterable[int], *, on: date) -> dict[int, tuple[int, int]]:
    """Unit → (money at hand, part of it not divided yet) at the end of the day, of units that have entries."""
    rows = FundEntry.objects.filter(unit_id__in=list(unit_ids), on__lte=on).order_by().values("unit_id")
    return {
        row["unit_id"]: (int(row["money"]), int(row["rest"]))
        for row in rows.annotate(money=Sum("change"), rest=Sum("undivided"))
    }


def balance_of(unit: Unit, *, on: date) -> tuple[int, int]:
    """As :func:`balances_of`, for one."""
    return balances_of([unit.pk], on=on).get(unit.pk, (0, 0))


def entries_of(unit: Unit) -> QuerySet[FundEntry]:
    """Every change of the unit's money, latest first."""
    return FundEntry.objects.filter(unit=unit).select_related("receipt", "remittance", "event").order_by("-on", "-pk")


def receipts_of(unit: Unit) -> QuerySet[Receipt]:
    """Receipts of the unit, latest first."""
    return Receipt.objects.filter(unit=unit).select_related("collector", "approver").order_by("-on", "-pk")


def remittances_of(unit: Unit) -> QuerySet[Remittance]:
    """What the unit passed on, latest first."""
    return Remittance.objects.filter(unit=unit).select_related("to").order_by("-on", "-pk")


def incoming_to(unit: Unit) -> QuerySet[Remittance]:
    """What those below pass on to the unit, latest first."""
    return Remittance.objects.filter(to=unit).select_related("unit").order_by("-on", "-pk")


def keeping_of(placement: Placement, *, on: date) -> str:
    """The line of the regulation that fits a unit as it stands; a cell of armed forces at the border is not known."""
    if placement.kind in org.level_kinds("base", on=on):
        return RetentionKind.BASE.value
    if placement.is_cell:
        return (RetentionKind.CELL_VILLAGE if placement.cell_kind == CellKind.THON else RetentionKind.CELL_OTHER).value
    return RetentionKind.ABOVE.value
