"""Probations: whose time is over when, who is waiting to be considered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from chibo.admission.rules.kinds import latest_start
from chibo.kernel.days import FOREVER, add_months
from chibo.members.models import MemberEvent, Person, Spell
from chibo.members.vocabulary import Cause, EventState, Status
from chibo.org.models import Closure, Unit
from chibo.procedures.models import Case
from chibo.procedures.vocabulary import CaseState
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook

MONTHS, REVIEW, ALERTS = "probation.months", "official.review.working_days_after", "probation.alert_days"
RECOGNITION = "cong-nhan-chinh-thuc"
ADMISSIONS = (Cause.ADMISSION, Cause.READMISSION)
MONTHS_WITHOUT_RULE = 12


@dataclass(frozen=True)
class Window:
    """When a probation is to be considered.

    :ivar due: the day its months are over, from which recognition counts
    :ivar last: the last day for the chi bộ to consider it; open where no rule is on record
    """

    since: date
    due: date
    last: date


def months(on: date) -> int:
    """Months of probation by the rule of a day."""
    ruling = rulebook.value(MONTHS, on=on)
    return int(ruling.value) if ruling.is_on_record else MONTHS_WITHOUT_RULE


def window_of(admitted_on: date, *, on: date | None = None) -> Window:
    """The window of consideration of a probation, by the rules of a day (of the admission where none is given)."""
    day = on or admitted_on
    due = add_months(admitted_on, months(day))
    review = rulebook.value(REVIEW, on=day)
    last = calendar.add_working_days(due, int(review.value)) if review.is_on_record else FOREVER
    return Window(admitted_on, due, last)


def admission_of(person: Person, *, on: date) -> MemberEvent | None:
    """The admission that began the membership of the day."""
    events = person.events.filter(cause__in=ADMISSIONS, state=EventState.STANDING, on__lte=on)
    return events.select_related("cell", "decision").order_by("-on", "-id").first()


def is_on_probation(person: Person, *, on: date) -> bool:
    """Whether the person is a probationary member on the day."""
    return person.spells.filter(since__lte=on, until__gt=on, status=Status.PROBATIONARY).exists()


def on_probation(unit: Unit, *, on: date) -> QuerySet[Spell]:
    """The probationary members of the unit and below; each row says when the probation began (``admitted_on``), the
    admission (``admission_id``) and whether a case of recognition is open (``has_case``). Of those who were probationary
    when the records began, the day is not known.
    """
    inside = Closure.objects.filter(ancestor=unit, since__lte=on, until__gt=on).values("descendant")
    rows = Spell.objects.filter(cell__in=inside, since__lte=on, until__gt=on, status=Status.PROBATIONARY)
    return with_beginning(rows, on=on).select_related("person").order_by("admitted_on", "name_key", "pk")


def with_beginning(rows: QuerySet[Spell], *, on: date) -> QuerySet[Spell]:
    """Spells on probation with the admission they belong to."""
    began = MemberEvent.objects.filter(
        person=OuterRef("person"), cause__in=ADMISSIONS, state=EventState.STANDING, on__lte=on
    ).order_by("-on", "-id")
    return rows.annotate(admitted_on=Subquery(began.values("on")[:1]), admission_id=Subquery(began.values("pk")[:1]))


def due_by(rows: QuerySet[Spell], *, on: date, days: int = 0) -> QuerySet[Spell]:
    """Those of the rows whose probation is over on the day, or so many days after it."""
    limit = latest_start(date.fromordinal(on.toordinal() + days), months(on))
    return rows.filter(admitted_on__lte=limit)


def with_cases(people: Sequence[Person]) -> dict[str, Case]:
    """Reference of a person → the open case of recognition."""
    refs = [f"person:{person.uid}" for person in people]
    cases = Case.objects.filter(code=RECOGNITION, state=CaseState.OPEN, subject__in=refs)
    return {case.subject: case for case in cases}


def rung(due: date, *, on: date) -> int | None:
    """The rung of the alert ladder a probation has reached: so many days before its end; 0 once it is over."""
    if due <= on:
        return 0
    ruling = rulebook.value(ALERTS, on=on)
    ladder = sorted(ruling.value) if ruling.is_on_record else [30]
    return next((days for days in ladder if (due - on).days <= days), None)


def helper_of(event: MemberEvent) -> Person | None:
    """Who was assigned to help."""
    probation = getattr(event, "probation", None)
    return probation.helper if probation is not None else None
