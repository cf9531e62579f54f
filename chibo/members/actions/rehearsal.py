"""Looking at what an action would do, without doing it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Seen = TypeVar("Seen")


def rehearse(act: Callable[[], object], look: Callable[[], Seen]) -> Seen:
    """Carry an action out, look at what came of it, and take everything back.

    :param act: an action, with everything it needs
    :param look: reads what is to be seen afterwards
    :raises Refusal: whatever the action refuses
    """
    with transaction.atomic():
        act()
        seen = look()
        transaction.set_rollback(True)
    return seen
