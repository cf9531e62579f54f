"""The first step: the file arrives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chibo.exchange import actions
from chibo.exchange.forms import UploadForm
from chibo.exchange.rules import kinds
from chibo.exchange.views.asked import steps
from chibo.kernel import clock
from chibo.kernel.refusal import Refusal
from chibo.ui.forms import refused


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """The file of a kind, for a unit, as of a day."""
    found = kinds.kind_of(kind)
    request.viewer.must(found.capability)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(found, request.viewer, *given, today=clock.today())
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            batch = actions.receive(
                name=sent.name,
                content=sent.read(),
                kind=found.name,
                place=form.cleaned_data["place"],
                on=form.cleaned_data["on"],
                options=form.options(),
                by=request.viewer,
            )
        except Refusal as refusal:
            refused(form, refusal, fields={"": "file"})
        else:
            messages.success(request, "Đã nhận tệp. Hãy xem các cột đã ghép đúng chưa.")
            return redirect("exchange:batch", batch.uid)
    status = 422 if form.is_bound else 200
    return render(request, "exchange/upload.html", {"form": form, "kind": found, "steps": steps(1)}, status=status)
