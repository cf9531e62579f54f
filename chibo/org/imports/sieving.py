"""Trying a plan on the records before anything is written: which of many things the rules refuse, and why."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from chibo.kernel.refusal import Refusal

Item = TypeVar("Item")
MOST_TRIES = 150
"""After so many tries whatever is still undecided is refused together, with the sentence of the first of it."""


def sieve(
    items: Sequence[Item], attempt: Callable[[Sequence[Item]], object], *, apart: bool = False
) -> list[tuple[Item, Refusal]]:
    """The things without which the rest is accepted, each with its refusal; in the order given.

    :param attempt: raises Refusal for the first thing it cannot accept; later things may stand on earlier ones
    :param apart: the things hardly depend on each other: many refused ones are found faster
    """
    tries, refused, left = [MOST_TRIES], [], list(items)
    if apart:
        refused = _apart(left, attempt, tries)
        gone = {id(item) for item, _ in refused}
        left = [item for item in left if id(item) not in gone]
    while left and (refusal := _refusal(left, attempt)) is not None:
        if tries[0] <= 0:
            refused += [(item, refusal) for item in left]
            break
        low, high = 1, len(left)
        while low < high:
            middle = (low + high) // 2
            tries[0] -= 1
            found = _refusal(left[:middle], attempt)
            if found is None:
                low = middle + 1
            else:
                high, refusal = middle, found
        refused.append((left.pop(low - 1), refusal))
    return refused


def _apart(
    items: list[Item], attempt: Callable[[Sequence[Item]], object], tries: list[int]
) -> list[tuple[Item, Refusal]]:
    """By halves."""
    tries[0] -= 1
    refusal = _refusal(items, attempt) if items else None
    if refusal is None:
        return []
    if len(items) == 1 or tries[0] <= 0:
        return [(item, refusal) for item in items]
    middle = len(items) // 2
    return _apart(items[:middle], attempt, tries) + _apart(items[middle:], attempt, tries)


def _refusal(items: Sequence[Item], attempt: Callable[[Sequence[Item]], object]) -> Refusal | None:
    try:
        attempt(items)
    except Refusal as refusal:
        return refusal
    return None
