"""What the rules need to know about people and units, for many of them at once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Min

from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER
from chibo.members.models import Person, Spell, Stay
from chibo.members.vocabulary import REMOVALS, Cause, Nature
from chibo.org import queries as org
from chibo.org.models import OrgEventParty, Unit
from chibo.org.vocabulary import EventKind, PartyRole
from chibo.posts.rules.holding import Absence, Life, Membership

AT_ONCE = 10_000


def memberships(person_ids: Iterable[int]) -> dict[int, Membership]:
    """Person → membership; three queries for any ten thousand of them."""
    found: dict[int, Membership] = {}
    for some in batches(sorted(set(person_ids)), AT_ONCE):
        joined = dict(
            Spell.objects.filter(person_id__in=some, party_since__isnull=False)
            .values("person_id")
            .annotate(first=Min("party_since"))
            .values_list("person_id", "first")
        )
        stays: dict[int, list[tuple[date, date, str | None]]] = {}
        rows = Stay.objects.filter(person_id__in=some, nature=Nature.PERMANENT).order_by("person_id", "since", "until")
        for pk, since, until, cause in rows.values_list("person_id", "since", "until", "exit__cause"):
            stays.setdefault(pk, []).append((since, until, cause))
        for pk, name, born_on in Person.objects.filter(pk__in=some).values_list("pk", "full_name", "born_on"):
            found[pk] = _membership(name, born_on, joined.get(pk), stays.get(pk, []))
    return found


def _membership(
    name: str, born_on: date, party_since: date | None, stays: list[tuple[date, date, str | None]]
) -> Membership:
    absences, died_on = [], None
    for place, (_, until, cause) in enumerate(stays):
        if cause == Cause.DEATH:
            died_on = until
        if cause in REMOVALS:
            back = stays[place + 1][0] if place + 1 < len(stays) else FOREVER
            absences.append(Absence(until, back, Cause(cause).label))
    return Membership(name, born_on, bool(stays), party_since, tuple(absences), died_on)


def lives(unit_ids: Iterable[int]) -> dict[int, Life]:
    """Unit → its life; three queries for any ten thousand of them."""
    found: dict[int, Life] = {}
    for some in batches(sorted(set(unit_ids)), AT_ONCE):
        names = {pk: placement.name for pk, placement in org.last_placements(some).items()}
        opened = set(
            OrgEventParty.objects.filter(
                unit_id__in=some, role=PartyRole.FOUNDED, event__kind=EventKind.OPENING, event__undone=False
            ).values_list("unit_id", flat=True)
        )
        for pk, ref, founded_on, ended_on in Unit.objects.filter(pk__in=some).values_list(
            "pk", "ref", "founded_on", "ended_on"
        ):
            found[pk] = Life(names.get(pk, ref), founded_on, ended_on, pk not in opened)
    return found
