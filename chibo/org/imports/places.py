"""Units offered where somebody says which unit a workbook is about."""

from datetime import date

from chibo.kernel.viewer import Viewer
from chibo.org import queries
from chibo.org.models import Unit

MOST = 150


def suggest_places(by: Viewer, capability: str, on: date) -> list[tuple[str, str]]:
    """(short reference, name) of the viewer's home, of the upper units where the capability holds, and of those below."""
    home = getattr(by, "home", None)
    entitled = by.entitled(capability) if hasattr(by, "entitled") else []
    upper = list(queries.standing(entitled, on=on).select_related("unit"))
    found = {placement.unit.ref: placement.name for placement in upper}
    if home is not None and by.may(capability, home):
        found |= {p.unit.ref: p.name for p in queries.standing([home.pk], on=on).select_related("unit")}
        found |= {p.unit.ref: p.name for p in queries.children(home, on=on)[:MOST]}
    for unit in Unit.objects.filter(pk__in=[placement.unit_id for placement in upper][:5]):
        if len(found) < MOST:
            found |= {p.unit.ref: p.name for p in queries.children(unit, on=on)[:MOST]}
    offered = list(found.items())
    if home is not None and home.ref in found:
        offered.sort(key=lambda pair: pair[0] != home.ref)
    return offered[:MOST]
