"""When a step has to be done, and from when on it may: amounts of the rulebook, counted on the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from chibo.kernel.days import FOREVER, add_months
from chibo.procedures.models import Case
from chibo.procedures.rules.definition import Deadline, Step
from chibo.procedures.vocabulary import Span
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling


@dataclass(frozen=True)
class Counted:
    """One deadline, counted out: the day and why.

    :ivar start: the day it is counted from; None where what it counts from has not happened
    :ivar day: the day; None where there is no beginning or no amount on record
    """

    deadline: Deadline
    ruling: Ruling | None
    amount: int | None
    start: date | None
    day: date | None

    @property
    def text(self) -> str:
        """``30 ngày làm việc``."""
        return (
            f"{self.amount} {Span(self.deadline.unit).label}"
            if self.amount is not None
            else "chưa có trong sổ quy định"
        )

    @property
    def cite(self) -> str:
        """The source of the amount; empty for one fixed by the procedure itself."""
        return self.ruling.cite if self.ruling is not None else ""


def counted(step: Step, case: Case, *, since: date) -> list[Counted]:
    """The deadlines of a step that a case came to on a day; earliest days first."""
    found: list[Counted] = []
    first: date | None = None
    for one in sorted(step.deadlines, key=lambda d: not d.earliest):
        ruling = rulebook.value(one.rule, on=case.rule_day) if one.rule else None
        amount = one.amount if ruling is None else ruling.value if isinstance(ruling.value, int) else None
        start = first if one.start == "earliest" else _start(one, case, since)
        day = None if start is None or amount is None else add(start, amount, one.unit)
        found.append(Counted(one, ruling, amount, start, day))
        if one.earliest and day is not None:
            first = max(first or day, day)
    return found


def _start(deadline: Deadline, case: Case, since: date) -> date | None:
    if deadline.start == "entered":
        return since
    if (day := case.day_of(deadline.start)) is not None:
        return day
    value = case.value(deadline.start)
    return value if isinstance(value, date) else None


def add(start: date, amount: int, unit: str) -> date:
    """The day that lies so much after the start."""
    if unit == Span.MONTHS:
        return add_months(start, amount)
    if unit == Span.WORKING_DAYS:
        return calendar.add_working_days(start, amount)
    return start + timedelta(days=amount)


def due_of(step: Step, case: Case, *, since: date) -> date:
    """The last day of a step, never before the case came to it; the open end of time where nobody says."""
    days = [one.day for one in counted(step, case, since=since) if one.day and not one.deadline.earliest]
    return max(min(days), since) if days else FOREVER
