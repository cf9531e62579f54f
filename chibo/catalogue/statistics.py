"""The statistics table of members: one row per unit below, twenty-two counters, one grouped query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from chibo.catalogue.contents import BY_CODE
from chibo.catalogue.queries import Surroundings, must_have_existed, surroundings
from chibo.indicators import Asked, grouped
from chibo.members.indicators.dimensions import AGE_BANDS, years_condition
from chibo.members.vocabulary import ATTRIBUTE_LABELS, KINH, Status
from chibo.org.models import Unit
from chibo.org.queries.coverage import Records

ROLL = BY_CODE["MEM-01"]
PARTS = BY_CODE["MEM-02"]
TOTAL = "all"


@dataclass(frozen=True)
class Counter:
    """A column: what it counts and the part of MEM-02 it is.

    :ivar where: (dimension, value); None for the whole roll
    """

    group: str
    title: str
    where: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        return TOTAL if self.where is None else "=".join(self.where)

    def condition(self, on: date) -> Q:
        """The same as the value of the dimension, as a condition on the rows of the roll."""
        name, value = self.where
        if name == "minority":
            return ~Q(ethnicity__in=["", KINH])
        if name == "religious":
            return ~Q(religion__in=["", "khong"])
        if name == "age":
            low, high = next((low, high) for code, _, low, high in AGE_BANDS if code == value)
            return years_condition("born_on", on, low, high)
        return Q(**{name: value})


def _valued(group: str, name: str) -> tuple[Counter, ...]:
    return tuple(Counter(group, label, (name, value)) for value, label in ATTRIBUTE_LABELS[name].items())


COUNTERS = (
    Counter("", "Tổng số"),
    Counter("Trong đó", "Nữ", ("sex", "nu")),
    Counter("Trong đó", "Dân tộc thiểu số", ("minority", "dtts")),
    Counter("Trong đó", "Có đạo", ("religious", "co_dao")),
    Counter("Trong đó", "Dự bị", ("status", Status.PROBATIONARY.value)),
    *(Counter("Tuổi đời", label.replace(" tuổi", ""), ("age", code)) for code, label, _, _ in AGE_BANDS),
    *_valued("Trình độ chuyên môn", "qualification"),
    *_valued("Lý luận chính trị", "political_theory"),
)
"""The columns: attributes overlap, the parts of a group do not."""


@dataclass(frozen=True)
class Line:
    """The counters of one unit."""

    name: str
    uid: str
    values: Mapping[str, int]
    complete: bool = True


@dataclass(frozen=True)
class Statistics:
    """The table: a line per unit directly below (the unit itself where there is none) and their sum."""

    place: Surroundings
    lines: tuple[Line, ...]
    total: Line
    missing: tuple[tuple[Unit, str], ...]


def statistics_of(unit: Unit, asked: Asked) -> Statistics:
    """The table of a unit on a day; one grouped query over all units and counters.

    :raises Refusal: the unit did not exist yet
    """
    must_have_existed(unit, asked.window, asked.scope.structure)
    place = surroundings(unit, asked.window, asked.scope.structure)
    over = list(place.below) or [unit.pk]
    measures = {c.key: c.condition(asked.on) for c in COUNTERS if c.where is not None}
    found = grouped(ROLL.population, asked, over=over, measures=measures)
    lines = tuple(
        Line(name, str(uid), found.get((pk,), dict.fromkeys((TOTAL, *measures), 0)))
        for pk, name, uid in _units(unit, place)
    )
    missing = Records(unit).missing(ROLL.area, asked.window)
    total = {key: sum(line.values[key] for line in lines) for key in (TOTAL, *measures)}
    return Statistics(place, lines, Line(place.name, str(unit.uid), total, not missing), tuple(missing))


def _units(unit: Unit, place: Surroundings) -> list[tuple[int, str, object]]:
    if not place.below:
        return [(unit.pk, place.name, unit.uid)]
    return [(pk, name, place.uids[ref]) for pk, (ref, name) in place.below.items()]
