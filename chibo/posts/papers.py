"""What printed forms say of a member, with the posts held in the Party."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.queries.sheet import official_days
from chibo.members.rules.capabilities import SENSITIVE
from chibo.members.vocabulary import ATTRIBUTE_LABELS, place_shown
from chibo.org.models import Unit
from chibo.posts.queries import standing


def about_member(person: Person, *, on: date, by: Viewer, at: Unit | None) -> dict[str, Any]:
    """Everything a form may ask of a member as of a day; the number of the card only for who may see it at the unit.

    Of somebody on no roll that day the last spell before it counts, else the first one after.
    """
    values = {row.name: row.value for row in person.attributes.filter(since__lte=on, until__gt=on)}
    spell = person.spells.filter(since__lte=on).order_by("-since").first() or person.spells.order_by("since").first()
    return {
        "full_name": person.full_name,
        "sex": ATTRIBUTE_LABELS["sex"].get(values.get("sex", ""), ""),
        "born_on": (person.born_on, person.born_precision),
        "home_place": place_shown(values.get("hometown", "")),
        "residence": place_shown(values.get("residence", "")),
        "post": ATTRIBUTE_LABELS["occupation"].get(values.get("occupation", ""), ""),
        "party_post": posts_of(person, on=on),
        "admitted_on": spell.party_since if spell else None,
        "official_on": official_days([person.pk], on=on).get(person.pk),
        "card_number": person.card if by.may(SENSITIVE, at) else "",
    }


def posts_of(person: Person, *, on: date) -> str:
    """The posts somebody holds on a day, in words."""
    return "; ".join(titles_of([person.pk], on=on).get(person.pk, ()))


def titles_of(people: Iterable[int], *, on: date) -> dict[int, list[str]]:
    """Person → the posts held on a day, the oldest first; one query."""
    titles: dict[int, list[str]] = defaultdict(list)
    held = standing().filter(person__in=list(people), since__lte=on, until__gt=on).order_by("since", "pk")
    for one in held:
        titles[one.person_id].append(one.title)
    return titles
