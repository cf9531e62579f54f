"""Cases of this area and what they made on the roll."""

from chibo.members.models import MemberEvent
from chibo.procedures.models import Case

EVENT = "event:"


def event_of(case: Case) -> MemberEvent | None:
    """The event of the roll that the case made or took over last; None where there is none yet."""
    for act in reversed(case.standing):
        if act.made.startswith(EVENT):
            found = MemberEvent.objects.filter(uid=act.made.removeprefix(EVENT)).select_related("person", "cell")
            return found.first()
    return None


def reference(event: MemberEvent) -> str:
    """How an act points to the event it made."""
    return f"{EVENT}{event.uid}"
