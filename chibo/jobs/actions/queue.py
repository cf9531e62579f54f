"""Giving work to the worker, stopping it, taking it up again, and doing it."""

import logging
from typing import Any

from django.db import OperationalError, transaction
from django_tasks import task

from chibo.jobs import lifeline, rules
from chibo.jobs.actions.progress import running, start
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Cancelled, Postponed, Superseded
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.rulebook import queries as rulebook

log = logging.getLogger("chibo.jobs")


@transaction.atomic
def enqueue(*, kind: str, title: str, total: int = 0, checkpoint: dict[str, Any] | None = None, by: Viewer) -> Job:
    """Give a piece of work to the worker, in the caller's transaction: it starts once that is committed.

    Where the settings name the immediate backend it is done before this returns: call it last.

    :param kind: one that was handed to :func:`chibo.jobs.rules.install`
    :param checkpoint: what the work starts from; it must be told apart from being on the way by the runner itself
    """
    rules.runner(kind)
    return _queue(start(kind=kind, title=title, total=total, checkpoint=checkpoint, by=by))


def cancel(*, job: Job, by: Viewer) -> Job:
    """Ask the work to stop at its next step; work that waits or whose process is gone stops at once.

    :raises Refusal: not the viewer's, or ended, or the database is too busy to be told
    """
    try:
        return _cancel(job, by)
    except OperationalError as error:
        raise Refusal(rules.BUSY, code="busy", status=409) from error


@transaction.atomic
def _cancel(job: Job, by: Viewer) -> Job:
    job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    rules.check_cancel(job, by=by)
    job.cancel_requested = True
    if job.state == State.WAITING or not lifeline.is_alive(lifeline.JOB, job.pk):
        job.state, job.ended_at, job.message = State.CANCELLED, clock.now(), rules.sentence_of(Cancelled())
    job.save(update_fields=["cancel_requested", "state", "ended_at", "message"])
    return job


@transaction.atomic
def resume(*, job: Job, by: Viewer) -> Job:
    """Put the viewer's own work that failed, was stopped or lost its process back in the queue, at its checkpoint.

    :raises Refusal: not the viewer's, done, under way, or of a kind that starts anew each time
    """
    job = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    is_dead = job.state == State.RUNNING and not lifeline.is_alive(lifeline.JOB, job.pk)
    rules.check_resume(job, is_dead=is_dead, by=by)
    job.lost = 0
    return put_back(job)


def put_back(job: Job) -> Job:
    """Put a job back in the queue. The caller holds its row."""
    job.state, job.cancel_requested, job.ended_at, job.message = State.WAITING, False, None, ""
    job.save(update_fields=["state", "cancel_requested", "ended_at", "message", "lost"])
    return _queue(job)


def _queue(job: Job) -> Job:
    """Give the job a place in the queue and read back what became of it meanwhile."""
    place = run_job.enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(task=str(place.id))
    job.refresh_from_db()
    return job


@task()
def run_job(number: int) -> None:
    """Do a job that waits; one that does not is left alone, so a place in the queue too many does no harm."""
    job = Job.objects.filter(pk=number, state=State.WAITING).first()
    if job is None:
        return
    try:
        how = rules.runner(job.kind)
        with running(job, queued=True) as tick, rulebook.steady():
            how.run(job, tick, rules.viewer_of(job.owner))
    except Postponed:
        _again(job, lost=0)
    except (Cancelled, Superseded):
        log.info("Job %s stopped", job.uid)
    except Refusal as refusal:
        _refused(job, refusal)
    except OperationalError:
        # The database was out of reach for a while: that is no fault of the work.
        log.warning("Job %s met a database that did not answer", job.uid, exc_info=True)
        _again(job, lost=1)
    except Exception:
        log.exception("Job %s failed", job.uid)


def _refused(job: Job, refusal: Refusal) -> None:
    """A refusal before the run began leaves the job waiting: end it, unless somebody else is at it."""
    log.info("Job %s refused: %s", job.uid, refusal.code)
    if refusal.code == "unknown_kind":
        Job.objects.filter(pk=job.pk, state=State.WAITING).update(
            state=State.FAILED, message=refusal.message, ended_at=clock.now()
        )


@transaction.atomic
def _again(job: Job, *, lost: int) -> None:
    """Back to the queue, unless somebody else has it; too often without an end, it fails."""
    row = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if row.attempts != job.attempts or row.state not in (State.RUNNING, State.FAILED):
        return
    give_up_or_put_back(row, lost=lost)


def give_up_or_put_back(job: Job, *, lost: int) -> None:
    """Put a job whose run broke off back in the queue, or fail it after too many times. The caller holds its row.

    :param lost: 1 where the run broke off by itself, 0 where it was told to
    """
    job.lost += lost
    if job.cancel_requested:
        job.state, job.message = State.CANCELLED, rules.sentence_of(Cancelled())
    elif job.lost >= rules.MOST_LOST:
        job.state, job.message = State.FAILED, rules.LOST
    else:
        put_back(job)
        return
    job.ended_at = clock.now()
    job.save(update_fields=["state", "message", "ended_at", "lost"])
