"""Check before doing: a form page, a page that says what will change, and only then the action.

The first POST of a valid form shows the preview; the second, with ``confirmed=1``, acts. What was typed travels in
hidden fields. Where the preview has become another one meanwhile, it is shown again.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.text import MAX_TEXT, tidy
from chibo.ui.forms import refused
from chibo.ui.markup import show

CONFIRMED, SEEN, EDIT, ANSWERED, REASON, TYPED = "confirmed", "seen", "edit", "answered", "reason", "typed"
OWN = {CONFIRMED, SEEN, EDIT, ANSWERED, REASON, TYPED, "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Change:
    """One value that will be another."""

    label: str
    before: object
    after: object


@dataclass(frozen=True)
class Preview:
    """What an action will do, as the person reads it before it is done.

    :param title: a plain verb and its object: ``"Giải thể Chi bộ Thôn 4"``
    :param changes: before → after
    :param consequences: finished sentences: what happens to whom
    :param warnings: finished sentences of rules that warn but do not refuse
    :param button: words of the button that does it
    :param asks_reason: whether a reason must be given on this page
    :param typed: text that must be typed to go on (mass actions)
    :param details: a template shown below, and its context
    """

    title: str
    changes: Sequence[Change] = ()
    consequences: Sequence[str] = ()
    warnings: Sequence[str] = ()
    button: str = "Thực hiện"
    asks_reason: bool = False
    typed: str = ""
    details: tuple[str, dict[str, Any]] | None = None

    @property
    def seal(self) -> str:
        """Short fingerprint of what is shown."""
        shown = [self.title, *self.consequences, *self.warnings]
        shown += [f"{c.label}|{show(c.before)}|{show(c.after)}" for c in self.changes]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Answer:
    """What was said on the preview page.

    :param reason: the reason, tidied; empty where none was asked
    :param confirmed: whether a :class:`~chibo.kernel.refusal.Question` was answered with yes
    """

    reason: str = ""
    confirmed: bool = False


@dataclass
class _Page:
    preview: Preview
    problems: dict[str, str] = field(default_factory=dict)
    question: str = ""
    changed: bool = False


def two_step(
    request: HttpRequest,
    form: Form,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    preview: Callable[[dict[str, Any]], Preview],
    act: Callable[[dict[str, Any], Answer], str],
) -> HttpResponse:
    """Run the whole conversation of a form page.

    :param form: bound to ``request.POST`` when there is one
    :param preview: from the cleaned data; may refuse
    :param act: from the cleaned data and the answer; does it, returns the address to go to; may refuse or ask
    :raises Refusal: not entitled, or not there (403, 404); every other refusal stands in the form
    """
    shown = dict(context or {}) | {"form": form}
    if request.method == "POST" and form.is_valid() and EDIT not in request.POST:
        try:
            return _check_or_act(request, form, shown, preview, act)
        except Refusal as refusal:
            refused(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, shown, status=status)


def _check_or_act(
    request: HttpRequest, form: Form, shown: dict[str, Any], preview: Callable, act: Callable
) -> HttpResponse:
    plan = preview(form.cleaned_data)
    page = _Page(plan)
    said = request.POST
    if said.get(CONFIRMED) == "1":
        page.changed = said.get(SEEN, plan.seal) != plan.seal
        reason = tidy(said.get(REASON, "")[: 2 * MAX_TEXT])
        page.problems = _problems(plan, reason=reason, typed=said.get(TYPED, ""))
        if not page.changed and not page.problems:
            try:
                return HttpResponseRedirect(act(form.cleaned_data, Answer(reason, said.get(ANSWERED) == "1")))
            except Question as question:
                page.question = question.message
    status = 422 if page.problems else 409 if page.changed or page.question else 200
    return render(request, "ui/confirm.html", shown | _fields_of(request, page), status=status)


def _problems(plan: Preview, *, reason: str, typed: str) -> dict[str, str]:
    problems = {}
    if plan.asks_reason and not reason:
        problems[REASON] = "Hãy ghi lý do."
    elif len(reason) > MAX_TEXT:
        problems[REASON] = "Lý do quá dài. Hãy rút ngắn còn nhiều nhất 2.000 ký tự."
    if plan.typed and tidy(typed) != tidy(plan.typed):
        problems[TYPED] = f"Hãy gõ đúng “{plan.typed}” để tiếp tục."
    return problems


def _fields_of(request: HttpRequest, page: _Page) -> dict[str, Any]:
    return {
        "preview": page.preview,
        "problems": page.problems,
        "question": page.question,
        "changed": page.changed,
        "reason": request.POST.get(REASON, "")[:MAX_TEXT],
        "typed": request.POST.get(TYPED, "")[:200],
        "answered": page.question or request.POST.get(ANSWERED) == "1",
        "kept": [(k, v) for k, values in request.POST.lists() if k not in OWN for v in values],
    }
