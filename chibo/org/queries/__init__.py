"""Reading organizations: every question takes the day."""

from chibo.org.queries.coverage import AREA_NAMES, coverage, coverages_of, data_until
from chibo.org.queries.history import event_by_uid, event_history, parties_of, predecessors
from chibo.org.queries.levels import level_kinds
from chibo.org.queries.search import search_units
from chibo.org.queries.structure import cells_at, ghost_hosts, ghosts_below, host_of
from chibo.org.queries.terms import term_of, term_start, terms_of, terms_running
from chibo.org.queries.tree import (
    ancestors,
    ancestors_of,
    children,
    closure_below,
    condition_within,
    is_within,
    roots,
    top_most,
    units_below,
    with_child_counts,
)
from chibo.org.queries.units import (
    by_ref,
    by_uid,
    history_of,
    in_force,
    last_placements,
    name_of,
    names_of,
    placement_of,
    placements_of,
)

__all__ = [
    "AREA_NAMES",
    "ancestors",
    "ancestors_of",
    "by_ref",
    "by_uid",
    "cells_at",
    "children",
    "closure_below",
    "condition_within",
    "coverage",
    "coverages_of",
    "data_until",
    "event_by_uid",
    "event_history",
    "ghost_hosts",
    "ghosts_below",
    "history_of",
    "host_of",
    "in_force",
    "is_within",
    "last_placements",
    "level_kinds",
    "name_of",
    "names_of",
    "parties_of",
    "placement_of",
    "placements_of",
    "predecessors",
    "roots",
    "search_units",
    "term_of",
    "term_start",
    "terms_of",
    "terms_running",
    "top_most",
    "units_below",
    "with_child_counts",
]
