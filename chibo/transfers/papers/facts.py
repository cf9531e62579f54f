"""What printed forms say of a member and of the two sides of a transfer."""

from datetime import date
from typing import Any

from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.members.queries import spell_on
from chibo.members.queries.sheet import official_days
from chibo.members.rules.capabilities import SENSITIVE
from chibo.members.vocabulary import ATTRIBUTE_LABELS, place_shown
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.papers.rules import committee_name
from chibo.posts.queries import standing as holdings
from chibo.procedures.queries.levels import Line, at_level, line_of
from chibo.procedures.vocabulary import Role


def about_person(person: Person, *, on: date, by: Viewer, at: Unit | None) -> dict[str, Any]:
    """Everything a form may ask of a member on a day; the number of the card only for who may see it."""
    values = {row.name: row.value for row in person.attributes.filter(since__lte=on, until__gt=on)}
    spell = spell_on(person, on=on) or person.spells.order_by("-since").first()
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


class Side:
    """One side of a transfer: the cell, its base and the level above, as they are called on a day."""

    def __init__(self, cell: Unit | None, on: date) -> None:
        self.line: Line = line_of(cell, on=on) if cell is not None else []
        self.on = on

    def _at(self, role: Role) -> Placement | None:
        if not self.line:
            return None
        unit = at_level(role, self.line, on=self.on)
        return next(one for one in self.line if one.unit_id == unit.pk)

    @property
    def cell(self) -> str:
        """Name of the cell."""
        return self.line[-1].name if self.line else ""

    @property
    def base(self) -> Placement | None:
        """The TCCSĐ."""
        return self._at(Role.DANG_UY_CO_SO)

    @property
    def committee(self) -> str:
        """The committee of the TCCSĐ: ``Đảng ủy xã An Bình``."""
        return committee_name(self.base.name) if self.base else ""

    @property
    def above(self) -> str | None:
        """What stands above the TCCSĐ; None where nothing does."""
        base = self.base
        higher = [one for one in self.line if one is base or one.unit_id == base.superior_id] if base else []
        return next((one.name for one in higher if one is not base), None)

    @property
    def place(self) -> str:
        """Where the TCCSĐ issues its papers."""
        return self.base.place.name if self.base and self.base.place_id else ""


def name_on(unit: Unit | None, on: date) -> str:
    """What a unit is called on a day; empty for none."""
    return org.name_of(unit, on=on) if unit is not None else ""
