"""The rows of a workbook by how they end, and the workbook back with that in it."""

import tempfile
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from chibo.exchange import actions, queries
from chibo.exchange.actions import returning
from chibo.exchange.queries import PlannedRow, RowSource
from chibo.exchange.views.asked import OUTCOME_BADGES, Page, page_of
from chibo.exchange.vocabulary import Outcome
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotFound
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.table import Table
from chibo.ui import params

OUTCOME = "ket-qua"
_IN_MEMORY = 4_000_000
_TITLES = {
    Outcome.CREATE: "Các dòng tạo mới",
    Outcome.UPDATE: "Các dòng cập nhật",
    Outcome.SKIP: "Các dòng bỏ qua",
    Outcome.REFUSE: "Các dòng bị từ chối",
    Outcome.ASK: "Các dòng chờ trả lời",
}


def _told(row: PlannedRow) -> SafeString:
    """Why a row ends so: differences field by field, then faults and notes."""
    changes = format_html_join(
        "",
        '<div class="difference">{}: <del>{}</del> → <ins>{}</ins></div>',
        ((title, now or "(trống)", new or "(trống)") for title, now, new in row.differences),
    )
    faults = format_html_join(
        "", "<div>{}{}</div>", ((f"{title}: " if title else "", sentence) for title, sentence in row.faults)
    )
    asked = format_html("<div>{}</div>", row.ask.text) if row.ask and row.outcome == Outcome.ASK else ""
    if not (changes or faults or asked):
        return SafeString("")
    return format_html("<div>{}{}{}</div>", changes, faults, asked)


def _columns(*, is_leaving: bool) -> tuple[Column, ...]:
    """On the screen each difference has a line of its own; in files they stand in columns."""
    head = (
        Column("number", "Dòng", lambda row: str(row.number), kind="id", width=8),
        Column("label", "Nội dung", main=True, width=40),
        Column("about", "Trong tệp", width=40),
        Column(
            "outcome",
            "Kết quả",
            lambda row: row.outcome_label,
            kind="badge",
            state=lambda row: OUTCOME_BADGES[Outcome(row.outcome)],
        ),
    )
    if is_leaving:
        return (
            *head,
            Column("changes", "Thay đổi (đang ghi → trong tệp)", lambda row: row.changes, width=60),
            Column("reasons", "Lý do, ghi chú", lambda row: row.reasons, width=70),
        )
    return (*head, Column("told", "Thay đổi, lý do", _told))


@require_safe
def rows(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All rows, or those that end in one way."""
    page = page_of(request, uid)
    outcome = request.GET.get(OUTCOME, "")
    if outcome and outcome not in Outcome.values:
        raise NotFound("Không có kết quả này. Hãy chọn lại trên trang của lần nhập.", code="unknown_outcome")
    title = _TITLES[Outcome(outcome)] if outcome else "Mọi dòng của tệp"
    batch, found = page.batch, queries.counts(page.batch)
    numbers = {"": sum(found.values()), **found}
    table = Table(
        "exchange.rows",
        title,
        _columns(is_leaving=params.EXPORT in request.GET),
        RowSource(page.batch, outcome, open=page.is_open),
        total=numbers[outcome],
        noun="dòng",
        numbered=False,
        empty="Không có dòng nào.",
    )
    heading = Heading(
        f"{title}: {batch.file.name}",
        scope=batch.place_label,
        when=f"số liệu đến {show_day(batch.on)}",
        by=request.viewer.label,
    )

    def exported(form: str, count: int) -> None:
        label = f"Xuất {count} dòng kết quả nhập tệp “{batch.file.name}” ({form})"
        journal.read(label, batch.reference, request.viewer, clock.today())

    tabs = [(value, label, numbers[value], value == outcome) for value, label in (("", "Tất cả"), *Outcome.choices)]
    context = page.context() | {"title": title, "tabs": tabs}
    return respond(request, "exchange/rows.html", context, table=table, heading=heading, exported=exported)


@require_safe
def returned(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The workbook with what is to be mended in it; a long one is made by the worker."""
    page = page_of(request, uid)
    actions.check_return(page.batch, by=request.viewer)
    if returning.rows_of(page.batch) > returning.AT_ONCE:
        return redirect("jobs:job", actions.request_return(page.batch, by=request.viewer).uid)
    return _made(page)


def _made(page: Page) -> FileResponse:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
    actions.make_return(page.batch, file)
    file.seek(0)
    label = f"Tải tệp có cột lỗi của “{page.batch.file.name}”"
    journal.read(label, page.batch.reference, page.request.viewer, clock.today())
    return FileResponse(file, as_attachment=True, filename=returning.file_name(page.batch))
