"""The flow of people through a committee, year by year: quotas in, complete histories out.

Everything is decided by one seeded chance, so that every run tells the same story.
"""

import heapq
from collections.abc import Callable
from datetime import date
from itertools import count
from random import Random

from chibo.demo.rules.committee import Committee, Quota
from chibo.demo.rules.ground import Ground
from chibo.demo.rules.origin import Origin
from chibo.demo.rules.people import Cell, Happening, Person
from chibo.demo.rules.transfers import Letters
from chibo.demo.rules.world import Step
from chibo.kernel.days import FOREVER
from chibo.members.vocabulary import ENTRIES, Cause, Status

ENDLESS = FOREVER.toordinal()
STEP, OTHER = 0, 1
GROUNDS = (
    ("no_activity", 46), ("lost_will", 24), ("returned_card", 12), ("two_years", 7), ("political_standard", 4),
)  # fmt: skip
MONTHS_36 = 1_096
ARRIVALS = frozenset({*ENTRIES, Cause.TRANSFER})


class Flow:
    """Runs a committee from its opening to its data date.

    :ivar people: everybody who ever was on a roll, in order of appearance
    :ivar chosen: number of a step → number of a person → position of the cell, where a step leaves a choice
    """

    def __init__(self, committee: Committee, *, due: Callable[[date], date | None]) -> None:
        self.committee = committee
        self.chance = Random(f"chibo {committee.key}")
        self.people: list[Person] = []
        self.chosen: dict[int, dict[int, int]] = {}
        self.roll: list[Person] = []
        self.removed: list[Person] = []
        self.gone: list[Person] = []
        self.origin = Origin(committee, self.chance)
        self.ground = Ground(committee, self.chance, self.origin)
        self.cells = self.ground.cells
        self.by_ref = {cell.ref: cell for cell in self.cells}
        self.letters = Letters(committee, self.chance, due)
        self.agenda: list[tuple[int, int, int, object, object]] = []
        self._order = count()
        self._step_days = {step.on.toordinal() for step in committee.world.steps}
        self._start = committee.world.opening.toordinal()
        self._end = committee.last.toordinal()
        self._under_way = committee.pending
        self.ground.weigh(self._start)

    def run(self) -> "Flow":
        """Tell the story."""
        self._open()
        for step in self.committee.world.steps:
            self._plan(step.on.toordinal(), STEP, step, None)
        for quota in self.committee.quotas:
            self._schedule(quota)
        while self.agenda:
            day, kind, _, what, about = heapq.heappop(self.agenda)
            if day > self._end and self._under_way:
                self._leave_under_way()
            if kind == STEP:
                self._reorganize(what)
            else:
                what(day, about)
        if self._under_way:
            self._leave_under_way()
        self.origin.settle_fixes(self.people)
        return self

    # --- The agenda ---

    def _plan(self, day: int, kind: int, what: object, about: object) -> None:
        while kind == OTHER and day in self._step_days:
            day += 1
        heapq.heappush(self.agenda, (day, kind, next(self._order), what, about))

    def _schedule(self, quota: Quota) -> None:
        first, last = max(quota.first.toordinal(), self._start + 1), quota.last.toordinal()
        free = [day for day in range(first, last + 1) if day not in self._step_days]
        if quota.cause in (Cause.READMISSION, Cause.RESTORATION):
            free = free[len(free) * 2 // 3 :]  # somebody must have left before
        what = getattr(self, f"_{quota.cause}")
        for traits in self.origin.traits(quota):
            self._plan(self.chance.choice(free), OTHER, what, traits)

    # --- On and off the roll ---

    def _seat(self, person: Person, cell: Cell, day: int) -> None:
        person.seat = len(self.roll)
        self.roll.append(person)
        person.cell, person.last, person.entries = cell.position, day, person.entries + 1
        cell.members[person.number] = person
        person.spans.append([day, ENDLESS])
        person.stations.append((day, cell.position))

    def _unseat(self, person: Person, cause: str, day: int) -> None:
        last = self.roll.pop()
        if last is not person:
            self.roll[person.seat], last.seat = last, person.seat
        person.seat = None
        del self.cells[person.cell].members[person.number]
        person.spans[-1][1] = day
        person.last, person.left_by, person.left_on = day, cause, day

    def _sit_elsewhere(self, person: Person, cell: Cell, day: int) -> None:
        del self.cells[person.cell].members[person.number]
        person.cell, person.last = cell.position, day
        cell.members[person.number] = person
        person.stations.append((day, cell.position))

    def _write(
        self,
        person: Person,
        cause: str,
        day: int,
        *,
        cell: Cell | None = None,
        from_cell: int | None = None,
        **rest: object,
    ) -> Happening:
        """Note an event; its wave is the first in which everything it names is on record and nothing earlier is missing."""
        if cell is not None:
            person.wave = max(person.wave, cell.wave, person.floor if cause in ARRIVALS else 0)
        if from_cell is not None:
            person.wave = max(person.wave, self.cells[from_cell].wave)
        happening = Happening(person.wave, cause, day, cell.position if cell else None, from_cell, **rest)
        person.events.append(happening)
        return happening

    def _member(self, day: int, fits: Callable[[Person], bool], *, gap: int = 1) -> Person:
        for _ in range(400):
            person = self.roll[int(self.chance.random() * len(self.roll))]
            if (
                not person.busy
                and person.last + gap <= day
                and len(self.cells[person.cell].members) > 4
                and fits(person)
            ):
                return person
        for person in self.roll:
            if not person.busy and person.last + gap <= day and fits(person):
                return person
        raise LookupError(f"{self.committee.key}: nobody fits on {date.fromordinal(day)}")

    # --- Ways in ---

    def _open(self) -> None:
        cells = [cell for cell in self.cells if cell.wave == 0]
        total = self.committee.total[1] - self._net(self.committee.total[0])
        places = [cell for cell in cells for _ in range(5)]
        places += [self.ground.any_cell() for _ in range(total - len(places))]
        for cell in sorted(places, key=lambda c: c.position):
            person = self.origin.old_member(len(self.people), cell, self._start)
            self.people.append(person)
            facts = {"status": person.status, "party_since": person.party}
            self._write(person, Cause.OPENING, self._start, cell=cell, facts=facts)
            self._seat(person, cell, self._start)
            person.last = self._start - 400
            if person.status == Status.PROBATIONARY:
                since = person.party + 365 + self.chance.randrange(60)
                self._plan(max(since, self._start + 30), OTHER, self._recognition, (person, person.entries))

    def _net(self, on: date) -> int:
        """How many more come than go from the opening to the end of the day."""
        quotas = self.committee.quotas
        assert not any(quota.first <= on < quota.last for quota in quotas), f"a quota across {on}"
        signs = ((quota.cause in ENTRIES) - (quota.cause in _LEAVING) for quota in quotas)
        return sum(sign * quota.count for sign, quota in zip(signs, quotas, strict=True) if quota.last <= on)

    def _admission(self, day: int, traits: dict[str, bool]) -> None:
        cell = self.ground.any_cell(traits.get("minority"))
        person = self.origin.new_member(len(self.people), cell, day, traits)
        self.people.append(person)
        self._begin(person, Cause.ADMISSION, cell, day)

    def _begin(self, person: Person, cause: str, cell: Cell, day: int) -> None:
        decided = day - self.chance.randrange(3, 25)
        if cause == Cause.ADMISSION:
            person.party = decided
        person.status = Status.PROBATIONARY
        self._write(person, cause, day, cell=cell, facts={"status": person.status, "decided_on": decided})
        self._seat(person, cell, day)
        later = day + 365 + self.chance.randrange(5, 45)
        self._plan(later, OTHER, self._recognition, (person, person.entries))

    def _readmission(self, day: int, _: object) -> None:
        person = self._take(
            self.removed, lambda p: p.left_on + MONTHS_36 < day and p.left_by != Cause.EXPULSION and not p.fixed, day
        )
        self._begin(person, Cause.READMISSION, self.ground.any_cell(), day)

    def _restoration(self, day: int, _: object) -> None:
        window = self.committee.removed_stay_removed
        stays = (window.first.toordinal(), window.last.toordinal()) if window else (0, -1)

        def fits(p: Person) -> bool:
            return (
                p.left_on + 60 < day
                and not stays[0] <= p.left_on <= stays[1]
                and p.floor <= p.wave
                and self.cells[p.cell].until > day
                and p.events[-1].cause == p.left_by
            )

        person = self._take(self.removed, fits, day)
        cell = self.cells[person.cell]
        self._write(person, Cause.RESTORATION, day, cell=cell, reverses=len(person.events) - 1)
        self._seat(person, cell, day)

    def _transfer_in(self, day: int, _: object) -> None:
        back = [p for p in self.gone[-60:] if p.left_on + 200 < day] if self.chance.random() < 0.1 else []
        if back:
            self.gone.remove(back[0])
        self._arrive(self.ground.any_cell(), day, back[0] if back else None)

    def _arrive(self, cell: Cell, day: int, person: Person | None = None) -> Person:
        """From outside: somebody new, or back again."""
        if person is None:
            person = self.origin.old_member(len(self.people), cell, day, arriving=True)
            self.people.append(person)
        facts = self.letters.inward(day) | {"status": Status.OFFICIAL, "party_since": person.party}
        person.status = Status.OFFICIAL
        self._write(person, Cause.TRANSFER_IN, day, cell=cell, facts=facts)
        self._seat(person, cell, day)
        return person

    def _take(self, pool: list[Person], fits: Callable[[Person], bool], day: int) -> Person:
        found = [p for p in pool if fits(p)]
        if not found:
            raise LookupError(f"{self.committee.key}: nobody to come back on {date.fromordinal(day)}")
        person = self.chance.choice(found)
        pool.remove(person)
        return person

    # --- Along ---

    def _recognition(self, day: int, about: tuple[Person, int]) -> None:
        person, entry = about
        if day > self._end or person.seat is None or person.entries != entry or person.status == Status.OFFICIAL:
            return
        if person.last >= day or (self.chance.random() < 0.04 and person.age(day) < 60):
            self._plan(day + self.chance.randrange(20, 60), OTHER, self._recognition, about)
            return
        person.status = Status.OFFICIAL
        self._write(person, Cause.RECOGNITION, day, facts={"status": person.status})
        person.last = day

    def _transfer(self, day: int, _: object) -> None:
        sent, facts = self.letters.between(day)
        gap = day - sent + 1
        village = self.chance.random() < 0.3
        if village:
            person = self._retiring(day, gap)
            village = person is not None
        if not village:
            person = self._member(day, lambda p: p.age(day) < 78 and p.last < sent, gap=gap)
        cell = self.ground.other_cell(self.cells[person.cell], village=village)
        here = self.cells[person.cell]
        facts["transfer_kind"] = "internal" if cell.superior == here.superior else "permanent"
        if village:
            person.retired = day
        self._write(person, Cause.TRANSFER, day, cell=cell, from_cell=here.position, facts=facts)
        self._sit_elsewhere(person, cell, day)

    def _retiring(self, day: int, gap: int) -> Person | None:
        for _ in range(60):
            person = self.roll[int(self.chance.random() * len(self.roll))]
            here = self.cells[person.cell]
            if not person.busy and person.last + gap <= day and here.kind != "thon" and len(here.members) > 4:
                if 55 < person.age(day) < 66:
                    return person
        return None

    def _temporary(self, day: int, _: object) -> None:
        until = day + self.chance.randrange(90, 330)
        person = self._member(day, lambda p: 22 < p.age(day) < 58, gap=40)
        cell = next(c for c in iter(self.ground.any_cell, None) if c.position != person.cell and c.until > until)
        self._write(person, Cause.TEMPORARY_START, day, cell=cell, facts=self.letters.temporary(day))
        person.last, person.busy = day, True
        self._plan(until, OTHER, self._return, person)

    def _return(self, day: int, person: Person) -> None:
        if day <= self._end:
            self._write(person, Cause.TEMPORARY_END, day, facts=self.letters.temporary(day))
            person.last, person.busy = max(person.last, day), False

    def _reorganize(self, step: Step) -> None:
        day = step.on.toordinal()
        self.ground.weigh(day)
        for ended in (*step.end, *step.move):
            cell = self.by_ref.get(ended.ref)
            if cell is None or not ended.into or cell.until != day:
                continue
            targets = [self.by_ref[ref] for ref in ended.into]
            for person in list(cell.members.values()):
                target = targets[0] if len(targets) == 1 else self.chance.choice(targets)
                if len(targets) > 1:
                    self.chosen.setdefault(step.number, {})[person.number] = target.position
                self._sit_elsewhere(person, target, day)
                person.floor = step.number
        self._settle_in(step, day)

    def _settle_in(self, step: Step, day: int) -> None:
        """A cell founded without people gets its first members by transfer in the days that follow."""
        for node in step.found:
            cell = self.by_ref.get(node.ref)
            if cell is not None and not cell.members and day < self._end:
                for later in range(1, 6):
                    self._plan(day + later, OTHER, self._first_member, cell)

    def _first_member(self, day: int, cell: Cell) -> None:
        sent, facts = self.letters.between(day)

        def fits(p: Person) -> bool:
            here = self.cells[p.cell]
            return p.age(day) < 56 and p.status == Status.OFFICIAL and here.kind != "quan_su" and len(here.members) > 6

        person = self._member(day, fits, gap=day - sent + 1)
        facts["transfer_kind"] = "permanent"
        self._write(person, Cause.TRANSFER, day, cell=cell, from_cell=person.cell, facts=facts)
        self._sit_elsewhere(person, cell, day)

    # --- Ways out ---

    def _leave(self, person: Person, cause: str, day: int, **facts: object) -> None:
        self._write(person, cause, day, from_cell=person.cell, facts=facts)
        self._unseat(person, cause, day)

    def _death(self, day: int, _: object) -> None:
        those = [self._member(day, lambda p: True) for _ in range(1 if self.chance.random() < 0.08 else 9)]
        self._leave(min(those, key=lambda p: p.born), Cause.DEATH, day)

    def _strike_off(self, day: int, _: object) -> None:
        late = lambda p: p.status != Status.OFFICIAL and p.last + 200 < day and not p.busy  # noqa: E731
        if self.chance.random() < 0.06 and any(map(late, self.roll)):
            person = self._member(day, late)
            ground = "probation_failed"
        else:
            person = self._member(day, lambda p: p.status == Status.OFFICIAL and p.age(day) < 62, gap=60)
            ground = self.chance.choices([g for g, _ in GROUNDS], [w for _, w in GROUNDS])[0]
        self._leave(person, Cause.STRIKE_OFF, day, ground=ground)
        self.removed.append(person)

    def _expulsion(self, day: int, _: object) -> None:
        self._remove(Cause.EXPULSION, day, 65)

    def _voluntary_exit(self, day: int, _: object) -> None:
        self._remove(Cause.VOLUNTARY_EXIT, day, 70)

    def _remove(self, cause: str, day: int, oldest: int) -> None:
        person = self._member(day, lambda p: p.status == Status.OFFICIAL and 23 < p.age(day) < oldest, gap=60)
        self._leave(person, cause, day)
        self.removed.append(person)

    def _transfer_out(self, day: int, _: object) -> None:
        person = self._member(day, lambda p: p.status == Status.OFFICIAL and p.age(day) < 66, gap=30)
        self._leave(person, Cause.TRANSFER_OUT, day, **self.letters.outward(day))
        self.gone.append(person)

    def _same_day(self, day: int, _: object) -> None:
        """In and out on one day: both count, and nobody stays."""
        person = self._arrive(self.ground.any_cell(), day)
        self._leave(person, Cause.TRANSFER_OUT, day, **self.letters.outward(day))

    def _annulled(self, day: int, _: object) -> None:
        """A letter that was returned, or (for one of three) an admission whose decision was taken back."""
        if self.chance.random() < 0.3:
            cell = self.ground.any_cell()
            person = self.origin.new_member(len(self.people), cell, day, {})
            self.people.append(person)
            facts = {"state": "annulled", "status": Status.PROBATIONARY, "note": "Quyết định kết nạp bị hủy."}
            self._write(person, Cause.ADMISSION, day, cell=cell, facts=facts)
            return
        person = self._member(day, lambda p: p.age(day) < 70, gap=20)
        facts = self.letters.returned(day)
        cell = self.ground.other_cell(self.cells[person.cell], village=False)
        self._write(person, Cause.TRANSFER, day, cell=cell, from_cell=person.cell, facts=facts)

    def _leave_under_way(self) -> None:
        """Transfers sent and not yet received on the data date, some of them overdue."""
        pending, self._under_way = self._under_way, 0
        for position in range(pending):
            sent = self._end - (self.chance.randrange(3, 40) if position % 4 else self.chance.randrange(60, 160))
            person = self._member(sent, lambda p, sent=sent: p.age(sent) < 60, gap=1)
            facts = self.letters.pending(sent, presented=position % 3 == 1)
            cell = self.ground.other_cell(self.cells[person.cell], village=False)
            self._write(person, Cause.TRANSFER, sent, cell=cell, from_cell=person.cell, facts=facts)
            person.busy = True


_LEAVING = frozenset({"transfer_out", "strike_off", "expulsion", "voluntary_exit", "death"})
