"""Badges of people, and copies of those that were lost."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from chibo.badges.vocabulary import COUNTED, HAD, BadgeKind, BadgeState
from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.ids import uuid7

SEALED = "badges.reason"
"""What the reason of an early award (health) is encrypted for."""


class PartyBadge(models.Model):
    """A badge of so many years for a person: proposed for an award day, decided, awarded, returned.

    :ivar award_day: the day of the round it belongs to, 03/02/2027
    :ivar awarded_on: the day it was handed over; the open end of time until then
    :ivar cell: where the person was when it was proposed
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="badges", db_index=False)
    years = models.PositiveSmallIntegerField("số năm tuổi đảng")
    kind = models.CharField("hình thức", max_length=9, choices=BadgeKind, default=BadgeKind.REGULAR)
    award_day = models.DateField("đợt trao")
    state = models.CharField("tình trạng", max_length=10, choices=BadgeState, default=BadgeState.PROPOSED)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="badges")
    counted_from = models.DateField("tuổi đảng tính từ")
    proposed_on = models.DateField("ngày đề nghị")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField("số huy hiệu", max_length=30, blank=True, default="")
    awarded_on = models.DateField("ngày trao", default=FOREVER)
    returned_on = models.DateField("ngày giao lại", default=FOREVER)
    sealed = models.BinaryField(null=True, blank=True)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Huy hiệu Đảng"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "years"], condition=Q(state__in=COUNTED), name="badge_once_for_so_many_years"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HAD, awarded_on__lt=FOREVER) | (~Q(state__in=HAD) & Q(awarded_on=FOREVER)),
                name="badge_awarded_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "years"], name="badge_person"),
            models.Index(fields=["award_day", "state"], name="badge_day"),
            models.Index(fields=["awarded_on"], name="badge_awarded"),
        ]

    def __str__(self) -> str:
        return f"Huy hiệu {self.years} năm tuổi Đảng"

    def get_absolute_url(self) -> str:
        return reverse("badges:badge", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"badge:{self.uid}"

    @property
    def reason(self) -> str:
        """Why it is given early. Whoever shows it logs the reading."""
        return secrets.unseal(self.sealed, purpose=SEALED) if self.sealed else ""


class BadgeCopy(models.Model):
    """A badge was lost; another one is given for it on ``reissued_on`` (the open end of time: not yet)."""

    badge = models.ForeignKey(PartyBadge, on_delete=models.CASCADE, related_name="copies")
    lost_on = models.DateField("ngày báo mất")
    reason = models.CharField("lý do", max_length=500)
    reissued_on = models.DateField("ngày cấp lại", default=FOREVER)
    number = models.CharField("số huy hiệu cấp lại", max_length=30, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["badge"], condition=Q(reissued_on=FOREVER), name="badge_lost_once")
        ]

    def __str__(self) -> str:
        return f"Báo mất ngày {show_day(self.lost_on)}"


def sealed(reason: str) -> bytes | None:
    """The reason as it is kept."""
    return secrets.seal(reason, purpose=SEALED) if reason else None
