"""Congresses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotFound
from chibo.org import actions, rules
from chibo.org import queries as org
from chibo.org.forms.facts import CongressForm
from chibo.org.views.around import around
from chibo.ui.confirm import Answer, Change, Preview, two_step

_LABELS = {
    "ordinal": "Đại hội lần thứ",
    "first_year": "Nhiệm kỳ từ năm",
    "last_year": "Đến năm",
    "congress_on": "Ngày khai mạc",
    "congress_precision": "Độ chính xác của ngày",
    "congress_assumed": "Ngày giả định",
}


def add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a congress on record."""
    page = around(request, uid, capability=rules.WRITE)
    form = CongressForm(request.POST or None, unit=page.unit, here=page.here)

    def preview(data: dict[str, Any]) -> Preview:
        day = show_day(*data["congress_on"])
        label = f"{data['first_year']}-{data['last_year']}"
        says = [f"Nhiệm kỳ {label} bắt đầu từ {day}.", "Nhiệm kỳ trước (nếu có) kết thúc cùng ngày."]
        return Preview(f"Ghi đại hội của {page.name}", consequences=says, button="Ghi đại hội")

    def act(data: dict[str, Any], answer: Answer) -> str:
        facts = form.facts(data)
        actions.record_congress(
            unit=page.unit,
            first_year=facts["first_year"],
            last_year=facts["last_year"],
            on=facts["congress_on"],
            precision=facts["congress_precision"],
            assumed=facts["congress_assumed"],
            ordinal=facts["ordinal"],
            by=request.viewer,
        )
        messages.success(request, "Đã ghi đại hội.")
        return reverse("org:unit", args=[page.unit.uid])

    context = {"page": page, "title": f"Ghi đại hội của {page.name}"}
    return two_step(request, form, "org/deed.html", context, preview=preview, act=act)


def correct(request: HttpRequest, uid: UUID, term: UUID) -> HttpResponse:
    """Put right what is on record about a congress."""
    page = around(request, uid, capability=rules.WRITE)
    found = org.terms_of(page.unit).filter(uid=term).first()
    if found is None:
        raise NotFound("Không có nhiệm kỳ này. Hãy mở lại từ trang tổ chức.", code="unknown_term")
    form = CongressForm(request.POST or None, unit=page.unit, here=page.here, term=found)

    def preview(data: dict[str, Any]) -> Preview:
        facts = form.facts(data)
        changes = [
            Change(_LABELS[f], _shown(getattr(found, f)), _shown(facts[f]))
            for f in facts
            if facts[f] != getattr(found, f)
        ]
        return Preview(f"Sửa nhiệm kỳ {found.label}", changes, [f"Lý do: {data['reason']}"], button="Sửa")

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.correct_congress(term=found, reason=data["reason"], by=request.viewer, **form.facts(data))
        messages.success(request, "Đã sửa; giá trị cũ và lý do nằm trong nhật ký.")
        return reverse("org:unit", args=[page.unit.uid])

    context = {"page": page, "title": f"Sửa nhiệm kỳ {found.label} của {page.name}"}
    return two_step(request, form, "org/deed.html", context, preview=preview, act=act)


def _shown(value: object) -> object:
    words = {"day": "đến ngày", "month": "đến tháng", "year": "đến năm", True: "có", False: "không", None: "–"}
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    try:
        return words.get(value, value)
    except TypeError:
        return value
