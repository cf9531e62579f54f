"""The week of a unit on one sheet: what is late, what falls into this week and the next, what is late below."""

from dataclasses import dataclass
from datetime import date, timedelta

from chibo.inbox.queries.counts import FIRST, overview
from chibo.inbox.queries.desks import legs_of, unit_desks
from chibo.inbox.queries.lines import Line, Lines
from chibo.inbox.rules import READ, Group, end_of_week, group_of
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit

FITS, FITS_BELOW = 22, 8
"""Lines that one sheet holds."""


@dataclass(frozen=True)
class Section:
    """Lines under a heading, and how many more there are than fit."""

    title: str
    lines: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Week:
    """What a unit has to do.

    :ivar first, last: Monday and Sunday of the week
    """

    unit: Unit
    unit_name: str
    on: date
    first: date
    last: date
    sections: list[Section]
    late: int
    total: int
    late_below: int

    @property
    def is_empty(self) -> bool:
        return not any(section.lines for section in self.sections)


def week_of(unit: Unit, by: Viewer, *, on: date) -> Week:
    """The sheet of a unit; a constant number of statements.

    :raises NotEntitled: the viewer sees no work there
    """
    by.must(READ, unit)
    org.placement_of(unit, on=on)
    here, under = unit_desks(unit, by, on=on)
    own, below = legs_of(here), legs_of(under)
    counts, counts_below = overview(own, on=on), overview(below, on=on)
    last = end_of_week(on)
    soon = last + timedelta(days=7)
    lines = [line for line in Lines(own, on=on, first=counts.first, most=FIRST).page(None, FITS) if line.due_on <= soon]
    groups = {
        "Quá hạn": [line for line in lines if line.group == Group.LATE],
        "Tuần này": [line for line in lines if line.group == Group.WEEK],
        "Tuần sau": [line for line in lines if line.group == Group.LATER],
    }
    totals = {"Quá hạn": counts.of(group=Group.LATE), "Tuần này": counts.of(group=Group.WEEK)}
    sections = [Section(title, some, max(totals.get(title, 0) - len(some), 0)) for title, some in groups.items()]
    late_below = counts_below.of(group=Group.LATE)
    if late_below:
        late = [row for row in counts_below.first if group_of(row[0], on=on) == Group.LATE]
        few = Lines(below, on=on).told(late[:FITS_BELOW])
        sections.append(Section("Cấp dưới quá hạn", few, late_below - len(few)))
    return Week(
        unit, org.name_of(unit, on=on), on, last - timedelta(days=6), last, sections, counts.of(group=Group.LATE),
        counts.of(), late_below,
    )  # fmt: skip
