"""What happened to a unit, and what it grew out of."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chibo.kernel.days import ONE_DAY
from chibo.kernel.refusal import NotFound
from chibo.org.models import Closure, OrgEvent, OrgEventParty, Unit
from chibo.org.vocabulary import EventKind, PartyRole


def event_history(unit: Unit) -> QuerySet[OrgEventParty]:
    """The unit's part in every event that stands, oldest first."""
    return (
        OrgEventParty.objects.filter(unit=unit, event__undone=False)
        .select_related("event", "event__decision", "before", "after")
        .order_by("event__on", "event_id", "id")
    )


def predecessors(unit: Unit) -> list[Unit]:
    """The units that ended in favour of this one: those that name it as principal successor, and the unit it was split
    from; oldest first."""
    split = OrgEventParty.objects.filter(
        unit=unit, role=PartyRole.FOUNDED, event__kind=EventKind.SPLIT, event__undone=False
    ).values("event_id")
    parted = OrgEventParty.objects.filter(event_id__in=split, role=PartyRole.ENDED).values("unit_id")
    found = Unit.objects.filter(Q(principal_successor=unit) | Q(pk__in=parted)).exclude(pk=unit.pk)
    return list(found.order_by("ended_on", "pk"))


def event_by_uid(uid: UUID | str) -> OrgEvent:
    """The event of an address.

    :raises NotFound: none
    """
    event = OrgEvent.objects.filter(uid=uid).select_related("decision").first()
    if event is None:
        raise NotFound("Không có sự kiện tổ chức này. Hãy xem lại từ trang tổ chức.", code="unknown_event")
    return event


def parties_within(event: OrgEvent, ancestor_ids: Collection[int], *, on: date) -> QuerySet[OrgEventParty]:
    """As :func:`parties_of`, only of units that stand inside one of these on the day, or stood there when it happened."""
    days = {on, event.on, event.on - ONE_DAY}
    inside = Closure.objects.filter(ancestor_id__in=list(ancestor_ids), descendant=OuterRef("unit"))
    then = Q()
    for day in days:
        then |= Q(since__lte=day, until__gt=day)
    return parties_of(event).filter(Exists(inside.filter(then)))


def parties_of(event: OrgEvent) -> QuerySet[OrgEventParty]:
    """The units that took part, those counted first."""
    return (
        OrgEventParty.objects.filter(event=event)
        .select_related("unit", "before", "after")
        .order_by("-counted", "role", "id")
    )
