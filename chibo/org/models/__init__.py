"""Tables of organization: truth (units, placements, events, terms) and the derived closure."""

from chibo.org.models.events import Coverage, OrgEvent, OrgEventParty
from chibo.org.models.places import AdminPlace, MergerProject, MergerStatus, WorkUnit
from chibo.org.models.terms import Term
from chibo.org.models.units import Closure, Placement, Unit

__all__ = [
    "AdminPlace",
    "Closure",
    "Coverage",
    "MergerProject",
    "MergerStatus",
    "OrgEvent",
    "OrgEventParty",
    "Placement",
    "Term",
    "Unit",
    "WorkUnit",
]
