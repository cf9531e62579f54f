"""Members away: who, since when, and when they were last in touch."""

from datetime import date
from uuid import UUID

from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chibo.kernel.refusal import NotFound
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.transfers.models import ContactLog, MobileSpell
from chibo.transfers.rules.contact import Limits
from chibo.transfers.vocabulary import Contact, RecordState


def last_contact(*, on: date, key: str = "pk", since: str = "since") -> Coalesce:
    """When a member away was last in touch by the day, as an expression; the day of leaving where never since.

    :param key: path to the key of the spell; ``since``: to its first day
    """
    logs = ContactLog.objects.filter(spell=OuterRef(key), state=RecordState.STANDING, on__lte=on).order_by()
    latest = logs.values("spell").annotate(latest=Max("on")).values("latest")
    return Coalesce(Subquery(latest, output_field=DateField()), F(since))


def in_state(limits: Limits, state: str, *, last: str = "last_on", regime: str = "regime") -> Q:
    """The condition that one away is in a state of contact, over rows that carry the last contact and the regime."""
    lost = _older(limits.lost, last, regime) if limits.lost is not None else Q(**{f"{regime}__in": []})
    late = _older(limits.late, last, regime)
    return {Contact.LOST: lost, Contact.LATE: late & ~lost, Contact.IN_TOUCH: ~late & ~lost}[Contact(state)]


def _older(days: dict[str, date], last: str, regime: str) -> Q:
    found = Q()
    for value, day in days.items():
        found |= Q(**{regime: value, f"{last}__lt": day})
    return found


def away(unit: Unit, *, on: date) -> QuerySet[MobileSpell]:
    """Who of the unit's roll is away at the end of the day; carries ``cell_id``, ``last_on`` and the name key."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    rows = MobileSpell.objects.filter(
        state=RecordState.STANDING,
        since__lte=on,
        until__gt=on,
        person__spells__cell__in=cells,
        person__spells__since__lte=on,
        person__spells__until__gt=on,
    )
    return rows.annotate(
        cell_id=F("person__spells__cell"), name_key=F("person__name_key"), last_on=last_contact(on=on)
    ).select_related("person")


def spells_of(person: Person) -> QuerySet[MobileSpell]:
    """Every time the person was away that counts, newest first."""
    return MobileSpell.objects.filter(person=person, state=RecordState.STANDING).order_by("-since")


def spell(uid: UUID) -> MobileSpell:
    """:raises NotFound: no such record"""
    found = MobileSpell.objects.filter(uid=uid).select_related("person").first()
    if found is None:
        raise NotFound("Không có ghi nhận đi xa này. Hãy mở lại danh sách đảng viên đi làm xa.", code="unknown_away")
    return found


def contacts(spell: MobileSpell) -> QuerySet[ContactLog]:
    """The times in touch that count, newest first."""
    return spell.contacts.filter(state=RecordState.STANDING).order_by("-on", "-pk")
