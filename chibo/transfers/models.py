"""What is kept of transfers beside the events of members: letters, members away and abroad, receipts after a merger."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.ids import uuid7
from chibo.transfers.vocabulary import AwayReason, Means, Purpose, RecordState, Regime


class Letter(models.Model):
    """The letter of introduction of a transfer: its number, and the dossier that went with it.

    The days of the transfer itself are those of its event in ``members``.

    :ivar case: the case that leads the transfer; None where the office recorded it directly
    """

    event = models.OneToOneField("members.MemberEvent", on_delete=models.CASCADE, related_name="letter")
    number = models.CharField("số giấy giới thiệu", max_length=40, blank=True, default="")
    issued_by = models.CharField("cấp ủy ký giấy", max_length=200, blank=True, default="")
    reason = models.CharField("lý do chuyển", max_length=500, blank=True, default="")
    dossier_on = models.DateField("ngày giao hồ sơ", null=True, blank=True)
    dossier = models.CharField("hồ sơ mang theo", max_length=500, blank=True, default="")
    dossier_received_on = models.DateField("ngày nhận hồ sơ", null=True, blank=True)
    case = models.ForeignKey("procedures.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["number"], name="letter_number", condition=~Q(number=""))]

    def __str__(self) -> str:
        return f"Giấy giới thiệu {self.number}".strip()


class MobileSpell(models.Model):
    """A member away from the cell while ``since <= day < until``, on its roll and not transferred (đảng viên đi làm xa).

    :ivar contact_due_on: the last day for the next contact, rewritten with every contact; the open end of time when back
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="away", db_index=False)
    place = models.CharField("nơi đến", max_length=200)
    country = models.CharField("nước", max_length=80, blank=True, default="")
    reason = models.CharField("lý do", max_length=12, choices=AwayReason)
    regime = models.CharField("chế độ liên lạc", max_length=12, choices=Regime, default=Regime.MONTHLY)
    since = models.DateField("đi từ ngày")
    expected_on = models.DateField("dự kiến về", null=True, blank=True)
    until = models.DateField("ngày về", default=FOREVER)
    contact_due_on = models.DateField("hạn liên lạc", default=FOREVER)
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, choices=RecordState, default=RecordState.STANDING)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="mobile_until_after_since")]
        indexes = [
            models.Index(fields=["person", "since"], name="mobile_person"),
            models.Index(fields=["contact_due_on"], name="mobile_due", condition=Q(contact_due_on__lt=FOREVER)),
        ]

    def __str__(self) -> str:
        return f"Đi xa từ {show_day(self.since)}: {self.where}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:away_one", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"away:{self.uid}"

    @property
    def where(self) -> str:
        """Place and country."""
        return f"{self.place}, {self.country}" if self.country else self.place

    @property
    def is_open(self) -> bool:
        """Whether the member is still away as far as is known."""
        return self.until >= FOREVER

    def holds_on(self, day: date) -> bool:
        """Whether the member is away on the day."""
        return self.state == RecordState.STANDING and self.since <= day < self.until


class ContactLog(models.Model):
    """One time in which the cell and a member away were in touch."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    spell = models.ForeignKey(MobileSpell, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    on = models.DateField("ngày liên lạc")
    means = models.CharField("hình thức", max_length=12, choices=Means)
    by_whom = models.CharField("người liên lạc", max_length=100)
    note = models.CharField("nội dung", max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, choices=RecordState, default=RecordState.STANDING)

    class Meta:
        indexes = [models.Index(fields=["spell", "on"], name="contact_spell")]

    def __str__(self) -> str:
        return f"{self.get_means_display()} ngày {show_day(self.on)}"


class TransferAbroad(models.Model):
    """Where and what for somebody was transferred abroad, and when they came back (``FOREVER``: not yet)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event = models.OneToOneField("members.MemberEvent", on_delete=models.CASCADE, related_name="abroad")
    country = models.CharField("nước đến", max_length=80)
    purpose = models.CharField("mục đích", max_length=12, choices=Purpose)
    expected_on = models.DateField("dự kiến về", null=True, blank=True)
    returned_on = models.DateField("ngày về", default=FOREVER)
    return_event = models.OneToOneField(
        "members.MemberEvent", on_delete=models.SET_NULL, null=True, blank=True, related_name="back_from_abroad"
    )
    is_illustration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Ra nước ngoài: {self.country}"

    @property
    def is_open(self) -> bool:
        """Whether the person is still abroad as far as is known."""
        return self.returned_on >= FOREVER


class Reception(models.Model):
    """A member whom a reorganization moved was received at the new cell: person by person, until nobody is left."""

    event = models.OneToOneField("members.MemberEvent", on_delete=models.CASCADE, related_name="reception")
    received_on = models.DateField("ngày tiếp nhận")
    has_dossier = models.BooleanField("đã nhận hồ sơ", default=True)
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"Tiếp nhận ngày {show_day(self.received_on)}"
