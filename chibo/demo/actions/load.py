"""Loading a committee stage by stage; each stage is one transaction that also writes how far the work got."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from chibo.demo.actions import life, posts, tree
from chibo.demo.actions.specs import Specs
from chibo.demo.rules.committee import Committee
from chibo.demo.rules.flow import Flow
from chibo.demo.rules.people import Person
from chibo.demo.rules.world import Step
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job, State
from chibo.kernel.viewer import Viewer
from chibo.members import actions as members
from chibo.members.actions.along import due_day
from chibo.members.derivation import lay_roll_anew, roll_put_off
from chibo.members.models import Person as Record
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook

BATCH = 15_000
"""People in one stage."""
STEP_WEIGHT = 150
"""What a reorganization counts for on the progress bar, in people."""


@dataclass(frozen=True)
class Stage:
    """A part of the work that is done whole or not at all."""

    title: str
    weight: int
    do: Callable[[], None]


def load(
    plan: Callable[[], Committee], *, key: str, title: str, on: date, by: Viewer, console: TextIO | None = None
) -> bool:
    """Load a committee, or go on where an earlier run stopped. The caller holds the lock of the demo.

    :param plan: makes the committee; not called when there is nothing to do
    :param on: the day on which it is entered
    :returns: whether anything was done
    """
    kind = f"demo:{key}"
    if Job.objects.filter(kind=kind, state=State.DONE).exists():
        return False
    job = Job.objects.filter(kind=kind).order_by("-id").first()
    if job is None:
        job = jobs.start(kind=kind, title=f"Nạp dữ liệu minh họa {title}", checkpoint={"stages": 0, "first": {}}, by=by)
    # Whoever held the lock before is gone: its heartbeat says nothing any more.
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(heartbeat=None)
    with jobs.running(job, console=console) as tick, rulebook.steady():
        _Loading(plan(), job.checkpoint, tick, on=on, by=by).run()
    return True


class _Loading:
    def __init__(
        self, committee: Committee, checkpoint: dict[str, Any], tick: Callable[..., None], *, on: date, by: Viewer
    ) -> None:
        self.committee = committee
        self.tick = tick
        self.on = on
        self.by = by
        self.reached: int = checkpoint["stages"]
        self.first: dict[str, int] = checkpoint["first"]
        tick(0, f"{committee.title}: dựng lịch sử")
        self.flow = Flow(committee, due=due_day).run()
        self.keys: dict[int, int] = {}
        self.done = 0

    def run(self) -> None:
        stages = list(self._stages())
        total = sum(stage.weight for stage in stages)
        for number, stage in enumerate(stages, start=1):
            if number > self.reached:
                with _one_transaction(), roll_put_off():
                    self.tick(self.done, f"{self.committee.title}: {stage.title}", total=total)
                    stage.do()
                    checkpoint = {"stages": number, "first": self.first}
                    self.done += stage.weight
                    self.tick(self.done, f"{self.committee.title}: {stage.title}", checkpoint=checkpoint, total=total)
            else:
                self.done += stage.weight

    def _stages(self) -> Iterator[Stage]:
        """The same stages in the same order on every run; what an earlier run loaded is looked up, not loaded."""
        yield Stage("tổ chức", 1_000, lambda: tree.open_tree(self.committee, by=self.by))
        fresh, more = self._waves()
        yield from self._wave(0, fresh, more)
        for step in self.committee.world.steps:
            yield Stage(step.note or "sắp xếp", STEP_WEIGHT, lambda step=step: self._reorganize(step))
            yield from self._wave(step.number, fresh, more)
        yield Stage("nhiệm kỳ, phạm vi số liệu", 50, lambda: tree.finish(self.committee, by=self.by))
        yield Stage("danh sách hiện tại", 500, lambda: lay_roll_anew(set(self._cells().values())))
        yield Stage("chức danh", 200, lambda: posts.fill(self.committee, on=self.on, by=self.by))
        scene = life.Scene(self.committee, on=self.on, by=self.by)
        for part, weight, fill in life.PARTS:
            yield Stage(part, weight, lambda fill=fill: fill(scene))
        yield Stage("thống kê bảng", 50, _analyze)

    def _waves(self) -> tuple[dict[int, list[Person]], dict[int, list[Person]]]:
        """Wave → people who appear in it, and → people who have further events in it."""
        fresh: dict[int, list[Person]] = {}
        more: dict[int, list[Person]] = {}
        for person in self.flow.people:
            waves = sorted({happening.wave for happening in person.events})
            fresh.setdefault(waves[0], []).append(person)
            for wave in waves[1:]:
                more.setdefault(wave, []).append(person)
        return fresh, more

    def _wave(self, wave: int, fresh: dict[int, list[Person]], more: dict[int, list[Person]]) -> Iterator[Stage]:
        people = fresh.get(wave, [])
        for start in range(0, len(people), BATCH):
            batch, name = people[start : start + BATCH], f"{wave}/{start}"
            if name in self.first:
                self._remember(batch, self.first[name])
            yield Stage("đảng viên", len(batch), lambda b=batch, n=name: self._load_people(b, wave, n))
        if later := more.get(wave):
            yield Stage("biến động", len(later), lambda: self._load_events(later, wave))

    def _remember(self, batch: list[Person], first: int) -> None:
        for position, person in enumerate(batch):
            self.keys[person.number] = first + position

    def _load_people(self, batch: list[Person], wave: int, name: str) -> None:
        specs = Specs(self.committee, self.flow, self._cells()).people(batch, wave)
        keys = members.load_people(
            specs, at=self._root(), on=self.on, by=self.by, source="Dữ liệu minh họa", is_illustration=True,
            progress=lambda done: self.tick(self.done + done, f"{self.committee.title}: đảng viên"),
        )  # fmt: skip
        self.first[name] = keys[0]
        self._remember(batch, keys[0])

    def _load_events(self, people: list[Person], wave: int) -> None:
        specs = Specs(self.committee, self.flow, self._cells())
        events = {self.keys[person.number]: specs.events(person, wave) for person in people}
        members.load_events(events, at=self._root(), on=self.on, by=self.by)

    def _reorganize(self, step: Step) -> None:
        chosen = {self.keys[number]: cell for number, cell in self.flow.chosen.get(step.number, {}).items()}
        uids = dict(Record.objects.filter(pk__in=list(chosen)).values_list("pk", "uid")) if chosen else {}
        refs = {str(uids[pk]): self.flow.cells[cell].ref for pk, cell in chosen.items()}
        tree.carry_out(self.committee, step, refs, by=self.by)

    def _root(self) -> Unit:
        return Unit.objects.get(ref=self.committee.ref)

    def _cells(self) -> dict[int, int]:
        keys = dict(Unit.objects.values_list("ref", "pk"))
        return {cell.position: keys[cell.ref] for cell in self.flow.cells if cell.ref in keys}


@contextmanager
def _one_transaction() -> Iterator[None]:
    """A transaction in which nested ones set no savepoint.

    A stage stands or falls as a whole. On SQLite, under a savepoint, every insert that a trigger watches costs time in
    proportion to the size of the database: measured 260 µs instead of 4 µs a row at 60.000 people.
    """
    here = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        here.savepoint = lambda: None
        try:
            yield
        finally:
            del here.savepoint


def _analyze() -> None:
    """Tell the database how its tables look after so many rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
