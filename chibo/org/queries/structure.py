"""Units of one day laid on the tree of another.

A unit that does not exist on the structure's day is a *ghost* and stands under a *host* that does:

* a unit of the past under what became of its last superior: a superior that is gone resolves through its principal
  successor, without one through its own last superior;
* a unit of the future under its first superior, where that one is of the future too under a unit it grew out of.

The people of an ended cell follow their own chain of spells; ghosts only say where a unit itself is listed.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from chibo.org.models import Closure, Placement, Unit
from chibo.org.queries.units import in_force


@dataclass(slots=True)
class _Absent:
    """A unit that does not exist on the day, and what it points to."""

    is_past: bool
    superior: int | None
    successor: int | None
    predecessors: list[int] = field(default_factory=list)


Lookup = Callable[[int], _Absent | None]


def cells_at(unit_id: int, *, structure_day: date) -> tuple[QuerySet, list[int]]:
    """Everything that stands at or below the unit in the structure of a day, for conditions on dated rows.

    :returns: a queryset of unit ids for ``cell__in``, and the ids of the ghosts below it
    """
    here = Closure.objects.filter(in_force(structure_day), ancestor_id=unit_id).values("descendant_id")
    return here, ghosts_below(unit_id, on=structure_day)


def ghosts_below(unit_id: int, *, on: date) -> list[int]:
    """The units that do not exist on the day and whose host stands at or below the unit; at most four queries."""
    return sorted(ghost_hosts(unit_id, on=on))


def branches(unit_id: int, *, on: date) -> dict[int, int]:
    """Every unit below on the day → the unit directly below under which (or as which) it stands; one query."""
    directly = Placement.objects.filter(in_force(on), superior=unit_id).values("unit")
    rows = Closure.objects.filter(in_force(on), ancestor__in=directly)
    return dict(rows.values_list("descendant_id", "ancestor_id"))


def ghost_hosts(unit_id: int, *, on: date, inside: Set[int] | None = None) -> dict[int, int]:
    """The same with the host of each, so that a table by unit can put them in its rows.

    :param inside: the units that stand at or below it, where the caller knows them
    """
    absent = _load_absent(on)
    if not absent:
        return {}
    if inside is None:
        inside = set(Closure.objects.filter(in_force(on), ancestor_id=unit_id).values_list("descendant_id", flat=True))
    hosts: dict[int, int] = {}
    for ghost in absent:
        host = _host(ghost, absent.get, heirs=False)
        if host is not None and host in inside:
            hosts[ghost] = host
    return hosts


def host_of(unit_id: int, *, on: date, heirs: bool = False) -> int | None:
    """The unit that stands for this one in the structure of the day: itself where it exists.

    :param heirs: go to the principal successor of the unit itself first (archives and rights follow the heir)
    """
    found: dict[int, _Absent | None] = {}

    def lookup(one: int) -> _Absent | None:
        if one not in found:
            found.update({one: None} | _load_absent(on, only=one))
        return found[one]

    return _host(unit_id, lookup, heirs=heirs)


def _load_absent(on: date, *, only: int | None = None) -> dict[int, _Absent]:
    """Units that do not exist on the day, with last (or first) superior, successor and predecessors; two queries."""
    units = Unit.objects.filter(Q(ended_on__lte=on) | Q(founded_on__gt=on))
    # What came into a unit after it was founded is not what it grew out of.
    grown = Unit.objects.filter(principal_successor__founded_on__gt=on, ended_on=F("principal_successor__founded_on"))
    if only is not None:
        units, grown = units.filter(pk=only), grown.filter(principal_successor=only)
    # Asked for unit by unit: a join on two dates is planned badly where the database has not looked at the tables yet.
    own = Placement.objects.filter(unit=OuterRef("pk"))
    rows = units.annotate(
        last=Subquery(own.order_by("-since").values("superior")[:1]),
        first=Subquery(own.order_by("since").values("superior")[:1]),
    )
    absent = {
        pk: _Absent(is_past=ended_on <= on, superior=last if ended_on <= on else first, successor=successor)
        for pk, ended_on, successor, last, first in rows.values_list(
            "pk", "ended_on", "principal_successor_id", "last", "first"
        )
    }
    if any(not one.is_past for one in absent.values()):
        for pk, successor in grown.order_by("pk").values_list("pk", "principal_successor_id"):
            absent[successor].predecessors.append(pk)
    return absent


def _host(unit_id: int, lookup: Lookup, *, heirs: bool) -> int | None:
    here = lookup(unit_id)
    if here is None:
        return unit_id
    if heirs or here.superior is None:
        return _resolve(unit_id, lookup, set())
    host = _resolve(here.superior, lookup, {unit_id})
    return _resolve(unit_id, lookup, set()) if host is None else host


def _resolve(unit_id: int, lookup: Lookup, seen: set[int]) -> int | None:
    """What became of a unit of the past, or what a unit of the future grew out of; None where nothing is known."""
    here = lookup(unit_id)
    if here is None:
        return unit_id
    if unit_id in seen:
        return None
    seen = seen | {unit_id}
    ways = [here.successor] if here.is_past else here.predecessors
    for way in [*ways, here.superior]:
        if way is not None and (host := _resolve(way, lookup, seen)) is not None:
            return host
    return None
