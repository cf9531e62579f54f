"""How work is grouped by its day."""

from datetime import date, timedelta
from enum import StrEnum

from chibo.kernel.days import BEGINNING, FOREVER, ONE_DAY

READ = "cases.read"
"""The capability that shows what waits for others."""


class Group(StrEnum):
    """When work is due, seen from today; the value stands in the address."""

    LATE = "qua-han"
    WEEK = "tuan-nay"
    LATER = "sau-do"
    OPEN = "khong-han"

    @property
    def label(self) -> str:
        """On the screen."""
        return LABELS[self]

    def days(self, on: date) -> tuple[date, date]:
        """Its first and last day."""
        sunday = end_of_week(on)
        return {
            Group.LATE: (BEGINNING, on - ONE_DAY),
            Group.WEEK: (on, sunday),
            Group.LATER: (sunday + ONE_DAY, FOREVER - ONE_DAY),
            Group.OPEN: (FOREVER, FOREVER),
        }[self]


LABELS = {
    Group.LATE: "Quá hạn",
    Group.WEEK: "Tuần này",
    Group.LATER: "Sau đó",
    Group.OPEN: "Không ghi hạn",
}


def end_of_week(on: date) -> date:
    """The Sunday of the week of a day."""
    return on + timedelta(days=6 - on.weekday())


def group_of(due_on: date, *, on: date) -> Group:
    """Where a day belongs."""
    return next(group for group in Group if due_on <= group.days(on)[1])
