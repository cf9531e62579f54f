"""The card register: who holds a card since when, whose was not checked this year; ticked for many at once."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from chibo.dossiers import actions
from chibo.dossiers.queries import travelling
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.views.place import BORN, CELL, NamedRows, Place, person_column, show
from chibo.dossiers.views.supplements import PEOPLE, YEAR, year_of, years_around
from chibo.dossiers.vocabulary import CardDeed
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.models import Particulars, Spell
from chibo.members.rules import capabilities as members_capabilities
from chibo.members.views.place import UNIT
from chibo.tables.columns import Column

ONLY = "loc"
UNCHECKED = "chua-kiem-tra"


def cards(request: HttpRequest) -> HttpResponse:
    """The register; numbers stand in it only for whoever may see them and asks for a file or a print."""
    place = Place.of(request)
    year, only = year_of(request, place.today), request.GET.get(ONLY, "")
    if only not in ("", UNCHECKED):
        raise Refusal("Không có cách lọc này. Hãy chọn một cách có trên trang.", field=ONLY, code="filter")
    rows = members.roll(place.unit, on=place.today).select_related("person")
    if only:
        rows = travelling.unchecked(rows, year=year)
    if request.method == "POST":
        return _check(request, place, rows)
    with_numbers = bool(request.GET.get("xuat")) and request.viewer.may(members_capabilities.SENSITIVE, place.unit)
    columns = [person_column(), BORN, CELL]
    if with_numbers:
        columns.append(Column("card", "Số thẻ", lambda row: row.person.card, kind="id"))
    columns += [
        Column("issued", "Ngày cấp", lambda row: row.issued_on, kind="day"),
        Column("issuer", "Nơi cấp", lambda row: row.issuer, width=28),
        Column("deed", "Việc gần nhất", lambda row: str(row.deed or ""), width=28),
        Column("state", "Thẻ", lambda row: row.card_state[1], kind="badge", state=lambda row: row.card_state[0]),
        Column("checked", "Kiểm tra lần cuối", lambda row: row.check.on if row.check else None, kind="day"),
    ]
    return show(
        place, "dossiers/cards.html", name="dossiers.cards", title="Sổ thẻ đảng viên", columns=columns,
        source=NamedRows(
            rows, ("name_key", "person_id"), on=place.today, fields={"cell_id": "cell_name"}, of=place.unit, more=_cards
        ),
        current="cards", noun="đảng viên", empty="Không có đảng viên nào khớp.", year=str(year),
        years=years_around(request, place.today), only=only, people_field=PEOPLE,
        unchecked_url=f"{reverse('dossiers:cards')}?{UNIT}={place.unit.uid}&{YEAR}={year}&{ONLY}={UNCHECKED}",
        tick_rows=list(rows.order_by("name_key", "person_id")[:100]) if only and place.may_write else [],
    )  # fmt: skip


def _check(request: HttpRequest, place: Place, rows: QuerySet[Spell]) -> HttpResponse:
    request.viewer.must(WRITE, place.unit)
    wanted = set(request.POST.getlist(PEOPLE)[:1000])
    people = [spell.person for spell in rows.filter(person__uid__in=[one for one in wanted if _is_uid(one)])]
    try:
        done = actions.check_cards(
            people, at=place.unit, on=place.today, by=request.viewer, result=request.POST.get("ket-qua", "")[:600]
        )
        messages.success(request, f"Đã ghi kiểm tra thẻ của {done} đảng viên.")
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    return redirect(request.get_full_path())


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _cards(rows: list[Spell]) -> None:
    ids = [row.person_id for row in rows]
    events = travelling.cards_of(ids)
    papers = {one.person_id: one for one in Particulars.objects.filter(person__in=ids)}
    for row in rows:
        row.deed, row.check = events[row.person_id]
        paper = papers.get(row.person_id)
        row.issued_on = paper.card_issued_on if paper else None
        row.issuer = paper.card_issued_by if paper else ""
        row.card_state = _state(row)


def _state(row: Spell) -> tuple[str, str]:
    if row.deed is not None and row.deed.deed == CardDeed.LOST:
        return "late", "Mất thẻ"
    if row.deed is not None and row.deed.deed == CardDeed.RETURNED:
        return "plain", "Đã nộp lại"
    return ("done", "Có thẻ") if row.person.card_index else ("waiting", "Chưa có thẻ")
