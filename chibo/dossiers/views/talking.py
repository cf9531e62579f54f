"""The conversation of a form page: typed, done, or refused beside its field."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chibo.kernel.refusal import Refusal
from chibo.ui.forms import refused


def talk(
    request: HttpRequest,
    form: Form,
    template: str,
    context: dict[str, Any],
    *,
    act: Callable[[dict[str, Any]], str],
    back: str,
) -> HttpResponse:
    """Show the form; where it is sent and valid, act.

    :param act: does it from what was cleaned, and says so in a sentence
    :param back: where to go then
    :raises Refusal: not entitled, or not there (403, 404); every other refusal stands in the form
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, said)
            return redirect(back)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, context | {"form": form, "back": back}, status=status)


def typed(request: HttpRequest) -> tuple[Any, Any]:
    """What was typed and sent along; nothing where the form is only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
