"""Printing: noted in the journal, one by one or many at once."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from django.db import transaction

from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.jobs.models import Job
from chibo.jobs.rules import Runner, Tick
from chibo.journal import actions as journal
from chibo.kernel.days import parse_iso, show_day
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.papers import queries
from chibo.papers.rules import Facts, form_of

KIND = "papers.many"
AT_ONCE = 10
"""Most papers made while the page waits; more are made by the worker."""
MOST = 500
IN_ONE_PDF = 100
"""Papers in one PDF of a package, so that a large package needs no more memory than a small one."""
NOT_PRINTED = "khong-in-duoc.txt"


def note_printed(*, code: str, given: Facts, ref: str, form: str, on: date, by: Viewer) -> None:
    """Write in the journal that a paper left as a file."""
    journal.record(
        "papers.printed",
        subject=given.subject or ref,
        label=f"In “{form_of(code).title}”" + (f": {given.name}" if given.name else ""),
        place=given.place,
        on=on,
        by=by,
        after={"form": code, "as": form, "reference": given.reference},
    )


def note_seen(*, code: str, given: Facts, ref: str, on: date, by: Viewer) -> None:
    """Write in the journal that somebody read a paper on the screen."""
    journal.read(f"Xem văn bản “{form_of(code).title}”", given.subject or ref, by, on)


def check_many(refs: Sequence[str]) -> list[str]:
    """The references, each once.

    :raises Refusal: none, or too many
    """
    wanted = list(dict.fromkeys(filter(None, refs)))
    if not wanted:
        raise Refusal("Chưa chọn hồ sơ nào để in. Hãy quay lại danh sách và chọn ít nhất một dòng.", field="ve")
    if len(wanted) > MOST:
        raise Refusal(
            f"Mỗi lần in nhiều nhất {show_int(MOST)} văn bản. Hãy lọc danh sách cho ngắn lại rồi in từng phần.",
            field="ve",
        )
    return wanted


def print_many(*, code: str, refs: Sequence[str], on: date, by: Viewer, back: str = "") -> Job:
    """Give many papers of one form to the worker: a package with a Word file each and one PDF of all.

    :param back: address of the page they were asked for from
    :raises Refusal: none, or too many
    """
    wanted = check_many(refs)
    return jobs.enqueue(
        kind=KIND,
        title=f"In {show_int(len(wanted))} văn bản: {form_of(code).title}",
        total=len(wanted),
        checkpoint={"code": code, "refs": wanted, "on": on.isoformat(), "back": back},
        by=by,
    )


@contextmanager
def package(
    code: str, refs: Sequence[str], *, on: date, by: Viewer, tick: Tick | None = None
) -> Iterator[tuple[IO, list[str]]]:
    """The package as an open file, and what the papers in it are about. What is refused is told in a text inside.

    :raises Refusal: not one of them could be printed
    """
    papers: list[queries.Paper] = []
    printed: list[str] = []
    refused: list[str] = []
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            for at, ref in enumerate(refs, 1):
                try:
                    given = queries.built(code, ref, on=on, by=by)
                except Refusal as refusal:
                    refused.append(f"{at}. {refusal.message}")
                    continue
                paper = queries.make_of(code, given, on=on)
                pack.writestr(f"{at:04d}-{paper.name}.docx", paper.docx)
                papers.append(paper)
                printed.append(given.subject or ref)
                if len(papers) == IN_ONE_PDF:
                    _bind(pack, papers, len(printed))
                    papers = []
                if tick:
                    tick(at, "Đang lập văn bản.")
            if not printed:
                raise Refusal(refused[0].partition(". ")[2], code="nothing_printed")
            _bind(pack, papers, len(printed))
            if refused:
                pack.writestr(NOT_PRINTED, "\n".join(refused) + "\n")
        yield file, printed


def _bind(pack: zipfile.ZipFile, papers: Sequence[queries.Paper], last: int) -> None:
    """Put one PDF of the papers into the package."""
    if papers:
        title = papers[0].form.title
        name = f"in-tat-ca-{last - len(papers) + 1:04d}-{last:04d}.pdf"
        pack.writestr(name, queries.together(papers, title=title))


def note_package(code: str, printed: Sequence[str], *, on: date, by: Viewer) -> None:
    """Write in the journal that a package left, and what it was about."""
    journal.record(
        "papers.printed",
        subject=printed[0] if len(printed) == 1 else "",
        label=f"In “{form_of(code).title}”: {show_int(len(printed))} văn bản",
        on=on,
        by=by,
        after={"form": code, "as": "zip"},
        count=len(printed),
        subjects=printed if len(printed) > 1 else (),
    )


def package_name(code: str, on: date) -> str:
    """Name of the file of a package."""
    return f"{queries.file_name(form_of(code), show_day(on))}.zip"


def _run(job: Job, tick: Tick, by: Viewer) -> None:
    """From the first paper on however often it is taken up: nothing is kept before all are there."""
    asked: dict[str, Any] = job.checkpoint
    on = parse_iso(asked["on"])
    with package(asked["code"], asked["refs"], on=on, by=by, tick=tick) as (file, printed), transaction.atomic():
        note_package(asked["code"], printed, on=on, by=by)
        stored = files.keep_made(name=package_name(asked["code"], on), file=file, by=by)
        left_out = len(asked["refs"]) - len(printed)
        told = f"Đã lập {show_int(len(printed))} văn bản."
        if left_out:
            told += f" {show_int(left_out)} văn bản không in được; lý do ở tệp {NOT_PRINTED} trong gói."
        jobs.finish(job, message=told, result=stored)


def _back(job: Job) -> str:
    return job.checkpoint.get("back", "")


RUNNER = Runner(_run, back=_back, back_label="Mở trang đã yêu cầu in")
