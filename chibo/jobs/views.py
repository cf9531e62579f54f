"""Work that runs, with its bar."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from chibo.jobs import actions, queries
from chibo.jobs.models import Job
from chibo.jobs.showing import badge, nobody_works, shown
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.paging import slice_of
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params

COLUMNS = (
    Column("title", "Việc", main=True, width=50),
    Column("state", "Trạng thái", lambda job: job.get_state_display(), width=16),
    Column("done", "Đã làm", kind="int"),
    Column("total", "Tổng số", kind="int"),
    Column("message", "Ghi chú", width=40),
    Column("owner_label", "Người giao", width=24),
    Column("made_at", "Giao lúc", kind="moment"),
    Column("started_at", "Bắt đầu lúc", kind="moment"),
    Column("ended_at", "Kết thúc lúc", kind="moment"),
)


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The viewer's jobs; while one is open, htmx asks for the rows again every two seconds."""
    source = QuerySource(queries.jobs(by=request.viewer), order=("-id",))
    table = Table("jobs.list", "Việc đã giao", COLUMNS, source)
    if leaving := answer(request, [table], Heading("Việc đã giao", by=request.viewer.label)):
        return leaving
    part = slice_of(source, about="jobs:list", cursor=request.GET.get(params.CURSOR, ""))
    rows = queries.standing(part.rows, by=request.viewer)
    context = {
        "rows": [{"row": row, "badge": badge(row)} for row in rows],
        "poll": any(row.is_open for row in rows),
        "no_worker": nobody_works(rows),
        "next": part.next,
    }
    return render(request, "jobs/_rows.html" if request.htmx else "jobs/list.html", context)


@require_safe
def job(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One job; while it is open, htmx asks for its state again every two seconds, then for the whole page once."""
    context = shown(queries.job(uid, by=request.viewer), by=request.viewer)
    context["here"] = _safe(request.GET.get("ve", ""))
    if not request.htmx:
        return render(request, "jobs/job.html", context)
    response = render(request, "jobs/_state.html", context)
    if not context["row"].is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask a job to stop."""
    found = actions.cancel(job=queries.job(uid, by=request.viewer), by=request.viewer)
    said = "Đã yêu cầu dừng; việc dừng ở bước kế tiếp." if found.is_open else "Đã dừng việc."
    messages.success(request, said)
    return _onwards(request, found)


@require_POST
def resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a job that stopped back in the queue."""
    found = actions.resume(job=queries.job(uid, by=request.viewer), by=request.viewer)
    messages.success(request, "Việc được làm tiếp từ chỗ đã dừng.")
    return _onwards(request, found)


def _onwards(request: HttpRequest, found: Job) -> HttpResponse:
    """Where the button was pressed: the page says so, else the job's own."""
    address = _safe(request.POST.get("ve", ""))
    return redirect(address) if address else redirect("jobs:job", found.uid)


def _safe(address: str) -> str:
    """An address of this server, else nothing."""
    return address if url_has_allowed_host_and_scheme(address, None) else ""
