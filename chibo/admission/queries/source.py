"""Who is in the source of a unit on a day, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from chibo.admission.models import ClassCertificate, Prospect, ProspectStay
from chibo.admission.vocabulary import CASE_STAGE, CLASS_STAGE, SOURCE_STAGE, STAGES
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotFound
from chibo.org.models import Closure, Unit
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.vocabulary import CaseState

ADMISSION = "ket-nap"


def prospect_by_uid(uid: UUID) -> Prospect:
    """:raises NotFound: there is none"""
    found = Prospect.objects.filter(uid=uid).select_related("unit", "follower", "person").first()
    if found is None:
        raise NotFound("Không có người này trong nguồn. Hãy tìm lại trong danh sách nguồn.", code="unknown_prospect")
    return found


def listed_at(unit: Unit, *, on: date) -> QuerySet[Prospect]:
    """Those in the source of the unit and below on the day, in the order of names, with the certificate in force
    (``class_number``, ``class_expires``).
    """
    inside = Closure.objects.filter(ancestor=unit, since__lte=on, until__gt=on).values("descendant")
    stays = ProspectStay.objects.filter(prospect=OuterRef("pk"), unit__in=inside, since__lte=on, until__gt=on)
    return with_certificates(Prospect.objects.filter(Exists(stays)), on=on).order_by("name_key", "pk")


def with_certificates(rows: QuerySet[Prospect], *, on: date) -> QuerySet[Prospect]:
    """The rows with their latest certificate issued by the day."""
    held = ClassCertificate.objects.filter(prospect=OuterRef("pk"), issued_on__lte=on).order_by("-expires_on", "-pk")
    return rows.annotate(
        class_number=Subquery(held.values("number")[:1]), class_expires=Subquery(held.values("expires_on")[:1])
    )


@dataclass(frozen=True)
class Stage:
    """How far somebody is: a stage of ``vocabulary.STAGES``, and the case with its step where one is open."""

    code: str
    label: str
    case: Case | None = None
    since: date | None = None


def stages_of(rows: Sequence[Prospect], *, on: date) -> dict[int, Stage]:
    """Prospect → stage on the day (of open cases: as they stand); one query for all cases."""
    refs = [one.reference for one in rows]
    cases = {case.subject: case for case in Case.objects.filter(subject__in=refs, code=ADMISSION, state=CaseState.OPEN)}
    return {one.pk: _stage(one, cases.get(one.reference), on) for one in rows}


def _stage(one: Prospect, case: Case | None, on: date) -> Stage:
    if case is not None:
        return Stage(CASE_STAGE, of_case(case).definition.steps[case.step].title, case, case.step_since)
    expires = getattr(one, "class_expires", None)
    if expires is not None and expires >= on:
        return Stage(CLASS_STAGE, STAGES[CLASS_STAGE])
    return Stage(SOURCE_STAGE, STAGES[SOURCE_STAGE], since=one.listed_on)


def is_open(day: date | None) -> bool:
    """Whether a day is the open end of time."""
    return day is not None and day >= FOREVER
