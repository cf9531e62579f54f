"""What a reorganization is going to do, before it is done: endings, foundings and changes of one event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chibo.org.models import AdminPlace, Unit
from chibo.org.vocabulary import EventKind, Sector

FACTS = ("superior", "kind", "name", "sector", "cell_kind", "code", "place")
"""What a placement says about a unit."""

Where = Unit | str
"""A unit, or the short reference of one (also of one founded in the same event)."""


@dataclass(frozen=True)
class UnitSpec:
    """A unit to be founded.

    :param superior_ref: short reference of its superior, also of one founded in the same event
    :param since: only in an opening: the day it has stood since, the day of the opening if not given
    """

    ref: str
    name: str
    kind: str
    superior_ref: str | None = None
    sector: str = Sector.CHUNG
    cell_kind: str = ""
    code: str = ""
    place: AdminPlace | None = None
    since: date | None = None


@dataclass(frozen=True)
class Ending:
    """A unit that ends.

    :param successor: its principal successor: heir of its archive, host of what was below it
    :param destination: the cell that takes its members unless chosen person by person; the successor if not given
    :param all_chosen: nobody goes anywhere by default: each is chosen for
    """

    unit: Unit
    successor: Where | None = None
    destination: Where | None = None
    all_chosen: bool = False

    @property
    def heir(self) -> Where | None:
        """Who takes what hangs on the unit, unless chosen otherwise."""
        if self.all_chosen:
            return None
        return self.successor if self.destination is None else self.destination


@dataclass(frozen=True)
class Change:
    """A unit that goes on with other facts (keys out of :data:`FACTS`; ``superior`` is a :data:`Where` or None).

    :param destination: for a cell that stops being one, the cell that takes its members unless chosen otherwise
    :param counted: whether figures count it as a subject of the event
    """

    unit: Unit
    facts: Mapping[str, object]
    destination: Where | None = None
    counted: bool = True


@dataclass(frozen=True)
class Plan:
    """One event to be.

    :param chosen: occupant key → where that one goes, person by person
    :param receivers: units that receive without being changed themselves
    """

    kind: EventKind
    on: date
    end: tuple[Ending, ...] = ()
    found: tuple[UnitSpec, ...] = ()
    change: tuple[Change, ...] = ()
    chosen: Mapping[str, Where] = field(default_factory=dict)
    receivers: tuple[Unit, ...] = ()
    note: str = ""
    illustration: bool = False
