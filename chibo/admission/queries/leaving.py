"""How somebody left the Party, which decides whether and when they may come back."""

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
    """The last time somebody was taken out of the Party.

    :ivar waits_until: first day on which kết nạp lại may be considered; None where no rule is on record
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


def was_member(person: Person) -> bool:
    """Whether the person was ever on a roll."""
    return person.stays.exists()


def departure_of(person: Person, *, on: date) -> Departure | None:
    """The last removal up to the day, with what the rules of the day say of coming back."""
    event = (
        person.events.filter(cause__in=REMOVALS, state=EventState.STANDING, on__lte=on).order_by("-on", "-id").first()
    )
    if event is None:
        return None
    waiting, rule = rulebook.value(WAITING, on=on), rulebook.value(EXCLUDED, on=on)
    until = add_months(event.on, int(waiting.value)) if waiting.is_on_record else None
    reasons = set(rule.value) if rule.is_on_record else set()
    return Departure(event, waiting, until, rule if {event.cause, event.ground} & reasons else None)
