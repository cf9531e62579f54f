"""The money of an organization: every change of it, and what it passed on."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.fees.vocabulary import EntryCause, RetentionKind, months
from chibo.kernel.days import show_day
from chibo.kernel.ids import uuid7


class Remittance(models.Model):
    """What was taken in up to the end of a month or quarter is divided: a part is kept, the rest passed on."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_month = models.DateField()
    last_month = models.DateField()
    on = models.DateField("ngày nộp")
    total = models.BigIntegerField()
    kept = models.BigIntegerField()
    passed = models.BigIntegerField()
    share = models.DecimalField("tỷ lệ giữ lại", max_digits=5, decimal_places=2)
    keeping = models.CharField(max_length=20, choices=RetentionKind)
    rule = models.CharField(max_length=60, blank=True, default="")
    rule_number = models.PositiveIntegerField(default=0)
    grounds = models.CharField("căn cứ", max_length=300, blank=True, default="")
    sent_by = models.CharField(max_length=80)
    sent_by_label = models.CharField("người nộp", max_length=200)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    received_by = models.CharField(max_length=80, blank=True, default="")
    received_by_label = models.CharField("người nhận", max_length=200, blank=True, default="")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.CharField("lý do", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "lần nộp đảng phí"
        constraints = [
            models.CheckConstraint(condition=Q(total=F("kept") + F("passed")), name="remittance_closes"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100), name="remittance_share"),
            models.CheckConstraint(
                condition=Q(received_by="") | Q(received_by__startswith="system:") | ~Q(received_by=F("sent_by")),
                name="remittance_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="remittance_unit"),
            models.Index(fields=["to", "received_on"], name="remittance_to"),
        ]

    def __str__(self) -> str:
        return f"Nộp đảng phí {self.period} ngày {show_day(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("fees:remittance", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"fee_remittance:{self.uid}"

    @property
    def period(self) -> str:
        """``tháng 11/2026`` or ``từ tháng 10/2026 đến tháng 12/2026``."""
        first, last = months.show(self.first_month), months.show(self.last_month)
        return f"tháng {first}" if first == last else f"từ tháng {first} đến tháng {last}"


class FundEntry(models.Model):
    """A change of the money of an organization, with what it rests on. Never edited.

    ``amount`` is in the direction of the cause (taken back: negative), ``change`` what it does to the money at hand,
    ``undivided`` what it does to the part of it that has not been divided yet.
    """

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    tree_day = models.DateField()
    cause = models.CharField(max_length=12, choices=EntryCause)
    amount = models.BigIntegerField()
    change = models.BigIntegerField()
    undivided = models.BigIntegerField()
    receipt = models.ForeignKey("fees.Receipt", on_delete=models.PROTECT, null=True, related_name="+")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "sổ quỹ đảng phí"
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=False) | Q(remittance__isnull=False) | Q(event__isnull=False),
                name="fundentry_rests_on",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="fundentry_unit"),
            models.Index(fields=["on", "cause"], name="fundentry_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} ngày {show_day(self.on)}"

    @property
    def about(self) -> str:
        """What it rests on, in words."""
        return str(self.receipt or self.remittance or self.event)
