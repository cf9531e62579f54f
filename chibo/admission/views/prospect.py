"""One of the source: what is known, how far, what can be done next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chibo.admission import queries, rules
from chibo.admission.actions.prospects import may_come_back
from chibo.admission.models import Prospect
from chibo.admission.rules import kinds
from chibo.admission.vocabulary import SpecialKind
from chibo.journal import actions as journal
from chibo.journal import queries as journals
from chibo.kernel import clock
from chibo.kernel.refusal import Question
from chibo.members.queries.departures import departure_of
from chibo.members.queries.names import CellNames
from chibo.members.rules import capabilities
from chibo.procedures import actions as procedures
from chibo.procedures import queries as cases

LATEST_ENTRIES = 20
CODE = "ket-nap"


def prospect(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of one person of the source; the reading is put into the journal."""
    found = readable(request, uid)
    return render(request, "admission/prospect.html", context_of(request, found))


def readable(request: HttpRequest, uid: UUID) -> Prospect:
    """:raises NotEntitled: not the viewer's"""
    found = queries.prospect_by_uid(uid)
    request.viewer.must(rules.READ, found.unit)
    journal.read("Xem trang nguồn kết nạp", found.reference, request.viewer, clock.today())
    return found


def context_of(request: HttpRequest, found: Prospect, *, number: str = "") -> dict:
    """What the page shows.

    :param number: the personal number, where the viewer asked for it
    """
    today, viewer = clock.today(), request.viewer
    stays = list(found.stays.order_by("since", "pk"))
    names = CellNames({stay.unit_id for stay in stays} | {found.unit_id})
    led = list(cases.cases_of(found.reference))
    held = list(found.certificates.order_by("-expires_on", "-pk"))
    stage = queries.stages_of([_with_class(found, held, today)], on=today)[found.pk]
    may_write = bool(viewer.may(rules.WRITE, found.unit)) and found.is_listed
    return {
        "prospect": found,
        "number": number,
        "today": today,
        "stage": stage,
        "certificates": [(one, one.expires_on < today) for one in held],
        "unit_name": names.on(found.unit_id, today),
        "stays": [(stay, names.on(stay.unit_id, stay.since)) for stay in stays] if len(stays) > 1 else [],
        "cases": led,
        "open_case": next((one for one in led if one.is_open), None),
        "kinds": [SpecialKind(code).label for code in kinds.suggested(found, on=today)],
        "left": departure_of(found.person, on=today) if found.person and found.is_listed else None,
        "admission": found.person.events.filter(on=found.closed_on, cause__in=("admission", "readmission")).first()
        if found.person and found.state == "admitted"
        else None,
        "may_write": may_write,
        "may_start": may_write and not any(one.is_open for one in led) and bool(viewer.may("cases.cell", found.unit)),
        "may_take_up": may_come_back(found) and bool(viewer.may(rules.WRITE, found.unit)),
        "may_see_number": bool(found.national_id_sealed) and bool(viewer.may(capabilities.SENSITIVE, found.unit)),
        "entries": journals.entries_of(found.reference)[:LATEST_ENTRIES],
    }


def _with_class(found: Prospect, held: list, today) -> Prospect:
    found.class_expires = max((one.expires_on for one in held if one.issued_on <= today), default=None)
    return found


@require_POST
def number(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page with the personal number; who asks is put into the journal."""
    found = queries.prospect_by_uid(uid)
    request.viewer.must(rules.READ, found.unit)
    request.viewer.must(capabilities.SENSITIVE, found.unit)
    journal.read("Xem số CCCD", found.reference, request.viewer, clock.today())
    return render(request, "admission/prospect.html", context_of(request, found, number=found.national_id))


@require_POST
def start(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the case of admission in one click; where something is to be said first, its form."""
    found, today = queries.prospect_by_uid(uid), clock.today()
    request.viewer.must(rules.WRITE, found.unit)
    try:
        case = procedures.open_case(
            CODE, subject=found.reference, on=today, by=request.viewer, data=kinds.opening(found, on=today)
        )
    except Question as question:
        messages.warning(request, question.message)
        return redirect(f"{reverse('procedures:open', args=[CODE])}?ve={found.reference}")
    messages.success(request, f"Đã mở hồ sơ {case.mark}. Hãy làm bước đầu tiên.")
    return redirect(case)
