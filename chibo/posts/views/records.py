"""The posts of a person, one holding, and whom to record a post for."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chibo.journal import actions as journal
from chibo.journal import queries as journals
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.text import tidy
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.queries.listing import RollSource, is_number, named
from chibo.members.queries.sight import Sight, person_of, sight_of
from chibo.members.rules import capabilities
from chibo.members.views.place import UNIT, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.posts import queries, rules
from chibo.posts.models import Holding
from chibo.posts.vocabulary import HoldingState
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

TEXT = "ten"
MOST_FOUND = 50
LATEST_ENTRIES = 20


def of_person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a person holds and held; asked by htmx, the part that stands on the person's own page."""
    sight = _seen(request, uid)
    held, today = queries.readable(sight, by=request.viewer), clock.today()
    names = queries.unit_names(held)
    rows = [(one, names.on(one.unit_id, max(one.since, min(today, one.until)))) for one in held]
    if leaving := _leaving(request, sight.person, rows):
        return leaving
    context = {
        "person": sight.person,
        "sight": sight,
        "today": today,
        "now": [(one, name) for one, name in rows if one.since <= today < one.until],
        "once": [(one, name) for one, name in rows if one.until <= today],
        "later": [(one, name) for one, name in rows if one.since > today],
        "may_write": bool(request.viewer.may(rules.WRITE)) and sight.is_whole,
    }
    return render(request, "posts/_person.html" if request.htmx else "posts/person.html", context)


COLUMNS = (
    Column("title", "Chức danh", lambda row: row[0].title, main=True, width=36),
    Column("unit", "Tổ chức", lambda row: row[1], width=40),
    Column("body", "Khối", lambda row: row[0].get_body_display(), width=18),
    Column("since", "Từ ngày", lambda row: row[0].since, kind="day", precision=lambda row: row[0].since_precision),
    Column(
        "until", "Thôi giữ từ ngày", lambda row: _end(row[0]), kind="day", precision=lambda row: row[0].until_precision
    ),
    Column("how", "Hình thức", lambda row: row[0].get_how_display() if row[0].how else "", width=14),
    Column("decision", "Căn cứ", lambda row: str(row[0].decision or ""), width=44),
    Column("note", "Ghi chú", lambda row: row[0].note, width=30),
)


def _end(held: Holding) -> date | None:
    return held.until if held.until < FOREVER else None


def _leaving(request: HttpRequest, person: Person, rows: list[tuple[Holding, str]]) -> HttpResponse | None:
    """The posts as a file or on paper."""
    table = Table("posts.person", "Chức danh đã giữ và đang giữ", COLUMNS, RowsSource(rows))
    heading = Heading(
        table.caption,
        scope=person.full_name,
        when=f"ngày {show_day(clock.today())}",
        by=request.viewer.label,
        illustration=person.is_illustration,
    )
    return answer(request, [table], heading)


def _seen(request: HttpRequest, uid: UUID) -> Sight:
    """The person as far as the viewer may see; the reading is put into the journal as that of the record is."""
    sight = sight_of(person_of(uid), by=request.viewer)
    if not sight.is_own:
        journal.read("Xem hồ sơ đảng viên", sight.reference, request.viewer, clock.today())
    return sight


def holding(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One holding: what it says, what it rests on, what was done to it."""
    found = queries.holding_by_uid(uid)
    sight = must_read(found, request)
    names = queries.unit_names([found])
    context = {
        "holding": found,
        "sight": sight,
        "today": clock.today(),
        "unit_name": names.on(found.unit_id, found.since),
        "is_standing": found.state == HoldingState.STANDING,
        "may_write": request.viewer.may(rules.WRITE, found.unit),
        "entries": journals.entries_of(found.reference)[:LATEST_ENTRIES],
    }
    return render(request, "posts/holding.html", context)


def must_read(found: Holding, request: HttpRequest) -> Sight | None:
    """How the viewer sees the person; None where only the post is the viewer's to read.

    :raises NotEntitled: neither is
    """
    try:
        sight = sight_of(found.person, by=request.viewer)
    except NotEntitled:
        request.viewer.must(rules.READ, found.unit)
        return None
    if not sight.is_own and not sight.may(rules.READ, request.viewer):
        request.viewer.must(rules.READ, found.unit)
    return sight


def choose(request: HttpRequest) -> HttpResponse:
    """Whom to record a post for."""
    unit, today = unit_of(request, capability=rules.WRITE), clock.today()
    text = tidy(request.GET.get(TEXT, "")[:100])
    context = {
        "unit": unit,
        "unit_name": org.name_of(unit, on=today),
        "text": text,
        "people": _people(text, unit, request) if text else [],
        "place": UNIT,
    }
    return render(request, "posts/choose.html", context)


def _people(text: str, unit: Unit, request: HttpRequest) -> list[dict]:
    """Members of the unit and below it, by name or number."""
    if is_number(text):
        request.viewer.must(capabilities.SENSITIVE, unit)
    today = clock.today()
    rows = members.roll(unit, on=today).filter(person__in=Person.objects.filter(named(text)).values("pk"))
    return RollSource(rows, on=today, of=unit).page(None, MOST_FOUND)
