"""What printed forms call the cell of a case and what stands above it, on a day."""

from datetime import date

from chibo.org.models import Placement, Unit
from chibo.papers.rules import committee_name
from chibo.procedures.queries.levels import Line, at_level, has_between, line_of
from chibo.procedures.vocabulary import Role


class Places:
    """The cell, the đảng ủy bộ phận, the TCCSĐ and the level above it; empty names where there is no cell."""

    def __init__(self, cell: Unit | None, on: date) -> None:
        self.on = on
        self.line: Line = line_of(cell, on=on) if cell is not None else []

    def at(self, role: str) -> Placement | None:
        """Who holds the steps of a role."""
        if not self.line:
            return None
        unit = at_level(role, self.line, on=self.on)
        return next((one for one in self.line if one.unit_id == unit.pk), None)

    def above(self, role: str = Role.DANG_UY_CO_SO) -> Placement | None:
        """What stands directly above the organization of a role; None where nothing does."""
        found = self.at(role)
        if found is None or found.superior_id is None:
            return None
        return next((one for one in self.line if one.unit_id == found.superior_id), None)

    def above_name(self, role: str = Role.DANG_UY_CO_SO) -> str | None:
        """Its name, for the head of a paper; None where nothing stands above."""
        found = self.above(role)
        return found.name if found is not None else None

    @property
    def cell(self) -> str:
        """``Chi bộ Thôn 1``."""
        return self.line[-1].name if self.line else ""

    @property
    def between(self) -> str:
        """The đảng ủy bộ phận, where one stands between."""
        found = self.at(Role.DANG_UY_BO_PHAN) if self.line and has_between(self.line, on=self.on) else None
        return found.name if found is not None else ""

    @property
    def base(self) -> Placement | None:
        """The TCCSĐ."""
        return self.at(Role.DANG_UY_CO_SO)

    @property
    def committee(self) -> str:
        """The committee of the TCCSĐ: ``Đảng ủy xã An Bình``."""
        return committee_of(self.base)

    @property
    def place(self) -> str:
        """Where the TCCSĐ issues its papers."""
        return place_of(self.base)


def committee_of(placement: Placement | None) -> str:
    """The committee of a đảng bộ; a chi bộ issues in its own name; empty for none."""
    return committee_name(placement.name) if placement is not None else ""


def place_of(placement: Placement | None) -> str:
    """Where an organization issues its papers."""
    return placement.place.name if placement is not None and placement.place_id else ""
