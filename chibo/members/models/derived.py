"""Derived rows: written by ``derivation`` from events and attributes, recounted by ``manage.py verify``."""

from datetime import date

from django.db import models
from django.db.models import Q

from chibo.kernel.days import ONE_DAY
from chibo.members.models.truth import MemberEvent, Person, known
from chibo.members.vocabulary import Cause, Ground, Nature, Status


class Wide(models.Model):
    """What is counted about a person, constant within the row."""

    status = models.CharField(max_length=12, choices=Status)
    sex = models.CharField(max_length=4, blank=True)
    ethnicity = models.CharField(max_length=3, blank=True)
    religion = models.CharField(max_length=12, blank=True)
    occupation = models.CharField(max_length=20, blank=True)
    qualification = models.CharField(max_length=12, blank=True)
    political_theory = models.CharField(max_length=12, blank=True)
    exemption = models.CharField(max_length=12, blank=True)
    born_on = models.DateField()
    party_since = models.DateField(null=True)

    class Meta:
        abstract = True


class Stay(models.Model):
    """A person in one cell from ``since`` until ``until``. Stays that a reorganization linked share a ``chain`` (the id
    of the event that began the first). For the structure of day S the chain stands in the cell of its stay whose
    ``[anchor_since, anchor_until)`` holds S. A stay that began and ended on one day holds on no day and only anchors.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stays", db_index=False)
    nature = models.CharField(max_length=9, choices=Nature)
    chain = models.ForeignKey(MemberEvent, on_delete=models.CASCADE, related_name="chain_stays", db_index=False)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()
    anchor_since = models.DateField()
    anchor_until = models.DateField()
    # Without a constraint: nothing looks these up, and without an index every event removed would read the whole table.
    entry = models.ForeignKey(
        MemberEvent, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    exit = models.ForeignKey(
        MemberEvent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "nature", "since"], name="stay_person"),
            models.Index(fields=["anchor_since", "cell"], name="stay_anchor"),
            models.Index(fields=["cell", "nature", "since", "until"], name="stay_cell"),
            models.Index(fields=["chain", "anchor_since", "anchor_until", "cell"], name="stay_chain"),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which the person was there."""
        return self.until - ONE_DAY


class Spell(Wide):
    """A part of a permanent stay in which nothing counted changes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spells", db_index=False)
    name_key = models.CharField(max_length=200)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    home = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    """The cell in which the chain ends: where the person stands in the structure of any day after its last link."""
    chain = models.ForeignKey(MemberEvent, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()
    stay_since = models.DateField()
    stay_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "since"], name="spell_person"),
            models.Index(
                fields=[
                    "cell",
                    "since",
                    "until",
                    "name_key",
                    "person",
                    "sex",
                    "ethnicity",
                    "religion",
                    "status",
                    "born_on",
                    "qualification",
                    "political_theory",
                    "occupation",
                    "party_since",
                    "exemption",
                ],
                name="spell_cell",
            ),  # fmt: skip
            models.Index(fields=["home", "since", "until", "name_key", "person"], name="spell_home"),
            models.Index(fields=["chain"], name="spell_chain"),
            # One in ten: whoever asks for them does not go through the roll.
            models.Index(
                fields=["cell", "until", "since", "person"],
                name="spell_probation",
                condition=Q(status=Status.PROBATIONARY),
            ),
        ]


class Movement(Wide):
    """One side of an event on the roll: in (laid on the tree of its day) or out (on the tree of the day before)."""

    event = models.ForeignKey(MemberEvent, on_delete=models.CASCADE, related_name="movements", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="movements", db_index=False)
    name_key = models.CharField(max_length=200)
    is_entry = models.BooleanField()
    cause = models.CharField(max_length=16, choices=Cause)
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    is_final = models.BooleanField(default=True)
    on = models.DateField()
    tree_day = models.DateField()
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    home = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    chain = models.ForeignKey(MemberEvent, on_delete=models.CASCADE, related_name="+", db_index=False)
    other_cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    other_home = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    other_day = models.DateField(null=True)
    other_chain = models.ForeignKey(
        MemberEvent, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    org_event = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["cell", "on", "cause"], name="movement_cell"),
            models.Index(fields=["home", "on", "cause"], name="movement_home"),
            models.Index(fields=["event"], name="movement_event"),
            models.Index(fields=["person", "on"], name="movement_person"),
            models.Index(fields=["cause", "on"], name="movement_cause"),
            models.Index(fields=["chain"], name="movement_chain"),
            models.Index(fields=["org_event"], name="movement_org_event", condition=known("org_event")),
        ]


class RollEntry(models.Model):
    """The present roll of every unit in the order of names: one row for each unit above a member."""

    unit = models.ForeignKey("org.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    name_key = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    cell = models.ForeignKey("org.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "name_key", "person", "since", "until", "cell"], name="rollentry_order"),
            models.Index(fields=["person"], name="rollentry_person"),
            models.Index(fields=["cell"], name="rollentry_cell"),
        ]
