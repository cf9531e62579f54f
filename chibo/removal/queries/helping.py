"""Who is under help, since when, until when."""

from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotFound
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.removal.models import AssistancePeriod
from chibo.removal.vocabulary import EntryState


def under_help(unit: Unit, *, on: date) -> QuerySet[AssistancePeriod]:
    """The periods that go on on the day, of those on the roll of the unit; carries ``cell_now`` and the name key."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    rows = AssistancePeriod.objects.filter(
        state=EntryState.STANDING, since__lte=on, until__gt=on,
        person__spells__cell__in=cells, person__spells__since__lte=on, person__spells__until__gt=on,
    )  # fmt: skip
    return rows.annotate(cell_now=F("person__spells__cell"), name_key=F("person__name_key")).select_related("person")


def all_help(unit: Unit, *, on: date) -> QuerySet[AssistancePeriod]:
    """Every period that began by the day in a cell that stands below the unit, judged ones too."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    rows = AssistancePeriod.objects.filter(state=EntryState.STANDING, since__lte=on, cell__in=cells)
    return rows.annotate(cell_now=F("cell"), name_key=F("person__name_key")).select_related("person")


def help_of(person: Person) -> QuerySet[AssistancePeriod]:
    """Every period of a person that counts, the newest first."""
    return AssistancePeriod.objects.filter(person=person, state=EntryState.STANDING).order_by("-since")


def open_help(person: Person) -> AssistancePeriod | None:
    """The period that nobody has judged yet."""
    return help_of(person).filter(until__gte=FOREVER).select_related("person", "cell").first()


def help_by_uid(uid: UUID) -> AssistancePeriod:
    """:raises NotFound: no such record"""
    found = AssistancePeriod.objects.filter(uid=uid).select_related("person", "cell").first()
    if found is None:
        raise NotFound("Không có lần giúp đỡ này. Hãy mở lại danh sách giúp đỡ.", code="unknown_help")
    return found
