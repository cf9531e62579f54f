"""Reading what is due: desks, lines in the order of their days, counts, the week of a unit."""

from chibo.inbox.queries.counts import Overview, overview, own_overview, waiting
from chibo.inbox.queries.desks import below, has_below, kind_asked, legs_of, own, unit_desks
from chibo.inbox.queries.lines import Line, Lines

__all__ = [
    "Line",
    "Lines",
    "Overview",
    "below",
    "has_below",
    "kind_asked",
    "legs_of",
    "overview",
    "own",
    "own_overview",
    "unit_desks",
    "waiting",
]
