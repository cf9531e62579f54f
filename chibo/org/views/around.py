"""What every page about a unit needs: the day, the unit on it, the way down to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.org import queries as org
from chibo.org import rules
from chibo.org.models import Placement, Unit
from chibo.ui import params
from chibo.ui.params import Asked


@dataclass(frozen=True)
class Around:
    """A unit as its pages show it.

    :param here: its placement on the day; outside its life the nearest one, and then ``absent`` says why
    :param above: placements above it on the day, the top first, each with whether the viewer may open it
    """

    unit: Unit
    here: Placement
    asked: Asked
    today: date
    absent: str
    above: list[tuple[Placement, bool]]

    @property
    def name(self) -> str:
        return self.here.name

    @property
    def day(self) -> date:
        """The day asked, or the nearest one on which the unit stood."""
        return org.nearest_day(self.here, self.asked.on)


def around(request: HttpRequest, uid: UUID, *, capability: str = rules.READ) -> Around:
    """The unit of an address, if the viewer may see it.

    :raises Refusal: unknown, or not the viewer's
    """
    unit, today = org.by_uid(uid), clock.today()
    request.viewer.must(capability, unit)
    asked = params.asked(request.GET, today=today)
    absent = ""
    try:
        here = org.placement_of(unit, on=asked.on)
    except Refusal as refusal:
        here, absent = org.nearest_placement(unit, on=asked.on), refusal.message
    mine = set(request.viewer.entitled(rules.READ))
    above, open_ = [], False
    for placement in org.ancestors(unit, on=org.nearest_day(here, asked.on)):
        open_ = open_ or placement.unit_id in mine
        above.append((placement, open_))
    return Around(unit, here, asked, today, absent, above)
