"""Writing one event of a person: the common end of all single actions."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.people import reference
from chibo.members.derivation.writing import settle
from chibo.members.models import MemberEvent, Person
from chibo.members.rules import capabilities
from chibo.members.vocabulary import Cause, EventState
from chibo.org.models import Unit


@transaction.atomic
def write_event(
    person: Person,
    *,
    cause: Cause,
    on: date,
    by: Viewer,
    at: Unit | None,
    because=None,
    state: str = EventState.STANDING,
    **fields: object,
) -> MemberEvent:
    """Gate at the unit, write the event, derive, journal.

    :param at: the unit whose right is needed (the cell gained, or the cell left)
    :raises Refusal: the history of the person does not allow it
    """
    by.must(capabilities.WRITE, at)
    event = MemberEvent.objects.create(person=person, cause=cause, on=on, state=state, decision=because, **fields)
    settle([person.pk])
    journal.record(
        f"members.{cause}",
        subject=reference(person),
        label=f"{Cause(cause).label}: đồng chí {person.full_name}",
        place=f"unit:{at.uid}" if at else "",
        on=on,
        by=by,
        because=because,
        after={
            "event": str(event.uid),
            **{k: _named(v) for k, v in fields.items() if v not in (None, "")},
        },
    )
    return event


def _named(value: object) -> object:
    """A unit by its short reference, another row by its uid, everything else as it is."""
    return getattr(value, "ref", None) or getattr(value, "uid", value)
