"""Units, their dated placements, and the closure derived from them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7
from chibo.org.vocabulary import CELL_KINDS, CellKind, EventKind, Kind, Sector


class Unit(models.Model):
    """An organization of the Party. Its identity never changes; everything that can change is a :class:`Placement`.

    ``founded_on`` is the first day of the first placement, ``ended_on`` the first day on which it no longer stood.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    ref = models.CharField("mã ngắn", max_length=40, unique=True)
    founded_on = models.DateField()
    ended_on = models.DateField(default=FOREVER)
    ending = models.CharField(max_length=12, choices=EventKind, blank=True, default="")
    principal_successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gt=F("founded_on")), name="unit_ends_after_founding"),
        ]
        indexes = [models.Index(fields=["ended_on"], name="unit_ended_on")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("org:unit", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"unit:{self.uid}"

    def exists_on(self, day: date) -> bool:
        """Whether the unit stands at the end of the day."""
        return self.founded_on <= day < self.ended_on


class Placement(models.Model):
    """What a unit was from one day to another: kind, name, sector, superior, place, official code. True while
    ``since <= day < until``; the placements of a unit follow each other without gap or overlap.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    superior = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="below")
    kind = models.CharField(max_length=32, choices=Kind)
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.CHUNG)
    cell_kind = models.CharField(max_length=16, choices=CellKind, blank=True, default="")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    folded = models.CharField(max_length=200)
    code = models.CharField(max_length=20, blank=True, default="")
    place = models.ForeignKey("org.AdminPlace", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(default=FOREVER)
    event = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, related_name="placements")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="placement_until_after_since"),
            models.UniqueConstraint(fields=["unit", "since"], name="placement_one_per_day"),
        ]
        indexes = [
            models.Index(fields=["superior", "since", "until"], name="placement_superior"),
            models.Index(fields=["kind", "since", "until"], name="placement_kind"),
            # Which of the units below are cells on a day is answered from the index alone.
            models.Index(fields=["unit", "kind", "since", "until"], name="placement_unit_kind"),
            models.Index(fields=["folded"], name="placement_folded"),
            models.Index(fields=["code"], name="placement_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_cell(self) -> bool:
        """Whether members sit in it."""
        return self.kind in CELL_KINDS


class Closure(models.Model):
    """Derived: the descendant stood below the ancestor (or was it) while ``since <= day < until``."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above", db_index=False)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant", "since"], name="closure_once"),
        ]
        indexes = [
            models.Index(fields=["ancestor", "since", "until", "descendant"], name="closure_down"),
            models.Index(fields=["descendant", "since", "until", "ancestor"], name="closure_up"),
        ]

    def __str__(self) -> str:
        return f"{self.descendant_id} < {self.ancestor_id}"
