"""The folder, the documents in it, the yearly slip."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from chibo.dossiers.vocabulary import ItemState, SupplementState
from chibo.kernel import secrets
from chibo.kernel.days import Precision
from chibo.kernel.ids import uuid7

CHANGES = "dossiers.supplement.changes"


class Dossier(models.Model):
    """A folder: where it stands on the shelf. Every member has a file; folders are kept only where somebody noted them."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    location = models.CharField("vị trí lưu (kho, tủ, cặp)", max_length=200)
    since = models.DateField("từ ngày")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["person", "since"], name="dossier_person")]

    def __str__(self) -> str:
        return self.location


class DossierItem(models.Model):
    """A document in a file, with its scan where there is one."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("loại tài liệu", max_length=20)
    title = models.CharField("tên tài liệu", max_length=300, blank=True, default="")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True, default="")
    dated = models.DateField("ngày văn bản", null=True, blank=True)
    dated_precision = models.CharField(max_length=5, default=Precision.DAY)
    pages = models.PositiveSmallIntegerField("số tờ", validators=[MinValueValidator(1), MaxValueValidator(2000)])
    is_copy = models.BooleanField("bản sao", default=False)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_on = models.DateField("ngày đưa vào hồ sơ")
    state = models.CharField(max_length=9, choices=ItemState, default=ItemState.STANDING)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "state"], name="dossieritem_person")]

    def __str__(self) -> str:
        return self.title or self.kind

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"dossier-item:{self.uid}"


class FileSupplement(models.Model):
    """The yearly slip of a member: declared, checked by the chi ủy, filed. Slips of several years that were entered at
    once are one row from ``first_year`` to ``last_year``; no member has two for one year.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    state = models.CharField(max_length=8, choices=SupplementState)
    has_changes = models.BooleanField("có thay đổi", default=False)
    changes_sealed = models.BinaryField(null=True, blank=True)
    declared_on = models.DateField("ngày khai")
    checked_on = models.DateField("ngày kiểm tra", null=True, blank=True)
    checked_by = models.CharField("người kiểm tra", max_length=200, blank=True, default="")
    filed_on = models.DateField("ngày lưu", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year"), first_year__gte=1930), name="filesupplement_years"
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=False) | ~Q(state=SupplementState.FILED), name="filesupplement_filed"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "first_year", "last_year", "state", "filed_on"], name="filesupplement_person"
            ),
            models.Index(fields=["cell", "filed_on"], name="filesupplement_cell"),
            # Those still to be filed: few among the slips of many years.
            models.Index(fields=["cell"], name="filesupplement_checked", condition=Q(state=SupplementState.CHECKED)),
        ]

    def __str__(self) -> str:
        return f"phiếu bổ sung hồ sơ năm {self.years}"

    @property
    def years(self) -> str:
        """``2025`` or ``2021–2025``."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    @property
    def changes(self) -> str:
        """What was declared, in clear; the caller has checked the entitlement and logs the reading."""
        return secrets.unseal(self.changes_sealed, purpose=CHANGES) if self.changes_sealed else ""

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"supplement:{self.uid}"
