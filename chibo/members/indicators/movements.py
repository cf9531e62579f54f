"""What happened on the roll in a period, laid on the tree of its own day."""

from collections.abc import Collection, Sequence

from django.db.models import F, Q, QuerySet

from chibo.indicators import Asked
from chibo.members.indicators.roll import DAY_OF_ROW, laid, links_after
from chibo.members.models import Movement, Stay
from chibo.org.models import Closure
from chibo.org.queries.laying import ghosts_of, is_below


def moved(
    asked: Asked, causes: Collection[str], *, is_entry: bool, over: Sequence[int] | None = None
) -> QuerySet[Movement]:
    """The entries (or exits) of these causes in the period whose cell stood at or below the scope's unit."""
    rows = Movement.objects.filter(
        cause__in=list(causes), is_entry=is_entry, on__gte=asked.window.first, on__lte=asked.window.last
    )
    return laid(rows, asked.scope, day=DAY_OF_ROW, over=over)


def other_side_inside(asked: Asked) -> Q:
    """Whether the other side of a movement stands at or below the scope's unit too (a movement within)."""
    if asked.scope.structure.is_then:
        return Q(is_below(asked.scope, unit="other_cell", day=F("other_day")))
    on = asked.scope.structure.day
    within = Closure.objects.filter(ancestor=asked.scope.unit.pk, since__lte=on, until__gt=on).values("descendant")
    ghosts = ghosts_of(asked.scope)
    if not links_after(asked.scope):
        return Q(other_home__in=within) | Q(other_home__in=ghosts) if ghosts else Q(other_home__in=within)
    anchors = Stay.objects.filter(anchor_since__lte=on, anchor_until__gt=on)
    inside = anchors.filter(Q(cell__in=within) | Q(cell__in=ghosts)) if ghosts else anchors.filter(cell__in=within)
    return Q(other_chain__in=inside.values("chain"))
