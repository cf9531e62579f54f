"""The smaller acts: send back, withdraw, lapse, let go on, take back; each on its own page, with the reason."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.procedures import actions, queries, rules
from chibo.procedures.actions import drafts
from chibo.procedures.actions.turning import last_undoable
from chibo.procedures.forms import ActForm, BackForm, OverrideForm, ReasonForm, TakeBackForm
from chibo.procedures.models import Case
from chibo.procedures.queries import showing
from chibo.procedures.rules.handlers import of_case
from chibo.procedures.views.steps import decision_of, posted
from chibo.ui.forms import refused


def back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Trả lại."""
    case = queries.case(uid, request.viewer)
    showing.must_act(case, of_case(case), request.viewer)
    steps = of_case(case).definition.steps
    here = steps.get(case.step)
    places = [(key, steps[key].title) for key in (here.back_to if here else ()) if case.day_of(key)]
    form = BackForm(posted(request), places=places, today=clock.today())
    return _deed(
        request, case, form, "Trả lại hồ sơ", "Trả lại",
        says=["Bước trước phải làm lại; hạn tính lại từ ngày trả. Lý do hiện trên trang hồ sơ."],
        act=lambda data: actions.send_back(case, to=data["to"], on=data["on"], reason=data["reason"], by=request.viewer),
        done="Đã trả lại hồ sơ {mark}.",
    )  # fmt: skip


def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rút hồ sơ."""
    case = queries.case(uid, request.viewer)
    if request.viewer.may("cases.cell", case.unit) is None:
        showing.must_act(case, of_case(case), request.viewer)
    return _deed(
        request, case, ReasonForm(posted(request), today=clock.today()), "Rút hồ sơ", "Rút hồ sơ",
        says=["Hồ sơ dừng lại và rời danh sách việc phải làm; những bước đã làm vẫn được giữ."],
        act=lambda data: actions.withdraw(case, on=data["on"], reason=data["reason"], by=request.viewer),
        done="Đã rút hồ sơ {mark}.",
    )  # fmt: skip


def lapse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hết hiệu lực."""
    case = queries.case(uid, request.viewer)
    showing.must_act(case, of_case(case), request.viewer)
    return _deed(
        request, case, ReasonForm(posted(request), today=clock.today()), "Ghi hồ sơ hết hiệu lực", "Ghi hết hiệu lực",
        says=[f"Hạn của bước này là {show_day(case.due_on)}. Hồ sơ kết thúc; muốn làm tiếp phải mở hồ sơ mới."],
        act=lambda data: actions.lapse(case, on=data["on"], reason=data["reason"], by=request.viewer),
        done="Đã ghi hồ sơ {mark} hết hiệu lực.",
    )  # fmt: skip


def override(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Cho đi tiếp."""
    case = queries.case(uid, request.viewer)
    request.viewer.must(rules.OVERRIDE, case.waiting_unit or case.unit)

    def act(data: dict[str, Any]) -> None:
        with transaction.atomic():
            because = decision_of(data, case, request.viewer)
            actions.override(case, on=data["on"], reason=data["reason"], because=because, by=request.viewer)

    return _deed(
        request, case, OverrideForm(posted(request), today=clock.today()), "Cho đi tiếp", "Cho đi tiếp",
        says=["Bước đang làm được ghi dù quy định chặn. Văn bản và lý do được giữ cùng hồ sơ và trong nhật ký."],
        act=act, same_step=True,
        done="Đã cho hồ sơ {mark} đi tiếp ở bước này.",
    )  # fmt: skip


def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rút lại việc vừa ghi nhầm."""
    case = queries.case(uid, request.viewer)
    last, _ = last_undoable(case)
    steps = of_case(case).definition.steps
    told = "" if last is None else steps[last.step].title if last.step in steps else last.get_kind_display()
    says = [f"Việc ghi ngày {show_day(last.on)} ở bước “{told}” không còn tính; nhật ký vẫn giữ."] if last else []
    return _deed(
        request, case, TakeBackForm(posted(request), today=clock.today()), "Rút lại việc vừa ghi", "Rút lại",
        says=says,
        act=lambda data: actions.take_back(case, reason=data["reason"], by=request.viewer),
        done="Đã rút lại việc vừa ghi của hồ sơ {mark}.",
    )  # fmt: skip


def _deed(
    request: HttpRequest,
    case: Case,
    form: ActForm,
    title: str,
    button: str,
    *,
    says: list[str],
    act: Callable[[dict[str, Any]], Any],
    done: str,
    same_step: bool = False,
) -> HttpResponse:
    """:param same_step: the case stays where it is, and what was begun there goes on"""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            if not same_step:
                drafts.drop_all(case)
            messages.success(request, done.format(mark=case.mark))
            return HttpResponseRedirect(case.get_absolute_url())
        except Refusal as refusal:
            refused(form, refusal)
    context = {"case": case, "form": form, "title": title, "button": button, "says": says, "unit": case.unit}
    return render(request, "procedures/deed.html", context, status=422 if form.is_bound and form.errors else 200)
