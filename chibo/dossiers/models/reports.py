"""Reports on the situation of members, and lists held against each other."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7


class MemberSituationReport(models.Model):
    """A report that a unit owes for a period. Submitted, it keeps the balance (MEM-04) as it was that day."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    first = models.DateField("từ ngày")
    last = models.DateField("đến ngày")
    due_on = models.DateField("hạn gửi")
    submitted_on = models.DateField("ngày gửi", default=FOREVER)
    balance = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    note = models.CharField("giải trình", max_length=2000, blank=True, default="")
    sender = models.CharField("người gửi", max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="situationreport_period"),
            models.CheckConstraint(condition=Q(due_on__gt=F("last")), name="situationreport_due"),
            models.UniqueConstraint(fields=["unit", "first", "last"], name="situationreport_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on", "submitted_on"], name="situationreport_unit"),
            models.Index(fields=["due_on", "submitted_on"], name="situationreport_due"),
        ]

    def __str__(self) -> str:
        return f"Báo cáo tình hình đảng viên từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"situation-report:{self.uid}"


class Reconciliation(models.Model):
    """The list of a base held against that of the level above on a day: members, files, what differs."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("ngày đối chiếu")
    members = models.PositiveIntegerField("đảng viên theo danh sách trong hệ thống")
    listed = models.PositiveIntegerField("đảng viên theo danh sách cấp trên")
    files = models.PositiveIntegerField("hồ sơ có trên giá")
    differences = models.CharField("chênh lệch và cách xử lý", max_length=2000, blank=True, default="")
    sender = models.CharField("người đối chiếu", max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="reconciliation_once")]

    def __str__(self) -> str:
        return f"Đối chiếu danh sách ngày {self.on:%d/%m/%Y}"
