"""Whom a case is about."""

from datetime import date

from chibo.admission import queries
from chibo.admission.models import Prospect
from chibo.admission.queries import probations
from chibo.admission.rules import READ, kinds
from chibo.kernel.references import uid_in
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.queries.subjects import person_named, sight_in, subject_of
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Subject


def prospect(ref: str, on: date, by: Viewer) -> Subject:
    """:raises NotFound: no such prospect
    :raises NotEntitled: not the viewer's
    """
    found = prospect_of(ref)
    by.must(READ, found.unit)
    return Subject(
        found.reference, found.full_name, found.name_key, found.unit, found.get_absolute_url(), found.is_illustration
    )


def member(ref: str, on: date, by: Viewer) -> Subject:
    """:raises NotFound: nobody
    :raises NotEntitled: not the viewer's
    """
    found = sight_in(ref, by).person
    return subject_of(found, members.cell_on(found, on=on) or members.last_cell(found), label=found.full_name)


def prospect_of(ref: str) -> Prospect:
    """The prospect of a reference.

    :raises NotFound: there is none
    """
    return queries.prospect_by_uid(uid_in(ref))


def prospect_in(case: Case) -> Prospect:
    """The prospect a case is about."""
    return prospect_of(case.subject)


def admission_begins(ref: str, on: date) -> dict[str, str]:
    """The special kinds that the record speaks of."""
    return kinds.opening(prospect_of(ref), on=on)


def recognition_begins(ref: str, on: date) -> dict[str, date]:
    """The day of the ceremony, where it is on record."""
    person = person_named(ref)
    admission = probations.admission_of(person, on=on) if person is not None else None
    return {"admitted_on": admission.on} if admission is not None else {}
