"""Whom a case of this area is about, and where it stands when that person is on no roll any more."""

from datetime import date
from uuid import UUID

from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import MemberEvent
from chibo.members.queries.sight import person_of, sight_of
from chibo.procedures.rules.handlers import Moment, Subject
from chibo.removal.queries.cases import person_in
from chibo.removal.queries.leaving import last_removal, present_home


def subject(ref: str, on: date, by: Viewer) -> Subject:
    """The member of a reference, or the one who was a member.

    :raises NotFound: nobody, or no reference of a person
    """
    kind, _, uid = ref.partition(":")
    try:
        person = person_of(UUID(uid)) if kind == "person" else None
    except ValueError:
        person = None
    if person is None:
        raise NotFound("Không có hồ sơ đảng viên này. Hãy mở lại từ danh sách đảng viên.", code="unknown_person")
    sight_of(person, by=by)
    unit = members.cell_on(person, on=on) or present_home(person, on=on)
    return Subject(
        ref, f"Đồng chí {person.full_name}", person.name_key, unit, f"/dang-vien/{person.uid}/", person.is_illustration
    )


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
