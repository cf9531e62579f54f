"""What a rule is: rows it looks at, a condition that finds the faulty ones, words for each, and where it is mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, F, IntegerField, Model, OuterRef, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Replace, Substr

from chibo.indicators import Asked, Population
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import EventState
from chibo.quality.models import Waiver
from chibo.quality.vocabulary import Group, Severity
from chibo.rulebook import queries as rulebook

READ = "quality.read"
WRITE = "quality.write"


@dataclass(frozen=True)
class Look:
    """What the desk is asked for.

    :ivar today: what lies in the future is judged by it, whatever day is asked
    """

    asked: Asked
    today: date

    @property
    def on(self) -> date:
        """The day whose records are looked at."""
        return self.asked.on


Faults = Callable[[Look], Q]
Told = Callable[[Sequence[Model], Look], list[str]]
"""What is wrong with each of some rows."""


@dataclass(frozen=True)
class Rule:
    """One thing that may be wrong.

    :ivar population: the rows looked at, laid on the tree; a row per person or unit
    :ivar faults: which of them are faulty
    :ivar told: what is wrong with each, in words
    :ivar explain: what is wrong and how it is mended: finished sentences
    :ivar mend: the page where a row is mended
    :ivar cite: key of the rulebook that the rule rests on
    :ivar beside: where the rows looked at are faults only: those without a fault
    """

    code: str
    group: Group
    title: str
    explain: str
    population: Population
    faults: Faults
    told: Told
    mend: Callable[[Model], str]
    mend_label: str = "Mở hồ sơ"
    severity: Severity = Severity.WRONG
    cite: str = ""
    beside: Population | None = None

    @property
    def counting_unit(self) -> str:
        """What it counts."""
        return self.population.counting_unit

    @property
    def may_be_waived(self) -> bool:
        """Whether somebody may say that a finding is right as it stands."""
        return self.severity == Severity.LOOK

    @property
    def about_people(self) -> bool:
        """Whether its rows are people (else units)."""
        return self.population.counting_unit != "tổ chức"

    def condition(self, look: Look) -> Q:
        """Which rows are faulty and were not found right as they stand."""
        found = self.faults(look)
        if not self.may_be_waived:
            return found
        waived = Waiver.objects.filter(rule=self.code)
        if self.about_people:
            return found & ~Q(person__in=waived.filter(person__isnull=False, alike=None).values("person"))
        return found & ~Q(unit__in=waived.filter(unit__isnull=False).values("unit"))

    def source(self, on: date) -> str:
        """What the rulebook says about it on the day; empty where the rule rests on nothing written."""
        return rulebook.text(self.cite, on=on) if self.cite else ""


def one_by_one(tell: Callable[[Model, Look], str]) -> Told:
    """Words for each row, from the row alone."""
    return lambda rows, look: [tell(row, look) for row in rows]


def as_number(day: str | Combinable) -> Cast:
    """A day as yyyymmdd: full years between two are the difference divided by 10.000, on both databases."""
    return Cast(Replace(Cast(day, CharField()), Value("-"), Value("")), IntegerField())


def year_of(day: str | Combinable) -> Cast:
    """The year of a day, as a number."""
    return Cast(Substr(Cast(day, CharField()), 1, 4), IntegerField())


def in_force(look: Look, prefix: str = "") -> Q:
    """Dated rows that hold on the day."""
    return Q(**{f"{prefix}since__lte": look.on, f"{prefix}until__gt": look.on})


def standing_event(**conditions: object) -> Exists:
    """Whether the person of the row has a standing event like this."""
    return Exists(MemberEvent.objects.filter(person=OuterRef("person_id"), state=EventState.STANDING, **conditions))


def versions(key: str, condition: Callable[[object], Q], *, day: str) -> Q:
    """A condition that depends on the ruling in force on a day of the row; no condition where nothing is on record."""
    found = Q(pk__in=[])
    for ruling in rulebook.changes(key):
        found |= Q(**{f"{day}__gte": ruling.since, f"{day}__lt": ruling.until}) & condition(ruling.value)
    return found


__all__ = [
    "READ", "WRITE", "F", "Faults", "Look", "Rule", "Told", "as_number", "in_force", "one_by_one", "standing_event",
    "versions", "year_of",
]  # fmt: skip
