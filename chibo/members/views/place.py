"""The unit a page is about: from the address, else the viewer's own."""

from datetime import date

from django.http import HttpRequest

from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import Viewer
from chibo.members.rules import capabilities
from chibo.org import queries as org
from chibo.org.models import Unit

UNIT = "don-vi"


def unit_of(request: HttpRequest, *, capability: str = capabilities.READ) -> Unit:
    """The unit asked for (its uid), the viewer's home, or the first unit at which the viewer has the capability.

    :raises NotFound: no such unit
    :raises NotEntitled: it is not the viewer's to read
    """
    viewer, uid = request.viewer, request.GET.get(UNIT, "").strip()
    unit = org.by_uid(uid) if uid else _own(viewer, capability)
    viewer.must(capability, unit)
    return unit


def _own(viewer: Viewer, capability: str) -> Unit:
    home = getattr(viewer, "home", None)
    if home is not None and viewer.may(capability, home):
        return home
    entitled = viewer.entitled(capability)
    if not entitled:
        raise NotEntitled(
            "Đồng chí chưa được giao quyền xem danh sách này. Nếu công việc cần, hãy đề nghị quản trị viên giao quyền.",
            code="not_entitled",
        )
    return Unit.objects.get(pk=entitled[0])


def choices_around(unit: Unit, *, on: date, by: Viewer, capability: str = capabilities.READ) -> list[tuple[str, str]]:
    """Units to go to from here, as (uid, name): those above that are the viewer's, this one, those directly below."""
    above = [p for p in org.ancestors(unit, on=on) if by.may(capability, p.unit)]
    below = [(str(p.unit.uid), f"– {p.name}") for p in org.children(unit, on=on)]
    here = (str(unit.uid), org.name_of(unit, on=on))
    return [*((str(p.unit.uid), p.name) for p in above), here, *below]
