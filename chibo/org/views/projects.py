"""Offices of a committee and the projects to merge them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel.days import show_day
from chibo.org import actions, rules
from chibo.org import queries as org
from chibo.org.forms.facts import ProjectForm, StatusForm, WorkUnitForm
from chibo.org.views import tabled
from chibo.org.views.around import around
from chibo.org.vocabulary import ProjectStatus
from chibo.tables.export import answer
from chibo.ui.confirm import Answer, Change, Preview, two_step


@require_safe
def projects(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The merger projects of a committee, with every status they have had."""
    page = around(request, uid)
    found = org.projects_of(page.unit)
    heading = tabled.heading(request, page, "Đề án hợp nhất cơ quan")
    if leaving := answer(request, [tabled.projects_table(found)], heading):
        return leaving
    context = {
        "page": page,
        "projects": found,
        "may_write": request.viewer.may(rules.WRITE, page.unit),
    }
    return render(request, "org/projects.html", context)


def add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin a merger project."""
    page = around(request, uid, capability=rules.WRITE)
    form = ProjectForm(request.POST or None, unit=page.unit, here=page.here)

    def preview(data: dict[str, Any]) -> Preview:
        pair = f"{data['party_board']} – {data['state_office']}"
        says = [f"Đề án bắt đầu ngày {show_day(data['on'])}, tình trạng: {ProjectStatus(data['status']).label}."]
        return Preview(f"Đề án hợp nhất {pair}", consequences=says, button="Ghi đề án")

    def act(data: dict[str, Any], answer: Answer) -> str:
        keys = ("party_board", "state_office", "on", "status")
        actions.start_merger_project(unit=page.unit, by=request.viewer, **{key: data[key] for key in keys})
        messages.success(request, "Đã ghi đề án.")
        return reverse("org:projects", args=[page.unit.uid])

    context = {"page": page, "title": "Thêm đề án hợp nhất cơ quan"}
    return two_step(request, form, "org/deed.html", context, preview=preview, act=act)


def status(request: HttpRequest, uid: UUID, project: UUID) -> HttpResponse:
    """Say how far a project is."""
    page = around(request, uid, capability=rules.WRITE)
    found = org.project_of(page.unit, project)
    form = StatusForm(request.POST or None, unit=page.unit, here=page.here)

    def preview(data: dict[str, Any]) -> Preview:
        last = found.statuses.order_by("-since").first()
        change = Change("Tình trạng", last.get_status_display(), ProjectStatus(data["status"]).label)
        return Preview(f"Cập nhật đề án {found}", [change], [f"Từ ngày {show_day(data['on'])}."], button="Cập nhật")

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.set_project_status(project=found, status=data["status"], on=data["on"], by=request.viewer)
        messages.success(request, "Đã cập nhật tình trạng đề án.")
        return reverse("org:projects", args=[page.unit.uid])

    context = {"page": page, "title": f"Cập nhật đề án {found}"}
    return two_step(request, form, "org/deed.html", context, preview=preview, act=act)


def add_office(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put an agency, school or enterprise of the committee on record."""
    page = around(request, uid, capability=rules.WRITE)
    form = WorkUnitForm(request.POST or None, unit=page.unit, here=page.here)

    def act(data: dict[str, Any], answer: Answer) -> str:
        facts = {"name": data["name"], "kind": data["kind"], "since": data["on"]}
        actions.add_work_unit(committee=page.unit, by=request.viewer, **facts)
        messages.success(request, "Đã ghi cơ quan, đơn vị.")
        return reverse("org:unit", args=[page.unit.uid])

    def preview(data: dict[str, Any]) -> Preview:
        says = [f"Ghi {data['name']} từ ngày {show_day(data['on'])}."]
        return Preview(f"Thêm cơ quan của {page.name}", consequences=says, button="Ghi")

    context = {"page": page, "title": f"Thêm cơ quan, đơn vị của {page.name}"}
    return two_step(request, form, "org/deed.html", context, preview=preview, act=act)
