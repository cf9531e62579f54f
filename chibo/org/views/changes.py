"""Sửa sai of a placement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.kernel.refusal import NotFound, Refusal
from chibo.org import actions, rules
from chibo.org import queries as org
from chibo.org.forms.facts import CorrectForm
from chibo.org.models import AdminPlace, Unit
from chibo.org.views.around import around
from chibo.ui.confirm import Answer, Change, Preview, two_step


def correct(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Put right what was entered wrongly about one stretch of a unit's life (the first is 1)."""
    page = around(request, uid, capability=rules.WRITE)
    history = list(org.history_of(page.unit))
    if not 1 <= number <= len(history):
        raise NotFound("Không có giai đoạn này của tổ chức. Hãy mở lại từ trang tổ chức.", code="unknown_stretch")
    here = history[number - 1]
    form = CorrectForm(request.POST or None, unit=page.unit, here=here)

    def preview(data: dict[str, Any]) -> Preview:
        facts = form.changed(data)
        if not facts:
            raise Refusal("Giá trị mới giống giá trị đang có. Hãy sửa ít nhất một ô.", field="name", code="no_change")
        changes = [
            Change(form.fields[f].label, _shown(form, f, getattr(here, f)), _shown(form, f, facts[f])) for f in facts
        ]
        return Preview(f"Sửa sai: {here.name}", changes, [f"Lý do: {data['reason']}"], button="Sửa")

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.correct_placement(placement=here, reason=data["reason"], by=request.viewer, **form.changed(data))
        messages.success(request, "Đã sửa; giá trị cũ và lý do nằm trong nhật ký.")
        return reverse("org:unit", args=[page.unit.uid])

    return two_step(request, form, "org/correct.html", {"page": page, "stretch": here}, preview=preview, act=act)


def _shown(form: CorrectForm, fact: str, value: object) -> str:
    if value is None or isinstance(value, (Unit, AdminPlace)):
        return (
            "–" if value is None else org.name_of(value, on=form.here.since) if isinstance(value, Unit) else str(value)
        )
    return dict(getattr(form.fields[fact], "choices", ())).get(value, value) or "–"
