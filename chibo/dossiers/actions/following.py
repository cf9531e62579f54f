"""What follows a person whose records are merged."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from chibo.dossiers.models import CardEvent, Dossier, DossierItem, FileSupplement, Handover, Keeping, Loan
from chibo.members.actions.merging import Follower
from chibo.members.models import Person


class GivingWay(Follower):
    """Rows of which a person has only one at a time: where the record that goes on has its own, the other's stays with
    the record merged away, and comes back with it.
    """

    def hand_over(self, keys: Sequence[int], to: Person) -> None:
        for row in self.model._default_manager.filter(pk__in=keys):
            try:
                with transaction.atomic():
                    self.model._default_manager.filter(pk=row.pk).update(**{self.field: to})
            except IntegrityError:
                continue


FOLLOWERS: tuple[Follower, ...] = (
    Follower(Dossier),
    Follower(DossierItem),
    Follower(Loan),
    Follower(CardEvent),
    GivingWay(FileSupplement),
    GivingWay(Handover),
    GivingWay(Keeping),
)
