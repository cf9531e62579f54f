"""Reading what is due: desks, lines in the order of their days, counts, the week of a unit."""

from chibo.inbox.queries.counts import Tallies, tallies, waiting
from chibo.inbox.queries.desks import below, kind_asked, legs_of, own, unit_desks
from chibo.inbox.queries.lines import Line, Lines

__all__ = ["Line", "Lines", "Tallies", "below", "kind_asked", "legs_of", "own", "tallies", "unit_desks", "waiting"]
