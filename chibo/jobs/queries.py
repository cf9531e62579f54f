"""Reading jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chibo.jobs import lifeline, rules
from chibo.jobs.models import Job, State
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer


def jobs(*, by: Viewer) -> QuerySet[Job]:
    """The viewer's own jobs, newest first; all of them for who may read all."""
    found = Job.objects.select_related("result")
    return found if by.may(rules.READ) is not None else found.filter(owner=by.reference)


def job(uid: UUID, *, by: Viewer) -> Job:
    """:raises NotFound: there is none, or not for this viewer"""
    found = jobs(by=by).filter(uid=uid).first()
    if found is None:
        raise NotFound("Không có việc này trong danh sách của đồng chí. Hãy mở lại danh sách.", code="unknown_job")
    return found


@dataclass(frozen=True)
class Standing:
    """A job as it stands for a viewer.

    :ivar is_dead: its process is gone
    :ivar is_open: something may still happen to it by itself
    :ivar back: address of the page it belongs to; empty for none
    """

    job: Job
    is_dead: bool
    is_open: bool
    can_cancel: bool
    can_resume: bool
    back: str
    back_label: str


def standing(found: Iterable[Job], *, by: Viewer) -> list[Standing]:
    """How jobs stand, with one look at which processes live."""
    listed = list(found)
    alive = lifeline.alive(lifeline.JOB) if any(job.state == State.RUNNING for job in listed) else set()
    return [_standing(job, alive, by) for job in listed]


def _standing(job: Job, alive: set[int], by: Viewer) -> Standing:
    is_dead = job.state == State.RUNNING and job.pk not in alive
    is_own = job.owner == by.reference
    how = rules.runner_or_none(job.kind)
    return Standing(
        job=job,
        is_dead=is_dead,
        # A queued job whose process died is found by the worker and goes on.
        is_open=job.is_open and not (is_dead and not job.task),
        can_cancel=job.is_open,
        can_resume=is_own and rules.can_resume(job, is_dead=is_dead),
        back=how.back(job) if how is not None and is_own else "",
        back_label=how.back_label if how is not None else "",
    )


def is_alive(job: Job) -> bool:
    """Whether a process is at it now."""
    return job.state == State.RUNNING and lifeline.is_alive(lifeline.JOB, job.pk)


def has_worker() -> bool:
    """Whether a worker lives that will take what waits."""
    return bool(lifeline.alive(lifeline.WORKER))
