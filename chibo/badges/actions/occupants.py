"""What follows a person whose records are merged; what a reorganization must not make vanish."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from chibo.badges.models import PartyBadge
from chibo.kernel.occupants import Unmoved
from chibo.members.actions.merging import Follower
from chibo.members.models import Person
from chibo.org.models import OrgEvent


class BadgeOccupants(Unmoved):
    """Implements :class:`chibo.kernel.occupants.Occupants`: a badge goes with its person, the cell of the proposal stays."""

    kind = "badges"
    title = "Huy hiệu Đảng"
    fate = "đi theo đảng viên"

    def stands_on(self, event: OrgEvent) -> list[str]:
        proposed = PartyBadge.objects.filter(cell__in=event.founded)
        return ["đề nghị Huy hiệu Đảng ở tổ chức mới"] if proposed.exists() else []


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
