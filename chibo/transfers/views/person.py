"""Transfers, stays away and standing of one person: what goes on, what can be begun."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER
from chibo.members import queries as members
from chibo.members.queries.sight import person_of, sight_of
from chibo.procedures.queries.cases import cases_of
from chibo.procedures.rules.handlers import installed
from chibo.transfers.models import TransferAbroad
from chibo.transfers.queries import away
from chibo.transfers.rules import capabilities

MOVING = ("chuyen-noi-bo", "chuyen-chinh-thuc", "chuyen-tam-thoi", "chuyen-di", "chuyen-ra-nuoc-ngoai")
STANDING = ("mien-sinh-hoat", "dinh-chi-sinh-hoat", "cho-tro-lai-sinh-hoat")
COMING = ("chuyen-den",)


@require_safe
def of_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Cases, stays away and abroad, newest first."""
    sight = sight_of(person_of(uid), by=request.viewer)
    today = clock.today()
    if not sight.is_own:
        journal.read("Xem hồ sơ đảng viên", sight.reference, request.viewer, today)
    here = members.cell_on(sight.person, on=today)
    may_keep = sight.may(capabilities.KEEP, request.viewer)
    offered = (*MOVING, *STANDING) if here else COMING
    titles = {one.definition.code: one.definition.title for one in installed()}
    own = {*MOVING, *STANDING, *COMING}
    context = {
        "sight": sight,
        "person": sight.person,
        "cases": [case for case in cases_of(sight.reference) if case.code in own] if sight.is_whole else [],
        "titles": titles,
        "spells": away.spells_of(sight.person) if sight.is_whole else [],
        "abroad": TransferAbroad.objects.filter(event__person=sight.person)
        .select_related("event")
        .order_by("-event__on")
        if sight.is_whole
        else [],
        "may_keep": may_keep,
        "here": here,
        "offered": [(code, titles[code]) for code in offered if code in titles] if may_keep or sight.is_own else [],
        "today": today,
        "forever": FOREVER,
        "subject": sight.reference,
    }
    return render(request, "transfers/person.html", context)
