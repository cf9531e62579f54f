"""Where files are on a day: what is said of cells, which files are kept apart, which have not followed their member.

What is said of a unit holds for every cell below it unless something nearer to the cell says otherwise.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from chibo.dossiers.models import Custody, CustodyRule, Handover, Keeping
from chibo.dossiers.vocabulary import Keeper, Travel
from chibo.kernel.days import FOREVER
from chibo.members.models import MemberEvent, Spell, Stay
from chibo.members.vocabulary import Cause, EventState, Nature
from chibo.org import queries as org
from chibo.org.models import Closure, Placement
from chibo.rulebook import queries as rulebook

RULE = "dossiers.keepers"
Layers = list[tuple[str, list[int]]]
"""(level, units that say so), those nearest to the cells first."""


@dataclass(frozen=True)
class Said:
    """What is said on a day of where files are and must be.

    :ivar moves_since: the first day from which hand-overs are recorded anywhere; FOREVER where nowhere
    """

    on: date
    kept: Layers
    must: Layers
    moves_since: date


class Sayings:
    """All that was ever said of units, read in one statement and asked for any day."""

    def __init__(self) -> None:
        ruled = _lines(CustodyRule, Value(FOREVER, DateField()))
        self._lines = list(_lines(Custody, F("moves_since")).union(ruled, all=True))

    def on(self, day: date) -> Said:
        """What is said on the day."""
        said: dict[bool, dict[int, str]] = {False: {}, True: {}}
        above: dict[int, set[int]] = defaultdict(set)
        began = FOREVER
        for is_rule, unit, keeper, since, until, moves_since, ancestor, above_since, above_until in self._lines:
            if since <= day < until:
                said[is_rule][unit] = keeper
                began = min(began, moves_since)
                if above_since <= day < above_until:
                    above[unit].add(ancestor)
        return Said(day, _layers(said[False], above), _layers(said[True], above), began)


def _lines(model: type[Custody] | type[CustodyRule], moves_since: Expression) -> QuerySet:
    """What is said of units, a row for each of them that something is said of and that ever stood above."""
    above = "unit__above__"
    rows = model.objects.order_by().filter(**{f"{above}ancestor__in": model.objects.order_by().values("unit")})
    return rows.values_list(
        Value(model is CustodyRule, BooleanField()), "unit", "keeper", "since", "until", moves_since,
        f"{above}ancestor", f"{above}since", f"{above}until",
    )  # fmt: skip


def said_on(on: date) -> Said:
    """What is said on the day; one query."""
    return Sayings().on(on)


def _layers(said: dict[int, str], above: Mapping[int, set[int]]) -> Layers:
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for unit, keeper in said.items():
        groups[-len(above[unit] & said.keys()), keeper].append(unit)
    return [(keeper, sorted(units)) for (_, keeper), units in sorted(groups.items())]


def said_of(cell: str, found: Layers, *, on: date) -> Case | Value:
    """The level said of the cell at a path of the row; empty where nothing is."""
    if not found:
        return Value("", output_field=CharField())
    whens = (When(**{f"{cell}__in": _below(units, on)}, then=Value(keeper)) for keeper, units in found)
    return Case(*whens, default=Value(""), output_field=CharField())


def _below(units: list[int], on: date) -> QuerySet:
    return Closure.objects.filter(org.in_force(on), ancestor__in=units).values("descendant")


def is_prescribed(kept: str, must: str, *, on: date) -> Q:
    """Whether the level at one path is the one at the other; where no local decision says, one the rulebook names."""
    allowed = rulebook.value(RULE, on=on).value or [Keeper.BASE, Keeper.ABOVE]
    return Q(**{must: "", f"{kept}__in": list(allowed)}) | (~Q(**{must: ""}) & Q(**{kept: F(must)}))


def kept_apart(*, on: date) -> QuerySet[Keeping]:
    """Files that are kept by a unit of their own on the day."""
    return Keeping.objects.filter(org.in_force(on))


def apart_as_prescribed(said: Said) -> QuerySet[Stay]:
    """The stays of those whose file is kept apart, and by a unit of the level prescribed for their cell."""
    on = said.on
    base = org.level_kinds("base", on=on)
    stays = Stay.objects.filter(org.in_force(on), nature=Nature.PERMANENT)
    holder = Subquery(kept_apart(on=on).filter(person=OuterRef("person")).values("holder")[:1])
    stays = stays.filter(person__in=kept_apart(on=on).values("person")).annotate(holder=holder)
    above = Closure.objects.filter(org.in_force(on), descendant=OuterRef(OuterRef("cell"))).values("ancestor")
    bases = Placement.objects.filter(org.in_force(on), kind__in=base, unit__in=above)
    stays = stays.annotate(
        kept=Case(
            When(Exists(bases.filter(unit=OuterRef("holder"))), then=Value(Keeper.BASE.value)),
            When(Exists(bases.filter(superior=OuterRef("holder"))), then=Value(Keeper.ABOVE.value)),
            default=Value(""),
            output_field=CharField(),
        ),
        must=said_of("cell", said.must, on=on),
    )
    return stays.filter(is_prescribed("kept", "must", on=on))


def awaited(said: Said) -> QuerySet[Stay]:
    """The stays of members who came by a transfer that hand-overs are recorded for, from the reach of another keeper,
    and whose file was not received by the day: it is still the sender's.
    """
    on, began = said.on, said.moves_since
    stays = Stay.objects.filter(org.in_force(on), nature=Nature.PERMANENT)
    if began > on:
        return stays.none()
    recorded = Custody.objects.filter(
        org.in_force(on), unit__in=_above("chain__cell"), moves_since__lte=OuterRef("chain__on")
    )
    received = Handover.objects.filter(event=OuterRef("chain"), state=Travel.RECEIVED, received_on__lte=on)
    stays = stays.filter(
        chain__in=_arrivals(began, on).values("pk"),
        chain__state=EventState.STANDING,
        chain__cause__in=(Cause.TRANSFER, Cause.TRANSFER_IN),
        chain__on__gte=began,
        chain__on__lte=on,
    )
    stays = stays.filter(Exists(recorded), ~Exists(received)).annotate(kept=said_of("cell", said.kept, on=on))
    bases = Placement.objects.filter(
        since__lte=OuterRef("chain__on"), until__gt=OuterRef("chain__on"),
        kind__in=org.level_kinds("base", on=on), unit__in=_above("chain__cell"),
    )  # fmt: skip
    same_base = Exists(bases.filter(unit__in=_above("chain__from_cell")))
    same_above = Exists(bases.filter(superior__in=_above("chain__from_cell")))
    near = Q(same_base, kept=Keeper.BASE) | Q(same_above, kept=Keeper.ABOVE)
    return stays.exclude(near, chain__cause=Cause.TRANSFER)


def _arrivals(first: date, last: date) -> QuerySet[MemberEvent]:
    causes = (Cause.TRANSFER, Cause.TRANSFER_IN)
    return MemberEvent.objects.filter(on__gte=first, on__lte=last, cause__in=causes, state=EventState.STANDING)


def _above(path: str) -> QuerySet:
    """The units above the one at a path of the stay, two queries out, on the day of the transfer."""
    day = OuterRef(OuterRef("chain__on"))
    rows = Closure.objects.filter(descendant=OuterRef(OuterRef(path)), since__lte=day, until__gt=day)
    return rows.values("ancestor")


def with_standing(rows: QuerySet[Spell], said: Said) -> QuerySet[Spell]:
    """Spells with ``kept_at`` (the level said of the cell), ``must_at`` (the level ruled) and ``standing``."""
    on = said.on
    apart = kept_apart(on=on).values("person")
    rows = rows.alias(must_at=said_of("cell", said.must, on=on)).annotate(kept_at=said_of("cell", said.kept, on=on))
    standing = Case(
        When(person__in=apart_as_prescribed(said).values("person"), then=Value("rieng_dung")),
        When(person__in=apart, then=Value("rieng_sai")),
        When(person__in=awaited(said).values("person"), then=Value("chua_ve")),
        When(is_prescribed("kept_at", "must_at", on=on), then=Value("dung_cap")),
        When(kept_at="", then=Value("chua_ghi")),
        default=Value("sai_cap"),
        output_field=CharField(),
    )
    return rows.annotate(standing=standing)


def under_way(*, on: date) -> QuerySet[Handover]:
    """Handed over by the day and not received by its end."""
    return Handover.objects.filter(handed_on__lte=on, received_on__gt=on).exclude(state=Travel.RETURNED)
