"""Party age of people, from their events and attributes; a constant number of queries."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from chibo.badges.rules.age import RULE, PartyAge, age_of
from chibo.kernel.bulk import batches
from chibo.members.models import Attribute, MemberEvent, Movement, Person, Spell
from chibo.members.vocabulary import REMOVALS, Activity, Cause, EventState
from chibo.rulebook import queries as rulebook


def party_ages(people: Mapping[int, tuple[date | None, str]], *, on: date) -> dict[int, PartyAge]:
    """The party age of people on a day, a constant number of queries.

    :param people: id of a person → (day of the first decision, standing on the day)
    """
    ruling = rulebook.value(RULE, on=on)
    taken = frozenset(ruling.value or ())
    events: dict[int, list[MemberEvent]] = {}
    for event in MemberEvent.objects.filter(person__in=list(people)).order_by("person", "on", "id"):
        # Told apart here: with conditions on the day or cause the planner leaves the index of people.
        if event.on <= on and event.cause in _TOLD and event.state == EventState.STANDING:
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


def specials(rows: QuerySet[Spell], *, on: date) -> dict[int, date]:
    """Those among the people of the spells from whose party age something is taken off → the day it counts from.

    Three questions, however many people there are.
    """
    readmitted = Movement.objects.filter(cause=Cause.READMISSION, is_entry=True, on__lte=on).values("person")
    broken = Attribute.objects.filter(
        name="activity", value=Activity.INTERRUPTED, since__lte=on, person__in=rows.order_by().values("person")
    )
    found: dict[int, tuple[date | None, str]] = {}
    for keys in (set(readmitted.values_list("person", flat=True)), set(broken.values_list("person", flat=True))):
        for some in batches(sorted(keys - set(found)), 500):
            spells = Spell.objects.filter(since__lte=on, until__gt=on, party_since__isnull=False, person__in=list(some))
            for pk, start, status in spells.values_list("person", "party_since", "status"):
                found[pk] = (start, status)
    if not found:
        return {}
    ages = party_ages(found, on=on)
    return {pk: age.counted_from for pk, age in ages.items() if age.deductions and age.counted_from}
