"""The score of every rule, of a unit or of many at once: the rows of the roll are gone through once for all rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chibo.indicators import Asked, Population, count_rows, grouped
from chibo.kernel.numbers import percent
from chibo.kernel.viewer import Viewer
from chibo.members.indicators.roll import ROLL
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.quality.rules import READ, RULES, Look, Rule
from chibo.quality.rules.populations import CHECKED_ROLL
from chibo.quality.rules.right import unread
from chibo.quality.vocabulary import Group

UNREAD = "unread"
"""Counted beside the rules: people with a number that was not read since it was entered."""


@dataclass(frozen=True)
class Score:
    """What a rule found at a unit.

    :ivar faults: how long its list is
    :ivar base: how many rows it looked at
    """

    rule: Rule
    faults: int
    base: int

    @property
    def clean(self) -> int:
        """Rows without a fault."""
        return self.base - self.faults

    @property
    def percent(self) -> Decimal | None:
        """The share without a fault."""
        return percent(self.clean, self.base)

    @property
    def is_clean(self) -> bool:
        return self.faults == 0


@dataclass(frozen=True)
class Sheet:
    """All scores of a unit."""

    scores: tuple[Score, ...]
    unread: int = 0

    def of(self, group: str) -> list[Score]:
        """Those of one group."""
        return [score for score in self.scores if score.rule.group == group]

    def unclean(self, group: str) -> int:
        """How many rules of the group find something. Faults are never added across rules."""
        return sum(1 for score in self.of(group) if score.faults)

    def score(self, code: str) -> Score:
        """The score of one rule."""
        return next(score for score in self.scores if score.rule.code == code)


def look_at(unit: Unit, *, on: date, today: date, viewer: Viewer) -> Look:
    """What the desk is asked for, once the viewer is entitled.

    :raises NotEntitled: the desk of the unit is not the viewer's
    """
    viewer.must(READ, unit)
    return Look(Asked(viewer.scope(unit), on), today)


def sheets(look: Look, below: Sequence[int], *, rules: Sequence[Rule] = RULES) -> tuple[Sheet, dict[int, Sheet]]:
    """The scores of the unit and of each unit directly below; two grouped queries a table, however many units.

    Everybody on the roll stands below exactly one of them, so what concerns members is the sum of the parts; a unit
    without units below is counted itself.
    """
    own = look.asked.scope.unit.pk
    over = list(below) or [own]
    counts = _counted(look, over, rules)
    parts = {pk: _sheet(rules, {name: found.get(pk, {}) for name, found in counts.items()}) for pk in over}
    if not below:
        return parts[own], {}
    whole = _counted(look, [own], rules, only=lambda population: population not in (ROLL, CHECKED_ROLL))
    summed = {
        name: whole[name].get(own, {}) if name in whole else _sum(found.values()) for name, found in counts.items()
    }
    return _sheet(rules, summed), parts


Counts = Mapping[str, int]


def _counted(look: Look, over: Sequence[int], rules: Sequence[Rule], *, only=lambda population: True):
    """Population → unit → what was counted (``all`` rows, and the faults of every rule by its code)."""
    found: dict[str, dict[int, Counts]] = {}
    for population, some in _by_population(rules):
        if not only(population):
            continue
        measures = {rule.code: rule.condition(look) for rule in some if rule.beside is None}
        if population is CHECKED_ROLL:
            measures[UNREAD] = unread(look)
        lines = grouped(population, look.asked, over=over, measures=measures)
        found[population.code] = {branch: counts for (branch, *_), counts in lines.items()}
    return found


def _by_population(rules: Sequence[Rule]) -> Iterable[tuple[Population, list[Rule]]]:
    found: dict[str, tuple[Population, list[Rule]]] = {ROLL.code: (ROLL, [])}
    for rule in rules:
        found.setdefault(rule.population.code, (rule.population, []))[1].append(rule)
    return found.values()


def _sum(lines: Iterable[Counts]) -> Counts:
    total: dict[str, int] = {}
    for line in lines:
        for name, n in line.items():
            total[name] = total.get(name, 0) + n
    return total


def _sheet(rules: Sequence[Rule], counts: Mapping[str, Counts]) -> Sheet:
    scores = []
    for rule in rules:
        line = counts.get(rule.population.code, {})
        rows = line.get("all", 0)
        if rule.beside is None:
            scores.append(Score(rule, line.get(rule.code, 0), rows))
        else:
            beside = counts.get(rule.beside.code, {}).get("all", 0)
            scores.append(Score(rule, rows, rows + beside))
    return Sheet(tuple(scores), counts.get(CHECKED_ROLL.code, {}).get(UNREAD, 0))


def rows_of(rule: Rule, look: Look, *, person: Person | None = None):
    """The list of a rule: exactly what its score counts.

    :param person: only what concerns this person
    """
    rows = rule.population.rows(look.asked, None)
    if rule.beside is None:
        rows = rows.filter(rule.condition(look))
    if person is not None:
        rows = rows.filter(pk=person.pk) if rows.model is Person else rows.filter(person=person)
    return rows


def score_of(rule: Rule, look: Look) -> Score:
    """The score of one rule at one unit."""
    faults = count_rows(rows_of(rule, look))
    if rule.beside is None:
        return Score(rule, faults, count_rows(rule.population.rows(look.asked, None)))
    return Score(rule, faults, faults + count_rows(rule.beside.rows(look.asked, None)))


def groups() -> list[tuple[str, str, list[Rule]]]:
    """(code, title, rules) in reading order."""
    return [(g.value, g.label, [rule for rule in RULES if rule.group == g]) for g in Group]


__all__ = ["Score", "Sheet", "groups", "look_at", "rows_of", "score_of", "sheets"]
