"""The page of one member: overview, history, attributes, journal."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from chibo.journal import actions as journal
from chibo.journal import queries as journals
from chibo.kernel import clock
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled
from chibo.members.models import Particulars
from chibo.members.queries import record
from chibo.members.queries.listing import guest_at
from chibo.members.queries.names import CellNames
from chibo.members.queries.sheet import official_days
from chibo.members.queries.sight import MergedAway, Sight, person_of, sight_of
from chibo.members.rules import beside, capabilities
from chibo.members.views import tabled
from chibo.members.views.deed_table import offered_for
from chibo.members.vocabulary import Cause, EventState
from chibo.procedures import queries as procedures
from chibo.procedures.models import Case
from chibo.procedures.queries import offers as offering
from chibo.procedures.rules import READ as CASES
from chibo.procedures.rules.handlers import of_case
from chibo.tables.export import answer

TABS = (
    ("members:person", "Tổng quan"),
    ("members:history", "Quá trình"),
    ("members:attributes", "Lý lịch"),
    ("members:journal", "Nhật ký"),
)
LATEST_ENTRIES = 100


def _leading_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same page of the record into which one was merged, with a note."""

    @wraps(view)
    def lead(request: HttpRequest, uid: UUID) -> HttpResponse:
        try:
            return view(request, uid)
        except MergedAway as merged:
            messages.info(request, "Địa chỉ này là của một hồ sơ đã gộp; đây là hồ sơ được giữ lại của cùng người.")
            return redirect(request.resolver_match.view_name, merged.kept.uid)

    return lead


def _seen(request: HttpRequest, uid: UUID) -> Sight:
    """The person as far as the viewer may see; a reading by somebody else is put into the journal."""
    sight = sight_of(person_of(uid), by=request.viewer)
    if not sight.is_own:
        journal.read("Xem hồ sơ đảng viên", sight.reference, request.viewer, clock.today())
    return sight


def _page(request: HttpRequest, sight: Sight, tab: str, **more: object) -> HttpResponse:
    today = clock.today()
    on = min(today, sight.until)
    spells = sight.person.spells.filter(since__lte=on, until__gt=on).annotate(guest_at=guest_at(on=on))
    spell = spells.first() if sight.is_whole else None
    guest = spell.guest_at if spell else None
    names = CellNames([one for one in (sight.cell.pk if sight.cell else None, guest) if one])
    context = {
        "sight": sight,
        "person": sight.person,
        "today": today,
        "spell": spell,
        "guest_at": names.on(guest, on) if guest else "",
        "cell": sight.cell,
        "cell_name": names.on(sight.cell.pk, on) if sight.cell else "",
        "tabs": [(name, title, name == tab) for name, title in TABS],
        "may_write": sight.may(capabilities.WRITE, request.viewer),
        "may_see_numbers": sight.may(capabilities.SENSITIVE, request.viewer),
        "may_merge": sight.may(capabilities.MERGE, request.viewer),
    }
    return render(request, f"members/{tab.removeprefix('members:')}.html", context | more)


@_leading_on
def overview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Header facts, what is under way, what can be recorded."""
    sight = _seen(request, uid)
    return _page(request, sight, "members:person", **_overview(request, sight))


def _overview(request: HttpRequest, sight: Sight) -> dict[str, object]:
    pending = sight.person.events.filter(state=EventState.PENDING).select_related("cell", "from_cell").first()
    rows = record.attribute_histories(sight.person, until=sight.until)
    return {
        "now": [(title, lines[0]) for _, title, lines in rows if lines],
        "pending": pending,
        "pending_to": CellNames([pending.cell_id]).on(pending.cell_id, clock.today()) if pending else "",
        "stays": record.stays_told(sight.person, until=sight.until),
        "official_since": official_days([sight.person.pk], on=min(clock.today(), sight.until)).get(sight.person.pk),
        "deeds": offered_for(sight, by=request.viewer),
        "cases": [
            (case, definition, definition.steps[case.step])
            for case in _open_cases(request, sight)
            for definition in (of_case(case).definition,)
        ],
        "offers": _offers(request, sight),
        "forever": FOREVER,
        "beside": [
            (page.title, url)
            for page in beside.pages()
            if (sight.is_own or sight.may(page.may, request.viewer)) and (url := page.url(sight.person.uid))
        ],
        "particulars": Particulars.objects.filter(person=sight.person).first() if sight.is_whole else None,
    }


def _sees_cases(request: HttpRequest, sight: Sight) -> bool:
    return sight.is_own or sight.may(CASES, request.viewer)


def _tellers(request: HttpRequest, sight: Sight) -> list[beside.Teller]:
    if not sight.is_whole:
        return []
    return beside.tellers(lambda capability: sight.is_own or sight.may(capability, request.viewer))


def _open_cases(request: HttpRequest, sight: Sight) -> list[Case]:
    if not _sees_cases(request, sight):
        return []
    return list(procedures.open_cases_of(sight.reference, clock.today()))


def _offers(request: HttpRequest, sight: Sight) -> list[offering.Offer]:
    """The procedures that fit the person and begin with the viewer."""
    today = clock.today()
    if not sight.is_whole:
        return []
    spell = sight.person.spells.filter(since__lte=today, until__gt=today).first()
    standing = beside.OUTSIDE if spell is None else spell.status
    return offering.offers(
        sight.reference, "member", sight.cell, on=today, by=request.viewer, is_self=sight.is_own,
        fits=lambda code: beside.fits(code, standing),
    )  # fmt: skip


@_leading_on
def history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Events, changes of attributes, stays."""
    sight = _seen(request, uid)
    cases = sight.is_whole and _sees_cases(request, sight)
    moments = record.timeline(
        sight.person, until=sight.until, today=clock.today(), with_cases=cases, tellers=_tellers(request, sight)
    )
    stays = record.stays_told(sight.person, until=sight.until)
    tables = tabled.history_tables(moments, stays)
    if leaving := answer(request, tables, tabled.heading(request, sight.person, "Quá trình của đảng viên")):
        return leaving
    fixed = (Cause.REORGANIZATION,)
    return _page(request, sight, "members:history", moments=moments, stays=stays, fixed=fixed, forever=FOREVER)


@_leading_on
def attributes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every attribute with its values over time."""
    sight = _seen(request, uid)
    rows = record.attribute_histories(sight.person, until=sight.until)
    heading = tabled.heading(request, sight.person, "Lý lịch đảng viên")
    if leaving := answer(request, [tabled.attributes_table(rows)], heading):
        return leaving
    return _page(request, sight, "members:attributes", rows=rows, forever=FOREVER)


@_leading_on
def journal_of(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who recorded what; with the readings, for the person concerned and for who keeps the record."""
    sight = _seen(request, uid)
    if not (sight.is_own or sight.is_whole):
        raise NotEntitled("Nhật ký của hồ sơ này ngoài phạm vi của đồng chí. Hãy hỏi nơi đang giữ hồ sơ.")
    entries = journals.entries_of(sight.reference, readings=True)
    heading = tabled.heading(request, sight.person, "Nhật ký của hồ sơ đảng viên")
    if leaving := answer(request, [tabled.journal_table(entries)], heading):
        return leaving
    return _page(request, sight, "members:journal", entries=entries[:LATEST_ENTRIES])


@never_cache
@_leading_on
def numbers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The numbers of identity in clear: only after a click, only with the right, and written down."""
    if request.method != "POST":
        return redirect("members:person", uid)
    sight = _seen(request, uid)
    if not sight.is_own:
        if not sight.is_whole:
            raise NotEntitled("Số định danh của hồ sơ này ngoài phạm vi của đồng chí. Hãy hỏi nơi đang giữ hồ sơ.")
        request.viewer.must(capabilities.SENSITIVE, sight.cell)
        journal.read("Xem số CCCD, số thẻ đảng viên", sight.reference, request.viewer, clock.today())
    return _page(request, sight, "members:person", show_numbers=True, **_overview(request, sight))
