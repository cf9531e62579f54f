"""Cases, what was done to them, and the papers handed in."""

import json
from datetime import date
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from chibo.kernel import secrets
from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7
from chibo.procedures.vocabulary import ActKind, CaseState

SEALED = "procedures.act"
"""What the sensitive answers of an act are encrypted for."""


class Case(models.Model):
    """One procedure for one subject. ``state``, ``step``, ``step_since``, ``due_on``, ``waiting_unit`` and ``unit`` are
    derived from its acts; ``due_on`` and ``closed_on`` are the open end of time where there is none.

    :ivar rule_day: the day whose rules lead the case to its end
    :ivar subject: reference of whom or what it is about, ``person:<uid>``
    :ivar is_alone: whether a second open case of the same code about the same subject is refused
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    mark = models.CharField("mã hồ sơ", max_length=30, unique=True)
    code = models.CharField("quy trình", max_length=60)
    version = models.PositiveSmallIntegerField("phiên bản")
    rule_day = models.DateField("ngày áp dụng quy định")
    subject = models.CharField(max_length=80)
    subject_label = models.CharField("đối tượng", max_length=200)
    subject_key = models.CharField(max_length=600)
    folded = models.CharField(max_length=200)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="cases")
    other_unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="cases_from_elsewhere"
    )
    opened_on = models.DateField("ngày mở")
    closed_on = models.DateField("ngày kết thúc", default=FOREVER)
    state = models.CharField("trạng thái", max_length=9, choices=CaseState, default=CaseState.OPEN)
    step = models.CharField("bước", max_length=60, blank=True, default="")
    step_since = models.DateField("đến bước từ ngày")
    due_on = models.DateField("hạn", default=FOREVER)
    waiting_unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="cases_waiting"
    )
    waiting_capability = models.CharField(max_length=60, blank=True, default="")
    is_alone = models.BooleanField(default=True)
    is_illustration = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "Hồ sơ"
        constraints = [
            models.CheckConstraint(condition=Q(closed_on__gte=models.F("opened_on")), name="case_closed_after_opened"),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, closed_on=FOREVER, waiting_unit__isnull=False)
                | (~Q(state=CaseState.OPEN) & Q(waiting_unit__isnull=True, due_on=FOREVER)),
                name="case_open_waits",
            ),
            models.UniqueConstraint(
                fields=["code", "subject"], condition=Q(state=CaseState.OPEN, is_alone=True), name="case_alone"
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="case_subject"),
            models.Index(fields=["waiting_unit", "state", "due_on"], name="case_waiting"),
            models.Index(fields=["unit", "state"], name="case_unit"),
            models.Index(fields=["state", "due_on", "id"], name="case_due"),
        ]

    def __str__(self) -> str:
        return f"{self.mark}: {self.subject_label}"

    def get_absolute_url(self) -> str:
        return reverse("procedures:case", args=[self.uid])

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"case:{self.uid}"

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state == CaseState.OPEN

    @cached_property
    def history(self) -> "list[Act]":
        """Every act in order; kept until :meth:`look_again`."""
        return list(self.acts.select_related("decision").order_by("number")) if self.pk else []

    @property
    def standing(self) -> "list[Act]":
        """The acts that were not taken back, in order."""
        return standing_of(self.history)

    def look_again(self) -> None:
        """Read the acts anew on the next question."""
        self.__dict__.pop("history", None)

    def value(self, name: str) -> Any:
        """The last value given for a field in any act, a day as a date; None where there is none."""
        for act in reversed(self.standing):
            answers = act.answers
            if name in answers:
                return answers[name]
        return None

    def values(self) -> dict[str, Any]:
        """The last value of every field."""
        found: dict[str, Any] = {}
        for act in self.standing:
            found |= act.answers
        return found

    def day_of(self, step: str) -> date | None:
        """The day on which a step was last done; None where it was not."""
        act = self.act_of(step)
        return act.on if act else None

    def act_of(self, step: str) -> "Act | None":
        """The last act that did a step."""
        return next((a for a in reversed(self.standing) if a.kind == ActKind.STEP and a.step == step), None)


class Act(models.Model):
    """One thing done to a case; never changed, a mistaken one is taken back by another.

    :ivar step: the step it was done at; empty at the opening
    :ivar to: the step or end it led to
    :ivar due_on: when the step had to be done, the open end of time where nobody said
    :ivar place: reference of the case's unit from this act on
    :ivar warnings: what was accepted: ``{"text", "rule", "cite"}``
    :ivar made: reference of what the outcome made, ``event:<uid>``
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="acts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ActKind)
    step = models.CharField(max_length=60, blank=True, default="")
    to = models.CharField(max_length=60, blank=True, default="")
    on = models.DateField("ngày")
    due_on = models.DateField("hạn", default=FOREVER)
    actor = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    data = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    vote = models.JSONField(null=True, blank=True)
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    warnings = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=2000, blank=True, default="")
    made = models.CharField(max_length=80, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        verbose_name = "Việc đã làm"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="act_numbered")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.number})"

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was answered, sensitive values too, days as dates; not of acts that carry no answers."""
        return self.answers_in_the_open | self.secret_answers

    @property
    def answers_in_the_open(self) -> dict[str, Any]:
        """The answers that are not sensitive."""
        return unpacked(self.data) if self.kind in (ActKind.OPENED, ActKind.STEP) else {}

    @cached_property
    def secret_answers(self) -> dict[str, Any]:
        """The sensitive ones of the answers. Whoever shows them logs the reading."""
        return unpacked(json.loads(secrets.unseal(self.sealed, purpose=SEALED))) if self.sealed else {}

    @property
    def taken_back(self) -> list[int]:
        """Numbers of the acts this one takes back."""
        return self.data.get("numbers", []) if self.kind == ActKind.TAKEN_BACK else []


class CaseDocument(models.Model):
    """A paper handed in with an act; the file is optional, the day of receipt is not."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField("loại giấy tờ", max_length=60)
    label = models.CharField("tên giấy tờ", max_length=200)
    received_on = models.DateField("ngày nhận")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "Giấy tờ của hồ sơ"

    def __str__(self) -> str:
        return self.label


class Draft(models.Model):
    """What somebody had typed into the form of a step when it was last kept: theirs alone, no part of the case.

    :ivar owner: reference of whose it is, ``account:42``
    :ivar place: which form: ``case:<uid>/<step>/<acts so far>``, ``open:<procedure>/<subject>``
    """

    owner = models.CharField(max_length=80)
    place = models.CharField(max_length=220)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "Bản nháp"
        constraints = [models.UniqueConstraint(fields=["place", "owner"], name="draft_once")]
        indexes = [models.Index(fields=["kept_at"], name="draft_kept")]

    def __str__(self) -> str:
        return self.place


class Counter(models.Model):
    """The last number given to a case of a prefix in a year."""

    prefix = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"


def standing_of(acts: list[Act]) -> list[Act]:
    """Those of the acts of a case, given in order, that were not taken back."""
    gone = {number for act in acts for number in act.taken_back}
    return [act for act in acts if act.number not in gone and act.kind != ActKind.TAKEN_BACK]


def packed(values: dict[str, Any]) -> dict[str, Any]:
    """Answers as JSON takes them; days keep their sort."""
    return {name: {"day": value.isoformat()} if isinstance(value, date) else value for name, value in values.items()}


def unpacked(stored: dict[str, Any]) -> dict[str, Any]:
    """What :func:`packed` wrote."""
    return {
        name: date.fromisoformat(value["day"]) if isinstance(value, dict) and "day" in value else value
        for name, value in stored.items()
    }


def sealed(values: dict[str, Any]) -> bytes | None:
    """Sensitive answers as they are kept."""
    return secrets.seal(json.dumps(packed(values), cls=DjangoJSONEncoder), purpose=SEALED) if values else None
