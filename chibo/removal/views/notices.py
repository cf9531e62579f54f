"""Phiếu báo of somebody who died or left without a case: printed, then recorded as sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members.queries.sight import sight_of
from chibo.members.vocabulary import Cause
from chibo.removal import actions
from chibo.removal.forms import NoticeForm
from chibo.removal.queries.notices import RULE, cell_left, event_told, notice_of
from chibo.removal.rules import capabilities
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook
from chibo.ui.forms import refused
from chibo.ui.markup import with_query


def notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Print the notice, say when it was sent."""
    event = event_told(uid)
    sight_of(event.person, by=request.viewer)
    request.viewer.must(capabilities.TELL, cell_left(event))
    today, held, person = clock.today(), notice_of(event), event.person
    given = {"sent_on": held.sent_on or today, "number": held.number} if held else {"sent_on": today}
    form = NoticeForm(request.POST or None, initial=given)
    back = reverse("removal:person", args=[person.uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_sent(event, on=today, by=request.viewer, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã ghi gửi phiếu báo về đồng chí {person.full_name}.")
            return HttpResponseRedirect(back)
    code = "bao-tu-tran" if event.cause == Cause.DEATH else "bao-ra-dang"
    ruling = rulebook.value(RULE, on=today)
    last = calendar.add_working_days(event.on, ruling.value) if isinstance(ruling.value, int) else None
    until = f"; hạn {show_day(last)} ({ruling.text}, {ruling.cite})" if last else ""
    context = {
        "form": form,
        "title": "Gửi phiếu báo",
        "person": person,
        "note": f"{event.get_cause_display()} ngày {show_day(event.on)}{until}",
        "paper_url": with_query(reverse("papers:paper", args=[code]), {"ve": f"event:{event.uid}"}),
        "back": back,
        "button": "Ghi đã gửi",
    }
    return render(request, "removal/form.html", context, status=422 if form.is_bound and form.errors else 200)
