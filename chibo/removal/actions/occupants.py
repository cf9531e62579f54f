"""Rounds of screening and help stay with the cell in which they were held; a reorganization must not make them impossible."""

from collections.abc import Sequence

from chibo.kernel.days import show_day
from chibo.kernel.occupants import Move, Unmoved, later_change
from chibo.members.actions.merging import Follower
from chibo.members.models import Person
from chibo.org.models import OrgEvent
from chibo.removal.models import AssistancePeriod, ScreeningRound, ScreeningSkip
from chibo.removal.vocabulary import EntryState


class ScreeningOccupants(Unmoved):
    """Implements :class:`chibo.kernel.occupants.Occupants`: nothing moves, help goes with the person."""

    kind = "screening"
    title = "Rà soát đảng viên"
    fate = "ở lại với chi bộ cũ"

    def allocate(self, move: Move) -> int:
        ended, on = move.event.ended, move.event.on
        later = ScreeningRound.objects.filter(unit__in=ended, on__gte=on, state=EntryState.STANDING)
        if (row := later.order_by("on").first()) is not None:
            raise later_change(
                f"Đã ghi chi bộ kết thúc rà soát đảng viên ngày {show_day(row.on)}", "hủy lần rà soát ấy"
            )
        return 0

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded, told = event.founded, []
        if ScreeningRound.objects.filter(unit__in=founded).exists():
            told.append("lần rà soát đảng viên của tổ chức mới")
        if AssistancePeriod.objects.filter(cell__in=founded).exists():
            told.append("lần giúp đỡ đảng viên ở tổ chức mới")
        return told


class SkipFollower(Follower):
    """Both records may have been left out of one round; then one line is enough."""

    def hand_over(self, keys: Sequence[int], to: Person) -> None:
        taken = list(ScreeningSkip.objects.filter(person=to).values_list("round", flat=True))
        ScreeningSkip.objects.filter(pk__in=keys).exclude(round__in=taken).update(person=to)


FOLLOWERS: tuple[Follower, ...] = (Follower(AssistancePeriod), SkipFollower(ScreeningSkip))
"""What follows a person whose records are merged."""
