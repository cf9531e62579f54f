"""Parameters and their versions over time."""

from django.db import models
from django.urls import reverse

from chibo.kernel.days import BEGINNING, FOREVER, Precision


class Certainty(models.TextChoices):
    """How sure the value is. Only a confirmed rule may block; the others warn."""

    CONFIRMED = "confirmed", "Đã đối chiếu văn bản gốc"
    SECONDARY = "secondary", "Theo nguồn thứ cấp"
    UNCERTAIN = "uncertain", "Chưa chắc chắn"


class Parameter(models.Model):
    """One thing the rules fix, whatever its value over time."""

    key = models.CharField("khóa", max_length=80, unique=True)
    title = models.CharField("tên", max_length=200)
    counted_in = models.CharField("đơn vị", max_length=60, blank=True)
    position = models.PositiveIntegerField("thứ tự")

    class Meta:
        verbose_name = "Tham số"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rulebook:rule", args=[self.key])


class Version(models.Model):
    """The value of a parameter from ``since`` up to, not including, ``until``."""

    parameter = models.ForeignKey(Parameter, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("phiên bản")
    value = models.JSONField("giá trị")
    shown = models.CharField("cách ghi trên màn hình", max_length=300, blank=True)
    since = models.DateField("có hiệu lực từ", default=BEGINNING)
    since_precision = models.CharField(max_length=5, choices=[(p.value, p.value) for p in Precision], default="day")
    until = models.DateField("đến trước ngày", default=FOREVER)
    source = models.CharField("căn cứ", max_length=300)
    url = models.CharField("địa chỉ nguồn", max_length=500, blank=True)
    certainty = models.CharField("mức tin cậy", max_length=10, choices=Certainty.choices)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "Phiên bản quy định"
        ordering = ["parameter", "since"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="rulebook_version_span"),
            models.UniqueConstraint(fields=["parameter", "number"], name="rulebook_version_number"),
            models.UniqueConstraint(fields=["parameter", "since"], name="rulebook_version_since"),
            models.CheckConstraint(
                condition=models.Q(certainty__in=Certainty.values), name="rulebook_version_certainty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter.key} phiên bản {self.number}"


class Edition(models.Model):
    """One row whose token changes with every write, so that each process knows when its memory is old."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
