"""Reorganizations: choose, fill in, see what it does, do it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel.refusal import NotFound
from chibo.org import actions, rules
from chibo.org.forms.fields import UnitForm
from chibo.org.forms.reorganizing import ABOUT, FORMS
from chibo.org.views.around import around
from chibo.org.views.previews import preview_of
from chibo.org.vocabulary import EventKind
from chibo.ui.confirm import Answer, two_step


@require_safe
def choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What can be done to a unit."""
    page = around(request, uid, capability=rules.WRITE)
    offered = [(kind, EventKind(kind).label, ABOUT[kind]) for kind in FORMS]
    return render(request, "org/reorganize_choose.html", {"page": page, "offered": offered})


def reorganize(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """One reorganization of a unit."""
    if kind not in FORMS:
        raise NotFound("Không có hình thức sắp xếp này. Hãy chọn lại từ trang tổ chức.", code="unknown_kind")
    page = around(request, uid, capability=rules.WRITE)
    form = FORMS[kind](request.POST or None, unit=page.unit, here=page.here)

    def act(data: dict[str, Any], answer: Answer) -> str:
        return _done(request, form, data)

    context = {"page": page, "title": f"{EventKind(kind).label}: {page.name}", "about": ABOUT[kind]}
    return two_step(
        request,
        form,
        "org/reorganize.html",
        context,
        preview=lambda data: preview_of(form.plan(data), title=context["title"], by=request.viewer),
        act=act,
    )


def _done(request: HttpRequest, form: UnitForm, data: dict[str, Any]) -> str:
    outcome = actions.decide(plan=form.plan(data), paper=form.paper(data), by=request.viewer)
    messages.success(request, f"Đã ghi: {outcome.event}.")
    return reverse("org:event", args=[outcome.event.uid])
