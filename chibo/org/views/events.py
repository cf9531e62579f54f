"""The page of an event, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotEntitled
from chibo.org import actions, rules
from chibo.org import queries as org
from chibo.org.forms.facts import UndoForm
from chibo.org.models import OrgEvent, OrgEventParty
from chibo.org.views.previews import undo_preview
from chibo.org.views.tabled import event_table
from chibo.tables.export import Heading, answer
from chibo.ui.confirm import Answer, two_step

MOST_PARTS = 300


@require_safe
def event(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who took part in an event, before and after."""
    found = org.event_by_uid(uid)
    parts = _seen_parts(request, found)
    mine = org.parties_within(found, request.viewer.entitled(rules.READ), on=clock.today())
    heading = Heading(str(found), when=f"ngày {show_day(found.on)}", by=request.viewer.label)
    if leaving := answer(request, [event_table(found, mine)], heading):
        return leaving
    names = org.names_of({p.unit_id for p in parts}, on=found.on)
    above = {p.superior_id for part in parts for p in (part.before, part.after) if p and p.superior_id}
    context = {
        "event": found,
        "parts": parts,
        "more": found.parties.count() - len(parts),
        "names": names | org.names_of(above, on=found.on),
        "may_undo": not found.undone and parts and request.viewer.may(rules.WRITE, parts[0].unit),
        "today": clock.today(),
    }
    return render(request, "org/event.html", context)


def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an event back, while nothing stands on it."""
    found = org.event_by_uid(uid)
    parts = _seen_parts(request, found)
    request.viewer.must(rules.WRITE, parts[0].unit if parts else None)

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.undo(event=found, reason=answer.reason, by=request.viewer)
        messages.success(request, f"Đã hoàn tác: {found}.")
        return found.get_absolute_url()

    context = {"event": found, "standing": actions.what_stands_on(found)}
    form = UndoForm(request.POST or None)
    return two_step(request, form, "org/undo.html", context, preview=lambda data: undo_preview(found), act=act)


def _seen_parts(request: HttpRequest, found: OrgEvent) -> list[OrgEventParty]:
    """The parts of units the viewer may see; an event of which none is the viewer's stays closed.

    Of an undone founding nothing is left but its record, which says nothing about any unit.
    """
    mine = org.parties_within(found, request.viewer.entitled(rules.READ), on=clock.today())
    parts = list(mine[:MOST_PARTS])
    if not parts and (not found.undone or found.parties.exists()):
        raise NotEntitled(
            "Sự kiện này ngoài phạm vi của đồng chí. Hãy chọn một tổ chức trong phạm vi được giao.", code="not_entitled"
        )
    return parts
