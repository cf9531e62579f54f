"""What was paid: receipts of a cell and their lines, by member and month."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.fees.vocabulary import Way, months
from chibo.kernel.days import show_day
from chibo.kernel.ids import uuid7


class Receipt(models.Model):
    """Money a cell took in on a day, or (``reverses``) takes back. Numbered within its unit and year."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    on = models.DateField("ngày thu")
    way = models.CharField("hình thức", max_length=6, choices=Way, default=Way.CASH)
    collector = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    approver = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    total = models.BigIntegerField()
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.CharField("lý do", max_length=300, blank=True, default="")
    source = models.CharField("căn cứ", max_length=200, blank=True, default="")
    entered_by = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "phiếu thu đảng phí"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="feereceipt_number"),
            models.CheckConstraint(
                condition=Q(collector__isnull=True) | ~Q(collector=F("approver")), name="feereceipt_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.CASH) | Q(collector__isnull=False, approver__isnull=False),
                name="feereceipt_people",
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="feereceipt_unit")]

    def __str__(self) -> str:
        return f"Phiếu thu {self.mark} ngày {show_day(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("fees:receipt", args=[self.uid])

    @property
    def mark(self) -> str:
        """``PT-2026-0007``"""
        return f"PT-{self.year}-{self.number:04d}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"fee_receipt:{self.uid}"


class ReceiptLine(models.Model):
    """What one member paid for one month; ``is_extra`` is more than is owed, given freely."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="fee_lines", db_index=False)
    month = models.DateField()
    on = models.DateField()
    amount = models.BigIntegerField()
    is_extra = models.BooleanField(default=False)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    code = models.CharField("mã giao dịch", max_length=60, blank=True, default="")
    """Of a payment through the portal."""

    class Meta:
        verbose_name = "dòng phiếu thu"
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="receiptline_sign",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "month"], name="receiptline_person"),
            models.Index(fields=["code"], name="receiptline_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"đảng phí tháng {months.show(self.month)}, thu ngày {show_day(self.on)}"
