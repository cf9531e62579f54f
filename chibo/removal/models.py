"""What is kept of screening and leaving: the yearly round of a cell, who was left out of it, periods of help, notices sent."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from chibo.kernel import secrets
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.ids import uuid7
from chibo.removal.vocabulary import EntryState, HelpResult

SEALED = "removal.assistance"
"""What the reasons and plans of help are encrypted for."""


class ScreeningRound(models.Model):
    """A cell has reviewed its members for a year: everybody on its roll at the end of the day ``on``, but for those whom a
    :class:`ScreeningSkip` names.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="screening_rounds", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    on = models.DateField("ngày rà soát")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, choices=EntryState, default=EntryState.STANDING)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Rà soát đảng viên"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(state=EntryState.STANDING), name="screening_once_a_year"
            )
        ]
        indexes = [models.Index(fields=["year", "unit", "on"], name="screening_year")]

    def __str__(self) -> str:
        return f"Rà soát đảng viên năm {self.year}, ngày {show_day(self.on)}"

    def get_absolute_url(self) -> str:
        return reverse("removal:round", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"screening:{self.uid}"


class ScreeningSkip(models.Model):
    """Somebody on the roll who was not reviewed in a round, and why."""

    round = models.ForeignKey(ScreeningRound, on_delete=models.CASCADE, related_name="skips", db_index=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="screening_skips")
    reason = models.CharField("lý do chưa rà soát", max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="screening_skip_once")]

    def __str__(self) -> str:
        return f"Chưa rà soát: {self.reason}" if self.reason else "Chưa rà soát"


class AssistancePeriod(models.Model):
    """A member is helped to become worthy again while ``since <= day < until``; ``due_on`` is the day to judge it by.

    Why and how is kept encrypted; whoever reads it is journalled.

    :ivar vote: of the cell that judged it: ``{"obliged", "present", "for", "against", "blank"}``
    :ivar case: reference of the case that leads it; empty where it was recorded directly
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="assistance", db_index=False)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="assistance")
    since = models.DateField("giúp đỡ từ ngày")
    due_on = models.DateField("đến ngày")
    until = models.DateField("ngày nhận xét, kết thúc", default=FOREVER)
    helper = models.CharField("người giúp đỡ", max_length=200)
    result = models.CharField("kết quả", max_length=9, choices=HelpResult, default=HelpResult.GOING_ON)
    vote = models.JSONField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    case = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=9, choices=EntryState, default=EntryState.STANDING)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Giúp đỡ đảng viên"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="assistance_until_after_since"),
            models.CheckConstraint(condition=Q(due_on__gt=F("since")), name="assistance_due_after_since"),
            models.CheckConstraint(
                condition=Q(result=HelpResult.GOING_ON, until=FOREVER)
                | (~Q(result=HelpResult.GOING_ON) & Q(until__lt=FOREVER)),
                name="assistance_ends_with_result",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "since"], name="assistance_person"),
            models.Index(fields=["result", "due_on"], name="assistance_due"),
            models.Index(fields=["since", "until"], name="assistance_days"),
        ]

    def __str__(self) -> str:
        return f"Giúp đỡ từ {show_day(self.since)} đến {show_day(self.due_on)}"

    def get_absolute_url(self) -> str:
        return reverse("removal:help", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"assistance:{self.uid}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.until >= FOREVER

    def is_late(self, on: date) -> bool:
        """Whether it should have been judged by the day."""
        return self.is_open and self.due_on < on


class LeavingNotice(models.Model):
    """The level above is told that somebody died or left: the notice was sent, or a case leads to it.

    :ivar sent_on: None while the case leads it
    :ivar case: reference of the case; empty where the way out was recorded directly
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event = models.OneToOneField("members.MemberEvent", on_delete=models.CASCADE, related_name="notice")
    sent_on = models.DateField("ngày gửi phiếu báo", null=True, blank=True)
    number = models.CharField("số phiếu báo", max_length=60, blank=True, default="")
    case = models.CharField(max_length=80, blank=True, default="")
    is_illustration = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Phiếu báo từ trần, ra khỏi Đảng"
        constraints = [
            models.CheckConstraint(condition=Q(sent_on__isnull=False) | ~Q(case=""), name="notice_sent_or_led"),
        ]

    def __str__(self) -> str:
        return f"Phiếu báo gửi ngày {show_day(self.sent_on)}" if self.sent_on else "Phiếu báo theo hồ sơ"


def sealed(reason: str, plan: str) -> bytes | None:
    """Why and how, as they are kept."""
    return secrets.seal(f"{reason}\x1f{plan}", purpose=SEALED) if reason or plan else None


def unsealed(row: AssistancePeriod) -> tuple[str, str]:
    """(reason, plan). Whoever shows them logs the reading."""
    if not row.sealed:
        return "", ""
    reason, _, plan = secrets.unseal(row.sealed, purpose=SEALED).partition("\x1f")
    return reason, plan
