"""Yearly slips: who has one, what became of it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from chibo.dossiers.models import FileSupplement
from chibo.kernel.refusal import NotFound
from chibo.members.models import Person


def slips_of(year: int) -> QuerySet[FileSupplement]:
    """The slips that cover the year, one a member."""
    return FileSupplement.objects.filter(first_year__lte=year, last_year__gte=year)


def slips_by_person(person_ids: Iterable[int], *, year: int) -> dict[int, FileSupplement]:
    """Person → slip of the year, for those who have one; one query."""
    return {slip.person_id: slip for slip in slips_of(year).filter(person__in=list(person_ids))}


def slips_of_person(person: Person) -> QuerySet[FileSupplement]:
    """All slips of a member, latest first."""
    return FileSupplement.objects.filter(person=person).order_by("-first_year")


def slip_by_uid(uid: UUID) -> FileSupplement:
    """:raises NotFound: there is none"""
    slip = FileSupplement.objects.filter(uid=uid).select_related("person", "cell").first()
    if slip is None:
        raise NotFound("Không có phiếu bổ sung này. Hãy mở lại từ hồ sơ đảng viên.", code="unknown_supplement")
    return slip
