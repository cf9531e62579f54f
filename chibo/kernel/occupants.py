"""What hangs on a unit and goes somewhere, or ends, when the unit is reorganized (people, posts, later open cases).

Each area that keeps such things implements :class:`Occupants`; ``chibo.site`` hands the list to ``chibo.org``.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from chibo.kernel.refusal import Refusal

if TYPE_CHECKING:
    from chibo.kernel.viewer import Viewer
    from chibo.org.models import OrgEvent, Unit


@dataclass(frozen=True)
class Occupant:
    """One thing that hangs on a unit.

    :param key: stable within its kind, e.g. the person's uid as text
    :param label: Vietnamese, for the impact list
    :param unit_id: where it hangs on the eve
    """

    key: str
    label: str
    unit_id: int
    url: str = ""


@dataclass(frozen=True)
class Move:
    """What an event of the tree asks of everything that hangs on its units, after the tree has changed.

    :param destinations: ended unit id → unit id that takes its occupants unless chosen otherwise
    :param chosen: occupant key → unit id, person by person (a split)
    :param touched: ids of all units whose place in the tree changed
    """

    event: "OrgEvent"
    destinations: Mapping[int, int]
    chosen: Mapping[str, int]
    touched: Set[int]
    by: "Viewer"


class Occupants(Protocol):
    """One kind of thing that hangs on units."""

    kind: str
    """Short word, e.g. ``"members"``."""
    title: str
    """Vietnamese plural, e.g. ``"Đảng viên"``."""
    needs_receiver: bool
    """Whether they must go somewhere when their unit ends; posts end with it."""
    fate: str
    """What becomes of them, in words after their number: ``"đi theo như bảng dưới đây"``."""

    def count(self, units: Sequence["Unit"], *, on: date) -> dict[int, int]:
        """How many hang on each unit on the eve of ``on`` and would stay on the day; one query."""

    def preview(self, units: Sequence["Unit"], *, on: date, limit: int | None = None) -> list[Occupant]:
        """Those occupants, in the order a list would show them."""

    def allocate(self, move: Move) -> int:
        """Move the occupants of the ended units on the event's day. Called once per event, after the tree has changed,
        also when nothing ended (then only what is derived from the tree needs refreshing).

        :returns: how many were moved
        :raises Refusal: somebody would be left behind
        """

    def stands_on(self, event: "OrgEvent") -> list[str]:
        """What was entered since and would fall if the event were undone, as Vietnamese sentences."""

    def undo(self, event: "OrgEvent", *, touched: Set[int], by: "Viewer") -> int:
        """Take the allocation back, after the tree was put back; returns how many came back."""


class Unmoved:
    """What stays where it is written when its unit ends; an area says of it what may not be, and what an undo would lose."""

    needs_receiver = False

    def count(self, units: Sequence["Unit"], *, on: date) -> dict[int, int]:
        return {}

    def preview(self, units: Sequence["Unit"], *, on: date, limit: int | None = None) -> list[Occupant]:
        return []

    def allocate(self, move: Move) -> int:
        return 0

    def undo(self, event: "OrgEvent", *, touched: Set[int], by: "Viewer") -> int:
        return 0


def later_change(told: str, mend: str) -> Refusal:
    """The refusal of an event before something that was entered on its day or later.

    :param told: what was entered and when, as the beginning of a sentence
    :param mend: what may be done about it first, after "hoặc"
    """
    return Refusal(
        f"{told}, từ ngày sắp xếp trở đi. Hãy chọn ngày sắp xếp sau đó, hoặc {mend} trước.",
        field="on",
        code="later_change",
    )
