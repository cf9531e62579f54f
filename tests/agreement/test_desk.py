"""The data-quality desk over ten random years: each score is the length of its list, on any day, at any unit."""

import random

import pytest

from chibo.indicators import Asked
from chibo.members.models import Attribute, Spell
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.quality.queries.scores import look_at, rows_of, score_of, sheets
from chibo.quality.rules import RULES, Look, rule_of
from tests.agreement.test_counts import NOW, day_in
from tests.agreement.world import BY

SAMPLE = 14


def places(figures):
    """Units with a day on which they stood, small units and large."""
    rng = random.Random("desk")
    while True:
        ref = rng.choice(("T", "H0", "H1", "X0", "X1", "A0", rng.choice(figures.replay.known)))
        unit, on = Unit.objects.get(ref=ref), day_in(rng)
        if unit.exists_on(on):
            yield unit, on


def scored(unit, on):
    look = look_at(unit, on=on, today=NOW, viewer=BY)
    return look, *sheets(look, [p.unit_id for p in org.children(unit, on=on)])


def test_every_score_is_the_length_of_its_list(world, figures):
    found = set()
    for _, (unit, on) in zip(range(SAMPLE), places(figures), strict=False):
        look, own, _ = scored(unit, on)
        for score in own.scores:
            rows = list(rows_of(score.rule, look).values_list("pk", flat=True))
            assert (score.faults, len(set(rows))) == (len(rows), len(rows)), (unit.ref, on, score.rule.code)
            assert score == score_of(score.rule, look), (unit.ref, on, score.rule.code)
            found |= {score.rule.code} if rows else set()
    assert len(found) > len(RULES) // 3


def test_units_below_are_scored_as_when_they_are_asked_themselves(world, figures):
    for _, (unit, on) in zip(range(SAMPLE // 2), places(figures), strict=False):
        _, _, parts = scored(unit, on)
        for pk in list(parts)[:3]:
            _, own, _ = scored(Unit.objects.get(pk=pk), on)
            mine, theirs = ({s.rule.code: (s.faults, s.base) for s in sheet.scores} for sheet in (own, parts[pk]))
            assert mine == theirs, (unit.ref, on, pk)


@pytest.mark.parametrize("name", ["sex", "religion", "qualification"])
def test_what_is_missing_is_missing_in_the_truth(world, figures, name):
    code = {"sex": "thieu-gioi-tinh", "religion": "thieu-ton-giao", "qualification": "thieu-trinh-do"}[name]
    for _, (unit, on) in zip(range(4), places(figures), strict=False):
        look = Look(Asked(BY.scope(unit), on), NOW)
        roll = org.cells_at(unit.pk, structure_day=on)[0]
        people = set(
            Spell.objects.filter(cell__in=roll, since__lte=on, until__gt=on).values_list("person_id", flat=True)
        )
        said = Attribute.objects.filter(name=name, since__lte=on, until__gt=on, person__in=people)
        listed = set(rows_of(rule_of(code), look).values_list("person_id", flat=True))
        assert listed == people - set(said.values_list("person_id", flat=True)), (unit.ref, on)
