"""The week of a unit, on one sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.inbox.queries.week import week_of
from chibo.inbox.rules import READ
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.members.views.place import UNIT
from chibo.org import queries as org


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """What the unit of the address (or one's own) has to do, to be printed and pinned up."""
    request.viewer.must(READ)
    uid = request.GET.get(UNIT, "").strip()
    unit = org.by_uid(uid) if uid else request.viewer.home
    if unit is None:
        raise Refusal("Đồng chí chưa được giao việc ở đâu. Hãy đề nghị quản trị viên giao quyền.", status=403)
    found = week_of(unit, request.viewer, on=clock.today())
    return render(request, "inbox/week.html", {"week": found, "unit": unit})
