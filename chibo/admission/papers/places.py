"""The cell of a case with what stands above it, as papers name them on a day."""

from datetime import date

from chibo.org.models import Placement, Unit
from chibo.papers.rules import committee_name
from chibo.procedures import queries as procedures
from chibo.procedures.vocabulary import Role


class Places:
    """Names of the cell, the đảng ủy bộ phận, the committee of the base and the one above, on a day."""

    def __init__(self, cell: Unit, on: date) -> None:
        self.on, self.line = on, procedures.line_of(cell, on=on)

    def at(self, role: str) -> Placement | None:
        """Who holds the steps of a role."""
        if not self.line:
            return None
        unit = procedures.at_level(role, self.line, on=self.on)
        return next((one for one in self.line if one.unit_id == unit.pk), None)

    @property
    def cell(self) -> str:
        """``Chi bộ Thôn 1``."""
        return self.line[-1].name if self.line else ""

    @property
    def committee(self) -> str:
        """``Đảng ủy xã An Bình``."""
        return committee_of(self.at(Role.DANG_UY_CO_SO))

    @property
    def between(self) -> str:
        """The đảng ủy bộ phận, where one stands between."""
        has_one = self.line and procedures.has_between(self.line, on=self.on)
        return self.name(Role.DANG_UY_BO_PHAN) if has_one else ""

    @property
    def place(self) -> str:
        """Where the papers are issued."""
        base = self.at(Role.DANG_UY_CO_SO)
        return base.place.name if base is not None and base.place_id else ""

    def name(self, role: str) -> str:
        """The organization of a role by its name."""
        found = self.at(role)
        return found.name if found is not None else ""

    def above(self, role: str) -> str | None:
        """What stands directly above the organization of a role; None where nothing does."""
        found = self.at(role)
        if found is None or found.superior_id is None:
            return None
        return next((one.name for one in self.line if one.unit_id == found.superior_id), None)


def committee_of(placement: Placement | None) -> str:
    """The committee of a đảng bộ; a chi bộ issues in its own name."""
    return committee_name(placement.name) if placement is not None else ""
