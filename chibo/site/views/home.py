"""Home, and the place one works for."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chibo.access import rules as roles
from chibo.catalogue import queries as catalogue
from chibo.decisions import queries as decisions
from chibo.inbox import queries as inbox
from chibo.inbox.rules import Group
from chibo.journal import queries as journal
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.members.queries.record import state_lines
from chibo.members.queries.sight import person_of
from chibo.org import queries as org
from chibo.site import desk, links
from chibo.site.acting import ACTS_FOR
from chibo.site.figures import Figures
from chibo.site.homes import HOMES, NOBODY, Home
from chibo.site.navigation import WORKS
from chibo.ui import params

FIRST_WORK = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home of the viewer's role, for the own unit and day or for the ones in the address."""
    viewer, today = request.viewer, clock.today()
    shown = HOMES.get(viewer.grants[0].role, NOBODY) if viewer.grants else NOBODY
    context: dict[str, Any] = {"home": shown, "today": today, "viewer": viewer}
    unit = desk.unit_asked(request.GET.get(links.UNIT, "").strip(), viewer)
    if unit is not None:
        context |= _place(request, shown, unit)
    if any(viewer.may(capability) for capability in WORKS):
        context |= _work(viewer, today)
    for part in shown.parts:
        context |= PARTS[part](viewer, context)
    return render(request, "site/home.html", context)


def _work(viewer: Any, today: date) -> dict[str, Any]:
    """What waits for the viewer: the first lines, and how much is late."""
    legs, counts = inbox.own_overview(viewer, on=today)
    return {
        "work": inbox.Lines(legs, on=today).told(counts.first[:FIRST_WORK]),
        "work_total": counts.of(),
        "work_late": counts.of(group=Group.LATE),
    }


def _place(request: HttpRequest, shown: Home, unit: Any) -> dict[str, Any]:
    viewer, today = request.viewer, clock.today()
    asked = params.asked(request.GET, today=today)
    day = asked.on if request.GET.get(params.DAY, "").strip() else None
    place = desk.place_of(unit, asked=day, structure=asked.structure, today=today)
    context = {
        "place": place,
        "unit": unit,
        "asked": params.Asked(place.on, asked.structure),
        "is_own": viewer.home is not None and unit.pk == viewer.home.pk,
        "forerunners": desk.forerunners(unit, today=today),
        "year_ends": desk.year_ends(place),
        "links": _links(viewer, place),
    }
    if shown.tiles and viewer.may(catalogue.READ, unit):
        figures = Figures(shown, place, viewer)
        context |= {"tiles": list(figures.tiles()), "chart": figures.chart()}
    return context


def _links(viewer: Any, place: desk.Place) -> list[tuple[str, str, str]]:
    unit, on = place.unit, None if place.is_now else place.on
    found = (
        ("users", "Danh sách đảng viên", "members.read", links.members(unit, on)),
        ("report", "Báo cáo số liệu", "figures.read", links.report(unit)),
        ("building", "Trang tổ chức", "org.read", links.about(links.address("org:unit", unit.uid), on=on)),
        ("sitemap", "Cây tổ chức", "org.read", links.about(links.address("org:tree"), on=on)),
        ("certificate", "Sổ quyết định", "decisions.write", links.address("decisions:list")),
        ("key", "Quyền đã giao tại đây", "access.read", links.address("access:unit", unit.uid)),
    )
    return [(icon, label, url) for icon, label, capability, url in found if url and viewer.may(capability, unit)]


def _transfers(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    unit, today = context.get("unit"), context["today"]
    if unit is None or not viewer.may("members.read", unit):
        return {}
    return {
        "transfers": [
            ("Đang chuyển đi", desk.transfers(unit, on=today, incoming=False), links.transfers(unit)),
            ("Đang chuyển đến", desk.transfers(unit, on=today, incoming=True), links.transfers(unit, incoming=True)),
        ]
    }


def _probation(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    unit = context.get("unit")
    if unit is None or not viewer.may("members.read", unit):
        return {}
    return {"probations": desk.probations(unit, on=context["today"])}


def _members(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    unit = context.get("unit")
    if unit is None or not viewer.may("members.read", unit):
        return {}
    place = context["place"]
    return {"roll": desk.roll(unit, on=place.on), "roll_url": links.members(unit, None if place.is_now else place.on)}


def _own(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    if not viewer.person_uid or not viewer.may("members.read_own"):
        return {"own_missing": True}
    person = person_of(viewer.person_uid)
    lines = {label: text for label, text in state_lines(person, on=context["today"]).items() if text}
    return {"own": person, "own_lines": lines}


def _decisions(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    if not viewer.may("decisions.read"):
        return {}
    return {"decisions": list(decisions.decisions(until=context["today"], by=viewer)[: desk.FEW])}


def _system(viewer: Any, context: dict[str, Any]) -> dict[str, Any]:
    latest = list(journal.entries()[: desk.FEW]) if viewer.may("journal.read") else []
    return {"system": SYSTEM, "latest": latest}


SYSTEM = (
    ("key", "Phân quyền", "Ai làm việc gì, ở đâu, từ ngày nào.", "access:list"),
    ("shield-check", "Vai trò", "Mỗi vai trò được làm những gì.", "access:roles"),
    ("book", "Quy định", "Tham số theo ngày, có căn cứ.", "rulebook:list"),
    ("clipboard-list", "Nhật ký", "Ai đã làm gì, khi nào.", "journal:list"),
    ("sitemap", "Cây tổ chức", "Các tổ chức đảng trong hệ thống.", "org:tree"),
    ("clock", "Việc đang chạy", "Nhập, xuất, tính lại.", "jobs:list"),
)
PARTS = {
    "transfers": _transfers,
    "probation": _probation,
    "members": _members,
    "own": _own,
    "decisions": _decisions,
    "system": _system,
}


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Choose which of one's grants to act under."""
    grants = request.viewer.grants
    if request.method == "POST":
        chosen = request.POST.get("quyen", "")
        if chosen not in {str(grant.uid) for grant in grants}:
            raise Refusal("Hãy chọn một nơi làm việc trong danh sách.", field="quyen", code="unknown_grant")
        request.session[ACTS_FOR] = chosen
        return redirect("site:home")
    names = org.names_of({grant.unit_id for grant in grants if grant.unit_id}, on=clock.today())
    choices = [
        (str(grant.uid), names.get(grant.unit_id, "Toàn hệ thống"), roles.roles()[grant.role].title) for grant in grants
    ]
    return render(request, "site/switch.html", {"choices": choices})
