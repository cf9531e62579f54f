"""Work that runs, with its bar."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chibo.jobs import actions, queries, rules
from chibo.jobs.models import State
from chibo.kernel import clock

PAGE = 50
BADGES = {
    State.WAITING: "waiting",
    State.RUNNING: "new",
    State.DONE: "done",
    State.FAILED: "late",
    State.CANCELLED: "plain",
}


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The viewer's jobs; while one is open, htmx asks for the rows again every two seconds."""
    now = clock.now()
    jobs = list(queries.jobs(by=request.viewer)[:PAGE])
    rows = [{"job": job, "badge": BADGES[State(job.state)], "dead": rules.is_dead(job, now=now)} for job in jobs]
    context = {"rows": rows, "open": sum(1 for row in rows if row["job"].is_open and not row["dead"])}
    return render(request, "jobs/_rows.html" if request.headers.get("HX-Request") else "jobs/list.html", context)


@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask a job to stop."""
    actions.cancel(job=queries.job(uid, by=request.viewer), by=request.viewer)
    return redirect("jobs:list")
