"""Units as plain data, within what the viewer is entitled to."""

from datetime import date
from typing import Any

from chibo.kernel.days import FOREVER
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Placement

READ, FIGURES = "org.read", "figures.read"


def units(text: str, *, on: date, limit: int, viewer: Viewer) -> list[Placement]:
    """Units of the day with every word in the name; without words the uppermost ones of the viewer.

    :raises NotEntitled: the viewer may see no unit at all
    """
    capability = READ if viewer.may(READ) else FIGURES
    viewer.must(capability)
    within = None if viewer.is_everywhere(capability) else viewer.entitled(capability)
    if text.strip():
        return org.search_units(text, within=within, on=on, limit=limit)
    if within is None:
        return list(org.roots(on=on).select_related("unit", "superior")[:limit])
    top = org.placements_of(within, on=on).values()
    return sorted(top, key=lambda placement: placement.name_key)[:limit]


def unit(ref: str, *, on: date, viewer: Viewer) -> dict[str, Any]:
    """A unit on a day with its path and the units directly below.

    :raises Refusal: unknown, ambiguous, not the viewer's, did not stand on the day
    """
    found = org.by_ref(ref, on=on)
    viewer.scope(found)
    placement = org.placement_of(found, on=on)
    above = org.ancestors(found, on=on)
    below = org.children(found, on=on).select_related("unit", "superior")
    term = org.term_of(found, on=on)
    return unit_as_data(placement) | {
        "founded_on": found.founded_on.isoformat(),
        "ended_on": None if found.ended_on >= FOREVER else found.ended_on.isoformat(),
        "term": None if term is None else {"label": term.label, "congress_on": term.congress_on.isoformat()},
        "path": [{"ref": p.unit.ref, "name": p.name} for p in above],
        "below": [unit_as_data(child) for child in below],
    }


def unit_as_data(placement: Placement) -> dict[str, Any]:
    """A unit as it was while a placement held."""
    return {
        "ref": placement.unit.ref,
        "uid": str(placement.unit.uid),
        "name": placement.name,
        "kind": placement.kind,
        "kind_title": placement.get_kind_display(),
        "sector": placement.sector,
        "cell_kind": placement.cell_kind,
        "code": placement.code,
        "superior": placement.superior.ref if placement.superior_id else None,
        "since": placement.since.isoformat(),
        "until": None if placement.until >= FOREVER else placement.until.isoformat(),
    }
