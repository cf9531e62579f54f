"""What the desk keeps: what numbers say, what was looked at and found right, who mends what until when."""

from django.db import models
from django.db.models import Q

from chibo.kernel.days import FOREVER
from chibo.kernel.ids import uuid7
from chibo.quality.vocabulary import Number, State


class NumberCheck(models.Model):
    """What a number of a person says, without the number: found once in clear, true while the blind index is the same."""

    person = models.ForeignKey("members.Person", on_delete=models.CASCADE, related_name="number_checks", db_index=False)
    kind = models.CharField(max_length=4, choices=Number)
    index = models.BinaryField()
    is_formed = models.BooleanField()
    """Whether it can be such a number at all: length, digits, a province that there is."""
    says_sex = models.CharField(max_length=4, blank=True, default="")
    says_year = models.PositiveSmallIntegerField(default=0)
    """The year of birth; 0 where it says none."""
    checked_on = models.DateField()
    goes_with_person = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="numbercheck_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_kind_display()}"


class Waiver(models.Model):
    """Somebody looked at a finding and it is right as it stands: it is no fault any more until this is taken back.

    Of two people who are alike it is kept in both directions, each with the other.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule = models.CharField(max_length=40)
    person = models.ForeignKey(
        "members.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    alike = models.ForeignKey(
        "members.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey("org.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField("lý do", max_length=2000)
    made_on = models.DateField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True) | Q(person__isnull=True, unit__isnull=False),
                name="waiver_of_one_thing",
            )
        ]
        indexes = [
            models.Index(fields=["rule", "person", "alike"], name="waiver_person"),
            models.Index(fields=["person"], name="waiver_of_person"),
            models.Index(fields=["alike"], name="waiver_of_alike"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class Assignment(models.Model):
    """Somebody is to mend what a rule finds at a unit and below it (or about one person) until a day.

    It is done when the list is empty: nobody closes it by hand.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rule = models.CharField(max_length=40)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("members.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    assignee = models.CharField("người làm", max_length=60)
    """Reference of the account."""
    assignee_label = models.CharField(max_length=200)
    due_on = models.DateField("hạn")
    note = models.CharField("ghi chú", max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    closed_on = models.DateField(default=FOREVER)
    """The day on which the list was first seen empty, or the work was withdrawn."""
    found = models.PositiveIntegerField(default=0)
    """How long the list was when it was assigned."""
    made_on = models.DateField()
    made_by = models.CharField(max_length=60)
    made_by_label = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["assignee", "state", "due_on"], name="assignment_of"),
            models.Index(fields=["unit", "state", "due_on"], name="assignment_at"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.assignee_label}"

    @property
    def reference(self) -> str:
        """How the journal names it."""
        return f"assignment:{self.uid}"
