"""Where files are kept, and how they travel."""

from django.db import models
from django.db.models import F, Q

from chibo.dossiers.vocabulary import Errand, Keeper, Travel
from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7


class Dated(models.Model):
    """A dated fact that a reorganization may begin or end."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    since = models.DateField("từ ngày")
    until = models.DateField("đến trước ngày", default=FOREVER)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    begun_by = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey("org.OrgEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until_before = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Custody(Dated):
    """The files of the members of a unit and of all below it are kept at a level; what the nearest unit above a cell
    says holds for the cell.

    ``moves_since``: from this day on every hand-over is recorded; files of earlier transfers have followed their member.
    """

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    keeper = models.CharField("nơi giữ", max_length=5, choices=Keeper)
    moves_since = models.DateField("ghi giao nhận từ ngày", default=FOREVER)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="custody_until_after_since"),
            models.UniqueConstraint(fields=["unit", "since"], name="custody_once"),
        ]
        indexes = [models.Index(fields=["unit", "since", "until", "keeper"], name="custody_unit")]

    def __str__(self) -> str:
        return f"giữ tại {self.get_keeper_display().lower()}"


class CustodyRule(Dated):
    """A local decision: files of the unit and all below it must be kept at this level."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    keeper = models.CharField("cấp giữ", max_length=5, choices=Keeper)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="custodyrule_until_after_since"),
            models.UniqueConstraint(fields=["unit", "since"], name="custodyrule_once"),
        ]
        indexes = [models.Index(fields=["unit", "since", "until", "keeper"], name="custodyrule_unit")]

    def __str__(self) -> str:
        return f"phải giữ tại {self.get_keeper_display().lower()}"


class Keeping(Dated):
    """The file of one person is kept by this unit, whatever holds for the cell: an exception."""

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="keeping_until_after_since")]
        indexes = [
            models.Index(fields=["person", "since", "until", "holder"], name="keeping_person"),
            models.Index(fields=["holder", "since", "until"], name="keeping_holder"),
        ]

    def __str__(self) -> str:
        return "hồ sơ giữ riêng"


class Handover(models.Model):
    """A file on its way from one keeper to another; the sender's until received.

    ``event`` is the transfer of Party activity that it follows; a place outside Chibo is a text instead of a unit.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    errand = models.CharField("lý do", max_length=16, choices=Errand)
    state = models.CharField(max_length=9, choices=Travel, default=Travel.UNDER_WAY)
    event = models.ForeignKey(
        "members.MemberEvent", on_delete=models.SET_NULL, null=True, blank=True, related_name="handovers"
    )
    from_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_place = models.CharField("nơi giao ngoài hệ thống", max_length=200, blank=True, default="")
    to_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_place = models.CharField("nơi nhận ngoài hệ thống", max_length=200, blank=True, default="")
    handed_on = models.DateField("ngày giao")
    received_on = models.DateField("ngày nhận", default=FOREVER)
    letter = models.CharField("số phiếu giao", max_length=60, blank=True, default="")
    is_sealed = models.BooleanField("niêm phong", default=True)
    carried = models.CharField("gồm có", max_length=1000, blank=True, default="")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received_on__gte=F("handed_on")), name="handover_received_after"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=Travel.UNDER_WAY), name="handover_one_under_way"
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_on"], name="handover_state")]

    def __str__(self) -> str:
        return f"giao nhận hồ sơ ngày {self.handed_on:%d/%m/%Y}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"handover:{self.uid}"


class Loan(models.Model):
    """A file (or papers of it) lent out; it stays in its keeper's custody."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    borrower = models.CharField("người, cơ quan mượn", max_length=200)
    purpose = models.CharField("để làm gì", max_length=300)
    carried = models.CharField("tài liệu mượn", max_length=500, blank=True, default="")
    lent_on = models.DateField("ngày cho mượn")
    due_on = models.DateField("hẹn trả")
    returned_on = models.DateField("ngày trả", default=FOREVER)
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("lent_on"), returned_on__gte=F("lent_on")), name="loan_days"
            ),
        ]
        indexes = [
            models.Index(fields=["returned_on", "due_on"], name="loan_due"),
            models.Index(fields=["person", "lent_on"], name="loan_person"),
        ]

    def __str__(self) -> str:
        return f"{self.borrower} mượn hồ sơ ngày {self.lent_on:%d/%m/%Y}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"loan:{self.uid}"
