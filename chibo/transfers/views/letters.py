"""The register of letters, and what is known of one: number, dossier, slip."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members import actions as members
from chibo.members.models import MemberEvent
from chibo.members.queries.sight import sight_of
from chibo.members.vocabulary import Cause, EventState, TransferKind
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.table import Table
from chibo.transfers import actions
from chibo.transfers.forms import LetterForm
from chibo.transfers.models import Letter
from chibo.transfers.queries.moves import letters as letters_of
from chibo.transfers.rules import capabilities
from chibo.transfers.views.asked import Place
from chibo.transfers.views.rows import MovesSource, columns, is_file
from chibo.transfers.vocabulary import MOVES
from chibo.ui import params
from chibo.ui.forms import apply_refusal
from chibo.ui.markup import with_query

SLIP = "phieu-bao"
LETTERS = {
    TransferKind.PERMANENT: "gt-chinh-thuc",
    TransferKind.TEMPORARY: "gt-tam-thoi",
    TransferKind.INTERNAL: "gt-noi-bo",
    TransferKind.ABROAD: "gt-ngoai-nuoc",
}
"""Kind of transfer → the form of its letter."""


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Sổ giấy giới thiệu: every letter of a period, returned ones too."""
    place = Place.of(request)
    period = params.asked_period(request.GET, today=place.today).period
    source = MovesSource(letters_of(place.unit, period=period), order=("-sent_on", "-pk"), today=place.today)
    may_write = place.may(capabilities.OFFICE)
    number = Column(
        "number", "Số giấy", lambda row: row.number or ("Ghi số" if may_write else ""), kind="link", width=14,
        url=lambda row: reverse("transfers:letter", args=[row.uid]) if may_write else "",
    )  # fmt: skip
    whole = is_file(request)
    name, *rest = columns(arrived=True, whole=whole)
    if not whole:  # the state says it, and the names of both sides need the room
        rest = [one for one in rest if one.key != "received_on"]
    dossier = [Column("dossier", "Hồ sơ mang theo", "dossier", width=30)] if whole else []
    printed = [] if whole else [Column("paper", "Bản in", lambda row: "In", kind="link", url=paper_url, width=8)]
    table = Table(
        "transfers.letters", "Sổ giấy giới thiệu", (name, number, *rest, *dossier, *printed), source, noun="giấy giới thiệu",
        empty="Không có giấy giới thiệu nào trong thời gian này.",
    )  # fmt: skip
    heading = place.heading("Sổ giấy giới thiệu sinh hoạt đảng", period=period)
    asked = f"{place.unit.reference}/{period.first.isoformat()}/{period.last.isoformat()}"
    register = with_query(reverse("papers:paper", args=["so-chuyen-sinh-hoat"]), {"ve": asked})
    context = place.context("letters") | {"period": period, "register_url": register}
    return place.respond("transfers/letters.html", context, table=table, heading=heading)


def letter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is known of a letter: filled in or put right."""
    event = _event(uid)
    sight = sight_of(event.person, by=request.viewer)
    side = (
        event.from_cell if event.from_cell and request.viewer.may(capabilities.OFFICE, event.from_cell) else sight.cell
    )
    request.viewer.must(capabilities.OFFICE, side)
    kept = Letter.objects.filter(event=event).first()
    initial = {name: getattr(kept, name) for name in LetterForm.KEPT} if kept else {}
    if kept is None and side is not None:
        initial["issued_by"] = org.name_of(side, on=event.on)
    initial["reported_on"] = event.reported_on
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(event, form.cleaned_data, side, request)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            apply_refusal(form, refusal)
        else:
            messages.success(request, f"Đã ghi giấy giới thiệu của đồng chí {event.person.full_name}.")
            return HttpResponseRedirect(reverse("transfers:letters"))
    context = {
        "form": form,
        "event": event,
        "person": event.person,
        "back": reverse("transfers:letters"),
        "letter_url": printed_url(event, code_of(event)),
        "slip_url": printed_url(event, SLIP) if event.received_on else "",
    }
    return render(request, "transfers/letter.html", context, status=422 if form.is_bound and form.errors else 200)


@transaction.atomic
def _keep(event: MemberEvent, data: dict, side, request: HttpRequest) -> None:
    facts = {name: data[name] for name in LetterForm.KEPT}
    actions.keep_letter(event, on=clock.today(), by=request.viewer, at=side, **facts)
    if data["reported_on"] and data["reported_on"] != event.reported_on and event.state == EventState.STANDING:
        members.report_back(event, on=data["reported_on"], by=request.viewer)


def code_of(event: MemberEvent) -> str:
    """The form of a letter; of somebody who comes from outside only the slip is ours."""
    return (
        SLIP if event.cause == Cause.TRANSFER_IN else LETTERS.get(event.transfer_kind, LETTERS[TransferKind.PERMANENT])
    )


def printed_url(event: MemberEvent, code: str) -> str:
    """Where a form of the transfer is printed."""
    return with_query(reverse("papers:paper", args=[code]), {"ve": f"event:{event.uid}"})


def paper_url(row: MemberEvent) -> str:
    """The letter of a row of the register, or the slip of somebody who came."""
    return printed_url(row, code_of(row))


def _event(uid: UUID) -> MemberEvent:
    found = MemberEvent.objects.filter(uid=uid, cause__in=MOVES).select_related("person", "cell", "from_cell").first()
    if found is None:
        raise NotFound("Không có lần chuyển sinh hoạt này. Hãy mở lại sổ giấy giới thiệu.", code="unknown_move")
    return found
