"""What a page that shows a job needs; other areas include ``jobs/_state.html`` with it."""

from collections.abc import Iterable
from typing import Any

from chibo.jobs import queries
from chibo.jobs.models import Job, State
from chibo.jobs.queries import Standing
from chibo.kernel.viewer import Viewer

BADGES = {
    State.WAITING: "waiting",
    State.RUNNING: "new",
    State.DONE: "done",
    State.FAILED: "late",
    State.CANCELLED: "plain",
}


def shown(job: Job, *, by: Viewer) -> dict[str, Any]:
    """The context of ``jobs/_state.html``: bar, buttons and result of one job, polled until it ends.

    When it ends the page around it is loaded anew. ``{% include "jobs/_state.html" with here=request.get_full_path %}``
    brings the buttons back to that page.
    """
    (row,) = queries.standing([job], by=by)
    return {"row": row, "job": job, "badge": badge(row), "no_worker": nobody_works([row])}


def badge(row: Standing) -> tuple[str, str]:
    """Colour and words of a state."""
    if row.is_dead:
        return "late", "Mất liên lạc"
    if row.job.cancel_requested and row.is_open:
        return "waiting", "Đang dừng"
    return BADGES[State(row.job.state)], row.job.get_state_display()


def nobody_works(rows: Iterable[Standing]) -> bool:
    """Whether something waits that nobody is going to take."""
    return any(row.is_open and row.job.task for row in rows) and not queries.has_worker()
