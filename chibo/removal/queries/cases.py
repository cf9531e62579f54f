"""Whom a case of this area is about."""

from chibo.kernel.refusal import NotFound
from chibo.members.models import Person
from chibo.procedures.models import Case


def person_in(case: Case) -> Person:
    """The person a case is about, under the record that goes on where two were merged.

    :raises NotFound: nobody
    """
    person = Person.objects.filter(uid=case.subject.partition(":")[2]).select_related("merged_into").first()
    if person is None:
        raise NotFound("Không còn hồ sơ đảng viên của hồ sơ này. Hãy hỏi người quản trị.", code="unknown_person")
    return person.merged_into or person
