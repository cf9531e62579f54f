"""When a job counts as dead, and who may stop it."""

from datetime import datetime, timedelta

from chibo.jobs.models import Job, State
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer

READ = "jobs.read"
DEAD_AFTER = timedelta(seconds=60)
BEAT_EVERY = 0.5
"""Seconds between two writes of progress: a tick in between costs nothing."""


class Cancelled(Exception):
    """Somebody asked the running work to stop; what stands in the checkpoint is kept."""


def is_dead(job: Job, *, now: datetime) -> bool:
    """Whether a running job has said nothing for so long that its process must be gone."""
    return job.state == State.RUNNING and (job.heartbeat is None or now - job.heartbeat > DEAD_AFTER)


def check_start(job: Job, *, now: datetime) -> None:
    """:raises Refusal: it has ended, or another process is at it"""
    if job.state == State.DONE:
        raise Refusal("Việc này đã xong. Hãy giao việc mới nếu cần làm lại.", code="job_done", status=409)
    if job.state == State.RUNNING and not is_dead(job, now=now):
        raise Refusal("Việc này đang chạy. Hãy đợi, hoặc bấm Dừng trước.", code="job_running", status=409)


def check_cancel(job: Job, *, by: Viewer) -> None:
    """:raises Refusal: not the viewer's, or ended"""
    if job.owner != by.reference and by.may(READ) is None:
        raise NotEntitled(
            "Việc này do người khác giao. Hãy nhờ người giao việc hoặc quản trị viên dừng.", code="not_owner"
        )
    if not job.is_open:
        raise Refusal("Việc này đã kết thúc, không còn gì để dừng.", code="job_ended", status=409)
