"""The form pages: open a case, do its step. One column, phone first, made from the definition."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.files import actions as files
from chibo.files import queries as file_queries
from chibo.files import rules as file_rules
from chibo.files.models import StoredFile
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.procedures import actions, queries
from chibo.procedures.actions import drafts
from chibo.procedures.actions.acting import must_be_at
from chibo.procedures.actions.course import Course
from chibo.procedures.forms import ACCEPT, KEPT, OpenForm, StepForm
from chibo.procedures.models import Case
from chibo.procedures.queries import showing
from chibo.procedures.rules.handlers import handler_of, of_case
from chibo.procedures.views import drafting
from chibo.ui.forms import apply_refusal, refused

SUBJECT = "ve"
STEP = "buoc"


def step(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Do the step the case is at."""
    viewer, today = request.viewer, clock.today()
    case = queries.case(uid, viewer)
    if not case.is_open:
        return drafting.gone(request) or HttpResponseRedirect(case.get_absolute_url())
    handler = of_case(case)
    here = handler.definition.steps[case.step]
    showing.must_act(case, handler, viewer)
    form = StepForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        step=here,
        case=case,
        today=today,
        last=_last(case, here.key),
    )
    place = drafts.place_of(case)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if request.POST.get(STEP) in handler.definition.steps.keys() - {here.key}:
            return drafting.gone(request) or _of_another_step(request, case)
        kept, sound = _keep_files(request, form, viewer)
        if answer := drafting.answer(request, form, place):
            return answer
        if ACCEPT in request.POST:
            form.ask_to_accept("")
        if form.is_valid() and sound:
            try:
                with transaction.atomic():
                    actions.act(
                        case, on=form.cleaned_data["on"], data=form.answers(), vote=form.vote(), documents=form.papers(kept),
                        because=decision_of(form.cleaned_data, case, viewer), accept=bool(form.cleaned_data.get(ACCEPT)),
                        step=request.POST.get(STEP) or None, by=viewer,
                    )  # fmt: skip
                drafts.drop_all(case)
                messages.success(request, f"Đã ghi “{here.title}”.{_what_now(case)}")
                return HttpResponseRedirect(case.get_absolute_url())
            except Question as question:
                problems = list(question.choices)
                form.ask_to_accept("")
            except Refusal as refusal:
                refused(form, refusal)
    draft = drafting.begin(request, form, place)
    line = next((one for one in showing.lines(case, handler, on=today) if one.state == "now"), None)
    context = {
        "case": case, "form": form, "step": here, "line": line, "problems": problems, "unit": case.unit,
        "holder_name": showing.waiting_name(case, on=today), "definition": handler.definition,
        "kept": _kept_names(form), "draft": draft, "multipart": bool(here.documents),
        "number": handler.definition.keys.index(here.key) + 1, "count": len(handler.definition.keys),
    }  # fmt: skip
    status = 409 if problems else 422 if form.is_bound and form.errors else 200
    return render(request, "procedures/step.html", context, status=status)


def _of_another_step(request: HttpRequest, case: Case) -> HttpResponse:
    """The answer to a form of a step the case is not at: sent twice, or open since before somebody else did it."""
    try:
        must_be_at(Course(case, of_case(case), request.viewer), request.POST[STEP])
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    return HttpResponseRedirect(case.get_absolute_url())


def open_page(request: HttpRequest, code: str) -> HttpResponse:
    """Open a case about the subject of the address."""
    viewer, today = request.viewer, clock.today()
    handler = handler_of(code, on=today)
    definition = handler.definition
    reference = request.GET.get(SUBJECT, "")[:80]
    if not reference:
        raise Refusal(
            "Chưa chọn hồ sơ mở cho ai. Hãy mở từ trang của người hoặc tổ chức ấy.", field=SUBJECT, status=404
        )
    subject = handler.subject(reference, today, viewer)
    begun = handler.begins(reference, today) if handler.begins else {}
    form = OpenForm(posted(request), definition=definition, unit=subject.unit, today=today, initial=begun)
    place = drafts.place_of_opening(code, subject.ref)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        if answer := drafting.answer(request, form, place):
            return answer
        if ACCEPT in request.POST:
            form.ask_to_accept("")
        if form.is_valid():
            try:
                made = actions.open_case(
                    code, subject=reference, on=form.cleaned_data["on"], data=form.answers(), by=viewer,
                    accept=bool(form.cleaned_data.get(ACCEPT)),
                )  # fmt: skip
                drafts.drop(place, by=viewer)
                messages.success(request, f"Đã mở hồ sơ {made.mark}.{_what_now(made)}")
                return HttpResponseRedirect(made.get_absolute_url())
            except Question as question:
                problems = list(question.choices)
                form.ask_to_accept("")
            except Refusal as refusal:
                refused(form, refusal)
    context = {
        "form": form, "definition": definition, "subject": subject, "problems": problems, "unit": subject.unit,
        "draft": drafting.begin(request, form, place),
        "unit_name": org.name_of(subject.unit, on=today) if subject.unit else "",
        "others": list(queries.open_cases_of(subject.ref, on=today)), "start": definition.steps[definition.start],
    }  # fmt: skip
    status = 409 if problems else 422 if form.is_bound and form.errors else 200
    return render(request, "procedures/open.html", context, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where it is empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def _what_now(case: Case) -> str:
    """Who has it now and until when, for the line after an act."""
    if not case.is_open:
        return " Hồ sơ đã kết thúc."
    title = of_case(case).definition.steps[case.step].title
    due = f", hạn {day}" if (day := show_day(case.due_on)) else ""
    return f" Bước tiếp theo: {title} ({org.name_of(case.waiting_unit, on=case.step_since)}{due})."


def _last(case: Case, key: str) -> dict[str, Any] | None:
    """What was answered the last time, where the step was returned."""
    act = case.act_of(key)
    return act.answers_in_the_open if act else None


def decision_of(data: dict[str, Any], case: Case, by: Viewer) -> Decision | None:
    """The decision that was typed, registered; None where none was."""
    if not data.get("number"):
        return None
    return decisions.register(
        number=data["number"], issued_on=data["issued_on"], issuer=data["issuer"], signer_title=data["signer_title"],
        summary=f"{case.mark}: {case.subject_label}", is_illustration=case.is_illustration, by=by,
    )  # fmt: skip


def _keep_files(request: HttpRequest, form: StepForm, by: Viewer) -> tuple[dict[str, StoredFile], bool]:
    """Keep what was sent at once, so that a form that has to be mended need not be given the files again.

    :returns: files by kind of paper, and whether all were taken
    """
    kept: dict[str, StoredFile] = {}
    sound = True
    data = request.POST.copy()
    for one in form.step.documents:
        name = f"file_{one.kind}"
        upload = request.FILES.get(name)
        try:
            if upload is not None:
                file_rules.check_length(upload.size)
                kept[one.kind] = files.keep(name=upload.name, content=upload.read(), on=form.today, by=by)
                data[KEPT + one.kind] = str(kept[one.kind].uid)
            elif before := data.get(KEPT + one.kind):
                kept[one.kind] = file_queries.file(UUID(before), by=by)
        except (Refusal, ValueError) as problem:
            sound = False
            told = problem if isinstance(problem, Refusal) else Refusal("Tệp đã gửi không còn. Hãy chọn lại tệp.")
            told.field = name
            data[KEPT + one.kind] = ""
            form.data = data
            apply_refusal(form, told)
    form.data = data
    return kept, sound


def _kept_names(form: StepForm) -> list[tuple[str, str]]:
    """(paper, name of the file) already sent with this form."""
    said = form.data if form.is_bound else form.initial
    uids = {one.kind: said.get(KEPT + one.kind) for one in form.step.documents}
    uids = {kind: uid for kind, uid in uids.items() if uid}
    names = dict(StoredFile.objects.filter(uid__in=uids.values()).values_list("uid", "name")) if uids else {}
    labels = {one.kind: one.label for one in form.step.documents}
    return [(labels[kind], names[UUID(uid)]) for kind, uid in uids.items() if UUID(uid) in names]
