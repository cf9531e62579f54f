"""For which unit a workbook comes in."""

from datetime import date
from uuid import UUID

from chibo.exchange.rules.kinds import Place
from chibo.kernel.text import tidy
from chibo.org import queries


def find_place(reference: str, on: date) -> Place:
    """The unit a workbook comes in for, for ``exchange.rules.kinds.install``.

    :param reference: ``unit:<uid>``, uid, short reference, or a name of the day; empty for the whole installation
    :raises Refusal: none, several, or one that does not stand on the day
    """
    if not reference.strip():
        return Place("", "Toàn hệ thống", None)
    text = tidy(reference[:200]).removeprefix("unit:")
    unit = queries.by_uid(text) if _is_uid(text) else queries.by_ref(text, on=on)
    return Place(unit.reference, queries.placement_of(unit, on=on).name, unit)


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
