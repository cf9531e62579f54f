"""What is owed: books of cells and months, the ledger of dues, and what is derived from dues and payments."""

from django.db import models
from django.db.models import F, Q

from chibo.fees.vocabulary import BasisKind, ReliefReason, months
from chibo.kernel.days import FOREVER


class FeeBook(models.Model):
    """The list of dues of a cell for a month has been opened: from then on its dues are on record."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    due_on = models.DateField()
    opened_on = models.DateField()

    class Meta:
        verbose_name = "bảng đảng phí tháng"
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="feebook_once")]
        indexes = [models.Index(fields=["month", "unit"], name="feebook_month")]

    def __str__(self) -> str:
        return f"Bảng đảng phí tháng {months.show(self.month)}"


class Due(models.Model):
    """An entry of the ledger of dues: what a person owes for a month, or the reversal of that.

    Of one person and month the entries come in turns: a due, perhaps its reversal, then the next due. ``rate`` is the
    percentage in force, ``rule`` and ``rule_number`` the version it comes from; both empty where the amount was entered.
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="dues", db_index=False)
    month = models.DateField()
    turn = models.PositiveSmallIntegerField(default=0)
    is_reversal = models.BooleanField(default=False)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    tree_day = models.DateField()
    """The day of the month on which the person stood in the cell."""
    kind = models.CharField(max_length=24, choices=BasisKind, blank=True, default="")
    base = models.BigIntegerField(default=0)
    rate = models.CharField(max_length=12, blank=True, default="")
    rule = models.CharField(max_length=60, blank=True, default="")
    rule_number = models.PositiveIntegerField(default=0)
    full = models.BigIntegerField()
    percent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=16, choices=ReliefReason, blank=True, default="")
    relief = models.ForeignKey("fees.FeeRelief", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.BigIntegerField()
    entered_on = models.DateField()
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "đảng phí phải đóng"
        constraints = [
            models.UniqueConstraint(fields=["person", "month", "turn", "is_reversal"], name="due_once"),
            models.CheckConstraint(
                condition=Q(is_reversal=False, amount__gte=0) | Q(is_reversal=True, amount__lte=0), name="due_sign"
            ),
        ]
        indexes = [models.Index(fields=["cell", "month"], name="due_cell")]

    def __str__(self) -> str:
        return f"Đảng phí tháng {months.show(self.month)}"


class Charge(models.Model):
    """Derived: what stands of a person's due for a month, and how far it is paid. One row while a due stands."""

    person = models.ForeignKey("members.Person", on_delete=models.CASCADE, related_name="charges", db_index=False)
    month = models.DateField()
    ends_on = models.DateField()
    serial = models.PositiveIntegerField()
    name_key = models.CharField(max_length=200)
    cell = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    tree_day = models.DateField()
    kind = models.CharField(max_length=24, choices=BasisKind, blank=True, default="")
    reason = models.CharField(max_length=16, choices=ReliefReason, blank=True, default="")
    percent = models.PositiveSmallIntegerField(default=0)
    full = models.BigIntegerField()
    due = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    covered = models.BigIntegerField(default=0)
    settled_on = models.DateField(default=FOREVER)

    class Meta:
        verbose_name = "đảng phí của tháng"
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="charge_once"),
            models.CheckConstraint(condition=Q(covered__gte=0, covered__lte=F("due")), name="charge_covered"),
        ]
        indexes = [
            models.Index(fields=["cell", "month", "settled_on"], name="charge_cell"),
            models.Index(fields=["month", "cell"], name="charge_month"),
            models.Index(fields=["person", "serial", "settled_on"], name="charge_person"),
            models.Index(fields=["settled_on"], name="charge_settled"),
        ]

    def __str__(self) -> str:
        return f"Đảng phí tháng {months.show(self.month)}"

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.due - self.covered

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to pay."""
        return self.settled_on < FOREVER
