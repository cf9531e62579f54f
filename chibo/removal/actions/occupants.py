"""Rounds of screening and help stay with the cell in which they were held; a reorganization must not make them impossible."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from chibo.kernel.days import show_day
from chibo.kernel.occupants import Occupant
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.merging import Follower
from chibo.members.models import Person
from chibo.org.models import OrgEvent, Unit
from chibo.org.vocabulary import PartyRole
from chibo.removal.models import AssistancePeriod, ScreeningRound, ScreeningSkip
from chibo.removal.vocabulary import EntryState


class ScreeningOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants`: nothing moves, help goes with the person."""

    kind = "screening"
    title = "Rà soát đảng viên"
    needs_receiver = False
    fate = "ở lại với chi bộ cũ"

    def count(self, units: Sequence[Unit], *, on: date) -> dict[int, int]:
        return {}

    def preview(self, units: Sequence[Unit], *, on: date, limit: int | None = None) -> list[Occupant]:
        return []

    def allocate(
        self,
        event: OrgEvent,
        *,
        destinations: Mapping[int, int],
        chosen: Mapping[str, int],
        touched: Set[int],
        by: Viewer,
    ) -> int:
        ended = event.parties.filter(role=PartyRole.ENDED).values("unit")
        later = ScreeningRound.objects.filter(unit__in=ended, on__gte=event.on, state=EntryState.STANDING)
        if (row := later.order_by("on").first()) is not None:
            raise Refusal(
                f"Đã ghi chi bộ kết thúc rà soát đảng viên ngày {show_day(row.on)}, từ ngày sắp xếp trở đi. Hãy chọn ngày sắp "
                "xếp sau đó, hoặc hủy lần rà soát ấy trước.",
                field="on",
                code="later_change",
            )
        return 0

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded = event.parties.filter(role=PartyRole.FOUNDED).values("unit")
        told = []
        if ScreeningRound.objects.filter(unit__in=founded).exists():
            told.append("lần rà soát đảng viên của tổ chức mới")
        if AssistancePeriod.objects.filter(cell__in=founded).exists():
            told.append("lần giúp đỡ đảng viên ở tổ chức mới")
        return told

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        return 0


class SkipFollower(Follower):
    """Both records may have been left out of one round; then one line is enough."""

    def hand_over(self, keys: Sequence[int], to: Person) -> None:
        taken = list(ScreeningSkip.objects.filter(person=to).values_list("round", flat=True))
        ScreeningSkip.objects.filter(pk__in=keys).exclude(round__in=taken).update(person=to)


FOLLOWERS: tuple[Follower, ...] = (Follower(AssistancePeriod), SkipFollower(ScreeningSkip))
"""What follows a person whose records are merged."""
