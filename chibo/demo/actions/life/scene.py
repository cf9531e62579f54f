"""Where a committee stands once its people are on record, as the parts of its further life look at it."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from random import Random

from chibo.demo.rules.committee import Committee
from chibo.kernel.viewer import Viewer
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import CELL_KINDS


class Scene:
    """A committee, the day of the load, who loads.

    :ivar day: the data date: nothing is recorded after it
    """

    def __init__(self, committee: Committee, *, on: date, by: Viewer) -> None:
        self.committee = committee
        self.on = on
        self.by = by
        self.day = committee.last
        self.opening = committee.world.opening

    def chance(self, part: str) -> Random:
        """The chance of a part: the same on every run."""
        return Random(f"chibo {self.committee.key} {part}")

    @cached_property
    def root(self) -> Unit:
        """The unit that the records are loaded in the name of."""
        return Unit.objects.get(ref=self.committee.ref)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Every unit that the committee ever had, by primary key."""
        world = self.committee.world
        refs = [node.ref for nodes in (world.opened, *(step.found for step in world.steps)) for node in nodes]
        return {unit.pk: unit for unit in Unit.objects.filter(ref__in=refs).order_by("ref")}

    @cached_property
    def placements(self) -> dict[int, list[Placement]]:
        """Unit → where it stood, in order of time."""
        found: dict[int, list[Placement]] = {}
        for row in Placement.objects.filter(unit__in=self.units).order_by("unit_id", "since"):
            found.setdefault(row.unit_id, []).append(row)
        return found

    def standing(self, kinds: frozenset[str] | set[str], on: date) -> Iterator[int]:
        """Units of some kinds that stood on a day, in order."""
        for unit in self.units:
            if any(row.since <= on < row.until and row.kind in kinds for row in self.placements.get(unit, ())):
                yield unit

    def cells(self, on: date) -> Iterator[int]:
        """Cells that stood on a day."""
        return self.standing(frozenset(CELL_KINDS), on)

    @property
    def years(self) -> range:
        """The years that are over by the data date, from the opening on."""
        return range(self.opening.year, self.day.year if self.day < date(self.day.year, 12, 31) else self.day.year + 1)
