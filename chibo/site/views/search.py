"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.site.search import find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People and units by name, code or number; today's state of each."""
    today = clock.today()
    try:
        found = find(request.GET.get("q", ""), on=today, viewer=request.viewer)
    except Refusal as refusal:
        return render(request, "site/search.html", {"refusal": refusal}, status=refusal.status)
    return render(request, "site/search.html", {"found": found, "today": today})
