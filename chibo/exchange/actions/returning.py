"""Making somebody's own workbook with what is to be mended in it."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chibo.exchange.actions.receiving import opened
from chibo.exchange.models import Batch
from chibo.exchange.queries import plans_of_batch
from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import ColumnSpec
from chibo.exchange.rules import kinds, states
from chibo.exchange.sheets import write_returned
from chibo.exchange.vocabulary import BatchState
from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job, State
from chibo.jobs.rules import Runner, Tick
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer

KIND = "exchange.return"
AT_ONCE = 3_000
"""Rows that are written while the reader waits."""
JUDGED = (BatchState.CHECKED, BatchState.WRITTEN, BatchState.UNDONE, BatchState.WRITING, BatchState.UNDOING)


def file_name(batch: Batch) -> str:
    """The name under which it goes back."""
    return f"{batch.file.name.rpartition('.')[0][:150] or 'Tệp'} - cột lỗi.xlsx"


def rows_of(batch: Batch) -> int:
    """Rows in all sheets."""
    return sum(sheet["rows"] for sheet in batch.looked["sheets"])


def check_return(batch: Batch, *, by: Viewer) -> None:
    """:raises Refusal: not judged yet, or the viewer may not see what stands in it"""
    if batch.state not in JUDGED:
        raise Refusal(
            "Tệp này chưa được kiểm tra nên chưa có cột lỗi. Hãy kiểm tra trước.", code="not_checked", status=409
        )
    if not states.sees_everything(batch, by):
        raise NotEntitled("Tệp có số CCCD, số thẻ đảng viên. Hãy nhờ người đã gửi tệp tải về.", code="not_entitled")


def make_return(batch: Batch, file: IO[bytes], *, tick: Any = lambda done: None) -> None:
    """Write the workbook, row by row.

    :raises Refusal: the file can no longer be read
    """
    kind = kinds.kind_of(batch.kind)
    options = {name: batch.options[name] for name in ("encoding", "text") if batch.options.get(name)}
    with opened(batch.file) as path, closing(_sheets(batch, path, options)) as sheets:
        write_returned(
            file,
            sheets,
            checked=batch.sheet,
            header_row=batch.header_row,
            mapping=batch.mapping,
            titles={column.name: column.title for column in kind.columns},
            plans=plans_of_batch(batch),
            tick=tick,
        )


def _sheets(batch: Batch, path: str, options: dict[str, Any]) -> Iterator[tuple[str, int, Any]]:
    for sheet in batch.looked["sheets"]:
        if not sheet["rows"] and sheet["name"] != batch.sheet:
            yield sheet["name"], 0, ()
            continue
        columns = [ColumnSpec(str(place), place) for place in range(sheet["columns"])]
        with workbook.read(
            path, batch.file.name, sheet=sheet["name"], first_row=1, columns=columns, options=options
        ) as reading:
            yield sheet["name"], sheet["columns"], ((number, cells) for part in reading for number, cells, _ in part)


def request_return(batch: Batch, *, by: Viewer) -> Job:
    """Have it made by the worker, or find it where it was asked for already.

    :raises Refusal: not judged yet, or not for this viewer
    """
    check_return(batch, by=by)
    said = {"batch": str(batch.uid), "digest": batch.digest}
    still = Job.objects.filter(kind=KIND, owner=by.reference, state__in=[State.WAITING, State.RUNNING])
    found = next((job for job in still if job.checkpoint == said), None)
    return found or jobs.enqueue(
        kind=KIND, title=f"Lập tệp có cột lỗi của {batch.file.name}", total=rows_of(batch), checkpoint=said, by=by
    )


def _run(job: Job, tick: Tick, by: Viewer) -> None:
    batch = Batch.objects.select_related("file").get(uid=UUID(job.checkpoint["batch"]))
    check_return(batch, by=by)
    with tempfile.TemporaryFile() as file:
        make_return(batch, file, tick=lambda done: tick(done, "Đang ghi các dòng của tệp."))
        with transaction.atomic():
            stored = files.keep_made(name=file_name(batch), file=file, by=by)
            jobs.finish(job, message="Tệp có cột lỗi đã lập xong.", result=stored)


def _back(job: Job) -> str:
    return reverse("exchange:batch", args=[job.checkpoint["batch"]])


RUNNER = Runner(_run, back=_back, back_label="Mở lần nhập này")
"""Handed to :func:`chibo.jobs.rules.install` by the site."""
