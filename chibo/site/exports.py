"""Long lists as files: the worker asks the page again, on behalf of whoever wants the file.

What waits in the queue is the address and nothing else. So whatever the page checks (the right to read, the right to
export, the unit, the day) is checked by the page itself, with the rights of the moment, and what it notes in the journal
it notes when the list is really read.
"""

import tempfile
from typing import BinaryIO
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve

from chibo.access.queries import AccountViewer
from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Runner, Tick
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.site.acting import ACTS_FOR, as_chosen
from chibo.tables import workbook
from chibo.tables.export import FORMS, Heading
from chibo.tables.later import Making
from chibo.ui import params
from chibo.ui.markup import with_query

KIND = "tables.export"
ADDRESS = "address"


def begin(request: HttpRequest, form: str, heading: Heading, rows: int) -> HttpResponse:
    """Give the file to the worker, or find it where it was given already, and lead to where it will be."""
    address = request.get_full_path()
    job = _under_way(address, by=request.viewer)
    if job is None:
        name = f"Xuất {FORMS[form]}: {heading.title}{f', {heading.scope}' if heading.scope else ''}"
        checkpoint = {ADDRESS: address, ACTS_FOR: request.session.get(ACTS_FOR, "")}
        messages.success(
            request,
            f"Đang lập tệp {FORMS[form]} gồm {show_int(rows)} dòng. Đồng chí có thể làm việc khác; khi xong, tệp chờ ở trang "
            "này, mở từ “Việc chạy nền”.",
        )
        job = jobs.enqueue(kind=KIND, title=name, total=rows, checkpoint=checkpoint, by=request.viewer)
    return redirect("jobs:job", job.uid)


def _under_way(address: str, *, by: Viewer) -> Job | None:
    """The same file, asked for by the same person and not made yet."""
    still = Job.objects.filter(kind=KIND, owner=by.reference, state__in=[State.WAITING, State.RUNNING])
    return next((job for job in still if job.checkpoint.get(ADDRESS) == address), None)


def run(job: Job, tick: Tick, by: Viewer) -> None:
    """Make the file, from its first row on however often it is taken up, and keep it for its owner."""
    workbook.sweep()
    with tempfile.TemporaryFile() as file:
        making = Making(file, lambda done: tick(done, "Đang ghi các dòng của danh sách."))
        _ask(job, making, by)
        _keep(job, making, file, by)


def _ask(job: Job, making: Making, by: Viewer) -> None:
    """:raises Refusal: whatever the page refuses, or it leads elsewhere by now"""
    parts = urlsplit(job.checkpoint[ADDRESS])
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.GET = QueryDict(parts.query)
    request.session = {ACTS_FOR: job.checkpoint.get(ACTS_FOR, "")}
    request.viewer = as_chosen(by, request.session) if isinstance(by, AccountViewer) else by
    request.making = making
    match = request.resolver_match = resolve(parts.path)
    match.func(request, *match.args, **match.kwargs)
    if not making.name:
        raise Refusal("Trang này không còn đưa ra danh sách đã chọn. Hãy mở lại trang rồi xuất lại.", code="no_list")


@transaction.atomic
def _keep(job: Job, making: Making, file: BinaryIO, by: Viewer) -> None:
    stored = files.keep_made(name=making.name, file=file, by=by)
    jobs.finish(job, message=f"Đã lập tệp gồm {show_int(making.rows)} dòng.", result=stored)


def _page(job: Job) -> str:
    """The list itself."""
    return with_query(job.checkpoint.get(ADDRESS, "/"), {params.EXPORT: None})


RUNNER = Runner(run, back=_page, back_label="Mở danh sách")
