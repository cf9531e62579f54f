"""Who holds what on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from chibo.kernel.refusal import NotFound
from chibo.members.models import Person, Stay
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import Sight
from chibo.members.vocabulary import Cause, Nature
from chibo.org import queries as org
from chibo.org.models import Closure, Unit
from chibo.posts import rules
from chibo.posts.models import Holding
from chibo.posts.vocabulary import RANKS, ROLES, Body, HoldingState


def holding_by_uid(uid: UUID) -> Holding:
    """:raises NotFound: there is none"""
    found = Holding.objects.filter(uid=uid).select_related("person", "unit", "decision", "ended_by").first()
    if found is None:
        raise NotFound("Không có lần giữ chức danh này. Hãy mở lại từ hồ sơ hoặc danh sách.", code="unknown_holding")
    return found


def standing() -> QuerySet[Holding]:
    """Holdings that count."""
    return Holding.objects.filter(state=HoldingState.STANDING)


def holdings_of(person: Person, *, on: date | None = None) -> QuerySet[Holding]:
    """What the person holds on the day, or (no day) ever held, latest first."""
    found = standing().filter(person=person).select_related("unit", "decision")
    return (found if on is None else found.filter(org.in_force(on))).order_by("-since", "-id")


def holders_at(unit: Unit, *, on: date, below: bool = False) -> QuerySet[Holding]:
    """Posts held on the day at the unit, or (below) at it and everything below it on that day; ``rank`` orders them."""
    found = standing().filter(org.in_force(on))
    if below:
        inside = Closure.objects.filter(org.in_force(on), ancestor=unit, descendant=OuterRef("unit"))
        found = found.filter(Exists(inside))
    else:
        found = found.filter(unit=unit)
    return (
        found.annotate(rank=_rank())
        .select_related("person", "unit", "decision")
        .order_by("rank", "person__name_key", "pk")
    )


def _rank() -> Case:
    whens = [When(role=code, then=Value(rank)) for code, rank in RANKS.items()]
    return Case(*whens, default=Value(len(RANKS)), output_field=IntegerField())


def others_in(unit_id: int, role: str, *, on: date, but: int | None = None) -> list[Holding]:
    """Who else holds a post that one person at a time holds, on the day; nobody where several may."""
    if not ROLES[role].single:
        return []
    found = standing().filter(org.in_force(on), unit_id=unit_id, role=role).exclude(person_id=but)
    return list(found.select_related("person").order_by("since", "pk"))


def held_twice(unit: Unit, *, on: date, below: bool = False) -> list[list[Holding]]:
    """Posts that one person at a time holds and that several hold on the day, each with all its holders."""
    single = [code for code, role in ROLES.items() if role.single]
    others = standing().filter(org.in_force(on), unit=OuterRef("unit"), role=OuterRef("role"))
    others = others.exclude(person=OuterRef("person"))
    groups: dict[tuple[int, str], list[Holding]] = {}
    for holding in holders_at(unit, on=on, below=below).filter(Exists(others), role__in=single):
        groups.setdefault((holding.unit_id, holding.role), []).append(holding)
    return list(groups.values())


def left_behind(unit: Unit, *, on: date, below: bool = False) -> QuerySet[Holding]:
    """Posts that on the day are held by somebody who has died, or of the Party by somebody off every roll by then."""
    stays = Stay.objects.filter(person=OuterRef("person"), nature=Nature.PERMANENT)
    died = Exists(stays.filter(until__lte=on, exit__cause=Cause.DEATH))
    gone = Exists(stays.filter(until__lte=on)) & ~Exists(stays.filter(org.in_force(on)))
    return holders_at(unit, on=on, below=below).filter(Q(died) | Q(gone, body=Body.DANG))


def unit_names(holdings: Iterable[Holding], *, without: int | None = None) -> CellNames:
    """What the units of the holdings were called."""
    return CellNames({one.unit_id for one in holdings}, without=without)


def readable(sight: Sight, *, by: object) -> list[Holding]:
    """What the viewer may read of a person's posts, latest first: all of one's own and of people whose posts one
    reads, else those of units whose posts one reads.
    """
    held = [one for one in holdings_of(sight.person) if one.since < sight.until]
    if sight.is_own or sight.may(rules.READ, by):
        return held
    return [one for one in held if by.may(rules.READ, one.unit)]
