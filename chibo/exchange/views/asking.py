"""What is asked about a workbook, and its answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chibo.exchange import actions, queries
from chibo.exchange.forms import QuestionsForm
from chibo.exchange.queries import veiled
from chibo.exchange.rules import states
from chibo.exchange.views.asked import Page, page_of
from chibo.exchange.vocabulary import BatchState
from chibo.kernel.numbers import show_int


def form_of(page: Page, *given: object) -> tuple[QuestionsForm, int]:
    """The questions of a workbook as a form, and how many there are."""
    asked = queries.questions(page.batch)
    tell = str if page.is_open else veiled
    return QuestionsForm(page.batch, asked, *given, tell=tell), len(asked) + len(page.batch.questions)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Questions with the rows they hold for; several are answered at once."""
    page = page_of(request, uid)
    states.must_be(page.batch, request.viewer, BatchState.MAPPED, BatchState.CHECKED)
    form, count = form_of(page, *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        actions.answer(page.batch, answers=answers, by=request.viewer)
        actions.request(page.batch, "check", by=request.viewer)
        messages.success(request, f"Đã nhận {show_int(len(answers))} câu trả lời; tệp được kiểm tra lại.")
        return redirect("exchange:batch", page.batch.uid)
    context = page.context(3) | {"form": form, "count": count, "more": count - len(form.keys)}
    return render(request, "exchange/questions.html", context, status=422 if form.is_bound else 200)


@require_POST
def ask_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget what was answered, and check again."""
    page = page_of(request, uid)
    actions.forget_answers(page.batch, by=request.viewer)
    actions.request(page.batch, "check", by=request.viewer)
    messages.success(request, "Đã bỏ các câu trả lời; tệp được kiểm tra lại.")
    return redirect("exchange:batch", page.batch.uid)
