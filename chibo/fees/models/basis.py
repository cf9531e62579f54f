"""By what a member's due is reckoned, why it may be less, and who collects."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.fees.vocabulary import BasisKind, Region, ReliefReason, ReliefState, months, word_of
from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.ids import uuid7

GROUNDS = "fees.relief.grounds"


class FeeBasis(models.Model):
    """By what the dues of a person are reckoned while ``since <= first day of the month < until``.

    ``amount`` is what the percentage is taken of (salary of the month before, allowance, pension); 0 for kinds that have
    none of the member's own.
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="fee_bases", db_index=False)
    kind = models.CharField("diện đóng", max_length=24, choices=BasisKind)
    amount = models.BigIntegerField("số tiền làm căn cứ", default=0)
    region = models.CharField("vùng", max_length=4, choices=Region, blank=True, default="")
    since = models.DateField("từ tháng")
    until = models.DateField(default=FOREVER)
    source = models.CharField("căn cứ", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "mức làm căn cứ"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="feebasis_until_after_since"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="feebasis_amount"),
            models.UniqueConstraint(fields=["person", "since"], name="feebasis_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, từ {show_day(self.since)}"


class FeeRelief(models.Model):
    """A member is exempt, pays less, or is not asked, in the months from ``since`` to before ``until``.

    ``percent`` is what is taken off the due. The grounds (illness, poverty in words) are sealed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="fee_reliefs", db_index=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField("lý do", max_length=16, choices=ReliefReason)
    percent = models.PositiveSmallIntegerField("mức giảm")
    since = models.DateField("từ tháng")
    until = models.DateField("đến trước tháng")
    state = models.CharField(max_length=9, choices=ReliefState, default=ReliefState.ASKED)
    grounds_sealed = models.BinaryField(null=True, blank=True)
    asked_by = models.CharField(max_length=80)
    asked_by_label = models.CharField("người đề nghị", max_length=200)
    approved_by = models.CharField(max_length=80, blank=True, default="")
    approved_by_label = models.CharField("người duyệt", max_length=200, blank=True, default="")
    decided_on = models.DateField("ngày duyệt", null=True, blank=True)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "miễn, giảm đảng phí"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="feerelief_until_after_since"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="feerelief_percent"),
            models.CheckConstraint(
                condition=Q(approved_by="") | Q(approved_by__startswith="system:") | ~Q(approved_by=F("asked_by")),
                name="feerelief_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "since"], name="feerelief_person"),
            models.Index(fields=["unit", "state"], name="feerelief_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.what}, từ {months.show(self.since)}"

    def get_absolute_url(self) -> str:
        return reverse("fees:relief", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"fee_relief:{self.uid}"

    @property
    def what(self) -> str:
        """``Miễn: hộ nghèo``, ``Giảm 50%: …``, ``Không thu: …``."""
        return f"{word_of(self.reason, self.percent)}: {self.get_reason_display().lower()}"

    @property
    def grounds(self) -> str:
        """The grounds in clear; the caller has checked the right and logs the reading."""
        return secrets.unseal(self.grounds_sealed, purpose=GROUNDS) if self.grounds_sealed else ""


class FeeAssignment(models.Model):
    """Who directs and who collects the fees of an organization from one day to another: two different people."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    approver = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    collector = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(default=FOREVER)

    class Meta:
        verbose_name = "phân công thu đảng phí"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="feeassignment_until_after_since"),
            models.CheckConstraint(condition=~Q(approver=F("collector")), name="feeassignment_two_people"),
            models.UniqueConstraint(fields=["unit", "since"], name="feeassignment_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"Phân công thu đảng phí từ {show_day(self.since)}"
