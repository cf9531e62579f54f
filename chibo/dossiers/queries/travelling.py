"""Files on their way, lent out, and not yet come after their member; the people of a unit."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chibo.dossiers.models import CardEvent, Handover, Loan
from chibo.dossiers.queries import custody
from chibo.dossiers.vocabulary import CardDeed
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotFound
from chibo.members import queries as members
from chibo.members.models import Spell, Stay
from chibo.members.vocabulary import Nature
from chibo.org import queries as org
from chibo.org.models import Closure, Unit


def of_people(unit: Unit, *, on: date) -> Q:
    """Rows about people on the roll of the unit and all below it on the day, or last there and on no roll any more."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    stays = Stay.objects.filter(person=OuterRef("person"), nature=Nature.PERMANENT)
    here = Exists(stays.filter(org.in_force(on), cell__in=below))
    once = Exists(stays.filter(until__lte=on, cell__in=below)) & ~Exists(stays.filter(org.in_force(on)))
    return Q(here) | Q(once)


def under_way_at(unit: Unit, *, on: date) -> QuerySet[Handover]:
    """Files under way on the day from or to the unit and what stands below it."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    rows = custody.under_way(on=on).filter(Q(from_unit__in=below) | Q(to_unit__in=below) | of_people(unit, on=on))
    return rows.select_related("person", "from_unit", "to_unit", "event")


def handovers_at(unit: Unit, *, first: date, last: date) -> QuerySet[Handover]:
    """The register of hand-overs of a period."""
    below = Closure.objects.filter(org.in_force(last), ancestor=unit).values("descendant")
    rows = Handover.objects.filter(handed_on__gte=first, handed_on__lte=last)
    rows = rows.filter(Q(from_unit__in=below) | Q(to_unit__in=below) | of_people(unit, on=last))
    return rows.select_related("person", "from_unit", "to_unit")


def awaited_at(unit: Unit, *, on: date) -> QuerySet[Spell]:
    """Members of the unit and all below it who came by a transfer and whose file has not come."""
    waiting = custody.awaited(custody.said_on(on))
    return members.roll(unit, on=on).filter(person__in=waiting.values("person")).select_related("person", "chain")


def loans_at(unit: Unit, *, on: date, out_only: bool = True) -> QuerySet[Loan]:
    """Loans of files of the unit's people; those still out, or all."""
    rows = Loan.objects.filter(of_people(unit, on=on)).select_related("person")
    return rows.filter(returned_on=FOREVER) if out_only else rows


def handover_by_uid(uid: UUID) -> Handover:
    """:raises NotFound: there is none"""
    found = Handover.objects.filter(uid=uid).select_related("person", "from_unit", "to_unit", "event").first()
    if found is None:
        raise NotFound("Không có lần giao nhận này. Hãy mở lại từ danh sách.", code="unknown_handover")
    return found


def loan_by_uid(uid: UUID) -> Loan:
    """:raises NotFound: there is none"""
    found = Loan.objects.filter(uid=uid).select_related("person").first()
    if found is None:
        raise NotFound("Không có lần mượn này. Hãy mở lại từ danh sách.", code="unknown_loan")
    return found


def cards_of(person_ids: list[int]) -> dict[int, tuple[CardEvent | None, CardEvent | None]]:
    """Person → (latest deed, latest check); one query."""
    found: dict[int, list[CardEvent | None]] = {pk: [None, None] for pk in person_ids}
    for event in CardEvent.objects.filter(person__in=person_ids).order_by("on", "pk"):
        found[event.person_id][1 if event.deed == CardDeed.CHECKED else 0] = event
    return {pk: (deed, check) for pk, (deed, check) in found.items()}


def unchecked(rows: QuerySet[Spell], *, year: int) -> QuerySet[Spell]:
    """Those whose card was not checked in the year."""
    checks = CardEvent.objects.filter(person=OuterRef("person"), deed=CardDeed.CHECKED, on__year=year)
    return rows.filter(~Exists(checks))
