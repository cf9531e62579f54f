"""The days of a transfer: sent, presented, received, reported; in order, and on time where a committee keeps time."""

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random

from chibo.demo.rules.committee import Committee

LATE, SILENT = 0.07, 0.05
"""Outside the window on time: share of letters presented late, share never reported back."""


class Letters:
    """Letters of introduction. All days are ordinals.

    :param due: the last day to present a letter sent on a day, by the rulebook; None without a rule
    """

    def __init__(self, committee: Committee, chance: Random, due: Callable[[date], date | None]) -> None:
        self.committee = committee
        self.chance = chance
        window = committee.on_time
        self._window = (window.first.toordinal(), window.last.toordinal()) if window else (0, -1)

        @cache
        def due_on(sent: int) -> int | None:
            day = due(date.fromordinal(sent))
            return day.toordinal() if day else None

        self.due_on = due_on

    def between(self, received: int) -> tuple[int, dict[str, object]]:
        """Between two cells, received on the day; with the day of sending."""
        sent, facts = self._letter(received)
        return sent, facts

    def inward(self, received: int) -> dict[str, object]:
        """From outside, received on the day."""
        _, facts = self._letter(received)
        return facts | {"transfer_kind": "permanent", "other_place": self._outside()}

    def outward(self, sent: int) -> dict[str, object]:
        """To the outside, sent on the day; the other side reports back later."""
        presented = sent + self.chance.randrange(1, 22)
        received = presented + self.chance.randrange(0, 6)
        facts = self._days(sent, presented, received, received + self.chance.randrange(1, 15))
        if self.chance.random() < 0.03:
            return facts | {"transfer_kind": "abroad", "other_place": "Đảng bộ ngoài nước"}
        return facts | {"transfer_kind": "permanent", "other_place": self._outside()}

    def temporary(self, day: int) -> dict[str, object]:
        """To or from temporary activity, from the day on."""
        sent = day - self.chance.randrange(2, 18)
        facts = self._days(sent, day - self.chance.randrange(0, 2), day, day + self.chance.randrange(1, 10))
        return facts | {"transfer_kind": "temporary"}

    def pending(self, sent: int, *, presented: bool) -> dict[str, object]:
        """Sent, not yet received."""
        facts = {"state": "pending", "transfer_kind": "permanent", "sent_on": sent, "due_on": self.due_on(sent)}
        return facts | ({"presented_on": sent + 2} if presented else {})

    def returned(self, sent: int) -> dict[str, object]:
        """Sent and returned: it counts nowhere."""
        note = "Trả lại giấy giới thiệu: đảng viên không thay đổi nơi công tác."
        facts = {"state": "annulled", "transfer_kind": "permanent", "sent_on": sent, "due_on": self.due_on(sent)}
        return facts | {"note": note}

    def _letter(self, received: int) -> tuple[int, dict[str, object]]:
        sent = received - self.chance.randrange(4, 33)
        loose = not self._keeps_time(sent, received)
        if loose and self.chance.random() < LATE:
            sent -= self.chance.randrange(40, 110)
            loose_sent = not self._keeps_time(sent, received)
            sent = sent if loose_sent else received - 20
        presented = received - self.chance.randrange(0, min(4, received - sent))
        reported = None if loose and self.chance.random() < SILENT else received + self.chance.randrange(1, 18)
        return sent, self._days(sent, presented, received, reported)

    def _keeps_time(self, sent: int, effective: int) -> bool:
        first, last = self._window
        return first <= effective <= last or first <= sent <= last

    def _days(self, sent: int, presented: int, received: int, reported: int | None) -> dict[str, object]:
        return {
            "sent_on": sent,
            "due_on": self.due_on(sent),
            "presented_on": presented,
            "received_on": received,
            "reported_on": reported,
        }

    def _outside(self) -> str:
        return self.chance.choice(self.committee.outside)
