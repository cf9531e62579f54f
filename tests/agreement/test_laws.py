"""The laws of figures over a sample of units and dates: number is length of list, parts add up, parts lie in the base."""

import random

import pytest

from chibo.catalogue.contents import ALL
from chibo.catalogue.queries import Question, figure, units_below
from chibo.indicators import Kind, Tally, count_rows, evaluate, list_rows, plan
from chibo.kernel.days import Period
from chibo.kernel.refusal import Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.org.models import Unit
from tests.agreement.test_counts import NOW, SOME_DAYS, asked, day_in, window_in
from tests.agreement.world import BY

COUNTED = [indicator for indicator in ALL if indicator.kind is not Kind.BALANCE]
KINDS = pytest.mark.parametrize("indicator", COUNTED, ids=lambda indicator: indicator.code)


def sample(figures, indicator, count):
    """Units with a window and a structure, small units and large."""
    rng = random.Random(indicator.code + str(count))
    for _ in range(count):
        ref = rng.choice(("T", "H0", "H1", "X0", "X1", "X2", "A0", rng.choice(figures.replay.known)))
        window = day_in(rng) if indicator.is_state else window_in(rng)
        yield rng, ref, window, rng.choice((None, None, NOW, *SOME_DAYS))


@KINDS
def test_value_and_base_are_lengths_of_lists_without_repetition(world, figures, indicator):
    for _, ref, window, structure in sample(figures, indicator, 12):
        question = asked(ref, window, structure)
        found = evaluate(indicator, question)
        value = found.numerator if indicator.kind is Kind.AVERAGE else found.value
        assert value == distinct(list_rows(indicator, question)), (ref, window, structure)
        if found.base is not None:
            assert found.base == distinct(list_rows(indicator, question, part="base")), (ref, window, structure)


@KINDS
def test_cells_are_lengths_of_lists_and_add_up_to_the_value(world, figures, indicator):
    for rng, ref, window, structure in sample(figures, indicator, 8):
        question = asked(ref, window, structure)
        for dimension in rng.sample(indicator.allowed(), min(len(indicator.allowed()), 5)):
            found = evaluate(indicator, question, by=(dimension.code,))
            value = found.numerator if indicator.kind is Kind.AVERAGE else found.value
            assert sum(cell.value for cell in found.cells) == value, (ref, window, structure, dimension.code)
            for cell in rng.sample(found.cells, min(len(found.cells), 3)):
                kept = {dimension.code: (cell.key[dimension.code],)}
                assert cell.value == distinct(list_rows(indicator, question, kept)), (ref, window, structure, kept)
                if cell.base is not None and indicator.base.dimension(dimension.code):
                    rows = list_rows(indicator, question, kept, part="base")
                    assert cell.base == distinct(rows), (ref, window, structure, kept)


@KINDS
def test_the_units_below_share_the_value_among_them(world, figures, indicator):
    if not indicator.population.over_units:
        return
    for _, ref, window, structure in sample(figures, indicator, 8):
        unit = Unit.objects.get(ref=ref)
        question = asked(ref, window, structure)
        period = Period(*window) if isinstance(window, tuple) else window
        over = units_below(Question(indicator, unit, period, THEN if structure is None else Structure(structure)))
        found = evaluate(indicator, question, by=("unit",), over=over)
        laid = list_rows(indicator, question, over=list(over))
        value = found.numerator if indicator.kind is Kind.AVERAGE else found.value
        assert sum(cell.value for cell in found.cells) == distinct(laid), (ref, window, structure)
        for cell in found.cells:
            mine = [pk for pk, (name, _) in over.items() if name == cell.key["unit"]]
            assert cell.value == distinct(laid.filter(branch__in=mine)), (ref, window, structure, cell.key)
        itself = list_rows(indicator, question).exclude(pk__in=laid.order_by().values("pk"))
        assert value == distinct(laid) + distinct(itself), (ref, window, structure)
        counted = {cell.key["unit"]: cell.value for cell in found.cells if cell.value}
        if figures.knows(indicator.code):
            assert counted == by_unit(figures, indicator.code, ref, window, structure), (ref, window, structure)


@KINDS
def test_what_is_counted_lies_in_its_base(world, figures, indicator):
    for rng, ref, window, structure in sample(figures, indicator, 8):
        question = asked(ref, window, structure)
        dimension = rng.choice(indicator.allowed())
        values = [cell.key[dimension.code] for cell in evaluate(indicator, question, by=(dimension.code,)).cells]
        for kept in [{}, *({dimension.code: (value,)} for value in values[:2])]:
            if indicator.base is None and not kept:
                continue
            if kept and indicator.kind is Kind.AVERAGE:
                continue
            counted, base = list_rows(indicator, question, kept), list_rows(indicator, question, kept, part="base")
            key = "pk" if counted.model is base.model else "person"
            inside = set(base.values_list(key, flat=True))
            assert set(counted.values_list(key, flat=True)) <= inside, (ref, window, structure, kept)
            rest = list_rows(indicator, question, kept, part="rest")
            if key == "pk":
                assert count_rows(rest) == count_rows(base) - count_rows(counted), (ref, window, structure, kept)


@KINDS
def test_counts_made_together_are_the_counts_made_one_by_one(world, figures, indicator):
    tally, waiting = Tally(), []
    for rng, ref, window, structure in sample(figures, indicator, 10):
        question, by = asked(ref, window, structure), (rng.choice(indicator.allowed()).code,)
        waiting.append((plan(tally, indicator, question, by=by), evaluate(indicator, question, by=by)))
    tally.run()
    for together, alone in waiting:
        assert together() == alone


@KINDS
def test_an_empty_scope_counts_nothing(world, indicator):
    """A unit on the eve of its founding, and one of which nothing is left."""
    young = Unit.objects.filter(founded_on__year=2020).order_by("pk").first()
    for window in (young.founded_on.replace(year=2019), SOME_DAYS[0]):
        window = window if indicator.is_state else (window, window)
        found = evaluate(indicator, asked(young.ref, window, None))
        assert (found.value, found.base in (None, 0)) == (0, True)


def test_the_door_of_the_catalogue_gives_the_same_figure(world, figures):
    """Only for a unit that never stood in the window (or stands not in the structure) there is none."""
    answered = 0
    for indicator in COUNTED:
        for _, ref, window, structure in sample(figures, indicator, 4):
            question = asked(ref, window, structure)
            try:
                found = figure(
                    Question(indicator, question.scope.unit, question.window, question.scope.structure), viewer=BY
                )
            except Refusal as refusal:
                assert refusal.code in ("unit_not_there", "not_in_structure"), (ref, window, structure)
                continue
            assert found.value == evaluate(indicator, question).value
            answered += 1
    assert answered >= len(COUNTED)


def distinct(rows) -> int:
    """The length of the list, every row once.

    :raises AssertionError: a row is in it twice
    """
    keys = list(rows.order_by().values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "a row is listed twice"
    return len(keys)


def by_unit(figures, code, ref, window, structure) -> dict[str, int]:
    """The same from the replay: rows below the unit, by the unit directly below it on the day of each."""
    return figures.by_unit(code, ref, window, structure)
