"""Cases of this area and what they made on the roll."""

from chibo.kernel.refusal import NotFound
from chibo.members.models import MemberEvent, Person
from chibo.procedures.models import Case

EVENT = "event:"


def person_in(case: Case) -> Person:
    """The member a case is about, under the record that goes on where two were merged."""
    person = Person.objects.filter(uid=case.subject.partition(":")[2]).select_related("merged_into").first()
    if person is None:
        raise NotFound("Không còn hồ sơ đảng viên của hồ sơ này. Hãy hỏi người quản trị.", code="unknown_person")
    return person.merged_into or person


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
