"""Which member a case is about, or a reference in one: always the record that goes on where two were merged."""

from chibo.kernel.references import uid_in
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.queries.sight import Sight, person_of, sight_of
from chibo.org.models import Unit
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Subject


def person_named(ref: object) -> Person | None:
    """The person of a reference; None for no reference, or nobody.

    :raises NotFound: no reference
    """
    if not ref:
        return None
    found = Person.objects.filter(uid=uid_in(ref)).select_related("merged_into").first()
    return (found.merged_into or found) if found else None


def person_in(case: Case) -> Person:
    """The person a case is about.

    :raises NotFound: nobody
    """
    found = person_named(case.subject)
    if found is None:
        raise NotFound("Không còn hồ sơ đảng viên của hồ sơ này. Hãy hỏi người quản trị.", code="unknown_person")
    return found


def sight_in(ref: str, by: Viewer) -> Sight:
    """What the viewer sees of the member whom a case is to be opened about.

    :raises NotFound: nobody, or no reference of a person
    :raises NotEntitled: not the viewer's
    """
    return sight_of(person_of(uid_in(ref, "person")), by=by)


def subject_of(person: Person, unit: Unit | None, *, label: str = "") -> Subject:
    """A member as a case names them."""
    return Subject(
        f"person:{person.uid}", label or f"Đồng chí {person.full_name}", person.name_key, unit,
        f"/dang-vien/{person.uid}/", person.is_illustration,
    )  # fmt: skip
