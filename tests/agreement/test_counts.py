"""Random figures, khi đó and in the structure of any day, against the replay."""

import random
from datetime import date, timedelta

import pytest

from chibo.catalogue.contents import BY_CODE
from chibo.indicators import Asked, evaluate
from chibo.kernel.days import Period
from chibo.kernel.scope import THEN, Structure
from chibo.org.models import Unit
from tests.agreement.world import BY, FIRST, LAST

NOW = date(2026, 11, 22)
SOME_DAYS = (date(2014, 12, 31), date(2017, 6, 30), date(2020, 2, 29), date(2023, 12, 31))


def asked(ref: str, window: object, structure: date | None) -> Asked:
    """What is asked for, with days as the replay writes them."""
    window = Period(*window) if isinstance(window, tuple) else window
    scope = BY.scope(Unit.objects.get(ref=ref), structure=THEN if structure is None else Structure(structure))
    return Asked(scope, window)


def day_in(rng: random.Random) -> date:
    """A day in the ten years or shortly before or after; now and then one on which something was reorganized."""
    return FIRST + timedelta(days=rng.randrange(-10, (LAST - FIRST).days + 60))


def window_in(rng: random.Random) -> tuple[date, date]:
    """Two days in order, from one day to several years apart."""
    first = day_in(rng)
    return first, first + timedelta(days=rng.choice((0, 1, 30, 89, 364, 700, 1500, 3650)))


@pytest.mark.parametrize("structure", [None, NOW, "some"])
def test_a_thousand_counts_of_members_equal_the_replay(world, figures, structure):
    rng = random.Random(str(structure))
    busy = sorted(figures.replay.pictures)
    for _ in range(1000 if structure != "some" else 300):
        day = rng.choice(busy) - timedelta(days=rng.randrange(2)) if rng.random() < 0.4 else day_in(rng)
        ref = rng.choice(figures.replay.known)
        on = rng.choice(SOME_DAYS) if structure == "some" else structure
        got = evaluate(BY_CODE["MEM-01"], asked(ref, day, on)).value
        assert got == len(figures.rows("MEM-01", ref, day, on)), (ref, day, on)


CODES = (
    "ORG-01",
    "ORG-02",
    "ORG-04",
    "ORG-05",
    "ORG-06",
    "MEM-02",
    "MEM-03",
    "ADM-01",
    "REM-01",
    "REM-02",
    "TRF-01",
    "TRF-04",
)


@pytest.mark.parametrize("code", CODES)
def test_two_hundred_figures_of_every_kind_equal_the_replay(world, figures, code):
    rng = random.Random(code)
    indicator = BY_CODE[code]
    for _ in range(200):
        window = day_in(rng) if indicator.is_state else window_in(rng)
        ref = rng.choice(figures.replay.known[:30] if rng.random() < 0.7 else figures.replay.known)
        structure = rng.choice((None, None, NOW, *SOME_DAYS))
        rows = figures.rows(code, ref, window, structure)
        codes = sorted({d.code for d in indicator.allowed()} & set(rows[0])) if rows else []
        by = tuple(rng.sample(codes, min(len(codes), rng.choice((1, 2)))))
        got = evaluate(indicator, asked(ref, window, structure), by=by)
        assert got.value == len(rows), (ref, window, structure)
        if indicator.base is not None:
            assert got.base == len(figures.rows(code, ref, window, structure, base=True)), (ref, window, structure)
        if by:
            counted = {tuple(cell.key[d] for d in by): cell.value for cell in got.cells if cell.value}
            assert counted == figures.cells(rows, *by), (ref, window, structure, by)
