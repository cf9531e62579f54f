"""Finding cases: by address, by subject, within a viewer's scope."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chibo.kernel.bulk import batches
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Closure
from chibo.procedures import rules
from chibo.procedures.models import Act, Case
from chibo.procedures.rules.handlers import installed
from chibo.procedures.vocabulary import CaseState

_UNITS = ("unit", "waiting_unit", "other_unit")


def case(uid: UUID | str, by: Viewer) -> Case:
    """A case the viewer may see: at its unit, at the other unit, or where it waits.

    :raises NotFound: none, or none for this viewer
    """
    found = Case.objects.filter(uid=uid).select_related(*_UNITS).first()
    if found is None or not may_see(found, by):
        raise NotFound(
            "Không có hồ sơ này, hoặc đồng chí không được xem. Hãy mở lại từ danh sách.", code="unknown_case"
        )
    return found


def may_see(found: Case, by: Viewer) -> bool:
    """Whether a case is the viewer's: by its units, or because it is about the viewer."""
    person = getattr(by, "person_uid", None)
    if person and found.subject == f"person:{person}":
        return True
    seen = {unit.pk: unit for unit in (found.unit, found.waiting_unit, found.other_unit) if unit is not None}
    return any(by.may(rules.READ, unit) for unit in seen.values())


def cases_of(*subjects: str) -> QuerySet[Case]:
    """All cases about a subject (under any of its references), the newest first."""
    return Case.objects.filter(subject__in=subjects).select_related(*_UNITS).order_by("-opened_on", "-pk")


def open_cases_of(subject: str, on: date) -> QuerySet[Case]:
    """The cases about a subject that go on at the end of a day, the oldest first."""
    return (
        Case.objects.filter(subject=subject, opened_on__lte=on, closed_on__gt=on)
        .select_related(*_UNITS)
        .order_by("opened_on", "pk")
    )


def open_now(subject: str, *codes: str) -> Case | None:
    """The open case of one of these procedures about a subject, as far as is known."""
    return Case.objects.filter(subject=subject, state=CaseState.OPEN, code__in=codes).order_by("pk").first()


def within(unit_ids: list[int], *, on: date) -> QuerySet[Case]:
    """The cases whose unit, other unit or present holder stands at or below any of the units on a day."""
    everything = Case.objects.select_related(*_UNITS)
    inside = Q()
    for field in ("unit", "waiting_unit", "other_unit"):
        below = Closure.objects.filter(org.in_force(on), ancestor_id__in=unit_ids, descendant=OuterRef(field))
        inside |= Q(Exists(below))
    return everything.filter(inside)


def using(rule: str, since: date) -> list[str]:
    """Names of the open cases that a version of a rule from the given day would touch: they keep the rules of their own day."""
    codes = [
        (one.definition.code, one.definition.version) for one in installed() if rule in set(one.definition.rules())
    ]
    touched = Q()
    for code, version in codes:
        touched |= Q(code=code, version=version)
    if not codes:
        return []
    rows = Case.objects.filter(touched, state=CaseState.OPEN, rule_day__gte=since).order_by("opened_on", "pk")
    return [str(one) for one in rows[:200]]


def with_history(cases: QuerySet[Case]) -> list[Case]:
    """The cases with their acts, in two queries."""
    found = list(cases.select_related("unit", "other_unit", "waiting_unit"))
    acts: dict[int, list[Act]] = defaultdict(list)
    for batch in batches([one.pk for one in found], 5_000):
        for act in Act.objects.filter(case__in=batch).order_by("number"):
            acts[act.case_id].append(act)
    for one in found:
        one.history = acts[one.pk]
    return found
