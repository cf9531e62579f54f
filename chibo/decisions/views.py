"""The register of decisions."""

from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.decisions import queries
from chibo.journal import queries as journal
from chibo.kernel.text import tidy
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params

PAGE = 50
COLUMNS = (
    Column("number", "Số, ký hiệu", kind="id", main=True, width=22),
    Column("issued_on", "Ngày ký", kind="day"),
    Column("issuer", "Cơ quan ban hành", width=36),
    Column("signer_title", "Chức danh người ký", width=24),
    Column("summary", "Trích yếu", width=60),
    Column("effective_on", "Ngày có hiệu lực", kind="day"),
    Column("note", "Ghi chú", lambda row: "minh họa" if row.is_illustration else "", width=14),
)


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first, found by number, issuer or summary."""
    text = request.GET.get("q", "")
    page = params.whole_number(request.GET, params.PAGE, default=1, low=1, high=100_000, label="số trang")
    found = queries.decisions(text=text, by=request.viewer)
    filters = (("Có chữ", tidy(text[:200])),) if tidy(text[:200]) else ()
    table = Table("decisions.list", "Quyết định", COLUMNS, QuerySource(found, ("-issued_on", "-id")))
    if leaving := answer(request, [table], Heading("Sổ quyết định", filters=filters, by=request.viewer.label)):
        return leaving
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])
    context = {"rows": rows[:PAGE], "text": text[:200], "page": page, "more": len(rows) > PAGE, "count": found.count()}
    return render(request, "decisions/list.html", context)


@require_safe
def decision(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One decision and what was done because of it; of people only how many, never who."""
    found = queries.decision(uid, by=request.viewer)
    done = journal.entries_because_of(found.reference)
    about_people = done.filter(what__startswith="members.")
    context = {
        "decision": found,
        "done": done.exclude(what__startswith="members.")[:PAGE],
        "people": about_people.aggregate(total=Sum("count"))["total"] or 0,
    }
    return render(request, "decisions/decision.html", context)
