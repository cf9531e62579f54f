"""Prospects as occupants of cells: they go where the cell's members go, and come back when the event is undone."""

from collections import Counter
from collections.abc import Sequence, Set
from datetime import date

from django.db.models import F, QuerySet

from chibo.admission.models import Prospect, ProspectStay
from chibo.kernel.bulk import batches
from chibo.kernel.days import show_day
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Placement, Unit
from chibo.org.vocabulary import CELL_KINDS

AT_ONCE = 5_000
SHOWN = 20


class ProspectOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for quần chúng ưu tú."""

    kind = "prospects"
    title = "Quần chúng ưu tú"
    needs_receiver = True
    fate = "đi theo chi bộ tiếp nhận"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        return dict(Counter(self._staying([u.pk for u in units], on).values_list("unit_id", flat=True)))

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        rows = self._staying([u.pk for u in units], on).select_related("prospect")
        return [
            Occupant(str(one.prospect.uid), one.prospect.full_name, one.unit_id, one.prospect.get_absolute_url())
            for one in rows.order_by("prospect__name_key", "pk")[:limit]
        ]

    def allocate(self, move: Move) -> int:
        event, destinations, chosen = move.event, move.destinations, move.chosen
        gone = self._no_longer_cells(move.touched | destinations.keys(), event.on)
        if not gone and not chosen:
            return 0
        self._nothing_begins(gone, event.on)
        stays = {stay.pk: stay for stay in self._stays(event.on).filter(unit__in=gone).select_related("prospect")}
        for some in batches(chosen, AT_ONCE):
            found = self._stays(event.on).filter(prospect__uid__in=some).select_related("prospect")
            stays |= {stay.pk: stay for stay in found}
        for stay in stays.values():
            target = chosen.get(str(stay.prospect.uid), destinations.get(stay.unit_id))
            if target is None:
                raise Refusal(
                    f"Chưa chọn chi bộ tiếp tục theo dõi {stay.prospect.full_name}. Hãy chọn nơi đến trước khi thực hiện.",
                    field="chosen",
                    code="unallocated",
                )
            ProspectStay.objects.create(
                prospect=stay.prospect, unit_id=target, since=event.on, until=stay.until, org_event=event
            )
            ProspectStay.objects.filter(pk=stay.pk).update(until=event.on)
            Prospect.objects.filter(pk=stay.prospect_id, unit=stay.unit_id).update(unit=target)
        if stays:
            occupants.tell(
                "admission.moved_by_reorganization", f"Chuyển {len(stays)} quần chúng ưu tú do sắp xếp tổ chức",
                move=move, count=len(stays), after={"prospects": len(stays)},
                subjects=[stay.prospect.reference for stay in stays.values()],
            )  # fmt: skip
        return len(stays)

    def stands_on(self, event: OrgEvent) -> list[str]:
        begun = ProspectStay.objects.filter(unit__in=event.founded).exclude(org_event=event).select_related("prospect")
        return [
            f"Quần chúng ưu tú {one.prospect.full_name}, theo dõi từ ngày {show_day(one.since)}"
            for one in begun.order_by("since", "pk")[:SHOWN]
        ]

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        moved = list(ProspectStay.objects.filter(org_event=event).select_related("prospect").order_by("pk"))
        for stay in moved:
            before = (
                ProspectStay.objects.filter(prospect=stay.prospect, until=event.on, pk__lt=stay.pk)
                .order_by("-pk")
                .first()
            )
            if before is None:
                continue
            ProspectStay.objects.filter(pk=before.pk).update(until=stay.until)
            Prospect.objects.filter(pk=stay.prospect_id, unit=stay.unit_id).update(unit=before.unit_id)
            stay.delete()
        return len(moved)

    @staticmethod
    def _stays(on: date) -> QuerySet[ProspectStay]:
        """Those that hold on the eve and would go on."""
        return ProspectStay.objects.filter(since__lt=on, until__gt=on)

    def _staying(self, unit_ids: Sequence[int], on: date) -> QuerySet[ProspectStay]:
        return self._stays(on).filter(unit_id__in=unit_ids)

    @staticmethod
    def _no_longer_cells(unit_ids: Set[int], on: date) -> list[int]:
        """Those with prospects of any time in which nobody can be followed from the day on."""
        gone: list[int] = []
        for some in batches(sorted(unit_ids), AT_ONCE):
            held = set(ProspectStay.objects.filter(unit__in=some, until__gt=on).values_list("unit_id", flat=True))
            cells = Placement.objects.filter(since__lte=on, until__gt=on, kind__in=CELL_KINDS, unit__in=held)
            gone += held - set(cells.values_list("unit_id", flat=True))
        return sorted(gone)

    @staticmethod
    def _nothing_begins(unit_ids: Sequence[int], on: date) -> None:
        """:raises Refusal: somebody is followed there from the day on only; structure changes come first in a day"""
        later = ProspectStay.objects.filter(unit__in=unit_ids, since__gte=on, until__gt=F("since"))
        if (one := later.select_related("prospect").order_by("since", "pk").first()) is not None:
            raise later_change(
                f"Quần chúng ưu tú {one.prospect.full_name} được theo dõi ở đây từ {show_day(one.since)}",
                "sửa ngày đưa vào nguồn",
            )
