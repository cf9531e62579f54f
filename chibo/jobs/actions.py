"""Starting, running and stopping long work."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from django.db import connection, transaction
from django.db.models import F

from chibo.files.models import StoredFile
from chibo.jobs import rules
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Cancelled
from chibo.kernel import clock
from chibo.kernel.numbers import show_int
from chibo.kernel.viewer import Viewer


def start(*, kind: str, title: str, total: int = 0, checkpoint: dict[str, Any] | None = None, by: Viewer) -> Job:
    """Put a piece of work on the list; it runs inside :func:`running`."""
    return Job.objects.create(
        kind=kind,
        title=title[:200],
        owner=by.reference,
        owner_label=by.label[:200],
        total=total,
        checkpoint=checkpoint or {},
        made_at=clock.now(),
    )


def step(
    job: Job, *, done: int, total: int | None = None, message: str = "", checkpoint: dict[str, Any] | None = None
) -> None:
    """Write how far the work got.

    :raises Cancelled: somebody asked for a stop
    """
    job.done, job.message, job.heartbeat = done, message[:300], clock.now()
    fields = ["done", "message", "heartbeat"]
    if total is not None:
        job.total = total
        fields.append("total")
    if checkpoint is not None:
        job.checkpoint = checkpoint
        fields.append("checkpoint")
    job.save(update_fields=fields)
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise Cancelled(job.title)


def finish(job: Job, *, message: str = "", result: StoredFile | None = None) -> None:
    """The work is done; its result, if any, can be downloaded."""
    job.state, job.ended_at, job.message, job.result = State.DONE, clock.now(), message[:300], result
    job.done = max(job.done, job.total)
    job.save(update_fields=["state", "ended_at", "message", "result", "done"])


@transaction.atomic
def cancel(*, job: Job, by: Viewer) -> Job:
    """Ask the work to stop at its next step; work that waits or whose process is gone stops at once.

    :raises Refusal: not the viewer's, or ended
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    rules.check_cancel(job, by=by)
    job.cancel_requested = True
    if job.state == State.WAITING or rules.is_dead(job, now=clock.now()):
        job.state, job.ended_at = State.CANCELLED, clock.now()
    job.save(update_fields=["cancel_requested", "state", "ended_at"])
    return job


def resumable(kind: str) -> Job | None:
    """The latest job of a kind that stopped on the way or whose process is gone; its checkpoint says where to go on."""
    job = Job.objects.filter(kind=kind).exclude(state=State.DONE).order_by("-id").first()
    if job is None or (job.state == State.RUNNING and not rules.is_dead(job, now=clock.now())):
        return None
    return job


Tick = Callable[..., None]


@contextmanager
def running(job: Job, *, console: TextIO | None = None) -> Iterator[Tick]:
    """Run the work: yields ``tick(done, message="", checkpoint=None, total=None)``, cheap enough for every row.

    Leaving the block in peace finishes the job (unless :func:`finish` did); an error marks it failed; a stop marks it
    cancelled and raises :class:`Cancelled`. Do not wrap it in one transaction: progress must be seen by others.

    :param console: where a progress bar is drawn as well
    :raises Refusal: it has ended, or another process is at it
    """
    now = clock.now()
    with transaction.atomic():
        mine = Job.objects.select_for_update().get(pk=job.pk)
        rules.check_start(mine, now=now)
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING, heartbeat=now, cancel_requested=False, ended_at=None, attempts=F("attempts") + 1
        )
    job.refresh_from_db()
    bar = Bar(console) if console is not None else None
    last = 0.0

    def tick(done: int, message: str = "", checkpoint: dict[str, Any] | None = None, total: int | None = None) -> None:
        nonlocal last
        if total is not None:
            job.total = total
        if bar is not None:
            bar.draw(done, job.total, message)
        if checkpoint is None and time.monotonic() - last < rules.BEAT_EVERY:
            return
        last = time.monotonic()
        step(job, done=done, total=total, message=message, checkpoint=checkpoint)

    try:
        yield tick
    except BaseException as error:
        _end_badly(job, error)
        if bar is not None:
            bar.close()
        raise
    if job.state != State.DONE:
        finish(job, message=job.message)
    if bar is not None:
        bar.draw(job.total, job.total, job.message)
        bar.close()


def _end_badly(job: Job, error: BaseException) -> None:
    stopped = isinstance(error, (Cancelled, KeyboardInterrupt))
    message = "Đã dừng theo yêu cầu." if stopped else f"Lỗi: {error}"[:300]
    if connection.in_atomic_block and connection.needs_rollback:
        return
    state = State.CANCELLED if stopped else State.FAILED
    job.state, job.message, job.ended_at = state, message, clock.now()
    job.save(update_fields=["state", "message", "ended_at"])


class Bar:
    """A progress bar on a console; on anything else a line for every tenth."""

    WIDTH = 30

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self.out, self.live, self.last, self.tenth = out, out.isatty(), 0.0, -1

    def draw(self, done: int, total: int, message: str = "") -> None:
        """Show how far it is; at most ten times a second."""
        share = min(done / total, 1) if total else 0
        if self.live:
            if share < 1 and time.monotonic() - self.last < 0.1:
                return
            self.last = time.monotonic()
            full = round(share * self.WIDTH)
            bar = "█" * full + "░" * (self.WIDTH - full)
            self.out.write(f"\r{bar} {share:4.0%}  {show_int(done)}/{show_int(total)}  {message[:50]:<50}")
        elif int(share * 10) != self.tenth:
            self.tenth = int(share * 10)
            self.out.write(f"{share:4.0%}  {show_int(done)}/{show_int(total)}  {message}\n")
        self.out.flush()

    def close(self) -> None:
        """End the line."""
        if self.live:
            self.out.write("\n")
            self.out.flush()
