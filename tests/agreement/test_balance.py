"""Opening + in − out = closing: at every unit, for any window, and every line is a list."""

import random
from datetime import date

from chibo.catalogue.contents import BY_CODE
from chibo.indicators import count_rows, evaluate, list_rows
from chibo.kernel.clock import today
from chibo.members.derivation import recount
from chibo.org import closure
from tests.agreement.test_counts import NOW, SOME_DAYS, asked, window_in

BALANCE = BY_CODE["MEM-04"]
BY_REORGANIZATION = ("moved_in", "carried_in", "moved_out", "carried_out")


def lines_of(figure) -> dict[str, int]:
    """Line → count."""
    return {cell.key["line"]: cell.value for cell in figure.cells}


def test_the_residual_is_zero_at_every_unit_and_every_line_equals_the_replay(world, figures):
    rng = random.Random("every unit")
    for ref in figures.replay.known:
        window, structure = window_in(rng), rng.choice((None, None, NOW, *SOME_DAYS))
        figure = evaluate(BALANCE, asked(ref, window, structure))
        assert figure.residual == 0, (ref, window, structure)
        assert lines_of(figure) == figures.balance(ref, *window, structure), (ref, window, structure)


def test_the_residual_is_zero_at_the_upper_units_in_many_windows(world, figures):
    rng = random.Random("upper units")
    for _ in range(60):
        ref, window = rng.choice(("T", "H0", "H1", "X0", "X1", "X2")), window_in(rng)
        figure = evaluate(BALANCE, asked(ref, window, None))
        assert figure.residual == 0, (ref, window)
        assert lines_of(figure) == figures.balance(ref, *window), (ref, window)


def test_every_line_is_the_length_of_its_list(world, figures):
    rng = random.Random("lists")
    for ref in ("T", "H0", "X0", "X3", "A0", "C0", *rng.sample(figures.replay.known, 6)):
        question = asked(ref, window_in(rng), rng.choice((None, NOW)))
        figure = evaluate(BALANCE, question)
        for line, value in lines_of(figure).items():
            rows = list_rows(BALANCE, question, {"line": (line,)})
            assert value == count_rows(rows) == len(list(rows)), (ref, line)
            if line not in ("carried_in", "carried_out"):
                assert value == len(set(rows.values_list("pk", flat=True))), (ref, line)


def test_in_the_structure_of_one_day_nobody_is_reorganized(world, figures):
    for ref in ("T", "H0", "H1", "X0", "X1", "X5"):
        for structure in (NOW, *SOME_DAYS):
            figure = evaluate(BALANCE, asked(ref, (date(2015, 1, 1), date(2024, 12, 31)), structure))
            lines = lines_of(figure)
            assert (figure.residual, [lines[line] for line in BY_REORGANIZATION]) == (0, [0, 0, 0, 0])


def test_what_is_derived_recounts_without_a_difference(world):
    assert closure.recount() == []
    assert list(recount.differences(today=today())) == []
    assert list(recount.residuals(until=today())) == []
