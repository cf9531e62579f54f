"""What follows a person whose records are merged; what a reorganization must not make vanish."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.db import IntegrityError, transaction

from chibo.badges.models import PartyBadge
from chibo.kernel.occupants import Occupant
from chibo.kernel.viewer import Viewer
from chibo.members.actions.merging import Follower
from chibo.members.models import Person
from chibo.org.models import OrgEvent, Unit
from chibo.org.vocabulary import PartyRole


class BadgeOccupants:
    """Implements :class:`chibo.kernel.occupants.Occupants`: a badge goes with its person, the cell of the proposal stays."""

    kind = "badges"
    title = "Huy hiệu Đảng"
    needs_receiver = False
    fate = "đi theo đảng viên"

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
        return 0

    def stands_on(self, event: OrgEvent) -> list[str]:
        founded = event.parties.filter(role=PartyRole.FOUNDED).values("unit")
        return ["đề nghị Huy hiệu Đảng ở tổ chức mới"] if PartyBadge.objects.filter(cell__in=founded).exists() else []

    def undo(self, event: OrgEvent, *, touched: Set[int], by: Viewer) -> int:
        return 0


class BadgeFollower(Follower):
    """Where both records have a badge of the same years, the other's stays with the record merged away."""

    def hand_over(self, keys: Sequence[int], to: Person) -> None:
        for row in PartyBadge.objects.filter(pk__in=keys):
            try:
                with transaction.atomic():
                    PartyBadge.objects.filter(pk=row.pk).update(person=to)
            except IntegrityError:
                continue


FOLLOWERS: tuple[Follower, ...] = (BadgeFollower(PartyBadge),)
