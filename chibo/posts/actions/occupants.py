"""Posts of units: a post in a unit that ends, ends with it."""

from collections import Counter
from collections.abc import Sequence, Set
from datetime import date

from django.db.models import QuerySet

from chibo.kernel.days import show_day
from chibo.kernel.occupants import Move, Occupant, later_change
from chibo.kernel.viewer import Viewer
from chibo.org.actions import occupants
from chibo.org.models import OrgEvent, Unit
from chibo.posts import queries
from chibo.posts.models import Holding
from chibo.posts.vocabulary import HoldingState

SHOWN = 20


class PostOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants` for holdings."""

    kind = "posts"
    title = "Chức danh"
    needs_receiver = False
    fate = "ở tổ chức nào kết thúc thì kết thúc cùng tổ chức ấy, ở tổ chức còn lại thì giữ nguyên"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        return dict(Counter(self._ending([u.pk for u in units], on).values_list("unit_id", flat=True)))

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        rows = self._ending([u.pk for u in units], on).select_related("person")
        return [
            Occupant(one.reference, f"{one.title}: {one.person.full_name}", one.unit_id, one.get_absolute_url())
            for one in rows.order_by("person__name_key", "pk")[:limit]
        ]

    def allocate(self, move: Move) -> int:
        event, ended = move.event, list(move.event.ended)
        self._nobody_begins(ended, event.on)
        ending = self._ending(ended, event.on)
        people = sorted(set(ending.values_list("person__uid", flat=True)))
        count = occupants.end(ending, event)
        if count:
            occupants.tell(
                "posts.ended_by_reorganization", f"Kết thúc {count} chức danh do sắp xếp tổ chức", move=move, count=count,
                after={"holdings": count}, subjects=[f"person:{uid}" for uid in people],
            )  # fmt: skip
        return count

    def stands_on(self, event: OrgEvent) -> list[str]:
        begun = queries.standing().filter(unit__in=event.founded).select_related("person").order_by("since", "pk")
        return [
            f"{one.title} từ ngày {show_day(one.since, one.since_precision)}: đồng chí {one.person.full_name}"
            for one in begun[:SHOWN]
        ]

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        count = occupants.reopen(Holding.objects, event)
        self._forget(list(event.founded))
        return count

    @staticmethod
    def _ending(unit_ids: Sequence[int], on: date) -> QuerySet[Holding]:
        """What is held on the eve of the day and would go on."""
        return queries.standing().filter(unit_id__in=unit_ids, since__lt=on, until__gt=on)

    @staticmethod
    def _nobody_begins(unit_ids: Sequence[int], on: date) -> None:
        """:raises Refusal: a post is on record from the day or later in a unit that is no longer there"""
        later = queries.standing().filter(unit_id__in=unit_ids, since__gte=on).select_related("person")
        if (one := later.order_by("since", "pk").first()) is not None:
            raise later_change(
                f"Đồng chí {one.person.full_name} được ghi giữ chức danh {one.title} từ {show_day(one.since)}",
                "sửa lần ghi ấy",
            )

    @staticmethod
    def _forget(founded: Sequence[int]) -> None:
        """What was annulled goes with units that are about to vanish; the journal keeps it."""
        Holding.objects.filter(unit_id__in=founded, state=HoldingState.ANNULLED).delete()
