"""The steps that take long, as jobs."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from chibo.exchange.actions.checking import check
from chibo.exchange.actions.undoing import BEGUN, begin, undo
from chibo.exchange.actions.writing import write
from chibo.exchange.models import Batch
from chibo.exchange.rules import states
from chibo.exchange.vocabulary import BatchState
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job
from chibo.jobs.rules import Runner, Tick
from chibo.kernel.viewer import Viewer

KIND = "exchange.step"
STEPS = {
    "check": ("Kiểm tra", (BatchState.MAPPED, BatchState.CHECKED, BatchState.CHECKING)),
    "write": ("Ghi", (BatchState.CHECKED, BatchState.WRITING)),
    "undo": ("Hoàn tác", BEGUN),
}


def request(batch: Batch, step: str, *, by: Viewer, **said: Any) -> Job:
    """Give a step to the worker. ``said`` are the further arguments of :func:`write` or :func:`undo`.

    :param step: ``check``, ``write`` or ``undo``
    :raises Refusal: not entitled, another state, or something stands on the batch
    """
    title, allowed = STEPS[step]
    states.must_be(batch, by, *allowed)
    states.must_rest(batch)
    if step == "undo":
        begin(batch, by=by)
    job = jobs.enqueue(
        kind=KIND,
        title=f"{title} tệp {batch.file.name}",
        checkpoint={"batch": str(batch.uid), "do": step, "said": said},
        by=by,
    )
    Batch.objects.filter(pk=batch.pk).update(job=job)
    return job


def _run(job: Job, tick: Tick, by: Viewer) -> None:
    said = dict(job.checkpoint)
    batch = Batch.objects.select_related("file").get(uid=UUID(said["batch"]))
    # A worker may be here before the request has written down which job it gave.
    batch.job = job
    given = said.get("said", {})

    def beat(done: int, message: str = "", checkpoint: dict[str, Any] | None = None, total: int | None = None) -> None:
        tick(done, message, checkpoint=said if checkpoint is not None else None, total=total)

    if said["do"] == "check":
        check(batch, by=by, tick=beat)
    elif said["do"] == "write":
        write(batch, only_good=given.get("only_good", batch.options.get("only_good", False)), by=by, tick=beat)
    else:
        undo(batch, by=by, reason=given.get("reason", ""), tick=beat)


def _back(job: Job) -> str:
    return reverse("exchange:batch", args=[job.checkpoint["batch"]])


RUNNER = Runner(_run, back=_back, back_label="Mở lần nhập này")
"""Handed to :func:`chibo.jobs.rules.install` by the site."""
