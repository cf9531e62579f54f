"""Who has completed the years of a badge by a day and was not given it."""

from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from chibo.badges.models import PartyBadge
from chibo.badges.queries.party_age import specials
from chibo.badges.rules.days import award_day_before, latest_start, milestones
from chibo.badges.vocabulary import COUNTED, HAD, BadgeState
from chibo.kernel.refusal import NotFound
from chibo.members import queries as members
from chibo.members.models import Person, Spell
from chibo.members.vocabulary import Status
from chibo.org.models import Unit

NEW, EARLIER = "moi", "truoc"


def with_milestone(rows: QuerySet[Spell], day: date, *, rolled_on: date) -> QuerySet[Spell]:
    """The official members among the spells who have completed a badge by the day and were not handed it (or a higher one):
    carries ``counted_from``, ``milestone``, ``reached`` (since the award day before, or earlier) and ``proposal``.

    :param rolled_on: the day of the roll; what is taken off is known up to it
    """
    years = milestones(day)
    if not years:
        nothing = {name: Value("", CharField()) for name in ("reached", "proposal")}
        return rows.none().annotate(counted_from=F("party_since"), milestone=Value(0, IntegerField()), **nothing)
    moved = specials(on=min(day, rolled_on))
    start = (
        Case(
            *(When(person_id=pk, then=Value(counted, DateField())) for pk, counted in moved.items()),
            default=F("party_since"),
            output_field=DateField(),
        )
        if moved
        else F("party_since")
    )
    before = award_day_before(day)
    known = set(milestones(before))
    rows = rows.filter(status=Status.OFFICIAL, party_since__lte=latest_start(day, years[0])).annotate(
        counted_from=start
    )
    rows = rows.annotate(
        milestone=Case(
            *(When(counted_from__lte=latest_start(day, one), then=Value(one)) for one in reversed(years)),
            default=Value(0),
            output_field=IntegerField(),
        ),
        reached=Case(
            *(
                When(
                    counted_from__lte=latest_start(day, one),
                    then=Case(
                        When(counted_from__gt=latest_start(before, one), then=Value(NEW)),
                        default=Value(EARLIER if one in known else NEW),
                        output_field=CharField(),
                    ),
                )
                for one in reversed(years)
            ),
            default=Value(""),
            output_field=CharField(),
        ),
    ).filter(milestone__gt=0)
    own = PartyBadge.objects.filter(person=OuterRef("person"))
    had = own.filter(years__gte=OuterRef("milestone"), state__in=HAD, awarded_on__lte=day)
    waiting = own.filter(years=OuterRef("milestone"), state__in=(BadgeState.PROPOSED, BadgeState.DECIDED))
    return rows.filter(~Exists(had)).annotate(proposal=Subquery(waiting.values("state")[:1], output_field=CharField()))


def due(unit: Unit, *, award_day: date, on: date) -> QuerySet[Spell]:
    """Who of the unit's present roll is due by an award day; of a past one: of the roll of that day."""
    rolled = min(on, award_day)
    return with_milestone(members.roll(unit, on=rolled), award_day, rolled_on=rolled).select_related("person")


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
    here = members.roll(unit, on=on).values("person")
    below = Q(cell__above__ancestor=unit, cell__above__since__lte=on, cell__above__until__gt=on)
    rows = PartyBadge.objects.filter(state__in=COUNTED).filter(
        Q(pk__in=PartyBadge.objects.filter(below)) | Q(person__in=here)
    )
    return rows.annotate(name_key=F("person__name_key")).select_related("person", "decision")
