"""The week of a unit on one sheet: what is late, what falls into this week and the next, the rest as far as it fits, what is
late below.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from chibo.inbox.queries.counts import FIRST, Overview, Row, overview
from chibo.inbox.queries.desks import Leg, legs_of, unit_desks
from chibo.inbox.queries.lines import Line, Lines
from chibo.inbox.rules import READ, Group, end_of_week, group_of
from chibo.kernel.days import FOREVER
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit

FITS, FITS_BELOW = 15, 4
"""Lines that one sheet of A4 holds where each takes two rows of print and every heading stands."""
KEPT_FREE = {"Tuần này": 6, "Tuần sau": 3}
"""Of these lines, how many what is late leaves to what comes."""


@dataclass(frozen=True)
class Section:
    """Lines under a heading, and how many more there are than fit."""

    title: str
    lines: list[Line]
    more: int = 0

    @property
    def is_there(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.lines or self.more)


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
        return not any(section.is_there for section in self.sections)


def week_of(unit: Unit, by: Viewer, *, on: date) -> Week:
    """The sheet of a unit; a constant number of statements.

    :raises NotEntitled: the viewer sees no work there
    """
    by.must(READ, unit)
    org.placement_of(unit, on=on)
    here, under = unit_desks(unit, by, on=on)
    own, below = legs_of(here, in_menu=True), legs_of(under, in_menu=True)
    counts, counts_below = overview(own, on=on), overview(below, on=on)
    last = end_of_week(on)
    chosen = _chosen(own, counts, on=on)
    lines = Lines(own, on=on, without=unit.pk).told([row for rows in chosen.values() for row in rows])
    told = {(line.due_on, line.kind, line.key): line for line in lines}
    total = {
        "Quá hạn": counts.of(group=Group.LATE),
        "Tuần này": counts.of(group=Group.WEEK),
        "Sau đó": counts.of(group=Group.LATER) - len(chosen["Tuần sau"]),
        "Không ghi hạn": counts.of(group=Group.OPEN),
    }
    sections = [
        Section(title, [told[row] for row in rows], total.get(title, len(rows)) - len(rows))
        for title, rows in chosen.items()
    ]
    late_below = counts_below.of(group=Group.LATE)
    if late_below:
        late = [row for row in counts_below.first if group_of(row[0], on=on) == Group.LATE]
        few = Lines(below, on=on, without=unit.pk).told(late[:FITS_BELOW])
        sections.append(Section("Cấp dưới quá hạn", few, late_below - len(few)))
    return Week(
        unit, org.name_of(unit, on=on), on, last - timedelta(days=6), last, sections, counts.of(group=Group.LATE),
        counts.of(), late_below,
    )  # fmt: skip


def _chosen(legs: list[Leg], counts: Overview, *, on: date) -> dict[str, list[Row]]:
    """Heading → the rows that stand under it: what is late leaves room for this week and the next, the rest fills up."""
    sunday = end_of_week(on)
    soon = sunday + timedelta(days=7)
    known = counts.first
    if len(known) >= FIRST:
        coming = [Lines(legs, on=on, group=group).rows(FITS) for group in (Group.WEEK, Group.LATER, Group.OPEN)]
        known = [row for row in known if row[0] < on] + [row for rows in coming for row in rows]
    groups: dict[str, list[Row]] = {
        "Quá hạn": [row for row in known if row[0] < on],
        "Tuần này": [row for row in known if on <= row[0] <= sunday],
        "Tuần sau": [row for row in known if sunday < row[0] <= soon],
        "Sau đó": [row for row in known if soon < row[0] < FOREVER],
        "Không ghi hạn": [row for row in known if row[0] >= FOREVER],
    }
    free, chosen = FITS, {}
    for title, rows in groups.items():
        later = [name for name in KEPT_FREE if list(groups).index(name) > list(groups).index(title)]
        kept = sum(min(KEPT_FREE[name], len(groups[name])) for name in later)
        chosen[title] = rows[: max(free - kept, 0)]
        free -= len(chosen[title])
    return chosen
