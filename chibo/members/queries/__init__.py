"""Reading about members. Nothing here writes; every question takes a day."""

from datetime import date

from django.db.models import QuerySet

from chibo.members.models import MemberEvent, Person, RollEntry, Spell, Stay
from chibo.members.vocabulary import EventState, Nature
from chibo.org.models import Closure, Unit


def cell_on(person: Person, *, on: date) -> Unit | None:
    """The cell on whose roll the person is at the end of the day."""
    stay = stay_on(person, on=on)
    return stay.cell if stay else None


def stay_on(person: Person, *, on: date) -> Stay | None:
    """The permanent stay that holds on the day."""
    stays = person.stays.filter(nature=Nature.PERMANENT, since__lte=on, until__gt=on).select_related("cell")
    return stays.first()


def last_cell(person: Person) -> Unit | None:
    """The cell of the person's latest permanent stay; None for somebody never on a roll."""
    stay = (
        person.stays.filter(nature=Nature.PERMANENT).select_related("cell").order_by("-since", "-until", "-id").first()
    )
    return stay.cell if stay else None


def spell_on(person: Person, *, on: date) -> Spell | None:
    """What is counted about the person on the day; None when not on a roll."""
    return person.spells.filter(since__lte=on, until__gt=on).first()


def roll(unit: Unit, *, on: date) -> QuerySet[Spell]:
    """The spells of everybody on the roll of the unit and all below it, in the structure of the day."""
    cells = Closure.objects.filter(ancestor=unit, since__lte=on, until__gt=on).values("descendant")
    return Spell.objects.filter(cell__in=cells, since__lte=on, until__gt=on)


def present_roll(unit: Unit, *, on: date) -> QuerySet[RollEntry]:
    """The same for today (or later) from the list made for it, in the order of names."""
    return RollEntry.objects.filter(unit=unit, since__lte=on, until__gt=on).order_by("name_key", "person_id")


def pending_transfers(unit_ids: list[int] | QuerySet, *, on: date) -> QuerySet[MemberEvent]:
    """Sent by the day and not yet received: they stand on the sender's roll (đã giới thiệu, chưa tiếp nhận)."""
    return MemberEvent.objects.filter(state=EventState.PENDING, from_cell__in=unit_ids, sent_on__lte=on)


def find_people(folded: str, *, limit: int) -> QuerySet[Person]:
    """People whose folded name holds the folded text, in the order of names; merged records left out."""
    return Person.objects.filter(folded__contains=folded, merged_into=None).order_by("name_key", "id")[:limit]
