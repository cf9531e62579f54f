"""Who held which post where, from when until when."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.kernel.days import FOREVER, Precision, show_day
from chibo.kernel.ids import uuid7
from chibo.posts.vocabulary import ROLES, Body, HoldingState, How


class Holding(models.Model):
    """A person holds a post of a unit while ``since <= day < until``.

    ``ended_by`` is the reorganization that ended the unit and the post with it, ``until_before`` the end it had before.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="holdings", db_index=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="holdings", db_index=False)
    role = models.CharField("chức danh", max_length=40)
    title = models.CharField("chức danh ghi trên văn bản", max_length=200)
    body = models.CharField("khối", max_length=12, choices=Body)
    since = models.DateField("từ ngày")
    since_precision = models.CharField(max_length=5, default=Precision.DAY)
    until = models.DateField("thôi giữ từ ngày", default=FOREVER)
    until_precision = models.CharField(max_length=5, default=Precision.DAY)
    how = models.CharField("hình thức", max_length=12, choices=How, blank=True, default="")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    term = models.PositiveSmallIntegerField(
        "nhiệm kỳ (khóa)", null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    source = models.CharField("căn cứ", max_length=200, blank=True, default="")
    state = models.CharField(max_length=9, choices=HoldingState, default=HoldingState.STANDING)
    ended_by = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until_before = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "chức danh"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="holding_until_after_since"),
        ]
        indexes = [
            models.Index(fields=["person", "since"], name="holding_person"),
            models.Index(fields=["unit", "until", "since"], name="holding_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, từ {show_day(self.since, self.since_precision)}"

    def get_absolute_url(self) -> str:
        return reverse("posts:holding", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"holding:{self.uid}"

    @property
    def is_open(self) -> bool:
        """Whether no end is known."""
        return self.until >= FOREVER

    @property
    def role_label(self) -> str:
        """What the role is called."""
        return ROLES[self.role].label

    @property
    def leads(self) -> bool:
        """Whether it is a head's or a deputy's."""
        return ROLES[self.role].leads
