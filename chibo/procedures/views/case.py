"""The page of a case."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from chibo.files import queries as files
from chibo.files import rules as file_rules
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled, NotFound, Refusal
from chibo.org import queries as org
from chibo.papers.rules import form_of
from chibo.procedures import queries, rules
from chibo.procedures.actions.turning import last_undoable
from chibo.procedures.models import Case, CaseDocument
from chibo.procedures.queries import oneself, showing
from chibo.procedures.queries.replay import is_overridden
from chibo.procedures.rules.handlers import made_by, of_case
from chibo.procedures.vocabulary import ActKind


@require_safe
def case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where the case stands, who holds it until when, the one next action, and everything done so far."""
    return _page(request, queries.case(uid, request.viewer))


@require_POST
def sealed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same page with the sensitive answers; the reading is in the journal."""
    found = queries.case(uid, request.viewer)
    journal.read(
        f"Xem nội dung kín của hồ sơ {found.mark}", [found.reference, found.subject], request.viewer, clock.today()
    )
    return _page(request, found, secrets=True)


@require_safe
def file(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """A paper of a case as a download, for whoever may see the case; each download is in the journal."""
    paper = CaseDocument.objects.select_related(
        "file", "act", "case__unit", "case__other_unit", "case__waiting_unit"
    ).filter(uid=uid).first()  # fmt: skip
    if paper is None or paper.file is None or not queries.may_see(paper.case, request.viewer):
        raise NotFound(
            "Không có tệp này, hoặc đồng chí không được xem. Hãy mở lại từ trang hồ sơ.", code="unknown_file"
        )
    if not oneself.may_read_paper(paper, request.viewer, on=clock.today()):
        raise NotEntitled(
            "Giấy tờ này là ý kiến của người khác về chính đồng chí nên không mở cho đồng chí. Hãy hỏi chi ủy khi cần biết kết "
            "luận.",
            code="opinion_about_oneself",
        )
    pieces = files.pieces(paper.file)
    journal.read(
        f"Tải tệp “{paper.file.name}” của hồ sơ {paper.case.mark}", paper.case.reference, request.viewer, clock.today()
    )
    response = StreamingHttpResponse(pieces, content_type=file_rules.KINDS[paper.file.kind].mime)
    response["Content-Length"] = paper.file.size
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.file.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, found: Case, *, secrets: bool = False) -> HttpResponse:
    viewer, today = request.viewer, clock.today()
    handler = of_case(found)
    definition = handler.definition
    kept = oneself.keeps_opinions(found, viewer, on=today)
    lines = showing.lines(found, handler, on=today, foresee=True, secrets=secrets, kept=kept)
    now = next((line for line in lines if line.state == "now"), None)
    standing = found.standing
    step = definition.steps.get(found.step)
    may_act = showing.may_act(found, handler, viewer)
    names = org.names_of([u.pk for u in (found.unit, found.other_unit, found.waiting_unit) if u], on=today)
    last, _ = last_undoable(found)
    may_mend = last is not None and _may_take_back(found, last, viewer)
    made = made_by(last) if may_mend else None
    returned = next((act for act in reversed(standing) if act.kind not in (ActKind.MOVED, ActKind.OVERRIDDEN)), None)
    context = {
        "case": found,
        "unit": found.unit,
        "definition": definition,
        "lines": lines,
        "now": now,
        "today": today,
        "badge": showing.BADGES[found.state],
        "unit_name": names[found.unit_id],
        "other_name": names.get(found.other_unit_id, ""),
        "holder_name": names.get(found.waiting_unit_id, ""),
        "subject_url": _subject_url(request, found),
        "may_list": viewer.may(rules.READ) is not None,
        "may_act": may_act,
        "may_send_back": may_act and step is not None and any(found.day_of(key) for key in step.back_to),
        "may_withdraw": found.is_open and (may_act or viewer.may("cases.cell", found.unit) is not None),
        "may_lapse": may_act and step is not None and step.lapses and found.due_on < today,
        "may_override": found.is_open and viewer.may(rules.OVERRIDE, found.waiting_unit) is not None,
        "is_overridden": found.is_open and is_overridden(found),
        "may_take_back": may_mend and made is None,
        "made": made if may_mend else None,
        "made_told": _told(last, definition) if last else "",
        "returned": returned if returned is not None and returned.kind == ActKind.RETURNED else None,
        "closing": standing[-1] if not found.is_open else None,
        "sets": showing.opening_answers(found, definition, handler, on=today, secrets=secrets, kept=kept),
        "rules": showing.rules_of(found, definition),
        "calendar_notes": showing.calendar_notes(found, definition, on=today),
        "history": [(act, _told(act, definition), act not in standing) for act in reversed(found.history)],
        "has_sealed": showing.has_sealed(found, definition, kept=kept),
        "kept": kept and any(step.takes_opinions for step in definition.steps.values()),
        "kept_rule": oneself.RULE,
        "secrets": secrets,
        "papers": [
            form_of(code)
            for code in dict.fromkeys(code for line in lines if line.state in ("done", "now") for code in line.papers)
        ],
    }
    return render(request, "procedures/case.html", context)


def _told(act, definition) -> str:
    step = definition.steps.get(act.step)
    if act.kind == ActKind.STEP and step:
        return step.title
    if step and act.kind in (ActKind.SKIPPED, ActKind.OVERRIDDEN):
        return f"{act.get_kind_display()}: {step.title}"
    if act.kind == ActKind.RETURNED and act.to in definition.steps:
        return f"Trả lại bước “{definition.steps[act.to].title}”"
    return act.get_kind_display()


def _subject_url(request: HttpRequest, found: Case) -> str:
    try:
        return of_case(found).subject(found.subject, clock.today(), request.viewer).url
    except Refusal:
        return ""


def _may_take_back(found: Case, last, viewer) -> bool:
    if last.kind == ActKind.OVERRIDDEN:
        return viewer.may(rules.OVERRIDE, found.waiting_unit or found.unit) is not None
    try:
        handler = of_case(found)
        holder = queries.holder_of(handler.definition.steps[last.step], found, on=last.on)
    except Refusal:
        return False
    return viewer.may(holder.capability, holder.unit) is not None
