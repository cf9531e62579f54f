"""Screening, help and leaving of one person: what is on record, what can be begun."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.members import queries as members
from chibo.members.queries.departures import last_removal
from chibo.members.queries.sight import person_of, sight_of
from chibo.procedures.queries.cases import cases_of, may_see
from chibo.procedures.rules.handlers import installed
from chibo.removal.queries import helping, leaving
from chibo.removal.queries.notices import notice_of
from chibo.removal.queries.rounds import rounds_of
from chibo.removal.rules import capabilities
from chibo.removal.vocabulary import PROCEDURES, TOLD

HERE = ("sang-loc", "xoa-ten", "xin-ra", "bao-tu-tran")
GONE = ("khieu-nai", "phuc-hoi")


@require_safe
def of_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The whole page, or only its part for the page of the member."""
    sight = sight_of(person_of(uid), by=request.viewer)
    if not sight.is_own:
        request.viewer.must(capabilities.READ, sight.cell)
    today, person = clock.today(), sight.person
    if not sight.is_own:
        journal.read("Xem việc sàng lọc, giúp đỡ đảng viên", sight.reference, request.viewer, today)
    is_member = members.cell_on(person, on=today) is not None
    gone = None if is_member else leaving.departure(person, on=today)
    told = leaving.may_return(gone, on=today) if gone else None
    cases = [case for case in cases_of(sight.reference) if case.code in PROCEDURES and may_see(case, request.viewer)]
    complain, rule = leaving.complaint_of(gone, cases, on=today) if gone else (None, None)
    titles = {one.definition.code: one.definition.title for one in installed()}
    may_open = sight.may(capabilities.CASES, request.viewer)
    was_removed = gone is not None and last_removal(person, on=today) is not None
    helped = is_member and helping.open_help(person) is not None
    offered = HERE[helped:] if is_member else GONE if was_removed else ()
    context = {
        "person": person,
        "gone": gone,
        "return": told,
        "notice": notice_of(gone) if gone and gone.cause in TOLD else None,
        "may_tell": gone is not None and gone.cause in TOLD and sight.may(capabilities.TELL, request.viewer),
        "complain": complain,
        "complain_rule": rule,
        "helps": helping.help_of(person) if sight.is_whole else [],
        "rounds": rounds_of(person, on=today) if sight.is_whole else [],
        "cases": cases if sight.is_whole else [],
        "titles": titles,
        "offered": [(code, titles[code]) for code in offered if code in titles] if may_open else [],
        "may_help": is_member and sight.may(capabilities.WRITE, request.viewer) and not helped,
        "subject": sight.reference,
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, "removal/_person.html" if part else "removal/person.html", context)
