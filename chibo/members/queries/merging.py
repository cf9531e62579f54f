"""Records that may be those of one person, and merges that were made."""

from uuid import UUID

from django.db.models import Q, QuerySet

from chibo.kernel.refusal import NotFound
from chibo.kernel.text import fold
from chibo.kernel.viewer import Viewer
from chibo.members import queries
from chibo.members.models import Merge, Person
from chibo.members.rules import capabilities
from chibo.org.models import Unit

LIKELY = 10
FOUND = 20


def likely_twins(person: Person) -> QuerySet[Person]:
    """Other records of the same name, without diacritics, and the same year of birth."""
    rows = Person.objects.filter(folded=person.folded, merged_into=None, born_on__year=person.born_on.year)
    return rows.exclude(pk=person.pk).order_by("born_on", "id")


def candidates(person: Person, text: str, *, by: Viewer) -> list[tuple[Person, Unit | None]]:
    """Records that the viewer may merge with this one, each with the cell it is in or was last: the likely ones, or those
    whose name holds the text.
    """
    if text.strip():
        found = queries.find_people(fold(text), limit=FOUND + 1)
    else:
        found = likely_twins(person)[:LIKELY]
    placed = [(one, queries.last_cell(one)) for one in found if one.pk != person.pk]
    return [(one, cell) for one, cell in placed if by.may(capabilities.MERGE, cell)]


def merges_of(person: Person) -> QuerySet[Merge]:
    """What was merged into the record, or the record into another; newest first."""
    found = Merge.objects.filter(Q(kept=person) | Q(other=person)).select_related("kept", "other")
    return found.order_by("-on", "-id")


def merge_of(uid: UUID) -> Merge:
    """:raises NotFound: there is no such merge, or it was taken back"""
    found = Merge.objects.select_related("kept", "other").filter(uid=uid).first()
    if found is None:
        raise NotFound("Không có lần gộp này, hoặc đã tách lại. Hãy mở lại hồ sơ đảng viên.", code="unknown_merge")
    return found
