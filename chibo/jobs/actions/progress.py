"""A job at work: how far it is, its end, and who may write that."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from django.db import connection, transaction
from django.db.models import F, QuerySet

from chibo.files.models import StoredFile
from chibo.jobs import lifeline, rules, shift
from chibo.jobs.actions.bar import Bar
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Cancelled, Postponed, Superseded, Tick
from chibo.kernel import clock
from chibo.kernel.viewer import Viewer


def start(*, kind: str, title: str, total: int = 0, checkpoint: dict[str, Any] | None = None, by: Viewer) -> Job:
    """Put a piece of work on the list; the caller does it inside :func:`running`."""
    return Job.objects.create(
        kind=kind,
        title=title[:200],
        owner=by.reference,
        owner_label=by.label[:200],
        total=total,
        checkpoint=checkpoint or {},
        made_at=clock.now(),
    )


def finish(job: Job, *, message: str = "", result: StoredFile | None = None) -> None:
    """The work is done; its result, if any, can be downloaded.

    :raises Superseded: this run is no longer the job's
    """
    now, done = clock.now(), max(job.done, job.total)
    values = {"state": State.DONE, "ended_at": now, "message": message[:300], "result": result, "done": done}
    _write(job, values)
    for name, value in values.items():
        setattr(job, name, value)


def resumable(kind: str) -> Job | None:
    """The latest job of a kind that stopped on the way or whose process is gone; its checkpoint says where to go on."""
    job = Job.objects.filter(kind=kind).exclude(state=State.DONE).order_by("-id").first()
    if job is None or (job.state == State.RUNNING and lifeline.is_alive(lifeline.JOB, job.pk)):
        return None
    return job


@contextmanager
def running(job: Job, *, console: TextIO | None = None, queued: bool = False) -> Iterator[Tick]:
    """Run the work: yields ``tick(done, message="", checkpoint=None, total=None)``, cheap enough for every row.

    Leaving the block in peace finishes the job (unless :func:`finish` did); an error marks it failed; a stop marks it
    cancelled and raises :class:`Cancelled`. Do not wrap it in one transaction: progress must be seen by others. Inside
    a transaction of the work itself only a tick with a checkpoint writes, and the two become true together.

    :param console: where a progress bar is drawn as well
    :param queued: only if it still waits
    :raises Refusal: it has ended, or another process is at it
    """
    try:
        line = lifeline.Lifeline(lifeline.JOB, job.pk)
    except lifeline.Held:
        raise rules.running_elsewhere() from None
    bar = Bar(console) if console is not None else None
    try:
        _begin(job, queued=queued)
        try:
            yield _tick(job, bar)
        except BaseException as error:
            _end_badly(job, error)
            raise
        if job.state != State.DONE:
            finish(job, message=job.message)
        if bar is not None:
            bar.draw(job.total, job.total, job.message)
    finally:
        line.release()
        if bar is not None:
            bar.close()


def _begin(job: Job, *, queued: bool) -> None:
    now = clock.now()
    with transaction.atomic():
        mine = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        rules.check_start(mine, queued=queued)
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING,
            started_at=now,
            heartbeat=now,
            cancel_requested=False,
            ended_at=None,
            attempts=F("attempts") + 1,
        )
    job.refresh_from_db()


def _tick(job: Job, bar: Bar | None) -> Tick:
    outside, last, is_due = _depth(), 0.0, False

    def tick(done: int, message: str = "", checkpoint: dict[str, Any] | None = None, total: int | None = None) -> None:
        nonlocal last, is_due
        if total is not None:
            job.total = total
        if bar is not None:
            bar.draw(done, job.total, message)
        now = shift.current()
        is_ending = now is not None and now.is_ending
        if checkpoint is None and not (is_ending or is_due) and time.monotonic() - last < rules.BEAT_EVERY:
            return
        last = time.monotonic()
        inside = _depth() != outside
        if checkpoint is not None or not inside:
            _tell(job, done=done, total=total, message=message, checkpoint=checkpoint)
        if inside and checkpoint is not None and not is_due:
            # What was just done is worth keeping: a stop is heeded at the next tick.
            is_due = True
            return
        is_due = False
        _heed(job)
        if is_ending:
            raise Postponed(job.title)
        if now is not None and not inside:
            now.breathe()

    return tick


def _tell(job: Job, *, done: int, total: int | None, message: str, checkpoint: dict[str, Any] | None) -> None:
    job.done, job.message, job.heartbeat = done, message[:300], clock.now()
    values: dict[str, Any] = {"done": done, "message": job.message, "heartbeat": job.heartbeat}
    if total is not None:
        values["total"] = total
    if checkpoint is not None:
        job.checkpoint = values["checkpoint"] = checkpoint
    _write(job, values)


def _heed(job: Job) -> None:
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise Cancelled(job.title)


def _depth() -> tuple[bool, int]:
    """How deep in transactions this connection is."""
    return connection.in_atomic_block, len(connection.savepoint_ids)


def _own(job: Job) -> QuerySet[Job]:
    """The row, if this run is still the job's."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _write(job: Job, values: dict[str, Any]) -> None:
    if not _own(job).update(**values):
        raise Superseded(job.title)


def _end_badly(job: Job, error: BaseException) -> None:
    if isinstance(error, (Postponed, Superseded)) or (connection.in_atomic_block and connection.needs_rollback):
        return
    stopped = isinstance(error, (Cancelled, KeyboardInterrupt))
    job.state = State.CANCELLED if stopped else State.FAILED
    job.message, job.ended_at = rules.sentence_of(error)[:300], clock.now()
    _own(job).update(state=job.state, message=job.message, ended_at=job.ended_at)
