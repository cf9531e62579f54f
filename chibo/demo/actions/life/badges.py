"""Badges of the committee: those of recent years, the last one of whoever got none since, the rounds under way."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import NamedTuple

from chibo.badges.actions import load_badges
from chibo.badges.models import PartyBadge, sealed
from chibo.badges.rules.days import award_days, complete_on, milestones, next_award_day
from chibo.badges.vocabulary import BadgeKind, BadgeState
from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.demo.actions.life.scene import Scene
from chibo.kernel.days import FOREVER
from chibo.members.models import Movement, Spell
from chibo.members.vocabulary import REMOVALS, Cause, Status

OLDEST = 1950
"""No badge of anybody here is older."""
YOUNGEST = 30
"""Years of the first badge."""
YEARS = 5
"""Every badge of the award days of so many years before the data date is on record; of earlier ones the last of whoever
got none since."""
AHEAD = timedelta(days=50)
"""How long before the award day somebody is proposed."""
SIGNED = timedelta(days=12)
MISSED = 0.02
"""Of badges that were due, how many nobody gave."""
RETURNED = 0.6
"""Of badges of those taken out of the Party, how many were handed back."""
EARLY = 0.006
UNHANDED = 0.85
"""Of the last round before the data date, how many were handed over and that is on record."""
PROPOSED = 3
"""Two of so many cells have proposed theirs for the next award day."""
ILL = "Bệnh nặng, có xác nhận của bệnh viện (minh họa)"


class Held(NamedTuple):
    """Somebody in a cell for some time."""

    person: int
    cell: int
    since: date
    until: date
    party: date


def fill(scene: Scene) -> None:
    """Load them all at once."""
    load_badges(_Register(scene).rows(), at=scene.root, on=scene.on, by=scene.by)


class _Register:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.chance: Random = scene.chance("badges")
        self.decisions: dict[date, Decision] = {}
        self.all_days = [
            day for year in range(OLDEST, scene.day.year + 1) for day in award_days(year) if day <= scene.day
        ]
        self.fresh = date(max(scene.day.year - YEARS, scene.opening.year), 1, 1)
        self.known: dict[date, frozenset[int]] = {}
        self.next = next_award_day(scene.day)
        self.milestones = milestones(self.next)
        # A round is under way only where the records go on to about today.
        self.is_running = scene.day + AHEAD * 2 > self.next > scene.on - AHEAD

    def rows(self) -> list[PartyBadge]:
        """Everybody's, in the order of people."""
        found: list[PartyBadge] = []
        for held in self._people():
            found += self._of(held)
        return found

    def _people(self) -> Iterator[list[Held]]:
        """The times of each person who has the years of the first badge, in order; those who were away from the Party for a
        time are left to the list of those due, where what is taken off is explained.
        """
        latest = self.next.replace(year=self.next.year - YOUNGEST)
        rows = Spell.objects.filter(cell__in=self.scene.units, status=Status.OFFICIAL, party_since__lte=latest)
        columns = ("person_id", "cell_id", "since", "until", "party_since")
        held: list[Held] = []
        for row in rows.order_by("person_id", "since").values_list(*columns):
            if held and held[0].person != row[0]:
                yield held
                held = []
            held.append(Held(*row))
        if held:
            yield held

    @cached_property
    def left(self) -> dict[int, tuple[date, str]]:
        """Person → when and how they died or were taken out."""
        causes = (*REMOVALS, Cause.DEATH)
        rows = Movement.objects.filter(cause__in=causes, is_entry=False, cell__in=self.scene.units).order_by("on")
        return {person: (on, cause) for person, on, cause in rows.values_list("person_id", "on", "cause")}

    @cached_property
    def apart(self) -> set[int]:
        """Those who came back to the Party."""
        return set(Movement.objects.filter(cause=Cause.READMISSION, is_entry=True).values_list("person_id", flat=True))

    def _of(self, held: list[Held]) -> Iterator[PartyBadge]:
        """Every badge since the register begins, or else the last one before; the one under way."""
        person, start = held[0].person, held[0].party
        if person in self.apart:
            return
        given = self._days_of(start)
        rows = [row for years, day in given if day >= self.fresh and (row := self._given(held, years, day))]
        earlier = [one for one in given if one[1] < self.fresh]
        if not rows and earlier and self.chance.random() > MISSED:
            years, day = earlier[-1]
            rows.append(self._row(held[0], years, day, BadgeState.AWARDED, day - AHEAD, decision=False))
        yield from map(self._returned, rows)
        if self.is_running and held[-1].until > self.scene.day and held[-1].cell % PROPOSED:
            years = max((one for one in self.milestones if complete_on(start, one) <= self.next), default=0)
            if years > max((one for one, _ in given), default=0):
                since = self.scene.day - timedelta(days=7)
                yield self._row(held[-1], years, self.next, BadgeState.PROPOSED, since)

    def _days_of(self, start: date) -> list[tuple[int, date]]:
        """(years, award day) of every badge of somebody whose party age counts from a day, in order."""
        found: list[tuple[int, date]] = []
        completed = [(years, complete_on(start, years)) for years in self.milestones]
        for (years, complete), (_, higher) in zip(completed, [*completed[1:], (0, FOREVER)], strict=True):
            place = bisect_left(self.all_days, complete)
            while place < len(self.all_days) and years not in self._known(self.all_days[place]):
                place += 1
            if place == len(self.all_days):
                break
            if higher > self.all_days[place]:
                found.append((years, self.all_days[place]))
        return found

    def _known(self, day: date) -> frozenset[int]:
        """The milestones that there were when the list of the day was drawn up."""
        if day not in self.known:
            self.known[day] = frozenset(milestones(day - AHEAD))
        return self.known[day]

    def _given(self, held: list[Held], years: int, day: date) -> PartyBadge | None:
        """Given on the day, or not: nobody thought of it, or the person was not here."""
        drawn = self.chance.random()
        is_early = MISSED <= drawn < MISSED + EARLY and day > self.all_days[0]
        if is_early:
            day = self.all_days[self.all_days.index(day) - 1]
        proposed = day - AHEAD
        at = next((one for one in held if one.since <= proposed < one.until), None)
        there = next((one for one in held if one.since <= day < one.until), None)
        dead = self.left.get(held[0].person, (FOREVER, ""))[1] == Cause.DEATH
        if drawn < MISSED or (there is None and (at is None or not dead)):
            return None
        kind = BadgeKind.REGULAR if there else BadgeKind.POSTHUMOUS
        place = at or there
        state = BadgeState.AWARDED
        if day == self.all_days[-1] and kind == BadgeKind.REGULAR and drawn > UNHANDED and self.is_running:
            state = BadgeState.DECIDED
        row = self._row(place, years, day, state, max(proposed, place.since), kind=kind)
        if kind == BadgeKind.REGULAR and is_early:
            row.kind, row.sealed = BadgeKind.EARLY, sealed(ILL)
        return row

    def _returned(self, row: PartyBadge) -> PartyBadge:
        on, cause = self.left.get(row.person_id, (FOREVER, ""))
        if cause in REMOVALS and row.state == BadgeState.AWARDED and row.awarded_on <= on <= self.scene.day:
            if self.chance.random() < RETURNED:
                row.state, row.returned_on = BadgeState.RETURNED, on
        return row

    def _row(
        self,
        held: Held,
        years: int,
        day: date,
        state: BadgeState,
        proposed: date,
        *,
        kind=BadgeKind.REGULAR,
        decision=True,
    ) -> PartyBadge:
        decided = state != BadgeState.PROPOSED
        return PartyBadge(
            person_id=held.person, years=years, kind=kind, award_day=day, state=state, cell_id=held.cell,
            counted_from=held.party, proposed_on=proposed, decision=self._decision(day) if decided and decision else None,
            awarded_on=day if state == BadgeState.AWARDED else FOREVER, is_illustration=True,
            number=f"{self.chance.randrange(1, 1_000_000):06d}" if decided else "",
        )  # fmt: skip

    def _decision(self, day: date) -> Decision:
        """The decision of the round."""
        if day not in self.decisions:
            signed = day - SIGNED
            self.decisions[day] = decisions.register(
                number=f"{signed:%j}-QĐ/{self.scene.committee.ref}", issued_on=signed,
                issuer=self.scene.committee.issuer or "Ban Thường vụ Tỉnh ủy", signer_title="T/M BAN THƯỜNG VỤ",
                summary=f"Về việc tặng Huy hiệu Đảng đợt {day:%d/%m/%Y}", is_illustration=True, by=self.scene.by,
            )  # fmt: skip
        return self.decisions[day]
