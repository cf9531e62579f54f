"""What the steps of procedures wrote into the records of members, and whether it still stands there.

An act points to an event of the roll (``event:<uid>``) or to a value from a day on (``fact:<uid>/<name>/<value>/<day>``).
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.members.models import Attribute, MemberEvent, Person
from chibo.members.vocabulary import ATTRIBUTES, EventState
from chibo.procedures.rules.handlers import Made, Standing


def reference_of(person: Person, name: str, value: str, since: date) -> str:
    """How an act points to a value it wrote."""
    return f"fact:{person.uid}/{name}/{value}/{since.isoformat()}"


def event(made: str) -> Made | None:
    """The event with its day, and the history in which it is annulled; None where it was."""
    try:
        uid = UUID(made.partition(":")[2])
    except ValueError:
        return Made()
    found = MemberEvent.objects.filter(uid=uid).select_related("person").first()
    if found is None or found.state == EventState.ANNULLED:
        return None
    on = f" ngày {show_day(found.on)}" if found.state == EventState.STANDING else ""
    return Made(f"{found.get_cause_display()}{on}", reverse("members:history", args=[found.person.uid]))


def fact(made: str) -> Made | None:
    """The value with its day, and the page on which it is corrected; None where another stands there since."""
    uid, name, value, day = made.partition(":")[2].split("/")
    whose = Person.objects.filter(uid=uid).select_related("merged_into").first()
    whose = (whose.merged_into or whose) if whose else None
    since = date.fromisoformat(day)
    if whose is None or not Attribute.objects.filter(person=whose, name=name, value=value, since=since).exists():
        return None
    text = f"{ATTRIBUTES[name][0].lower()} từ ngày {show_day(since)}"
    return Made(text, reverse("members:attributes", args=[whose.uid]))


def person(made: str) -> Made:
    """Particulars of a person: what was there before is kept in the journal only, so it stands until somebody corrects it."""
    return Made("thông tin cá nhân", reverse("members:attributes", args=[made.partition(":")[2]]))


STANDING: Mapping[str, Standing] = {"event": event, "fact": fact, "person": person}
