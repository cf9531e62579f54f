"""Whom a case of this area is about, and where it stands when that person is on no roll any more."""

from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import MemberEvent
from chibo.members.queries.departures import last_removal
from chibo.members.queries.subjects import person_in, sight_in, subject_of
from chibo.procedures.rules.handlers import Moment, Subject
from chibo.removal.queries.leaving import present_home


def subject(ref: str, on: date, by: Viewer) -> Subject:
    """The member of a reference, or the one who was a member.

    :raises NotFound: nobody, or no reference of a person
    """
    person = sight_in(ref, by).person
    return subject_of(person, members.cell_on(person, on=on) or present_home(person, on=on))


def removal_in(m: Moment) -> MemberEvent:
    """The removal a complaint or restoration is about.

    :raises Refusal: the person was not taken out of the Party, or is a member again
    """
    person = person_in(m.case)
    found = last_removal(person, on=m.on)
    if found is None or members.cell_on(person, on=m.on) is not None:
        raise Refusal(
            f"Đồng chí {person.full_name} không ở trong tình trạng đã bị đưa ra khỏi Đảng. Hãy xem lại quá trình ở hồ sơ.",
            field="subject",
            code="not_removed",
        )
    return found


def reference(event: MemberEvent) -> str:
    """How an act points to the event it made."""
    return f"event:{event.uid}"
