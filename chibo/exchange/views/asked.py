"""What several pages of a workbook need: the workbook itself, where it stands, who looks on."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from chibo.exchange import queries
from chibo.exchange.models import Batch
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Kind
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.jobs import rules as jobs
from chibo.jobs.models import State
from chibo.jobs.showing import shown

BADGES = {
    BatchState.RECEIVED: "waiting",
    BatchState.MAPPED: "waiting",
    BatchState.CHECKING: "new",
    BatchState.CHECKED: "waiting",
    BatchState.WRITING: "new",
    BatchState.WRITTEN: "done",
    BatchState.UNDOING: "new",
    BatchState.UNDONE: "plain",
    BatchState.DROPPED: "plain",
}
OUTCOME_BADGES = {
    Outcome.CREATE: "new",
    Outcome.UPDATE: "done",
    Outcome.SKIP: "plain",
    Outcome.REFUSE: "late",
    Outcome.ASK: "waiting",
}
AT_WORK = (BatchState.CHECKING, BatchState.WRITING, BatchState.UNDOING)
STEPS = ("Gửi tệp", "Ghép cột", "Kiểm tra, xem trước", "Ghi")
_AT = {
    BatchState.RECEIVED: 2,
    BatchState.MAPPED: 3,
    BatchState.CHECKING: 3,
    BatchState.CHECKED: 3,
    BatchState.WRITING: 4,
    BatchState.WRITTEN: 5,
    BatchState.UNDOING: 5,
    BatchState.UNDONE: 5,
    BatchState.DROPPED: 1,
}


def steps(now: int) -> list[tuple[str, str]]:
    """(title, class) of the four steps."""
    return [
        (title, "step-done" if place < now else "step-now" if place == now else "")
        for place, title in enumerate(STEPS, 1)
    ]


@dataclass(frozen=True)
class Page:
    """A workbook on a page."""

    request: HttpRequest
    batch: Batch

    @property
    def kind(self) -> Kind:
        return kinds.kind_of(self.batch.kind)

    @cached_property
    def is_open(self) -> bool:
        """Whether sensitive columns may be shown."""
        return states.sees_everything(self.batch, self.request.viewer)

    @property
    def is_at_work(self) -> bool:
        """Whether a step is being done, or was broken off on the way."""
        job = self.batch.job
        return self.batch.state in AT_WORK or (job is not None and job.is_open)

    @property
    def failure(self) -> str:
        """Why the last step ended badly; empty where it did not."""
        job = self.batch.job
        return job.message if job is not None and job.state == State.FAILED and not self.is_at_work else ""

    def url(self, name: str = "batch") -> str:
        return reverse(f"exchange:{name}", args=[self.batch.uid])

    def watched(self) -> dict[str, Any]:
        """Context of the bar, for who may watch the work."""
        job, by = self.batch.job, self.request.viewer
        if job is None or (job.owner != by.reference and by.may(jobs.READ) is None):
            return {}
        return shown(job, by=by)

    def context(self, now: int = 0) -> dict[str, Any]:
        """What every page of the workbook shows."""
        state = BatchState(self.batch.state)
        return {
            "batch": self.batch,
            "kind": self.kind,
            "state": (BADGES[state], state.label),
            "steps": steps(now or _AT[state]),
            "is_open": self.is_open,
        }


def page_of(request: HttpRequest, uid: UUID) -> Page:
    """:raises NotFound: there is none, or not for this viewer"""
    return Page(request, queries.batch_of(uid, by=request.viewer))
