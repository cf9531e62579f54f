"""Mức đóng: by what the members of a cell pay, for all of them on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chibo.fees import actions
from chibo.fees.actions import BasisSpec
from chibo.fees.forms import AmountField, BasesForm, FillForm
from chibo.fees.models import FeeBasis
from chibo.fees.queries.payers import Payer, payers_of
from chibo.fees.queries.reckoned import basis_rows
from chibo.fees.views.asked import cell_page
from chibo.fees.vocabulary import WITH_AMOUNT, WITH_REGION, BasisKind, Region, months
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.ui.forms import apply_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def bases(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page: what holds in the month stands there already; what is changed holds from the month chosen."""
    page = cell_page(request, uid)
    if not page.is_cell:
        raise Refusal("Diện đóng ghi ở chi bộ. Hãy mở từng chi bộ.", code="not_cell")
    payers = payers_of([page.unit.pk], page.month)
    held = basis_rows([payer.person_id for payer in payers], page.month)
    form = BasesForm(request.POST or None, initial={"since": page.month})
    fill = FillForm(request.GET)
    fill.is_valid()
    wrong: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            specs, wrong = _typed(request, payers)
            if not wrong:
                changed = actions.set_bases(
                    page.unit, specs, since=form.cleaned_data["since"], on=page.today, by=request.viewer
                )
                messages.success(request, _said(changed, form.cleaned_data["since"]))
                return HttpResponseRedirect(page.url("list", month=form.cleaned_data["since"]))
            form.add_error(None, f"Có {len(wrong)} dòng cần sửa: {', '.join(_names(payers, wrong))}.")
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            if refusal.about is not None:
                wrong[refusal.about] = refusal.message
                name = ", ".join(_names(payers, wrong))
                refusal = Refusal(f"Đồng chí {name}: {refusal.message}", code=refusal.code)
            apply_refusal(form, refusal)
    lines = [_line(request, payer, held.get(payer.person_id), fill.cleaned_data, wrong) for payer in payers]
    context = page.context() | {
        "form": form,
        "fill": fill,
        "lines": lines,
        "kinds": BasisKind.choices,
        "regions": [choice for choice in Region.choices if choice[0]],
        "here_url": page.url("bases", page.unit.uid),
        "any_without": any(line["held"] is None for line in lines),
    }
    return render(request, "fees/bases.html", context, status=422 if form.is_bound and form.errors else 200)


def _typed(request: HttpRequest, payers: list[Payer]) -> tuple[list[BasisSpec], dict[int, str]]:
    """What the rows say, and what is wrong with them; a row without a kind says nothing."""
    specs, wrong = [], {}
    for payer in payers:
        kind, amount, region = (
            request.POST.get(f"{name}-{payer.uid}", "").strip() for name in ("dien", "tien", "vung")
        )
        if not kind:
            if amount:
                wrong[payer.person_id] = "Hãy chọn diện đóng."
            continue
        try:
            number = AmountField(required=kind in WITH_AMOUNT).clean(amount) or 0
        except ValidationError as error:
            wrong[payer.person_id] = "Hãy nhập số tiền làm căn cứ." if not amount else error.messages[0]
            continue
        if kind in WITH_REGION and not region:
            wrong[payer.person_id] = "Hãy chọn vùng lương tối thiểu."
            continue
        specs.append(
            BasisSpec(
                payer.person_id,
                kind,
                number if kind in WITH_AMOUNT else 0,
                region if kind in WITH_REGION else "",
            )
        )
    return specs, wrong


def _line(
    request: HttpRequest, payer: Payer, held: FeeBasis | None, fill: dict[str, Any], wrong: dict[int, str]
) -> dict[str, Any]:
    """A row as the page shows it: typed, else on record, else filled in."""
    line: dict[str, Any] = {"payer": payer, "held": held, "wrong": wrong.get(payer.person_id, "")}
    if request.method == "POST":
        names = {"kind": "dien", "amount": "tien", "region": "vung"}
        return line | {key: request.POST.get(f"{name}-{payer.uid}", "") for key, name in names.items()}
    if held is not None:
        amount = show_int(held.amount) if held.kind in WITH_AMOUNT else ""
        return line | {"kind": held.kind, "amount": amount, "region": held.region}
    return line | {"kind": fill.get("dien", ""), "amount": "", "region": fill.get("vung", "")}


def _names(payers: list[Payer], wrong: dict[int, str]) -> list[str]:
    return [payer.name for payer in payers if payer.person_id in wrong]


def _said(changed: int, since: Any) -> str:
    if not changed:
        return "Không có gì thay đổi."
    return (
        f"Đã ghi diện đóng của {changed} đồng chí từ tháng {months.show(since)}. Bảng tháng đã lập không tự đổi; cần thì mở "
        "từng đồng chí để tính lại."
    )
