"""Congresses and the terms between them."""

from django.db import models
from django.db.models import F, Q

from chibo.kernel.days import FOREVER, Precision
from chibo.kernel.ids import uuid7
from chibo.org.models.units import Unit


class Term(models.Model):
    """A term of a unit's committee: it begins with a congress and ends with the next one (or with the unit)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="terms")
    ordinal = models.PositiveSmallIntegerField("đại hội lần thứ", null=True, blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    congress_on = models.DateField("ngày khai mạc đại hội")
    congress_precision = models.CharField(max_length=5, default=Precision.DAY)
    congress_assumed = models.BooleanField("ngày giả định", default=False)
    until = models.DateField(default=FOREVER)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("congress_on")), name="term_until_after_congress"),
            models.CheckConstraint(condition=Q(last_year__gt=F("first_year")), name="term_years_in_order"),
            models.UniqueConstraint(fields=["unit", "congress_on"], name="term_one_per_congress"),
        ]

    def __str__(self) -> str:
        return f"Nhiệm kỳ {self.label}"

    @property
    def label(self) -> str:
        """``2015-2020``."""
        return f"{self.first_year}-{self.last_year}"

    @property
    def length(self) -> int:
        """Years from the first to the last of the label."""
        return self.last_year - self.first_year
