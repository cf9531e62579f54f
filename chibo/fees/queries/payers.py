"""Who pays for a month, and in which cell: everybody once, in the cell of the first day of the month on the roll."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chibo.fees.vocabulary import months
from chibo.kernel.bulk import batches
from chibo.members.models import Attribute, Person, Spell, Stay
from chibo.members.vocabulary import Activity, Cause, Nature
from chibo.rulebook import queries as rulebook

AT_ONCE = 10_000
TEMPORARY = "fee.temporary.pays_at"


@dataclass(frozen=True, slots=True)
class Payer:
    """A member who owes for the month, and where.

    :ivar day: the first day of the month on which the member stood in the cell
    """

    person_id: int
    uid: UUID
    name: str
    name_key: str
    cell_id: int
    day: date
    party_since: date | None
    is_suspended: bool = False
    is_illustration: bool = False


def payers_of(cell_ids: Collection[int], month: date) -> list[Payer]:
    """Who pays in these cells for the month, in the order of names; a fixed number of queries.

    Who moves within the month pays where the month began; who joins on its last day pays for it; who died in it is not
    asked.
    """
    after = months.after(month)
    stays = Stay.objects.filter(since__lt=after, until__gt=month)
    touching: set[int] = set()
    for some in batches(sorted(cell_ids), AT_ONCE):
        touching |= set(stays.filter(cell_id__in=some).values_list("person_id", flat=True))
    return _paying(touching, month, within=set(cell_ids))


def payers_among(person_ids: Iterable[int], month: date) -> dict[int, Payer]:
    """Person → where and from when they pay for the month; those who do not are left out."""
    return {payer.person_id: payer for payer in _paying(set(person_ids), month, within=None)}


def _paying(person_ids: set[int], month: date, *, within: set[int] | None) -> list[Payer]:
    places = {}
    for some in batches(sorted(person_ids), AT_ONCE):
        for person, place in _places(some, month).items():
            if within is None or place[0] in within:
                places[person] = place
    found: list[Payer] = []
    for some in batches(sorted(places), AT_ONCE):
        found += _told(some, places, month)
    return sorted(found, key=lambda payer: (payer.name_key, payer.person_id))


def _places(person_ids: Collection[int], month: date) -> dict[int, tuple[int, date]]:
    """Person → (cell, day) in which the month begins for them."""
    after = months.after(month)
    rows = Stay.objects.filter(person_id__in=person_ids, since__lt=after, until__gt=month).order_by("since", "pk")
    permanent: dict[int, list[tuple[date, date, int]]] = {}
    temporary: dict[int, list[tuple[date, date, int]]] = {}
    died: set[int] = set()
    for person, nature, since, until, cell, cause in rows.values_list(
        "person_id", "nature", "since", "until", "cell_id", "exit__cause"
    ):
        if cause == Cause.DEATH and until < after:
            died.add(person)
        if since < until:
            held = permanent if nature == Nature.PERMANENT else temporary
            held.setdefault(person, []).append((max(since, month), until, cell))
    guests = rulebook.value(TEMPORARY, on=month).value == "temporary"
    places = {}
    for person, stays in permanent.items():
        if person in died:
            continue
        day, _, cell = min(stays)
        if guests:
            cell = next((c for since, until, c in temporary.get(person, ()) if since <= day < until), cell)
        places[person] = (cell, day)
    return places


def _told(person_ids: Collection[int], places: dict[int, tuple[int, date]], month: date) -> list[Payer]:
    after = months.after(month)
    joined: dict[int, date | None] = {}
    rows = Spell.objects.filter(person_id__in=person_ids, since__lt=after, until__gt=month).order_by("since")
    for person, since, party_since in rows.values_list("person_id", "since", "party_since"):
        if since <= places[person][1] or person not in joined:
            joined[person] = party_since
    suspended = set(
        Attribute.objects.filter(
            person_id__in=person_ids, name="activity", value=Activity.SUSPENDED, since__lt=after, until__gt=month
        ).values_list("person_id", flat=True)
    )
    people = Person.objects.filter(pk__in=person_ids)
    return [
        Payer(pk, uid, name, key, *places[pk], joined.get(pk), pk in suspended, illustration)
        for pk, uid, name, key, illustration in people.values_list(
            "pk", "uid", "full_name", "name_key", "is_illustration"
        )
    ]
