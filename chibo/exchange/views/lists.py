"""Workbooks brought in, and blank ones to begin with."""

import io
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.exchange import queries, sheets
from chibo.exchange.models import Batch
from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Kind
from chibo.exchange.views.asked import BADGES
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import Viewer
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORDS = (
    (Outcome.CREATE, "tạo mới"),
    (Outcome.UPDATE, "cập nhật"),
    (Outcome.SKIP, "bỏ qua"),
    (Outcome.REFUSE, "từ chối"),
    (Outcome.ASK, "chờ trả lời"),
)


class _Counted(QuerySource):
    """Batches with the numbers of their rows, counted for a page at once."""

    def shown(self, rows: list[Batch]) -> list[Batch]:
        counted = queries.counts_of(rows)
        for batch in rows:
            batch.found = counted[batch.pk]
        return rows


def in_words(found: Any) -> str:
    """``12 dòng: 10 tạo mới, 2 từ chối``; empty where nothing has been judged."""
    total = sum(found.values())
    parts = [f"{show_int(found[outcome])} {word}" for outcome, word in _WORDS if found[outcome]]
    return f"{show_int(total)} dòng: {', '.join(parts)}" if total else ""


def _kind_title(batch: Batch) -> str:
    known = kinds.kinds().get(batch.kind)
    return known.title if known else batch.kind


COLUMNS = (
    Column(
        "name",
        "Tệp",
        lambda b: b.file.name,
        main=True,
        url=lambda b: reverse("exchange:batch", args=[b.uid]),
        width=40,
    ),
    Column("kind", "Loại", _kind_title, width=26),
    Column("place_label", "Tổ chức", width=34),
    Column("on", "Số liệu đến", kind="day"),
    Column(
        "state",
        "Tình trạng",
        lambda b: b.get_state_display(),
        kind="badge",
        state=lambda b: BADGES[BatchState(b.state)],
    ),
    Column("rows", "Kết quả", lambda b: in_words(b.found), width=50),
    Column("made_at", "Gửi lúc", kind="moment"),
)
SENDER = Column("owner_label", "Người gửi", width=24)


def kinds_for(by: Viewer) -> list[Kind]:
    """What the viewer may bring in.

    :raises NotEntitled: nothing
    """
    found = [kind for kind in kinds.kinds().values() if by.may(kind.capability) is not None]
    if not found:
        raise NotEntitled(
            "Đồng chí chưa được giao quyền ghi loại dữ liệu nào nên không nhập tệp được. Nếu công việc cần, hãy đề nghị quản "
            "trị viên giao quyền.",
            code="not_entitled",
        )
    return found


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """What can be brought in, and what was."""
    offered = kinds_for(request.viewer)
    source = _Counted(queries.batches(by=request.viewer), order=("-id",))
    table = Table(
        "exchange.list",
        "Các lần nhập tệp",
        (*COLUMNS, SENDER) if params.EXPORT in request.GET else COLUMNS,
        source,
        numbered=False,
        noun="lần nhập",
        empty="Chưa có lần nhập nào. Hãy chọn loại tệp ở trên để bắt đầu.",
    )
    heading = Heading("Các lần nhập tệp", by=request.viewer.label)
    return respond(request, "exchange/list.html", {"kinds": offered}, table=table, heading=heading)


@require_safe
def blank(request: HttpRequest, kind: str) -> FileResponse:
    """A blank workbook of a kind."""
    found = kinds.kind_of(kind)
    request.viewer.must(found.capability)
    file = io.BytesIO(sheets.template(found))
    return FileResponse(file, as_attachment=True, filename=f"mau-nhap-{found.name}.xlsx", content_type=XLSX)
