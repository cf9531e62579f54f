"""Which deaths and leavings the level above has still to be told of, and until when."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet

from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.kernel.duties import Desk
from chibo.kernel.refusal import NotFound
from chibo.members import queries as members
from chibo.members.models import MemberEvent, Movement
from chibo.members.vocabulary import EventState
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.removal.models import LeavingNotice
from chibo.removal.rules import capabilities
from chibo.removal.vocabulary import TOLD
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook

RULE = "removal.notice.working_days"
RECENT = timedelta(days=120)
"""For how long after the day somebody is asked about the notice; older ones are told of on the page of the person."""


class DueDay(Func):
    """The day so many working days after a day of the last months; the calendar is written into the statement."""

    output_field = DateField()

    def __init__(self, day: Any, *, amount: int, first: date, last: date) -> None:
        super().__init__(day)
        self.steps: list[tuple[date, date]] = []
        with rulebook.steady():
            until, asked = calendar.add_working_days(first - ONE_DAY, amount), first
            while asked <= last:
                # After a working day comes the next one; days off share the day of the working day before them.
                if calendar.is_working_day(asked):
                    until = calendar.add_working_days(until, 1)
                if self.steps and self.steps[-1][1] == until:
                    self.steps[-1] = (asked, until)
                else:
                    self.steps.append((asked, until))
                asked += ONE_DAY

    def as_sql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list]:
        day, params = compiler.compile(self.source_expressions[0])
        if params:
            raise ValueError("a column is asked about, not a value")
        sign = "DATE " if connection.vendor == "postgresql" else ""
        whens = " ".join(f"WHEN {day} <= {sign}'{asked}' THEN {sign}'{until}'" for asked, until in self.steps)
        return f"(CASE {whens} ELSE {sign}'{FOREVER}' END)", []


def untold(desk: Desk) -> QuerySet[Movement]:
    """Who died or left lately and of whom nothing was sent, with the last day for it as ``due_on``."""
    first, ruling = desk.on - RECENT, rulebook.value(RULE, on=desk.on)
    rows = Movement.objects.filter(
        Exists(
            org.under_bases(desk.where("ancestor", capabilities.TELL), on=desk.on).filter(
                descendant_id=OuterRef("cell_id")
            )
        ),
        is_entry=False,
        is_final=True,
        cause__in=TOLD,
        on__range=(first, desk.on),
        event__state=EventState.STANDING,
        event__notice=None,
    )
    if not isinstance(ruling.value, int):
        return Movement.objects.none().annotate(due_on=F("on"), key=F("event_id"))
    return rows.annotate(due_on=DueDay("on", amount=ruling.value, first=first, last=desk.on), key=F("event_id"))


def event_told(uid: Any) -> MemberEvent:
    """The way out a notice is about.

    :raises NotFound: none
    """
    found = MemberEvent.objects.filter(uid=uid, cause__in=TOLD).select_related("person", "decision").first()
    if found is None:
        raise NotFound("Không có việc ra khỏi danh sách này. Hãy mở lại từ hồ sơ đảng viên.", code="unknown_event")
    return found


def cell_left(event: MemberEvent) -> Unit | None:
    """The cell somebody left with an event."""
    gone = event.movements.filter(is_entry=False).select_related("cell").first()
    return gone.cell if gone else members.last_cell(event.person)


def notice_of(event: MemberEvent) -> LeavingNotice | None:
    """What was sent about a way out, if anything."""
    return LeavingNotice.objects.filter(event=event).first()
