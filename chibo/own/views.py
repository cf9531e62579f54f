"""The pages of a member about the own record. Nobody else's record has an address here."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chibo.dossiers.queries.supplements import slips_of_person
from chibo.fees.queries.people import own_dues
from chibo.files import rules as files
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members.models import Particulars
from chibo.members.queries import record
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import Sight
from chibo.members.rules import beside
from chibo.members.views import tabled
from chibo.own import actions, queries
from chibo.own.forms import FILE, CorrectionForm
from chibo.own.vocabulary import CODE, ITEMS
from chibo.procedures import queries as procedures
from chibo.procedures.queries.offers import offers
from chibo.procedures.rules.handlers import Handed, of_case
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer, respond
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui.forms import refused

TABS = (
    ("own:record", "Tổng quan"),
    ("own:history", "Quá trình"),
    ("own:corrections", "Đề nghị sửa"),
    ("own:readers", "Ai đã xem"),
)
PAPER = "giay-to"
STATES = {"open": "waiting", "done": "done", "refused": "late"}


def _page(request: HttpRequest, sight: Sight, template: str, tab: str, **more: Any) -> HttpResponse:
    return render(request, template, _frame(sight, tab) | more)


def _frame(sight: Sight, tab: str) -> dict[str, Any]:
    today = clock.today()
    spell = sight.person.spells.filter(since__lte=today, until__gt=today).first()
    return {
        "person": sight.person,
        "today": today,
        "spell": spell,
        "cell_name": CellNames([sight.cell.pk]).on(sight.cell.pk, today) if sight.cell else "",
        "tabs": [(name, title, name == tab) for name, title in TABS],
        "forever": FOREVER,
    }


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Facts with what can be asked to be corrected, cases, dues, slips, what one can ask for."""
    return _overview(request, queries.own_sight(request.viewer))


@never_cache
@require_POST
def numbers(request: HttpRequest) -> HttpResponse:
    """The same with the numbers of identity in clear."""
    return _overview(request, queries.own_sight(request.viewer), show_numbers=True)


def _overview(request: HttpRequest, sight: Sight, *, show_numbers: bool = False) -> HttpResponse:
    today, person = clock.today(), sight.person
    frame = _frame(sight, "own:record")
    standing = beside.OUTSIDE if frame["spell"] is None else frame["spell"].status
    open_cases = [(case, of_case(case).definition) for case in procedures.open_cases_of(sight.reference, today)]
    rows = record.attribute_histories(person)
    context = frame | {
        "now": [(name, title, lines[0] if lines else None, name in ITEMS) for name, title, lines in rows],
        "particulars": Particulars.objects.filter(person=person).first(),
        "stays": record.stays_told(person),
        "cases": open_cases,
        "offers": [
            offer
            for offer in offers(
                sight.reference, "member", sight.cell, on=today, by=request.viewer, is_self=True,
                fits=lambda code: beside.fits(code, standing),
            )
            if offer.code != CODE
        ],
        "slips": list(slips_of_person(person)[:5]),
        "show_numbers": show_numbers,
        **own_dues(person, on=today),
    }  # fmt: skip
    return render(request, "own/record.html", context)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The whole life in the Party: events, changes, cases, places."""
    sight = queries.own_sight(request.viewer)
    moments = record.timeline(
        sight.person, today=clock.today(), with_cases=True, tellers=beside.tellers(lambda _: True)
    )
    stays = record.stays_told(sight.person)
    heading = tabled.heading(request, sight.person, "Quá trình của tôi")
    if leaving := answer(request, tabled.history_tables(moments, stays), heading):
        return leaving
    return _page(request, sight, "own/history.html", "own:history", moments=moments, stays=stays)


CORRECTIONS = (
    Column("mark", "Mã hồ sơ", lambda r: r.case.mark, main=True, url=lambda r: r.case.get_absolute_url()),
    Column("item", "Mục", "item", width=30),
    Column("value", "Nội dung đề nghị", "value", width=30),
    Column("opened", "Ngày gửi", lambda r: r.case.opened_on, kind="day"),
    Column("state", "Tình trạng", "step", kind="badge", state=lambda r: STATES.get(r.case.state, "plain"), width=30),
    Column("answer", "Trả lời", "answer", width=50),
)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What was asked to be corrected, how it stands, why it was refused; and what can be asked."""
    sight = queries.own_sight(request.viewer)
    found = queries.corrections_of(sight)
    empty = "Đồng chí chưa đề nghị sửa mục nào. Hãy chọn một mục bên dưới."
    table = Table(
        "own.corrections", "Đề nghị sửa thông tin", CORRECTIONS, RowsSource(found), noun="đề nghị", empty=empty
    )
    context = _frame(sight, "own:corrections") | {"items": list(ITEMS.items())}
    return respond(request, "own/corrections.html", context, table=table, heading=_heading(request, sight, table))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, item: str) -> HttpResponse:
    """Say what is wrong with one item."""
    sight, today = queries.own_sight(request.viewer), clock.today()
    if item not in ITEMS:
        raise NotFound("Không có mục này trong hồ sơ. Hãy chọn lại mục cần sửa.", code="unknown_item")
    is_post = request.method == "POST"
    form = CorrectionForm(
        request.POST if is_post else None, request.FILES if is_post else None, item=item, today=today
    )  # fmt: skip
    if is_post and form.is_valid():
        upload = form.cleaned_data[FILE]
        try:
            papers = [_handed(upload, today)] if upload else []
            case = actions.ask_for_correction(
                sight, data=form.answers(), on=today, documents=papers, by=request.viewer
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã gửi đề nghị {case.mark}. Chi ủy xem xét trước, rồi đảng ủy cơ sở duyệt.")
            return HttpResponseRedirect(reverse("own:corrections"))
    lines = [lines for name, _, lines in record.attribute_histories(sight.person) if name == item]
    context = _frame(sight, "own:corrections") | {
        "form": form,
        "item": item,
        "title": ITEMS[item],
        "present": _present(sight, item, lines[0][0].shown if lines and lines[0] else ""),
    }
    return render(request, "own/correct.html", context, status=422 if form.is_bound else 200)


def _handed(upload: Any, today: date) -> Handed:
    """The paper sent along; one that is too big is refused before it is read."""
    files.check_length(upload.size)
    return Handed(PAPER, today, name=upload.name, content=upload.read())


def _present(sight: Sight, item: str, shown: str) -> str:
    person = sight.person
    told = {
        "full_name": person.full_name,
        "born_on": show_day(person.born_on, person.born_precision),
        "national_id": "đã ghi, được giữ kín" if person.national_id_index else "",
        "card": "đã ghi, được giữ kín" if person.card_index else "",
    }
    return told.get(item, shown)


READINGS = (
    Column("at", "Lúc xem", "entry.at", kind="moment"),
    Column("reader", "Người xem", "reader", main=True, width=26),
    Column("office", "Với vai trò", "office", width=40),
    Column("what", "Xem gì", "entry.label", width=40),
    Column("why", "Lý do", "why", width=40),
)


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """Ai đã xem hồ sơ của tôi: who, with which role and unit on that day, what, why."""
    sight = queries.own_sight(request.viewer)
    source = queries.readings_of(sight, request.viewer)
    empty = "Nhật ký chưa ghi lần nào có người khác xem hồ sơ của đồng chí."
    table = Table(
        "own.readers", "Ai đã xem hồ sơ của tôi", READINGS, source, noun="lần xem", empty=empty, counted=False
    )  # fmt: skip
    context = _frame(sight, "own:readers")
    return respond(request, "own/readers.html", context, table=table, heading=_heading(request, sight, table))


def _heading(request: HttpRequest, sight: Sight, table: Table) -> Heading:
    return tabled.heading(request, sight.person, table.caption)


@require_http_methods(["GET", "HEAD", "POST"])
def take_along(request: HttpRequest) -> HttpResponse:
    """Everything kept about the viewer, as a file; asked for by a button, since it holds the numbers in clear."""
    sight = queries.own_sight(request.viewer)
    if request.method != "POST":
        return redirect("own:record")
    data = actions.take_along(sight, on=clock.today(), by=request.viewer)
    response = HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="ho-so-cua-toi.json"'
    response["Cache-Control"] = "private, no-store"
    return response
