"""Thu đảng phí: every member of a cell on one page, a tick each, one save; and one payment of one member."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chibo.fees import actions, rules
from chibo.fees.actions import Line
from chibo.fees.forms import AmountField, PayForm, TakingForm
from chibo.fees.models import Receipt
from chibo.fees.queries.month import MonthSheet, Row, people_at, sheet_of, the_two
from chibo.fees.rules import money
from chibo.fees.views.asked import Page, cell_page
from chibo.fees.vocabulary import months
from chibo.kernel.refusal import Refusal
from chibo.members.models import Person
from chibo.members.queries.sight import person_of
from chibo.ui.forms import Form, refused

TICK, ALL = "nop", "tat-ca"


@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of a cell's month."""
    page = cell_page(request, uid)
    if not page.is_cell:
        raise Refusal("Đảng phí thu ở chi bộ. Hãy mở từng chi bộ để thu.", code="not_cell")
    sheet = sheet_of(page.unit, page.month, on=page.today)
    people = people_at(page.unit, on=page.on)
    form = TakingForm(request.POST or None, people=people, initial=_usual(page, people))
    if request.method == "POST" and form.is_valid():
        try:
            receipt = _take(page, sheet, form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(
                request, f"Đã thu {money.show(receipt.total)} của {_number(receipt)} đồng chí: {receipt.mark}."
            )
            return HttpResponseRedirect(receipt.get_absolute_url())
    return render(
        request, "fees/collect.html", _context(page, sheet, form), status=422 if form.is_bound and form.errors else 200
    )


def _take(page: Page, sheet: MonthSheet, data: dict[str, Any]) -> Receipt:
    """Write what was ticked, in one transaction with dues that had to be entered."""
    lines = _ticked(page, sheet)
    with transaction.atomic():
        if not sheet.rules.is_on_record:
            entered = _entered(page, sheet)
            if entered:
                actions.enter_dues(page.unit, month=page.month, amounts=entered, on=page.today, by=page.request.viewer)
            lines += [Line(person, page.month) for person, amount in entered.items() if amount]
        return actions.collect(
            page.unit,
            lines,
            on=data["on"],
            today=page.today,
            by=page.request.viewer,
            way=data["way"],
            approver=data["approver"],
            collector=data["collector"],
        )


def _ticked(page: Page, sheet: MonthSheet) -> list[Line]:
    """The lines ticked on the page.

    :raises Refusal: a tick that is not on the page
    """
    offered = {key: (row.person_id, month) for row, month, key in _offered(sheet)}
    lines = []
    for key in dict.fromkeys(page.request.POST.getlist(TICK)):
        if key not in offered:
            raise Refusal(
                "Danh sách đã thay đổi từ khi mở trang (có đồng chí đã nộp hoặc đã chuyển đi). Hãy xem lại các dòng đã đánh "
                "dấu rồi lưu.",
                code="changed",
                status=409,
            )
        lines.append(Line(*offered[key]))
    return lines


def _offered(sheet: MonthSheet) -> list[tuple[Row, date, str]]:
    """Everything that can be ticked: (row, month, value)."""
    found = []
    for row in (*sheet.rows, *sheet.others):
        if row.due and row.owed:
            found.append((row, sheet.month, f"{row.uid}:{months.show(sheet.month)}"))
        found += [(row, one.month, f"{row.uid}:{months.show(one.month)}") for one in row.unpaid]
    return found


def _entered(page: Page, sheet: MonthSheet) -> dict[int, int]:
    """Person → amount typed, for a month without a rule.

    :raises Refusal: something that is no amount
    """
    found = {}
    for row in sheet.rows:
        if row.charge is None and (text := page.request.POST.get(f"so-tien-{row.uid}", "").strip()):
            try:
                found[row.person_id] = AmountField().clean(text)
            except ValidationError as error:
                raise Refusal(f"Đồng chí {row.name}: {error.messages[0]}", code="amount") from error
    return found


def _context(page: Page, sheet: MonthSheet, form: Form) -> dict[str, Any]:
    ticked, posted = set(page.request.POST.getlist(TICK)), page.request.method == "POST"
    everybody = not posted and page.request.GET.get(ALL) == "1"
    lines = []
    for row in (*sheet.rows, *sheet.others):
        key = f"{row.uid}:{months.show(sheet.month)}"
        earlier = [(one, k := f"{row.uid}:{months.show(one.month)}", k in ticked) for one in row.unpaid]
        can = bool(row.due and row.owed)
        typed = page.request.POST.get(f"so-tien-{row.uid}", "")
        lines.append(
            {"row": row, "key": key, "can": can, "ticked": key in ticked or (everybody and can), "earlier": earlier,
             "typed": typed, "months": months.told([one.month for one in row.unpaid])}
        )  # fmt: skip
    return page.context() | {
        "sheet": sheet,
        "form": form,
        "lines": lines,
        "can_month": any(line["can"] for line in lines),
        "is_done": _is_done(sheet, lines),
        "by_rule": sheet.rules.is_on_record,
        "all_url": page.url("collect", page.unit.uid, **{ALL: "1"}),
        "bases_url": page.url("bases", page.unit.uid),
        "assign_url": reverse("fees:assign", args=[page.unit.uid]),
    }


def _is_done(sheet: MonthSheet, lines: list[dict[str, Any]]) -> bool:
    """Whether there is somebody, and nothing left to take of anybody."""
    can = any(line["can"] or line["earlier"] for line in lines)
    return bool(lines) and not can and not any(row.missing for row in sheet.rows)


def _usual(page: Page, people: list[Person]) -> dict[str, Any]:
    approver, collector = the_two(page.unit, on=page.today)
    known = {person.pk for person in people}
    return {
        "on": page.today,
        "approver": approver.uid if approver and approver.pk in known else None,
        "collector": collector.uid if collector and collector.pk in known else None,
    }


def _number(receipt: Receipt) -> int:
    return len(set(receipt.lines.values_list("person_id", flat=True)))


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, uid: UUID, person: UUID) -> HttpResponse:
    """One payment of one member: a part, ahead of time, or more than is owed."""
    page, who = cell_page(request, uid), person_of(person)
    page.request.viewer.must(rules.WRITE, page.unit)
    people = people_at(page.unit, on=page.on)
    form = PayForm(request.POST or None, people=people, initial=_usual(page, people) | {"month": page.month})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        line = Line(who.pk, data["month"], data["amount"], data["is_extra"])
        try:
            receipt = actions.collect(
                page.unit, [line], on=data["on"], today=page.today, by=request.viewer, way=data["way"],
                approver=data["approver"], collector=data["collector"],
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal, fields={f"p{who.pk}": "amount"})
        else:
            messages.success(
                request, f"Đã thu {money.show(receipt.total)} của đồng chí {who.full_name}: {receipt.mark}."
            )
            return HttpResponseRedirect(receipt.get_absolute_url())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "fees/pay.html", page.context() | {"form": form, "person": who}, status=status)
