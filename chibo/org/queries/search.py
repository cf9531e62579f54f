"""Finding units by what a person types."""

from collections.abc import Collection
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from chibo.kernel.text import fold
from chibo.org.models import Placement
from chibo.org.queries.tree import condition_within
from chibo.org.queries.units import LONGEST_REFERENCE, in_force


def search_units(text: str, *, within: Collection[int] | None, on: date, limit: int = 20) -> list[Placement]:
    """Units of the day whose name, short reference or code has every word, without diacritics; best first.

    :param within: ids of the units to look in with all below them, None for everywhere
    """
    folded = fold(text[:LONGEST_REFERENCE])
    words = folded.split(" ")[:8]
    if not folded or (within is not None and not within):
        return []
    found = Placement.objects.filter(in_force(on)).select_related("unit", "superior")
    named = Q()
    for word in words:
        named &= Q(folded__contains=word)
    found = found.filter(named | Q(unit__ref__iexact=folded) | Q(code=folded))
    if within is not None:
        found = found.filter(condition_within(within, on=on))
    rank = Case(
        When(Q(folded=folded) | Q(unit__ref__iexact=folded), then=Value(0)),
        When(folded__startswith=folded, then=Value(1)),
        When(folded__contains=folded, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return list(found.annotate(match_rank=rank).order_by("match_rank", "name_key", "id")[: max(0, min(limit, 200))])
