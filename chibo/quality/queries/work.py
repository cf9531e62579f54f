"""The work that was assigned, with what is left of it today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from chibo.indicators import Asked, Tally
from chibo.kernel.refusal import NotEntitled, NotFound
from chibo.kernel.viewer import Viewer
from chibo.org.models import Closure
from chibo.org.queries.units import names_of
from chibo.quality.models import Assignment
from chibo.quality.queries.scores import rows_of
from chibo.quality.rules import BY_CODE, READ, Look, Rule
from chibo.quality.vocabulary import State

SOON = 7
"""Days before the due day from which work is shown as urgent."""


@dataclass(frozen=True)
class Work:
    """An assignment as it stands today.

    :ivar left: how long the list still is; None where nobody may count it any more
    """

    assignment: Assignment
    rule: Rule
    unit_name: str
    left: int | None
    today: date

    @property
    def state(self) -> State:
        """As the records say: done when the list is empty, open again when it is not."""
        if self.assignment.state == State.WITHDRAWN:
            return State.WITHDRAWN
        if self.left is None:
            return State(self.assignment.state)
        return State.OPEN if self.left else State.MENDED

    @property
    def is_overdue(self) -> bool:
        return self.state == State.OPEN and self.assignment.due_on < self.today

    @property
    def is_soon(self) -> bool:
        """Due within days."""
        return self.state == State.OPEN and 0 <= (self.assignment.due_on - self.today).days <= SOON

    @property
    def word(self) -> str:
        """How it stands, in words."""
        if self.is_overdue:
            return f"Quá hạn {(self.today - self.assignment.due_on).days} ngày"
        if self.is_soon:
            days = (self.assignment.due_on - self.today).days
            return "Hạn hôm nay" if not days else f"Còn {days} ngày"
        return self.state.label

    @property
    def colour(self) -> str:
        """Of the badge."""
        if self.state == State.MENDED:
            return "done"
        if self.state == State.WITHDRAWN:
            return "plain"
        return "late" if self.is_overdue else "waiting" if self.is_soon else "new"


def assignments(*, of: str = "", at: Sequence[int] = (), on: date) -> QuerySet[Assignment]:
    """Work by due day, newest last: of an account, or of units at or below some others on the day."""
    found = Assignment.objects.select_related("unit", "person")
    if of:
        found = found.filter(assignee=of)
    if at:
        below = Closure.objects.filter(ancestor__in=list(at), since__lte=on, until__gt=on)
        found = found.filter(Q(unit__in=below.values("descendant")) | Q(unit__in=list(at)))
    return found.order_by("due_on", "id")


def work_of(rows: Iterable[Assignment], *, today: date, viewer: Viewer) -> list[Work]:
    """What is left of each, all counted in one statement for every sixty."""
    rows = [row for row in rows if row.rule in BY_CODE]
    tally, counts = Tally(), {}
    for row in rows:
        if row.state == State.WITHDRAWN:
            continue
        look = look_of(row, today=today, viewer=viewer)
        if look is not None:
            listed = rows_of(BY_CODE[row.rule], look, person=row.person)
            counts[row.pk] = tally.lines(f"assignment {row.pk}", look.asked, listed)
    tally.run()
    names = names_of({row.unit_id for row in rows}, on=today)
    return [
        Work(
            row, BY_CODE[row.rule], names.get(row.unit_id, row.unit.ref), counts[row.pk]() if row.pk in counts else None,
            today,
        )
        for row in rows
    ]  # fmt: skip


def look_of(row: Assignment, *, today: date, viewer: Viewer) -> Look | None:
    """What an assignment asks for today; None where the unit is no longer there, or no longer the viewer's."""
    if not row.unit.exists_on(today):
        return None
    try:
        return Look(Asked(viewer.scope(row.unit), today), today)
    except NotEntitled:
        return None


def assignment_of(uid: UUID, *, viewer: Viewer) -> Assignment:
    """Work that the viewer gave, got, or whose unit's desk is the viewer's.

    :raises NotFound: no such work, or not for this viewer
    """
    found = Assignment.objects.select_related("unit", "person").filter(uid=uid).first()
    if found is None or not (found.assignee == viewer.reference or viewer.may(READ, found.unit)):
        raise NotFound("Không có việc này. Hãy mở lại danh sách việc làm sạch được giao.", code="unknown_assignment")
    return found
