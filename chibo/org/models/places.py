"""Administrative places old and new, work units, and merger projects between Party boards and state offices."""

from django.db import models
from django.db.models import F, Q

from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7
from chibo.org.models.units import Unit
from chibo.org.vocabulary import PlaceKind, ProjectStatus, WorkUnitKind


class AdminPlace(models.Model):
    """A province, district, commune or village, from the day it was set up to the day it ended."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=PlaceKind)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    code = models.CharField(max_length=10, blank=True, default="")
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="inside")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(default=FOREVER)

    class Meta:
        indexes = [models.Index(fields=["folded"], name="adminplace_folded")]

    def __str__(self) -> str:
        return self.name


class WorkUnit(models.Model):
    """An agency, school or enterprise, with the Party organization attached to it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=14, choices=WorkUnitKind)
    name = models.CharField(max_length=160)
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="inside")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="work_units")
    since = models.DateField()
    until = models.DateField(default=FOREVER)

    def __str__(self) -> str:
        return self.name


class MergerProject(models.Model):
    """A project to merge a Party board with the state office of like function (hợp nhất cơ quan)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="merger_projects")
    party_board = models.ForeignKey(WorkUnit, on_delete=models.PROTECT, related_name="+")
    state_office = models.ForeignKey(WorkUnit, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "party_board", "state_office"], name="mergerproject_once")
        ]

    def __str__(self) -> str:
        return f"{self.party_board} – {self.state_office}"


class MergerStatus(models.Model):
    """How far a merger project was from one day to another."""

    project = models.ForeignKey(MergerProject, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=10, choices=ProjectStatus)
    since = models.DateField()
    until = models.DateField(default=FOREVER)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="mergerstatus_until_after_since")]

    def __str__(self) -> str:
        return self.get_status_display()
