"""A workbook at the step where it stands."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chibo.exchange import actions, queries
from chibo.exchange.queries import RowSource
from chibo.exchange.views.asked import Page, page_of
from chibo.exchange.views.asking import form_of
from chibo.exchange.vocabulary import BatchState, Outcome

_FIRST = 5
_TILES = (
    (Outcome.CREATE, "Tạo mới", "chưa có trong Chibo", ""),
    (Outcome.UPDATE, "Cập nhật", "đã có, tệp ghi khác", ""),
    (Outcome.SKIP, "Bỏ qua", "đã có và giống hệt", ""),
    (Outcome.REFUSE, "Từ chối", "có lỗi cần sửa", "tile-late"),
    (Outcome.ASK, "Chờ trả lời", "cần đồng chí quyết định", "tile-waiting"),
)


@require_safe
def batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The step at which the workbook stands."""
    page = page_of(request, uid)
    state = page.batch.state
    if page.is_at_work:
        job = page.batch.job
        running = {"is_running": job is not None and job.is_open}
        context = page.context() | running | {"watched": page.watched(), "here": page.url()}
        return render(request, "exchange/progress.html", context)
    if state == BatchState.RECEIVED:
        return redirect("exchange:columns", page.batch.uid)
    if state == BatchState.MAPPED and page.batch.questions:
        return redirect("exchange:questions", page.batch.uid)
    if state == BatchState.MAPPED:
        return render(request, "exchange/stopped.html", page.context() | {"failure": page.failure})
    if state == BatchState.CHECKED:
        return render(request, "exchange/preview.html", page.context() | _preview(page))
    return render(request, "exchange/result.html", page.context() | _counted(page))


def _counted(page: Page) -> dict[str, Any]:
    found = queries.counts(page.batch)
    refused = found[Outcome.REFUSE] + found[Outcome.ASK]
    return {
        "total": sum(found.values()),
        "tiles": [
            (outcome, title, note, css if found[outcome] else "", found[outcome])
            for outcome, title, note, css in _TILES
            if found[outcome] or outcome != Outcome.ASK
        ],
        "created": found[Outcome.CREATE],
        "updated": found[Outcome.UPDATE],
        "skipped": found[Outcome.SKIP],
        "refused": refused,
        "asked": found[Outcome.ASK],
        "good": found[Outcome.CREATE] + found[Outcome.UPDATE],
    }


def _preview(page: Page) -> dict[str, Any]:
    context = _counted(page) | {"failure": page.failure, "notes": page.batch.notes}
    if context["asked"]:
        form, count = form_of(page)
        context |= {"form": form, "count": count, "more": count - len(form.keys)}
    for outcome in (Outcome.REFUSE, Outcome.UPDATE):
        source = RowSource(page.batch, outcome, open=page.is_open)
        context[f"first_{outcome}"] = source.page(None, _FIRST) if context["total"] else []
    context["has_answers"] = bool(actions.remembered_answers(page.batch) or page.batch.options.get("date_order"))
    return context


@require_POST
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Check once more."""
    page = page_of(request, uid)
    actions.request(page.batch, "check", by=request.viewer)
    messages.success(request, "Tệp được kiểm tra lại.")
    return redirect("exchange:batch", page.batch.uid)
