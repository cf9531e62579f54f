"""What stands below units that end: where it goes, or that it ends too."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef

from chibo.org import queries
from chibo.org.actions.plan import Change, Where
from chibo.org.models import Closure, Placement, Unit


def directly_below(units: Iterable[Unit], *, on: date) -> list[Placement]:
    """The placements directly below any of the units on the day, by name; one query."""
    found = Placement.objects.filter(queries.in_force(on), superior__in=list(units)).select_related("unit", "superior")
    return list(found.order_by("name_key", "id"))


def everything_below(units: Iterable[Unit], *, on: date) -> list[Unit]:
    """All units below any of the units on the day, without these; one query."""
    ids = [unit.pk for unit in units]
    inside = Closure.objects.filter(queries.in_force(on), ancestor_id__in=ids, descendant=OuterRef("pk"))
    return list(Unit.objects.filter(Exists(inside)).exclude(pk__in=ids).order_by("pk"))


def replaced_below(
    units: Iterable[Unit],
    *,
    on: date,
    to: Where | Mapping[Unit, Where] | None,
    rekind: Mapping[str, str] | None = None,
) -> list[Change]:
    """Uncounted changes that put what stands directly below the units under a new superior, identity and name kept.

    :param to: one new superior for all, or per ended unit or per unit below
    :param rekind: old kind → new kind, where the old one cannot stand under the new superior
    """
    units = list(units)
    if to is None:
        return []
    ending = {unit.pk for unit in units}
    moves = []
    for placement in directly_below(units, on=on):
        if placement.unit_id in ending:
            continue
        superior = (to.get(placement.unit) or to.get(placement.superior)) if isinstance(to, Mapping) else to
        if superior is None:
            continue
        facts: dict[str, object] = {"superior": superior}
        if rekind and placement.kind in rekind:
            facts["kind"] = rekind[placement.kind]
        moves.append(Change(placement.unit, facts, counted=False))
    return moves
