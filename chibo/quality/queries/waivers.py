"""What was looked at and found right as it stands."""

from uuid import UUID

from django.db.models import QuerySet

from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.quality.models import Waiver
from chibo.quality.queries.scores import rows_of
from chibo.quality.rules import READ, Look, Rule


def waivers_at(rule: Rule, look: Look) -> QuerySet[Waiver]:
    """Those of a rule that concern who or what stands at the unit or below it on the day, newest first."""
    rows = rule.population.rows(look.asked, None)
    found = Waiver.objects.filter(rule=rule.code).select_related("person", "alike", "unit")
    if rule.about_people:
        return found.filter(person__in=rows.values("person")).order_by("-made_on", "-id")
    return found.filter(unit__in=rows.values("unit")).order_by("-made_on", "-id")


def waiver_of(uid: UUID, *, viewer: Viewer) -> tuple[Waiver, Unit | None]:
    """The waiver, and the unit whose desk it is.

    :raises NotFound: no such waiver, or not for this viewer
    """
    found = Waiver.objects.select_related("person", "alike", "unit").filter(uid=uid).first()
    at = None if found is None else found.unit or members.last_cell(found.person)
    if found is None or not viewer.may(READ, at):
        raise NotFound("Không có xác nhận này. Hãy mở lại danh sách đã xác nhận.", code="unknown_waiver")
    return found, at


def subject_of(rule: Rule, uid: UUID, look: Look) -> tuple[Person | None, Unit | None, Unit | None]:
    """Whom or what a finding is about: the person with the cell, or the unit; the last is whose desk it is.

    :raises NotFound: the rule finds nothing about it here
    """
    rows = rows_of(rule, look)
    row = rows.filter(**{"person__uid" if rule.about_people else "unit__uid": uid}).first()
    if row is None:
        raise NotFound("Mục này không còn lỗi như vậy. Hãy mở lại danh sách.", code="nothing_left")
    if rule.about_people:
        person = row.person
        return person, None, members.last_cell(person)
    return None, row.unit, row.unit


def alike_people(person: Person) -> list[Person]:
    """The people for whom a person may be taken."""
    year = {"born_on__year": person.born_on.year}
    others = Person.objects.filter(folded=person.folded, merged_into=None, **year).exclude(pk=person.pk)
    return list(others.order_by("born_on", "id")[:20])
