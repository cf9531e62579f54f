"""Posts of units: a post in a unit that ends, ends with it."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.db.models import F, QuerySet

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.occupants import Occupant
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.models import OrgEvent, Unit
from chibo.org.vocabulary import PartyRole
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

    def allocate(
        self,
        event: OrgEvent,
        *,
        destinations: Mapping[int, int],
        chosen: Mapping[str, int],
        touched: Set[int],
        by: Viewer,
    ) -> int:
        ended = self._parties(event, PartyRole.ENDED)
        self._nobody_begins(ended, event.on)
        ending = self._ending(ended, event.on)
        people = sorted(set(ending.values_list("person__uid", flat=True)))
        count = ending.update(until_before=F("until"), until=event.on, ended_by=event)
        if count:
            journal.record(
                "posts.ended_by_reorganization",
                subject=event.reference,
                label=f"Kết thúc {count} chức danh do sắp xếp tổ chức",
                on=event.on,
                by=by,
                because=event.decision,
                count=count,
                after={"holdings": count},
                subjects=[event.reference, *(f"person:{uid}" for uid in people)],
            )
        return count

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded = self._parties(event, PartyRole.FOUNDED)
        begun = queries.standing().filter(unit__in=founded).select_related("person").order_by("since", "pk")
        return [
            f"{one.title} từ ngày {show_day(one.since, one.since_precision)}: đồng chí {one.person.full_name}"
            for one in begun[:SHOWN]
        ]

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        back = Holding.objects.filter(ended_by=event)
        count = back.update(until=F("until_before"), until_before=None, ended_by=None)
        self._forget(self._parties(event, PartyRole.FOUNDED))
        return count

    @staticmethod
    def _ending(unit_ids: Sequence[int], on: date) -> QuerySet[Holding]:
        """What is held on the eve of the day and would go on."""
        return queries.standing().filter(unit_id__in=unit_ids, since__lt=on, until__gt=on)

    @staticmethod
    def _parties(event: OrgEvent, role: PartyRole) -> list[int]:
        return list(event.parties.filter(role=role).values_list("unit_id", flat=True))

    @staticmethod
    def _nobody_begins(unit_ids: Sequence[int], on: date) -> None:
        """:raises Refusal: a post is on record from the day or later in a unit that is no longer there"""
        later = queries.standing().filter(unit_id__in=unit_ids, since__gte=on).select_related("person")
        if (one := later.order_by("since", "pk").first()) is not None:
            raise Refusal(
                f"Đồng chí {one.person.full_name} được ghi giữ chức danh {one.title} từ {show_day(one.since)}, từ ngày sắp xếp "
                "trở đi. Hãy chọn ngày sắp xếp sau đó, hoặc sửa lần ghi ấy trước.",
                field="on",
                code="later_change",
            )

    @staticmethod
    def _forget(founded: Sequence[int]) -> None:
        """What was annulled goes with units that are about to vanish; the journal keeps it."""
        Holding.objects.filter(unit_id__in=founded, state=HoldingState.ANNULLED).delete()
