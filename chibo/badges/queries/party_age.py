"""Party age of people, from their events and attributes; a constant number of queries."""

from collections.abc import Mapping
from datetime import date

from chibo.badges.rules.age import RULE, PartyAge, age_of
from chibo.members.models import Attribute, MemberEvent, Person, Spell
from chibo.members.vocabulary import REMOVALS, Activity, Cause, EventState
from chibo.rulebook import queries as rulebook


def party_ages(people: Mapping[int, tuple[date | None, str]], *, on: date) -> dict[int, PartyAge]:
    """The party age of people on a day, a constant number of queries.

    :param people: id of a person → (day of the first decision, standing on the day)
    """
    ruling = rulebook.value(RULE, on=on)
    taken = frozenset(ruling.value or ())
    events: dict[int, list[MemberEvent]] = {}
    rows = MemberEvent.objects.filter(person__in=list(people), state=EventState.STANDING, on__lte=on)
    for event in rows.filter(cause__in=_TOLD).order_by("on", "id"):
        events.setdefault(event.person_id, []).append(event)
    activity: dict[int, list[Attribute]] = {}
    lines = Attribute.objects.filter(person__in=list(people), name="activity", since__lte=on).order_by("since")
    for line in lines.exclude(value=Activity.ACTIVE):
        activity.setdefault(line.person_id, []).append(line)
    return {
        pk: age_of(start, status, events.get(pk, ()), activity.get(pk, ()), taken, ruling, on)
        for pk, (start, status) in people.items()
    }


_TOLD = (*REMOVALS, Cause.READMISSION, Cause.RESTORATION, Cause.TRANSFER_OUT, Cause.TRANSFER_IN)


def party_age(person: Person, *, on: date) -> PartyAge:
    """The party age of one person on a day, also of one who has died or left: as of the last day on a roll."""
    spell = person.spells.filter(since__lte=on).order_by("-since").first()
    if spell is None:
        return PartyAge(None, None)
    return party_ages({person.pk: (spell.party_since, spell.status)}, on=on)[person.pk]


def specials(*, on: date) -> dict[int, date]:
    """Everybody in the system from whose party age something is taken off → the day it counts from; three queries."""
    readmitted = MemberEvent.objects.filter(cause=Cause.READMISSION, state=EventState.STANDING, on__lte=on)
    broken = Attribute.objects.filter(name="activity", value=Activity.INTERRUPTED, since__lte=on)
    spells = Spell.objects.filter(since__lte=on, until__gt=on, party_since__isnull=False)
    found: dict[int, tuple[date | None, str]] = {}
    for keys in (readmitted.values("person"), broken.values("person")):
        for pk, start, status in spells.filter(person__in=keys).values_list("person", "party_since", "status"):
            found[pk] = (start, status)
    if not found:
        return {}
    ages = party_ages(found, on=on)
    return {pk: age.counted_from for pk, age in ages.items() if age.deductions and age.counted_from}
