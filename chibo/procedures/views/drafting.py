"""Drafts of the forms: kept while somebody writes, and put back when they return."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from chibo.kernel.refusal import Refusal
from chibo.procedures.actions import drafts
from chibo.procedures.actions.drafts import Kept
from chibo.procedures.forms import ACCEPT, AnswersForm

KEEP, DISCARD = "nhap", "bo-nhap"


def is_meant(request: HttpRequest) -> bool:
    """Whether what was sent is a draft, not the step itself."""
    return request.method == "POST" and KEEP in request.POST


def answer(request: HttpRequest, form: AnswersForm, place: str) -> HttpResponse | None:
    """The answer to a draft that is sent or let go of; None where the form itself was sent."""
    if DISCARD in request.POST:
        drafts.drop(place, by=request.viewer)
        messages.success(request, "Đã bỏ bản nháp.")
        return HttpResponseRedirect(request.get_full_path())
    if not is_meant(request):
        return None
    try:
        kept = drafts.keep(place, typed(form), by=request.viewer)
    except Refusal as refusal:
        if request.htmx:
            return _said(refusal.message)
        messages.error(request, refusal.message)
        return HttpResponseRedirect(request.get_full_path())
    at = timezone.localtime(kept.at)
    if request.htmx:
        return _said(f"Đã tự lưu nháp lúc {at:%H:%M}; chỉ đồng chí thấy.")
    messages.success(request, f"Đã lưu nháp lúc {at:%H:%M}. Mở lại bước này để làm tiếp.")
    return HttpResponseRedirect(request.get_full_path())


def gone(request: HttpRequest) -> HttpResponse | None:
    """The answer to a draft of a form that is no longer the one to be filled in."""
    if is_meant(request) and request.htmx:
        return _said("Bước này đã được ghi; bản nháp không lưu nữa. Hãy mở lại hồ sơ.")
    return None


def begin(request: HttpRequest, form: AnswersForm, place: str) -> Kept | None:
    """Fill a form that is opened with what was kept of it; keep what a sent form that has to be mended says.

    :returns: the draft the form begins with
    """
    if form.is_bound:
        try:
            drafts.keep(place, typed(form), by=request.viewer)
        except Refusal:
            return None  # too long to keep; the page says beside the field what is too long
        return None
    kept = drafts.kept(place, by=request.viewer)
    if kept is not None:
        form.initial |= {name: value for name, value in kept.values.items() if name in form.fields}
    return kept


def typed(form: AnswersForm) -> dict[str, str]:
    """What stands in the form, as it was typed; files and the word that warnings were read are not kept."""
    names = [name for name in form.fields if name != ACCEPT and not name.startswith("file_")]
    return {name: value for name in names if (value := form.data.get(name))}


def _said(text: str) -> HttpResponse:
    return HttpResponse(format_html('<span class="nhap">{}</span>', text))
