"""What a worker puts right: jobs whose process died, places in the queue that lead nowhere, rows nobody needs."""

from datetime import timedelta

from django.db import transaction
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from chibo.jobs import lifeline
from chibo.jobs.actions.queue import give_up_or_put_back, put_back
from chibo.jobs.models import Job, State
from chibo.kernel import clock

KEEP = timedelta(days=7)
"""How long a place in the queue is kept after its run, with the trace of an error."""


def reap() -> int:
    """Put every queued job whose process died back in the queue; returns how many.

    After :data:`chibo.jobs.rules.MOST_LOST` deaths in a row a job fails instead. What a command does by itself is left to it.
    """
    found = 0
    alive = lifeline.alive(lifeline.JOB)
    for number in Job.objects.filter(state=State.RUNNING).exclude(task="").values_list("pk", flat=True):
        if number not in alive:
            found += _reap(number)
    return found


def _reap(number: int) -> int:
    try:
        # Whoever holds it is not dead, and nobody starts while it is held here.
        with lifeline.hold(lifeline.JOB, number), transaction.atomic():
            job = Job.objects.select_for_update(no_key=True).get(pk=number)
            if job.state != State.RUNNING:
                return 0
            give_up_or_put_back(job, lost=1)
            return 1
    except lifeline.Held:
        return 0


def find_lost_places() -> int:
    """Give jobs that wait without a place in the queue a new one, and close places whose worker died; returns how many."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return 0
    workers = lifeline.alive(lifeline.WORKER)
    found = 0
    for place in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if not place.worker_ids or int(place.worker_ids[-1]) not in workers:
            place.set_failed(ProcessLookupError("the worker died"))
            found += 1
    ready = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    held = {str(number) for number in ready.values_list("pk", flat=True)}
    waiting = Job.objects.filter(state=State.WAITING).exclude(task="")
    for number in [pk for pk, place in waiting.values_list("pk", "task") if place not in held]:
        with transaction.atomic():
            job = Job.objects.select_for_update(no_key=True).get(pk=number)
            if job.state == State.WAITING and not ready.filter(pk=job.task).exists():
                put_back(job)
                found += 1
    return found


def forget_old_places() -> int:
    """Remove places in the queue whose run ended long ago; the jobs stay."""
    removed, _ = DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEEP).delete()
    return removed
