"""Timing two ways of doing the same in one run, so that the machine falls out of the ratio.

What is timed here works in this thread alone, SQLite included, and has its data in memory. Its processor time is therefore
what a clock on the wall would show on a machine with nothing else to do, and does not change when there is.
"""

import gc
import time
from collections.abc import Callable
from contextlib import contextmanager
from statistics import median

Call = Callable[[], object]


def seconds(call: Call) -> float:
    """How long one call keeps the processor busy."""
    began = time.thread_time()
    call()
    return time.thread_time() - began


def alternate(one: Call, two: Call, rounds: int) -> tuple[float, float]:
    """The median of each, called in turns after one call of both that does not count."""
    one()
    two()
    found: tuple[list[float], list[float]] = ([], [])
    with _steady():
        for turn in range(rounds):
            # Whoever comes second finds warmer caches: each is second every other time.
            for place in (0, 1) if turn % 2 else (1, 0):
                found[place].append(seconds((one, two)[place]))
    return median(found[0]), median(found[1])


def fastest(call: Call, rounds: int) -> float:
    """The best of several calls: what it takes when nothing else is in the way."""
    call()
    with _steady():
        return min(seconds(call) for _ in range(rounds))


@contextmanager
def _steady():
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
