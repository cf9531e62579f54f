"""Party age of people, from their events and attributes; a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Exists, OuterRef

from chibo.badges.rules.age import RULE, PartyAge, age_of
from chibo.kernel.bulk import batches
from chibo.members.models import Attribute, MemberEvent, Movement, Person, Spell
from chibo.members.vocabulary import REMOVALS, Activity, Cause, EventState, Status
from chibo.org.models import Closure, Unit
from chibo.rulebook import queries as rulebook


def party_ages(people: Mapping[int, tuple[date | None, str]], *, on: date) -> dict[int, PartyAge]:
    """The party age of people on a day, a constant number of queries.

    :param people: id of a person → (day of the first decision, standing on the day)
    """
    return Records(people).ages(people, on=on)


class Records:
    """What is on record of the party age of some people, read in two queries and asked for any day."""

    def __init__(self, people: Collection[int]) -> None:
        self._events: dict[int, list[MemberEvent]] = defaultdict(list)
        self._activity: dict[int, list[Attribute]] = defaultdict(list)
        for some in batches(sorted(people), 5_000):
            for event in MemberEvent.objects.filter(person__in=list(some)).order_by("person", "on", "id"):
                # Told apart here: with conditions on the day or cause the planner leaves the index of people.
                if event.cause in _TOLD and event.state == EventState.STANDING:
                    self._events[event.person_id].append(event)
            lines = Attribute.objects.filter(person__in=list(some), name="activity").exclude(value=Activity.ACTIVE)
            for line in lines.order_by("since"):
                self._activity[line.person_id].append(line)

    def ages(self, people: Mapping[int, tuple[date | None, str]], *, on: date) -> dict[int, PartyAge]:
        """As :func:`party_ages`."""
        ruling = rulebook.value(RULE, on=on)
        taken = frozenset(ruling.value or ())
        return {
            pk: age_of(
                start,
                status,
                [event for event in self._events.get(pk, ()) if event.on <= on],
                [line for line in self._activity.get(pk, ()) if line.since <= on],
                taken,
                ruling,
                on,
            )
            for pk, (start, status) in people.items()
        }


_TOLD = (*REMOVALS, Cause.READMISSION, Cause.RESTORATION, Cause.TRANSFER_OUT, Cause.TRANSFER_IN)


def party_age(person: Person, *, on: date) -> PartyAge:
    """The party age of one person on a day, also of one who has died or left: as of the last day on a roll."""
    spell = person.spells.filter(since__lte=on).order_by("-since").first()
    if spell is None:
        return PartyAge(None, None)
    return party_ages({person.pk: (spell.party_since, spell.status)}, on=on)[person.pk]


class Interrupted:
    """Official members who were once outside the Party or interrupted their activity: from whose party age something may be
    taken off. Read in three queries and asked for any day.

    :param under: only those who were ever on the roll of the unit or below it; everybody where not given
    """

    def __init__(self, under: Unit | None = None) -> None:
        readmitted = Movement.objects.order_by().filter(cause=Cause.READMISSION, is_entry=True).values("person")
        broken = Attribute.objects.order_by().filter(name="activity", value=Activity.INTERRUPTED).values("person")
        spells = Spell.objects.filter(
            person__in=readmitted.union(broken), party_since__isnull=False, status=Status.OFFICIAL
        )
        if under is not None:
            spells = spells.filter(Exists(Closure.objects.filter(ancestor=under, descendant=OuterRef("cell"))))
        self._spells = list(spells.values_list("person", "party_since", "status", "since", "until"))
        self._records = Records({pk for pk, *_ in self._spells})

    def counted_from(self, on: date, *, joined_by: date) -> dict[int, date]:
        """Those on a roll on the day who joined by a day and from whose party age something is taken off → the day it
        counts from.
        """
        people = {
            pk: (start, status)
            for pk, start, status, since, until in self._spells
            if since <= on < until and start <= joined_by
        }
        ages = self._records.ages(people, on=on)
        return {pk: age.counted_from for pk, age in ages.items() if age.deductions and age.counted_from}
