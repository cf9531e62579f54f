"""Members transferred abroad: who, where, when they are due back."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.members.models import MemberEvent
from chibo.members.queries.sight import sight_of
from chibo.members.vocabulary import Cause, EventState, TransferKind
from chibo.org.models import Closure
from chibo.tables.columns import Column
from chibo.tables.table import Table
from chibo.transfers import actions
from chibo.transfers.forms import AbroadForm, DayForm
from chibo.transfers.models import TransferAbroad
from chibo.transfers.rules import capabilities
from chibo.transfers.views.asked import Place
from chibo.transfers.views.rows import MovesSource
from chibo.transfers.vocabulary import Abroad, Purpose
from chibo.ui import params
from chibo.ui.forms import refused

STATE = "tinh-trang"
SHOWN = {Abroad.AWAY: "new", Abroad.OVERDUE: "late", Abroad.RETURNED: "done"}


@require_safe
def abroad_list(request: HttpRequest) -> HttpResponse:
    """Who was transferred abroad from a unit: in a period where one is asked, else everybody."""
    place = Place.of(request)
    period = (
        params.asked_period(request.GET, today=place.today).period
        if request.GET.get(params.FIRST) or request.GET.get(params.LAST)
        else None
    )
    below = Closure.objects.filter(ancestor=place.unit, descendant=OuterRef("movements__cell"))
    then = below.filter(since__lte=OuterRef("movements__tree_day"), until__gt=OuterRef("movements__tree_day"))
    found = MemberEvent.objects.filter(
        Exists(then), cause=Cause.TRANSFER_OUT, state=EventState.STANDING, transfer_kind=TransferKind.ABROAD
    )
    if period:
        found = found.filter(on__range=(period.first, period.last))
    if state := params.chosen(request.GET, STATE, dict(Abroad.choices)):
        found = found.filter(pk__in=_in_state(state, place.today))
    source = _AbroadSource(found.annotate(left_on=F("on")), order=("-on", "-pk"), today=place.today)
    table = Table(
        "transfers.abroad", "Chuyển sinh hoạt ra ngoài nước", _columns(place.today), source, noun="lượt chuyển",
        empty="Không có ai chuyển sinh hoạt ra ngoài nước.",
    )  # fmt: skip
    filters = (("Tình trạng", Abroad(state).label),) if state else ()
    heading = place.heading("Đảng viên chuyển sinh hoạt ra ngoài nước", period=period, filters=filters)
    context = place.context("abroad") | {"states": Abroad.choices, "state": state, "period": period}
    return place.respond("transfers/abroad.html", context, table=table, heading=heading)


def _in_state(state: str, today):
    """The events of transfers abroad that stand like this today; those without facts are away."""
    gone = MemberEvent.objects.filter(cause=Cause.TRANSFER_OUT, transfer_kind=TransferKind.ABROAD)
    back = gone.filter(abroad__returned_on__lte=today)
    late = gone.filter(abroad__expected_on__lt=today, abroad__returned_on__gt=today)
    if state == Abroad.RETURNED:
        return back.values("pk")
    if state == Abroad.OVERDUE:
        return late.values("pk")
    return gone.exclude(pk__in=back.values("pk")).exclude(pk__in=late.values("pk")).values("pk")


class _AbroadSource(MovesSource):
    """Events with what is known of the stay."""

    def shown(self, rows):
        kept = {one.event_id: one for one in TransferAbroad.objects.filter(event__in=[row.pk for row in rows])}
        for row in super().shown(rows):
            row.kept = kept.get(row.pk)
        return rows


def state_of(kept: TransferAbroad | None, today) -> Abroad:
    """How it stands with a stay abroad on a day."""
    if kept is not None and kept.returned_on <= today:
        return Abroad.RETURNED
    return Abroad.OVERDUE if kept is not None and kept.expected_on and kept.expected_on < today else Abroad.AWAY


def _columns(today) -> tuple[Column, ...]:
    def known(name):
        return lambda row: getattr(row.kept, name) if row.kept else None

    def returned(row):
        return row.kept.returned_on if row.kept and row.kept.returned_on < FOREVER else None

    return (
        Column(
            "name", "Họ và tên", "person.full_name", main=True, width=28,
            url=lambda row: reverse("members:person", args=[row.person.uid]),
        ),
        Column("from", "Chi bộ nơi đi", "told_from", width=34),
        Column("country", "Nước đến", lambda row: row.kept.country if row.kept else row.other_place, width=20),
        Column("purpose", "Mục đích", lambda row: Purpose(row.kept.purpose).label if row.kept else "", width=24),
        Column("left_on", "Chuyển đi", kind="day"),
        Column("expected_on", "Dự kiến về", known("expected_on"), kind="day"),
        Column("returned_on", "Đã về", returned, kind="day"),
        Column(
            "state", "Tình trạng", lambda row: state_of(row.kept, today).label, kind="badge",
            state=lambda row: SHOWN[state_of(row.kept, today)],
        ),
        Column(
            "edit", "Việc tiếp", lambda row: "Ghi thông tin", exported=False,
            url=lambda row: reverse("transfers:abroad_one", args=[row.uid]),
        ),
    )  # fmt: skip


def abroad_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where, for what, until when; filled in or put right."""
    event, kept = _event(request, uid)
    form = AbroadForm(
        request.POST or None,
        initial={name: getattr(kept, name) for name in ("country", "purpose", "expected_on")} if kept else {},
    )

    def act(data: dict) -> None:
        actions.note_abroad(event, on=clock.today(), by=request.viewer, **data)

    return _one_step(request, form, act, event, "Thông tin chuyển ra ngoài nước", kept=kept)


def abroad_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ghi đã về nước."""
    event, kept = _event(request, uid)
    if kept is None:
        raise NotFound("Chưa ghi nước đến của lần chuyển này. Hãy ghi thông tin trước.", code="unknown_abroad")
    form = DayForm(request.POST or None, initial={"on": clock.today()})

    def act(data: dict) -> None:
        actions.note_return(kept, returned_on=data["on"], on=clock.today(), by=request.viewer)

    return _one_step(request, form, act, event, "Ghi đã về nước")


def _event(request: HttpRequest, uid: UUID) -> tuple[MemberEvent, TransferAbroad | None]:
    events = MemberEvent.objects.filter(uid=uid, cause=Cause.TRANSFER_OUT, transfer_kind=TransferKind.ABROAD)
    event = events.exclude(state=EventState.ANNULLED).select_related("person").first()
    if event is None:
        raise NotFound("Không có lần chuyển ra ngoài nước này. Hãy mở lại danh sách.", code="unknown_move")
    sight = sight_of(event.person, by=request.viewer)
    request.viewer.must(capabilities.OFFICE, sight.cell)
    return event, TransferAbroad.objects.filter(event=event).select_related("event__person").first()


def _one_step(request: HttpRequest, form, act, event: MemberEvent, title: str, *, kept=None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã ghi thông tin ra ngoài nước của đồng chí {event.person.full_name}.")
            return HttpResponseRedirect(reverse("transfers:abroad"))
    context = {
        "form": form, "title": title, "person": event.person, "back": reverse("transfers:abroad"),
        "note": f"Chuyển đi ngày {show_day(event.on)}, đến {event.other_place}.",
        "next_url": reverse("transfers:abroad_back", args=[event.uid]) if kept and kept.is_open else "",
        "next_title": "Ghi đã về nước",
    }  # fmt: skip
    return render(request, "transfers/form.html", context, status=422 if form.is_bound and form.errors else 200)
