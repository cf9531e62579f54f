"""A small committee with every fault planted on purpose, one at a time."""

from datetime import date

from chibo.indicators import Asked
from chibo.kernel.scope import Scope
from chibo.members.tests.world import ME, World, d
from chibo.quality.queries.scores import rows_of, score_of
from chibo.quality.rules import Look, rule_of

TODAY = d("01/06/2024")
WHOLE = {
    "sex": "nam",
    "ethnicity": "01",
    "religion": "khong",
    "occupation": "nong_dan",
    "qualification": "dai_hoc",
    "political_theory": "so_cap",
    "hometown": "Nam Định",
    "permanent_residence": "Nam Định",
    "residence": "Nam Định",
}
"""Attributes of somebody about whom nothing is missing."""


class Desk(World):
    """The committee of the members' tests, with people about whom nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = 0

    def whole(self, name="Nguyễn Văn An", **more):
        """A member without a fault, as far as the one record goes."""
        self.numbers += 1
        given = {
            "attributes": WHOLE | more.pop("attributes", {}),
            "national_id": f"036080{self.numbers:06d}",
            "card": f"0000{self.numbers:08d}",
            "confirmed": True,
        }
        return self.member(name, **given | more)


def look(unit, on=TODAY, today=TODAY) -> Look:
    return Look(Asked(Scope(unit), on if isinstance(on, date) else d(on)), today)


def found(rule, unit, on=TODAY) -> set[str]:
    """Names or references in the list of a rule; the score says the same number."""
    asked = look(unit, on)
    rows = list(rows_of(rule_of(rule), asked))
    score = score_of(rule_of(rule), asked)
    assert score.faults == len(rows)
    assert score.base >= score.faults
    return {_name(row) for row in rows}


def _name(row) -> str:
    if hasattr(row, "unit"):
        return row.unit.ref
    return getattr(row, "person", row).full_name


__all__ = ["ME", "TODAY", "WHOLE", "Desk", "d", "found", "look"]
