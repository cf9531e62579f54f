"""How somebody was taken out of the Party, and what the rules of a day say of coming back."""

from dataclasses import dataclass
from datetime import date

from chibo.kernel.days import add_months
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import REMOVALS, Cause, EventState, Ground
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

WAITING, EXCLUDED = "readmission.months", "readmission.excluded"


@dataclass(frozen=True)
class Departure:
    """A removal, and when kết nạp lại may be considered after it. The record decides nothing by itself.

    :ivar waiting: the rule of the waiting time
    :ivar waits_until: first day on which it may be considered; None where no rule is on record
    :ivar excluded: the rule that speaks against it altogether, if one does
    """

    event: MemberEvent
    waiting: Ruling
    waits_until: date | None
    excluded: Ruling | None

    @property
    def how(self) -> str:
        """``xóa tên (hai năm liền không hoàn thành nhiệm vụ)``."""
        label = Cause(self.event.cause).label.lower()
        return f"{label} ({Ground(self.event.ground).label.lower()})" if self.event.ground else label


def last_removal(person: Person, *, on: date) -> MemberEvent | None:
    """The last time the person was taken out of the Party by the day and not restored since."""
    rows = person.events.filter(cause__in=REMOVALS, state=EventState.STANDING, on__lte=on)
    found = rows.select_related("decision", "person").order_by("-on", "-id").first()
    if found is None or found.reversed_by.filter(state=EventState.STANDING, on__lte=on).exists():
        return None
    return found


def departure_by(event: MemberEvent, *, on: date) -> Departure:
    """What the rules of the day say of coming back after a removal."""
    waiting, rule = rulebook.value(WAITING, on=on), rulebook.value(EXCLUDED, on=on)
    until = add_months(event.on, int(waiting.value)) if waiting.is_on_record else None
    reasons = set(rule.value) if rule.is_on_record else set()
    return Departure(event, waiting, until, rule if {event.cause, event.ground} & reasons else None)


def departure_of(person: Person, *, on: date) -> Departure | None:
    """The last removal that still holds on the day, with what its rules say of coming back."""
    event = last_removal(person, on=on)
    return departure_by(event, on=on) if event is not None else None
