"""Reorganizations and other events of units, and how far the records of a unit are complete."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.kernel.ids import uuid7
from chibo.org.models.units import Unit
from chibo.org.vocabulary import EventKind, PartyRole


class OrgEvent(models.Model):
    """Something that happened to units on a day: the nine reorganizations, giải tán, the opening state, adjustments."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=EventKind)
    on = models.DateField()
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True, default="")
    undone = models.BooleanField(default=False)
    replaced = models.JSONField(default=dict, blank=True)
    """Rows this event wrote over on its own day, and the ends it set: what an undo puts back."""

    class Meta:
        indexes = [models.Index(fields=["on", "kind"], name="orgevent_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ngày {show_day(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("org:event", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"org_event:{self.uid}"

    @property
    def founded(self) -> models.QuerySet:
        """Ids of the units that begin with it."""
        return self.parties.filter(role=PartyRole.FOUNDED).values_list("unit_id", flat=True)

    @property
    def ended(self) -> models.QuerySet:
        """Ids of the units that end with it."""
        return self.parties.filter(role=PartyRole.ENDED).values_list("unit_id", flat=True)


class OrgEventParty(models.Model):
    """A unit's part in an event, with its placement before and after as far as there was one."""

    event = models.ForeignKey(OrgEvent, on_delete=models.CASCADE, related_name="parties")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="event_parts")
    role = models.CharField(max_length=8, choices=PartyRole)
    counted = models.BooleanField(default=False)
    """Whether ORG-06 counts this part: the unit founded, ended, upgraded, moved or renamed; once per event."""
    tree_day = models.DateField()
    """The day on whose tree it is laid: that of the event, for an ended unit the day before."""
    before = models.ForeignKey("org.Placement", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    after = models.ForeignKey("org.Placement", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "unit", "role"], name="orgeventparty_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.get_role_display()}"


class Coverage(models.Model):
    """The records of a unit and all below it are complete in an area while ``since <= day < until``.

    A figure whose window is not covered by its unit or one above, or that meets a gap below, says "chưa đủ dữ liệu".
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="coverages")
    area = models.CharField(max_length=20)
    is_gap = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="coverage_until_after_since")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.area} {show_day(self.since)}"
