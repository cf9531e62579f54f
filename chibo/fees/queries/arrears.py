"""Months unpaid in a row. A list of facts: what follows from it is for people to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chibo.fees.models import Charge
from chibo.members.models import Spell
from chibo.org.models import Closure, Unit
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

RULE = "fee.strikeoff.months"


def rule_on(on: date) -> Ruling:
    """How many months unpaid in a row are looked at."""
    return rulebook.value(RULE, on=on)


def unpaid_on(on: date) -> QuerySet[Charge]:
    """Months that were over by the end of the day, with something owed that was not settled by then."""
    return Charge.objects.filter(ends_on__lte=on, due__gt=0, settled_on__gt=on)


def in_a_row(on: date, *, count: int | None = None) -> QuerySet[Charge]:
    """For each person with so many months unpaid in a row at the end of the day: the last month of the latest such row.

    :param count: how many; as the rule of the day says where not given (nobody where there is no rule)
    """
    if count is None:
        ruling = rule_on(on)
        if not ruling.is_on_record:
            return Charge.objects.none()
        count = int(ruling.value)
    unpaid = unpaid_on(on)
    found = unpaid.filter(_run(on, count))
    later = unpaid.filter(_run(on, count), person=OuterRef("person"), serial__gt=OuterRef("serial"))
    return found.filter(~Exists(later))


def _run(on: date, count: int) -> Q:
    """Whether the months before were unpaid too."""
    condition = Q()
    for back in range(1, count):
        condition &= Q(Exists(unpaid_on(on).filter(person=OuterRef("person"), serial=OuterRef("serial") - back)))
    return condition


def at(rows: QuerySet[Charge], unit: Unit, on: date) -> QuerySet[Charge]:
    """Those whose person is on the roll of the unit, or below it, on the day."""
    below = Closure.objects.filter(ancestor=unit, since__lte=on, until__gt=on).values("descendant")
    return rows.filter(
        Exists(Spell.objects.filter(person=OuterRef("person"), since__lte=on, until__gt=on, cell__in=below))
    )


@dataclass(frozen=True)
class Arrears:
    """What a member owes: every unpaid month, and how many of them in a row at the end."""

    charge: Charge
    unpaid: tuple[Charge, ...]

    @property
    def owed(self) -> int:
        """What it comes to."""
        return sum(one.owed for one in self.unpaid)

    @property
    def row(self) -> int:
        """How many months unpaid in a row, up to the last one."""
        serials = {one.serial for one in self.unpaid}
        count, serial = 0, self.charge.serial
        while serial in serials:
            count, serial = count + 1, serial - 1
        return count


def told(charges: Iterable[Charge], on: date) -> list[Arrears]:
    """With every unpaid month of each of the people; one query."""
    charges = list(charges)
    unpaid: dict[int, list[Charge]] = {}
    rows = unpaid_on(on).filter(person_id__in=[one.person_id for one in charges]).order_by("month")
    for one in rows:
        unpaid.setdefault(one.person_id, []).append(one)
    return [Arrears(one, tuple(unpaid.get(one.person_id, ()))) for one in charges]


def owing_at(unit: Unit, on: date) -> QuerySet[Charge]:
    """For each person at the unit who owes anything for a month that is over: the last such month."""
    rows = at(unpaid_on(on), unit, on)
    later = unpaid_on(on).filter(person=OuterRef("person"), serial__gt=OuterRef("serial"))
    return rows.filter(~Exists(later)).select_related("person", "cell")
