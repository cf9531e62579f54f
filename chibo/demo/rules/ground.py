"""The ground people stand on: the cells of a committee, and which of them draws whom on a day."""

from bisect import bisect
from itertools import accumulate
from random import Random

from chibo.demo.rules.committee import Committee
from chibo.demo.rules.origin import Origin
from chibo.demo.rules.people import Cell
from chibo.kernel.days import FOREVER

ENDLESS = FOREVER.toordinal()
NEAR_SHARE = 0.72
"""How many of those who move stay in their district or commune."""


class Ground:
    """Every cell that ever was (``cells``), and those that stand since the last :meth:`weigh`."""

    def __init__(self, committee: Committee, chance: Random, origin: Origin) -> None:
        self.chance = chance
        self.origin = origin
        self.cells = _cells(committee)

    def weigh(self, day: int) -> None:
        """Take the cells that stand on the day, with their weights for everybody and by area."""
        self.standing = [cell for cell in self.cells if cell.since <= day < cell.until]
        shares = [self.origin.minority_share(cell.area) for cell in self.standing]
        weighed = list(zip(self.standing, shares, strict=True))
        self._weights: dict[bool | None, list[float]] = {
            None: list(accumulate(cell.weight for cell in self.standing)),
            True: list(accumulate(cell.weight * share for cell, share in weighed)),
            False: list(accumulate(cell.weight * (1 - share) for cell, share in weighed)),
        }
        self._near: dict[str, list[Cell]] = {}
        for cell in self.standing:
            self._near.setdefault(cell.area, []).append(cell)
        self._villages = {area: [c for c in cells if c.kind == "thon"] for area, cells in self._near.items()}

    def any_cell(self, minority: bool | None = None) -> Cell:
        """A cell by weight; for somebody of an ethnic minority (or of the majority) where such people live."""
        weights = self._weights[minority]
        return self.standing[min(bisect(weights, self.chance.random() * weights[-1]), len(self.standing) - 1)]

    def other_cell(self, here: Cell, *, village: bool) -> Cell:
        """Another cell, most often near; a village for those who go home."""
        while True:
            near = (self._villages if village else self._near).get(here.area) or []
            cell = self.chance.choice(near) if near and self.chance.random() < NEAR_SHARE else self.any_cell()
            if cell is not here:
                return cell
            village = False


def _cells(committee: Committee) -> list[Cell]:
    """Every cell that ever was, with the days on which it was one."""
    world = committee.world
    ends: dict[str, int] = {}
    for step in world.steps:
        for ended in (*step.end, *(moved for moved in step.move if moved.into)):
            ends[ended.ref] = step.on.toordinal()
    nodes = [*world.opened, *(node for step in world.steps for node in step.found)]
    found = [node for node in nodes if node.is_cell]
    return [
        Cell(position, node.ref, node.cell_kind, node.area, node.superior or "", node.weight, node.founded_by,
             node.since.toordinal(), ends.get(node.ref, ENDLESS))
        for position, node in enumerate(found)
    ]  # fmt: skip
