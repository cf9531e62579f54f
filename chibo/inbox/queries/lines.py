"""Work in the order of its days, a page at a time: one statement over all kinds, then what its lines say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from chibo.inbox.queries.desks import COLUMNS, Leg, joined
from chibo.inbox.rules import Group, group_of
from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER
from chibo.kernel.duties import Duty
from chibo.kernel.numbers import show_int
from chibo.members.queries.names import CellNames
from chibo.rulebook import queries as rulebook

AT_ONCE = 500
Row = tuple[date, int, int]
"""Day, number of the kind, key."""
GONE = Duty("Việc này vừa được giải quyết", "Hãy mở lại danh sách")


@dataclass(frozen=True)
class Line:
    """One piece of work on the list.

    :ivar kind: number of its kind
    :ivar cite: the rule with its source; empty where none sets the day
    """

    due_on: date
    kind: int
    key: int
    kind_title: str
    duty: Duty
    unit_name: str
    on: date
    rule_title: str = ""
    rule_text: str = ""
    cite: str = ""

    @property
    def group(self) -> Group:
        """Overdue, this week, later, without a day."""
        return group_of(self.due_on, on=self.on)

    @property
    def due(self) -> date | None:
        """The day, where there is one."""
        return None if self.due_on >= FOREVER else self.due_on

    @property
    def word(self) -> str:
        """How it stands, in words."""
        if self.due is None:
            return "Không ghi hạn"
        days = (self.due_on - self.on).days
        if days < 0:
            return f"Quá hạn {show_int(-days)} ngày"
        if days == 0:
            return "Hạn hôm nay"
        return f"Còn {show_int(days)} ngày"

    @property
    def colour(self) -> str:
        """Of the badge."""
        return {Group.LATE: "late", Group.WEEK: "waiting"}.get(self.group, "plain")

    @property
    def what(self) -> str:
        """The work with whom it is about, in one line."""
        return f"{self.duty.title}: {self.duty.label}"

    @property
    def address(self) -> str:
        """One tap to where it is done."""
        return self.duty.act_url or self.duty.url


class Lines:
    """A source of a list (``chibo.tables``): the lines of some legs, of one group or of all.

    :param first: the first rows, where they are known already; all there are where they are fewer than ``most``
    :param without: a unit that is not named as what stands above another
    """

    def __init__(
        self, legs: Sequence[Leg], *, on: date, group: Group | None = None, first: Sequence[Row] = (), most: int = 0,
        without: int | None = None,
    ) -> None:  # fmt: skip
        self.on, self.without = on, without
        self.legs = [_of_group(leg, group, on) for leg in legs] if group else list(legs)
        self.first, self.most = list(first) if group is None else [], 0 if group else most

    def page(self, after: tuple[Any, ...] | None, limit: int) -> list[Line]:
        """The first lines after one: a statement for all kinds, a few for each kind that is among them."""
        if after is None and (len(self.first) >= limit or len(self.first) < self.most):
            return self.told(self.first[:limit])
        return self.told(self._rows([_after(leg, after) for leg in self.legs] if after else self.legs, limit))

    def key(self, row: Line) -> Row:
        """The day, the kind, the row."""
        return row.due_on, row.kind, row.key

    def count(self) -> int:
        """How many there are."""
        rows = joined(self.legs)
        return 0 if rows is None else rows.count()

    def iterate(self) -> Iterator[Line]:
        """All lines, told some hundred at a time."""
        for some in batches(self._rows(self.legs), AT_ONCE):
            yield from self.told(some)

    def rows(self, limit: int) -> list[Row]:
        """The first rows, without what they say."""
        return self._rows(self.legs, limit)

    @staticmethod
    def _rows(legs: Sequence[Leg], limit: int | None = None) -> list[Row]:
        rows = joined(list(legs))
        return [] if rows is None else list(rows.order_by(*COLUMNS)[:limit])

    def told(self, rows: Sequence[Row]) -> list[Line]:
        """What the lines say, in the order given."""
        legs = {leg.number: leg for leg in self.legs}
        keys: dict[int, list[int]] = {}
        for _, kind, key in rows:
            keys.setdefault(kind, []).append(key)
        duties = {kind: legs[kind].provider.shown(some, legs[kind].desk) for kind, some in keys.items()}
        places = {duty.unit_id for found in duties.values() for duty in found.values() if duty.unit_id}
        names = CellNames(places, without=self.without)
        return [self._line(due, legs[kind], key, duties[kind].get(key, GONE), names) for due, kind, key in rows]

    def _line(self, due: date, leg: Leg, key: int, duty: Duty, names: CellNames) -> Line:
        ruling = rulebook.value(duty.rule, on=self.on) if duty.rule else None
        return Line(
            due_on=due,
            kind=leg.number,
            key=key,
            kind_title=leg.provider.title,
            duty=duty,
            unit_name=names.on(duty.unit_id, self.on),
            on=self.on,
            rule_title=ruling.title if ruling else "",
            rule_text=ruling.text if ruling else "",
            cite=ruling.cite if ruling else "",
        )


def _after(leg: Leg, after: tuple[Any, ...]) -> Leg:
    day, kind, key = after
    if leg.number < kind:
        condition = Q(line_due__gt=day)
    elif leg.number > kind:
        condition = Q(line_due__gte=day)
    else:
        condition = Q(line_due__gt=day) | Q(line_due=day, line_key__gt=key)
    return Leg(leg.number, leg.provider, leg.desk, leg.rows.filter(condition))


def _of_group(leg: Leg, group: Group, on: date) -> Leg:
    first, last = group.days(on)
    return Leg(leg.number, leg.provider, leg.desk, leg.rows.filter(line_due__gte=first, line_due__lte=last))
