"""Which kinds of work there are, when a job may start, stop and go on, and what ends its run from outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chibo.jobs.models import Job, State
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer

READ = "jobs.read"
BEAT_EVERY = 0.5
"""Seconds between two writes of progress: a tick in between costs nothing."""
MOST_LOST = 3
"""How often the process of a job may die before the job is no longer put back in the queue."""
LOST = "Tiến trình bị ngắt giữa chừng nhiều lần. Hãy bấm Làm tiếp; nếu vẫn lỗi, hãy báo quản trị viên."
BUSY = "Cơ sở dữ liệu đang bận ghi việc khác. Hãy đợi vài giây rồi bấm lại."


class Interrupted(BaseException):
    """The run ends here, through no fault of the work. Never caught by a runner; what stands in the checkpoint is kept."""


class Cancelled(Interrupted):
    """Somebody asked for a stop."""


class Postponed(Interrupted):
    """The worker is shutting down: the job goes back to the queue."""


class Superseded(Interrupted):
    """The job has been stopped or taken over meanwhile: this run may not write any more."""


Tick = Callable[..., None]
"""``tick(done, message="", checkpoint=None, total=None)``"""
ViewerOf = Callable[[str], Viewer]


def _nowhere(job: Job) -> str:
    return ""


@dataclass(frozen=True)
class Runner:
    """How jobs of one kind are done.

    :ivar run: ``run(job, tick, by)`` does the work from ``job.checkpoint`` on, whatever that says. It may be killed at
        any moment and run again: whatever it writes, it writes in the transaction in which it ticks the checkpoint
        that says so. Between two transactions it ticks as well: there a stop is heeded and others get their turn at
        writing. A refusal fails the job with its sentence.
    :ivar back: the page the job was given from, or where its outcome is; empty for none. A list asks it for every row,
        so it is read from the job, not looked up
    :ivar back_label: words of the link there
    :ivar is_resumable: whether a job that failed or was stopped can go on
    """

    run: Callable[[Job, Tick, Viewer], object]
    back: Callable[[Job], str] = _nowhere
    back_label: str = "Mở trang của việc này"
    is_resumable: bool = True


@dataclass(frozen=True)
class Chore:
    """Something short that a worker with nothing in its queue does now and then, for nobody in particular.

    :ivar every: seconds between two times
    """

    run: Callable[[], object]
    every: float


_runners: dict[str, Runner] = {}
_viewers: list[ViewerOf] = []
_chores: list[Chore] = []


def install(
    runners: Mapping[str, Runner | Callable[..., object]], viewer_of: ViewerOf, chores: Sequence[Chore] = ()
) -> None:
    """Called once by ``chibo.site``: every kind of job that can wait in the queue, and how its owner comes back.

    :param viewer_of: reference of the owner → viewer as of today; refuses whoever may no longer sign in
    """
    _chores[:] = chores
    _runners.clear()
    _runners.update({kind: one if isinstance(one, Runner) else Runner(one) for kind, one in runners.items()})
    _viewers[:] = [viewer_of]


def chores() -> list[Chore]:
    """What a worker does beside its queue."""
    return list(_chores)


def runner(kind: str) -> Runner:
    """:raises Refusal: nobody does such work"""
    if kind not in _runners:
        raise Refusal("Chương trình không còn làm loại việc này. Hãy báo quản trị viên.", code="unknown_kind")
    return _runners[kind]


def runner_or_none(kind: str) -> Runner | None:
    """As :func:`runner`, for showing."""
    return _runners.get(kind)


def viewer_of(reference: str) -> Viewer:
    """:raises Refusal: the owner may no longer sign in"""
    return _viewers[0](reference)


def check_start(job: Job, *, queued: bool) -> None:
    """:param queued: it may only start if it still waits
    :raises Refusal: it has ended
    """
    if job.state == State.DONE:
        raise Refusal("Việc này đã xong. Hãy giao việc mới nếu cần làm lại.", code="job_done", status=409)
    if queued and job.state != State.WAITING:
        raise Refusal("Việc này không còn chờ. Hãy bấm Làm tiếp nếu cần.", code="job_not_waiting", status=409)


def running_elsewhere() -> Refusal:
    """What is said when another process is at the job."""
    return Refusal("Việc này đang chạy. Hãy đợi, hoặc bấm Dừng trước.", code="job_running", status=409)


def check_cancel(job: Job, *, by: Viewer) -> None:
    """:raises Refusal: not the viewer's, or ended"""
    if job.owner != by.reference and by.may(READ) is None:
        raise NotEntitled(
            "Việc này do người khác giao. Hãy nhờ người giao việc hoặc quản trị viên dừng.", code="not_owner"
        )
    if not job.is_open:
        raise Refusal("Việc này đã kết thúc, không còn gì để dừng.", code="job_ended", status=409)


def check_resume(job: Job, *, is_dead: bool, by: Viewer) -> None:
    """:raises Refusal: not the viewer's own, done, under way, or of a kind that starts anew each time"""
    if job.owner != by.reference:
        raise NotEntitled("Việc này do người khác giao. Hãy nhờ người giao việc bấm Làm tiếp.", code="not_owner")
    check_start(job, queued=False)
    if job.is_open and not is_dead:
        raise running_elsewhere()
    if not can_resume(job, is_dead=is_dead):
        raise Refusal("Loại việc này không làm tiếp được. Hãy giao việc mới.", code="not_resumable", status=409)


def can_resume(job: Job, *, is_dead: bool) -> bool:
    """Whether the job can go on from its checkpoint; only what was queued can, and only while its kind exists."""
    stopped = job.state in (State.FAILED, State.CANCELLED) or (job.state == State.RUNNING and is_dead)
    how = runner_or_none(job.kind)
    return bool(stopped and job.task and how is not None and how.is_resumable)


def sentence_of(error: BaseException) -> str:
    """What the owner reads about a run that ended badly."""
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return "Đã dừng theo yêu cầu."
    if isinstance(error, Refusal):
        return error.message
    return f"Lỗi ngoài dự kiến ({type(error).__name__}). Hãy làm tiếp; nếu vẫn lỗi, hãy báo quản trị viên."
