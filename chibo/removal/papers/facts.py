"""What printed forms say of somebody who leaves, and of the cell, base and level above."""

from datetime import date
from typing import Any

from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.queries.sheet import official_days
from chibo.members.rules.capabilities import SENSITIVE
from chibo.members.vocabulary import ATTRIBUTE_LABELS, place_shown
from chibo.org.models import Placement, Unit
from chibo.papers import rules as papers
from chibo.posts.queries import standing as holdings
from chibo.procedures.queries.levels import Line, at_level, line_of
from chibo.procedures.vocabulary import Role


def about(person: Person, *, on: date, by: Viewer, at: Unit | None) -> dict[str, Any]:
    """Everything these forms may ask of a person as of a day; the number of the card only for who may see it."""
    values = {row.name: row.value for row in person.attributes.filter(since__lte=on, until__gt=on)}
    spell = person.spells.filter(since__lte=on).order_by("-since").first()
    held = holdings().filter(person=person, since__lte=on, until__gt=on).order_by("since", "pk")
    return {
        "full_name": person.full_name,
        "sex": ATTRIBUTE_LABELS["sex"].get(values.get("sex", ""), ""),
        "born_on": (person.born_on, person.born_precision),
        "home_place": place_shown(values.get("hometown", "")),
        "residence": place_shown(values.get("residence", "")),
        "post": ATTRIBUTE_LABELS["occupation"].get(values.get("occupation", ""), ""),
        "party_post": "; ".join(one.title for one in held),
        "admitted_on": spell.party_since if spell else None,
        "official_on": official_days([person.pk], on=on).get(person.pk),
        "card_number": person.card if by.may(SENSITIVE, at) else "",
    }


class Levels:
    """The cell, its base and the level above, as they are called on a day."""

    def __init__(self, cell: Unit | None, on: date) -> None:
        self.line: Line = line_of(cell, on=on) if cell is not None else []
        self.on = on

    @property
    def cell(self) -> str:
        """Name of the cell."""
        return self.line[-1].name if self.line else ""

    def at(self, role: str) -> Placement | None:
        """The organization of a level."""
        if not self.line:
            return None
        unit = at_level(role, self.line, on=self.on)
        return next(one for one in self.line if one.unit_id == unit.pk)

    @property
    def base(self) -> Placement | None:
        """The TCCSĐ."""
        return self.at(Role.DANG_UY_CO_SO)

    @property
    def committee(self) -> str:
        """The committee of the TCCSĐ: ``Đảng ủy xã An Bình``."""
        return committee_name(self.base)

    @property
    def superior(self) -> Placement | None:
        """What stands above the TCCSĐ; None where nothing does."""
        base = self.base
        above = self.at(Role.CAP_TREN)
        return above if base is not None and above is not None and above.unit_id != base.unit_id else None


def committee_name(placement: Placement | None) -> str:
    """The committee of a đảng bộ; a cell issues in its own name; empty for none."""
    return papers.committee_name(placement.name) if placement is not None else ""


def place_name(placement: Placement | None) -> str:
    """Where an organization issues its papers."""
    return placement.place.name if placement is not None and placement.place_id else ""
