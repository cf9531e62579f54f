"""The whole life of many units at once, in as few queries as there are tables."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from chibo.org.models import Closure, Placement, Unit


@dataclass(slots=True)
class Life:
    """A unit with its whole life: (since, until, name, kind, superior id, code), oldest first."""

    pk: int
    uid: str
    ref: str
    founded_on: date
    ended_on: date
    successor: int | None
    life: list[tuple[date, date, str, str, int | None, str]]

    def at(self, on: date) -> tuple[date, date, str, str, int | None, str]:
        """What it was on the day, outside its life the nearest it was."""
        nearest = self.life[0]
        for one in self.life:
            if one[0] <= on:
                nearest = one
        return nearest

    def stands(self, on: date) -> bool:
        return self.founded_on <= on < self.ended_on


def read(within: Unit | None) -> tuple[dict[int, Life], set[int]]:
    """The units below one, or all; the second value holds those below, without the ones above it that give it context.

    Below means: on some day, or become part of something that was.
    """
    columns = ("pk", "uid", "ref", "founded_on", "ended_on", "principal_successor_id")
    rows = {row[0]: row for row in Unit.objects.values_list(*columns)}
    if within is None:
        inside, above = set(rows), set()
    else:
        inside = set(Closure.objects.filter(ancestor=within).values_list("descendant_id", flat=True))
        above = set(Closure.objects.filter(descendant=within).values_list("ancestor_id", flat=True))
        inside |= _came_in(rows, inside)
    facts = ("unit_id", "since", "until", "name", "kind", "superior_id", "code")
    placements = Placement.objects.order_by("unit_id", "since")
    if within is not None:
        placements = placements.filter(unit_id__in=inside | above)
    life: dict[int, list] = defaultdict(list)
    for unit_id, *one in placements.values_list(*facts):
        life[unit_id].append(tuple(one))
    units = {
        pk: Life(pk, str(uid), ref, founded_on, ended_on, successor, life[pk])
        for pk, (_, uid, ref, founded_on, ended_on, successor) in rows.items()
        if pk in life
    }
    return units, inside & units.keys()


def _came_in(rows: dict[int, tuple], inside: set[int]) -> set[int]:
    """Units that ended elsewhere and became part of what is inside."""
    came: set[int] = set()
    heirs: dict[int, list[int]] = defaultdict(list)
    for pk, row in rows.items():
        if row[5] is not None:
            heirs[row[5]].append(pk)
    walk = list(inside)
    while walk:
        for pk in heirs.get(walk.pop(), ()):
            if pk not in inside and pk not in came:
                came.add(pk)
                walk.append(pk)
    return came
