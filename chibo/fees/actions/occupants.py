"""The money of units: when a unit ends, it goes to the one that goes on for it."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.db.models import Q

from chibo.fees.actions.fund import handed_over
from chibo.fees.models import FeeBook, FundEntry, Receipt, Remittance
from chibo.fees.queries.fund import balances_of
from chibo.fees.rules import money
from chibo.kernel.days import ONE_DAY, show_day
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.viewer import Viewer
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Placement, Unit

SHOWN = 20


class FeeOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for the money of party fees."""

    kind = "fees"
    title = "Quỹ đảng phí"
    needs_receiver = False
    fate = "bàn giao cho tổ chức kế thừa; không có tổ chức kế thừa thì cho cấp trên trực tiếp"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        held = balances_of([unit.pk for unit in units], on=on - ONE_DAY)
        return {unit: 1 for unit, (whole, rest) in held.items() if whole or rest}

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        held = balances_of([unit.pk for unit in units], on=on - ONE_DAY)
        rows = [
            Occupant(f"fund:{unit.uid}", f"Quỹ đảng phí: {money.show(held[unit.pk][0])}", unit.pk, "")
            for unit in units
            if unit.pk in held and any(held[unit.pk])
        ]
        return rows[:limit]

    def allocate(self, move: Move) -> int:
        event, ended = move.event, list(move.event.ended)
        if not ended:
            return 0
        self._nothing_later(ended, event.on)
        held = {unit: sums for unit, sums in balances_of(ended, on=event.on).items() if any(sums)}
        if not held:
            return 0
        heirs = self._heirs(move, held)
        rows = []
        for unit, (whole, rest) in held.items():
            if heirs.get(unit) is not None:
                rows += handed_over(event, unit, heirs[unit], whole, rest)
        FundEntry.objects.bulk_create(rows, batch_size=500)
        count = len(rows) // 2
        if count:
            occupants.tell(
                "fees.handed_over_by_reorganization", f"Bàn giao quỹ đảng phí của {count} tổ chức do sắp xếp", move=move,
                count=count, after={"units": count, "total": sum(whole for whole, _ in held.values())},
            )  # fmt: skip
        return count

    @staticmethod
    def _heirs(move: Move, held: Mapping[int, object]) -> dict[int, int | None]:
        """Ended unit → who takes its money: the principal successor, else whoever takes its members, else the superior."""
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=held)}
        eve = move.event.on - ONE_DAY
        above = dict(
            Placement.objects.filter(unit_id__in=held, since__lte=eve, until__gt=eve).values_list(
                "unit_id", "superior_id"
            )
        )
        return {
            pk: move.chosen.get(f"fund:{unit.uid}")
            or unit.principal_successor_id
            or move.destinations.get(pk)
            or above.get(pk)
            for pk, unit in units.items()
        }

    @staticmethod
    def _nothing_later(ended: Sequence[int], on: date) -> None:
        """:raises Refusal: money was taken or passed on from the day on in the name of a unit that is no longer there"""
        later = FundEntry.objects.filter(unit_id__in=ended, on__gte=on).select_related("unit").order_by("on").first()
        if later is not None:
            raise later_change(
                f"Sổ quỹ đảng phí của {later.unit.ref} đã có khoản ghi ngày {show_day(later.on)}", "thu hồi khoản ấy"
            )

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded = event.founded
        receipts = Receipt.objects.filter(unit__in=founded).order_by("on", "pk")[:SHOWN]
        sent = Remittance.objects.filter(Q(unit__in=founded) | Q(to__in=founded)).order_by("on", "pk")[:SHOWN]
        books = FeeBook.objects.filter(unit__in=founded).order_by("month", "pk")[:SHOWN]
        heirs = FundEntry.objects.filter(event=event, change__gt=0).values("unit")
        later = Remittance.objects.filter(unit__in=heirs, on__gte=event.on).exclude(unit__in=founded)
        return [str(one) for one in (*receipts, *sent, *books, *later.order_by("on", "pk")[:SHOWN])]

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        rows = FundEntry.objects.filter(event=event)
        count = len(set(rows.filter(change__lt=0).values_list("unit_id", flat=True)))
        rows.delete()
        return count
