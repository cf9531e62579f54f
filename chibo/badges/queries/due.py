"""Who has completed the years of a badge by a day and was not given it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    Expression,
    F,
    Field,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from chibo.badges.models import PartyBadge
from chibo.badges.queries.party_age import Interrupted
from chibo.badges.rules.days import award_day_before, latest_start, milestones
from chibo.badges.vocabulary import COUNTED, HAD, BadgeState
from chibo.kernel.refusal import NotFound
from chibo.members import queries as members
from chibo.members.models import Person, Spell
from chibo.members.vocabulary import Status
from chibo.org.models import Closure, Unit

NEW, EARLIER = "moi", "truoc"


def with_milestone(rows: QuerySet[Spell], day: date, *, rolled_on: date, interrupted: Interrupted) -> QuerySet[Spell]:
    """The official members among the spells who have completed a badge by the day and were not handed it (or a higher one):
    carries ``counted_from``, ``milestone``, ``reached`` (since the award day before, or earlier) and ``proposal``.

    :param rolled_on: the day of the roll; what is taken off is known up to it
    :param interrupted: at least those among them from whose party age something is taken off
    """
    years = milestones(day)
    if not years:
        nothing = {name: Value("", CharField()) for name in ("reached", "proposal")}
        return rows.none().annotate(counted_from=F("party_since"), milestone=Value(0, IntegerField()), **nothing)
    before = award_day_before(day)
    known = set(milestones(before))
    longest = latest_start(day, years[0])
    apart = interrupted.counted_from(rolled_on, joined_by=longest)
    reached = {
        pk: next((one for one in reversed(years) if start <= latest_start(day, one)), 0) for pk, start in apart.items()
    }
    rows = rows.filter(status=Status.OFFICIAL, party_since__lte=longest)
    rows = rows.exclude(person__in=[pk for pk, one in reached.items() if not one])
    reached = {pk: one for pk, one in reached.items() if one}
    rows = rows.annotate(
        counted_from=_by_person({pk: apart[pk] for pk in reached}, F("party_since"), DateField()),
        milestone=_by_person(reached, _by_start(day, years, lambda one: Value(one), IntegerField()), IntegerField()),
        reached=_by_person(
            {pk: _since(apart[pk], one, before, known) for pk, one in reached.items()},
            _by_start(day, years, lambda one: _reached(one, before, known), CharField()),
            CharField(),
        ),
    )
    own = PartyBadge.objects.filter(person=OuterRef("person"))
    had = own.filter(years__gte=OuterRef("milestone"), state__in=HAD, awarded_on__lte=day)
    waiting = own.filter(years=OuterRef("milestone"), state__in=(BadgeState.PROPOSED, BadgeState.DECIDED))
    return rows.filter(~Exists(had)).annotate(proposal=Subquery(waiting.values("state")[:1], output_field=CharField()))


def _by_start(day: date, years: Sequence[int], value: Callable[[int], Expression], field: Field) -> Case:
    """A value for the highest badge whose years are complete; most rows are found at the first, the lowest."""
    whens = (When(party_since__gt=latest_start(day, above), then=value(one)) for one, above in pairwise(years))
    return Case(*whens, default=value(years[-1]), output_field=field)


def _reached(years: int, before: date, known: set[int]) -> Expression:
    """Whether those with a badge complete had it on the award day before."""
    if years not in known:
        return Value(NEW)
    is_new = When(party_since__gt=latest_start(before, years), then=Value(NEW))
    return Case(is_new, default=Value(EARLIER), output_field=CharField())


def _since(start: date, years: int, before: date, known: set[int]) -> str:
    """Whether the years were complete (and a badge for them there was) on the award day before."""
    return EARLIER if years in known and start <= latest_start(before, years) else NEW


def _by_person(said: Mapping[int, object], otherwise: Expression, field: Field) -> Expression:
    """A value of its own for some people, an expression for all others."""
    groups: dict[object, list[int]] = {}
    for pk, value in said.items():
        groups.setdefault(value, []).append(pk)
    if not groups:
        return otherwise
    ways = (When(person__in=keys, then=Value(value, field)) for value, keys in groups.items())
    return Case(*ways, default=otherwise, output_field=field)


def due(unit: Unit, *, award_day: date, on: date) -> QuerySet[Spell]:
    """Who of the unit's present roll is due by an award day; of a past one: of the roll of that day."""
    rolled = min(on, award_day)
    found = with_milestone(
        members.roll(unit, on=rolled), award_day, rolled_on=rolled, interrupted=Interrupted(under=unit)
    )
    return found.select_related("person")


def badges_of(person: Person) -> QuerySet[PartyBadge]:
    """Every badge of a person that was not withdrawn, the latest first."""
    return PartyBadge.objects.filter(person=person, state__in=COUNTED).select_related("decision").order_by("-years")


def badge_by_uid(uid: UUID) -> PartyBadge:
    """:raises NotFound: no such badge"""
    found = PartyBadge.objects.filter(uid=uid).select_related("person", "cell", "decision").first()
    if found is None:
        raise NotFound("Không có huy hiệu này. Hãy mở lại danh sách huy hiệu.", code="unknown_badge")
    return found


def badges_at(unit: Unit, *, on: date) -> QuerySet[PartyBadge]:
    """The badges proposed in a cell that stands at or below the unit, or whose person is on its roll; not withdrawn."""
    here = Exists(members.roll(unit, on=on).filter(person=OuterRef("person")))
    below = Exists(Closure.objects.filter(ancestor=unit, descendant=OuterRef("cell"), since__lte=on, until__gt=on))
    rows = PartyBadge.objects.filter(below | here, state__in=COUNTED)
    return rows.annotate(name_key=F("person__name_key")).select_related("person", "decision")
