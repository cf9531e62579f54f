"""Search over people and units, without diacritics, within what the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from chibo.journal import actions as journal
from chibo.kernel.days import ONE_DAY
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, tidy
from chibo.members.models import Person, Spell, Stay
from chibo.members.queries.listing import named
from chibo.members.rules import capabilities
from chibo.org import queries as org
from chibo.org.models import Closure, Placement

LONGEST = 100
SHORTEST = 2
PEOPLE, UNITS, ENDED = 50, 20, 10
READ_UNITS = "org.read"


@dataclass(frozen=True)
class FoundPerson:
    """Somebody found: where they are on the roll today, or nothing where they are on none."""

    person: Person
    spell: Spell | None
    cell: str


@dataclass(frozen=True)
class FoundUnit:
    """A unit found and under what it stands; of one that stands no more the last placement and day."""

    placement: Placement
    superior: str
    last_day: date | None = None


@dataclass(frozen=True)
class Found:
    """What a search found.

    :ivar people: in the order of names; None where the viewer may not search people (or not by number)
    :ivar more_people: whether there are more than are shown
    """

    text: str
    people: list[FoundPerson] | None
    more_people: bool
    units: list[FoundUnit] | None
    is_number: bool = False


def find(raw: str, *, on: date, viewer: Any) -> Found | None:
    """People and units with every word in the name; a number of 8 or 12 digits looks a card or personal number up.

    :returns: None where nothing was typed
    :raises Refusal: too long, too short
    """
    if len(raw) > LONGEST:
        raise Refusal(f"Nội dung tìm dài quá {LONGEST} ký tự. Hãy gõ tên hoặc mã ngắn hơn.", field="q", code="too_long")
    text = tidy(raw)
    if not text:
        return None
    if len(fold(text)) < SHORTEST:
        raise Refusal("Hãy gõ ít nhất hai chữ của tên cần tìm.", field="q", code="too_short")
    digits = text.replace(" ", "").replace(".", "")
    is_number = digits.isascii() and digits.isdigit() and len(digits) in (8, 12)
    people = _people(text, is_number=is_number, on=on, viewer=viewer)
    if is_number and people:
        references = [f"person:{one.person.uid}" for one in people]
        journal.read("Tìm theo số CCCD, số thẻ đảng viên", references, viewer, on)
    return Found(
        text,
        None if people is None else people[:PEOPLE],
        people is not None and len(people) > PEOPLE,
        _units(text, on=on, viewer=viewer),
        is_number,
    )


def _people(text: str, *, is_number: bool, on: date, viewer: Any) -> list[FoundPerson] | None:
    capability = capabilities.SENSITIVE if is_number else capabilities.READ
    if not viewer.may(capability):
        return None
    found = Person.objects.filter(named(text))
    if not viewer.is_everywhere(capability):
        found = found.filter(_ever_below(viewer.entitled(capability), on=on))
    people = list(found.order_by("name_key", "id")[: PEOPLE + 1])
    spells = {s.person_id: s for s in Spell.objects.filter(person__in=people, since__lte=on, until__gt=on)}
    names = org.names_of({s.cell_id for s in spells.values()}, on=on)
    return [
        FoundPerson(p, spells.get(p.pk), names.get(spells[p.pk].cell_id, "") if p.pk in spells else "") for p in people
    ]


def _ever_below(unit_ids: Collection[int], *, on: date) -> Q:
    """Whoever has been on the roll of a cell that stands, or at its end stood, below the units: what they may read."""
    cells = Closure.objects.filter(ancestor__in=unit_ids).values("descendant")
    ghosts = [ghost for unit in unit_ids for ghost in org.ghosts_below(unit, on=on)]
    return Q(Exists(Stay.objects.filter(Q(cell__in=cells) | Q(cell__in=ghosts), person=OuterRef("pk"))))


def _units(text: str, *, on: date, viewer: Any) -> list[FoundUnit] | None:
    if not viewer.may(READ_UNITS):
        return None
    within = None if viewer.is_everywhere(READ_UNITS) else viewer.entitled(READ_UNITS)
    standing = org.search_units(text, within=within, on=on, limit=UNITS)
    ended = _ended(text, within=within, on=on)
    superiors = {p.superior_id for p in (*standing, *ended) if p.superior_id}
    names = org.names_of(superiors, on=on)
    return [
        *(FoundUnit(p, names.get(p.superior_id, "")) for p in standing),
        *(FoundUnit(p, names.get(p.superior_id, ""), p.until - ONE_DAY) for p in ended),
    ]


def _ended(text: str, *, within: Collection[int] | None, on: date) -> list[Placement]:
    """Units that stand no more, by their last name."""
    words = Q()
    for word in fold(text).split(" ")[:8]:
        words &= Q(folded__contains=word)
    last: QuerySet[Placement] = Placement.objects.filter(words, unit__ended_on__lte=on, until=F("unit__ended_on"))
    last = last.select_related("unit").order_by("name_key", "id")
    if within is None:
        return list(last[:ENDED])
    ghosts = {ghost for unit in within for ghost in org.ghosts_below(unit, on=on)}
    return [placement for placement in last[:200] if placement.unit_id in ghosts][:ENDED]
