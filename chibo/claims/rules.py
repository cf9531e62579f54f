"""What a quantifier means: the rulebook's table applied to k/n or to a series of full years."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

SUPPORTED, CONTRADICTED, NOT_ENOUGH = "supported", "contradicted", "not enough data"
Table = Sequence[Mapping[str, object]]


def rule_for(word: str, table: Table) -> Mapping[str, object]:
    """The row of the table that holds the word.

    :raises KeyError: the table does not know the word
    """
    for row in table:
        if word in row["words"]:
            return row
    raise KeyError(word)


def judge_share(word: str, k: int, n: int, table: Table) -> str:
    """Whether k of n is what the word says; nothing can be said of nothing."""
    rule = rule_for(word, table)
    if n == 0:
        return NOT_ENOUGH
    if rule["test"] == "count":
        return SUPPORTED if k >= int(rule["at_least"]) else CONTRADICTED
    share = Fraction(k, n)
    if "at_least" in rule:
        return SUPPORTED if share >= Fraction(rule["at_least"]) else CONTRADICTED
    return SUPPORTED if share > Fraction(rule["more_than"]) else CONTRADICTED


def judge_series(word: str, points: Sequence[tuple[int, int, int | None]], table: Table) -> str:
    """Whether count and share move in the word's direction at every step of the full years.

    :param points: (year, count, base) in order of years
    """
    rule = rule_for(word, table)
    if len(points) < int(rule["min_steps"]) + 1:
        return NOT_ENOUGH
    up = rule["direction"] == "up"
    lines = [[Fraction(count) for _, count, _ in points]]
    if "share" in rule["measures"]:
        if any(not base for _, _, base in points):
            return NOT_ENOUGH
        lines.append([Fraction(count, base) for _, count, base in points])
    moves = all((b > a) if up else (b < a) for line in lines for a, b in pairwise(line))
    return SUPPORTED if moves else CONTRADICTED
