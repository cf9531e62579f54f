"""The tree on a day: above, below, inside."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from chibo.kernel.text import fold
from chibo.org.models import Closure, Placement, Unit
from chibo.org.queries.structure import host_of
from chibo.org.queries.units import in_force
from chibo.org.vocabulary import Kind

KIND_ORDER = Case(
    *(When(kind=kind, then=Value(position)) for position, kind in enumerate(Kind.values)),
    default=Value(99),
    output_field=IntegerField(),
)
"""From the highest kind to the lowest."""
HEIRS = ("", *("principal_successor__" * steps for steps in range(1, 5)))
"""Ways from a unit to what it became, then to what that became."""


def children(unit: Unit, *, on: date) -> QuerySet[Placement]:
    """The placements directly under the unit on the day: higher kinds first, then by name."""
    return (
        Placement.objects.filter(in_force(on), superior=unit)
        .select_related("unit")
        .annotate(rank=KIND_ORDER)
        .order_by("rank", "name_key", "id")
    )


def roots(*, on: date) -> QuerySet[Placement]:
    """The placements at the top of the tree on the day."""
    return (
        Placement.objects.filter(in_force(on), superior=None)
        .select_related("unit")
        .annotate(rank=KIND_ORDER)
        .order_by("rank", "name_key", "id")
    )


def standing(unit_ids: Collection[int], *, on: date) -> QuerySet[Placement]:
    """The placements of those of the units that exist on the day: higher kinds first, then by name."""
    return (
        Placement.objects.filter(in_force(on), unit_id__in=list(unit_ids))
        .select_related("unit")
        .annotate(rank=KIND_ORDER)
        .order_by("rank", "name_key", "id")
    )


def kind_counts(unit: Unit, *, on: date) -> list[tuple[str, int]]:
    """How many units of each kind stand below the unit on the day, the highest kind first."""
    found = units_below(unit, on=on).exclude(unit=unit)
    rows = found.order_by().values_list("kind").annotate(number=Count("id"))
    return sorted(rows, key=lambda row: Kind.values.index(row[0]))


def with_superior_name(placements: QuerySet[Placement], *, on: date) -> QuerySet[Placement]:
    """Adds ``superior_name``, the name on the day of what each stands under; empty at the top."""
    above = Placement.objects.filter(in_force(on), unit=OuterRef("superior"))
    return placements.annotate(superior_name=Coalesce(Subquery(above.values("name")[:1]), Value("")))


def named_like(placements: QuerySet[Placement], text: str) -> QuerySet[Placement]:
    """Those whose name has every word of the text, without diacritics."""
    for word in fold(text).split(" ")[:8]:
        placements = placements.filter(folded__contains=word)
    return placements


def with_child_counts(placements: QuerySet[Placement], *, on: date) -> QuerySet[Placement]:
    """Adds ``child_count``, how many stand directly under each on the day."""
    return placements.annotate(child_count=Count("unit__below", filter=in_force(on, "unit__below__")))


def closure_below(unit_id: int, *, on: date) -> QuerySet[Closure]:
    """The closure rows of everything at or below the unit on the day."""
    return Closure.objects.filter(in_force(on), ancestor_id=unit_id)


def units_below(unit: Unit, *, on: date, kinds: Collection[str] | None = None) -> QuerySet[Placement]:
    """The placements of the unit and everything below it on the day, optionally of some kinds only."""
    inside = Closure.objects.filter(in_force(on), ancestor=unit, descendant=OuterRef("unit"))
    found = Placement.objects.filter(Exists(inside), in_force(on)).select_related("unit")
    return found if kinds is None else found.filter(kind__in=list(kinds))


def is_within(unit_id: int, ancestor_ids: Collection[int], *, on: date) -> int | None:
    """Which of the given units the unit stands in on the day (or is), None where in none. The nearest is not promised.

    A unit that has ended stands under its principal successor, without one where its last superior went; a unit of
    the future under its first superior.
    """
    if not ancestor_ids:
        return None
    if unit_id in ancestor_ids:
        return unit_id
    if (above := _one_above(unit_id, ancestor_ids, on)) is not None:
        return above
    host = host_of(unit_id, on=on, heirs=True)
    if host is None or host == unit_id:
        return None
    return host if host in ancestor_ids else _one_above(host, ancestor_ids, on)


def _one_above(unit_id: int, ancestor_ids: Collection[int], on: date) -> int | None:
    """Above the unit or, where it has ended, above the first of its heirs that stands: most questions end here."""
    heir = Case(*(When(**{f"{way}ended_on__gt": on}, then=f"{way}pk") for way in HEIRS))
    standing = Unit.objects.filter(pk=unit_id).values(standing=heir)
    above = Closure.objects.filter(in_force(on), descendant__in=standing, ancestor_id__in=list(ancestor_ids))
    return above.values_list("ancestor_id", flat=True).first()


def ancestors(unit: Unit, *, on: date) -> list[Placement]:
    """The placements above the unit on the day, the top first, without the unit itself; one query."""
    above = Closure.objects.filter(in_force(on), descendant=unit, ancestor=OuterRef("unit")).exclude(ancestor=unit)
    found = list(Placement.objects.filter(Exists(above), in_force(on)).select_related("unit"))
    by_superior = {p.superior_id: p for p in found}
    ordered, at = [], None
    while at in by_superior:
        ordered.append(by_superior[at])
        at = by_superior[at].unit_id
    return ordered


def ancestors_of(unit_ids: Iterable[int], *, on: date) -> dict[int, list[Placement]]:
    """As :func:`ancestors` for many units; two queries."""
    ids = list(unit_ids)
    rows = list(Closure.objects.filter(in_force(on), descendant_id__in=ids).values_list("ancestor_id", "descendant_id"))
    placements = {
        p.unit_id: p
        for p in Placement.objects.filter(in_force(on), unit_id__in={a for a, _ in rows}).select_related("unit")
    }
    chains: dict[int, list[Placement]] = {}
    for unit_id in ids:
        chain: list[Placement] = []
        here = placements.get(unit_id)
        while here is not None and here.superior_id is not None:
            here = placements.get(here.superior_id)
            if here is not None:
                chain.insert(0, here)
        chains[unit_id] = chain
    return chains


def top_most(unit_ids: Collection[int], *, on: date) -> set[int]:
    """Those of the units that stand under no other of them on the day; one query."""
    ids = set(unit_ids)
    if len(ids) < 2:
        return ids
    inner = Closure.objects.filter(in_force(on), ancestor_id__in=ids, descendant_id__in=ids)
    return ids - {d for a, d in inner.values_list("ancestor_id", "descendant_id") if a != d}


def condition_within(ancestor_ids: Collection[int], *, on: date) -> Q:
    """A condition on placements: at or below any of the units on the day."""
    inside = Closure.objects.filter(in_force(on), ancestor_id__in=list(ancestor_ids), descendant=OuterRef("unit"))
    return Q(Exists(inside))
