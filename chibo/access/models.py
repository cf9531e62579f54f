"""Grants."""

from django.conf import settings
from django.db import models

from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7


class Grant(models.Model):
    """An account holds a role at a unit and everything below it, from ``since`` up to, not including, ``until``.

    ``unit`` is empty only for roles of the whole system. Rows are never deleted: a grant ends.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    role = models.CharField("vai trò", max_length=40)
    unit = models.ForeignKey("org.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField("từ ngày")
    until = models.DateField("đến trước ngày", default=FOREVER)
    given_by = models.CharField("người giao", max_length=80)
    given_by_label = models.CharField("người giao", max_length=200)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        verbose_name = "Quyền được giao"
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="access_grant_span")
        ]
        indexes = [models.Index(fields=["unit", "since"], name="access_grant_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"grant:{self.uid}"
