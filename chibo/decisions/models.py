"""Decisions as the papers carry them."""

from django.db import models
from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.kernel.ids import uuid7


class Decision(models.Model):
    """A decision (or conclusion, resolution, plan) that something was done because of."""

    uid = models.UUIDField("mã", default=uuid7, unique=True, editable=False)
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày ký")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer_title = models.CharField("chức danh người ký", max_length=200, blank=True)
    summary = models.CharField("trích yếu", max_length=500, blank=True)
    effective_on = models.DateField("ngày có hiệu lực", null=True, blank=True)
    file = models.CharField("tệp kèm theo", max_length=64, blank=True)
    is_illustration = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "Quyết định"
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "issuer", "issued_on"], name="decisions_one_paper"),
            models.CheckConstraint(condition=~models.Q(number=""), name="decisions_numbered"),
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="decisions_newest")]

    def __str__(self) -> str:
        return f"{self.number} ngày {show_day(self.issued_on)} của {self.issuer}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"decision:{self.uid}"
