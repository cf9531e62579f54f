"""Rounds of screening: the cells of a unit and a year, one round, a whole cell ticked at once."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.members import queries as members
from chibo.members.models import Spell
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.removal import actions
from chibo.removal.forms import ManyForm, RoundForm
from chibo.removal.models import ScreeningRound
from chibo.removal.queries import rounds as queries
from chibo.removal.queries.duties import PER_YEAR
from chibo.removal.rules import capabilities
from chibo.removal.views.asked import Place
from chibo.rulebook import queries as rulebook
from chibo.tables.columns import Column
from chibo.tables.export import Heading
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table
from chibo.ui import params
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.forms import refused
from chibo.ui.markup import with_query

YEAR, WHICH, PEOPLE, CELLS = "nam", "xem", "nguoi", "chi-bo"
BACK = 10
MOST = 500


def _year(request: HttpRequest, today: date) -> int:
    return params.whole_number(request.GET, YEAR, default=today.year, low=today.year - BACK, high=today.year)


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """The cells of a unit, with the round of the year."""
    place, which = (
        Place.of(request),
        params.chosen(request.GET, WHICH, {"chua": "Chưa ghi rà soát", "da": "Đã rà soát"}),
    )
    year = _year(request, place.today)
    on = min(place.today, date(year, 12, 31))
    found = queries.cells(place.unit, on=on)
    held = queries.rounds(year).values("unit")
    if which:
        found = found.filter(unit__in=held) if which == "da" else found.exclude(unit__in=held)
    may_write = place.may(capabilities.WRITE)
    table = Table(
        "removal.list", "Rà soát đảng viên", _columns(year, may_write), _CellSource(found.select_related("unit"), year),
        noun="chi bộ", empty="Không có chi bộ nào.",
    )  # fmt: skip
    context = place.context("list") | {
        "year_text": str(year),
        "years": [str(one) for one in range(place.today.year, place.today.year - BACK - 1, -1)],
        "which": which,
        "on": on,
        "may_write": may_write,
        "many_url": with_query(reverse("removal:hold_many"), {UNIT: place.unit.uid, YEAR: year}),
        "own_url": _own_url(place, year, on) if may_write else "",
        "ruling": rulebook.value(PER_YEAR, on=place.today),
    }
    heading = place.heading(f"Rà soát đảng viên năm {year}")
    return place.respond("removal/rounds.html", context, table=table, heading=heading)


def _own_url(place: Place, year: int, on: date) -> str:
    """Where the secretary of a cell records its round; empty for anything else, and where it is recorded."""
    placement = org.standing([place.unit.pk], on=on).first()
    if placement is None or not placement.is_cell or queries.round_of(place.unit, year) is not None:
        return ""
    return reverse("removal:hold", args=[place.unit.uid, year])


class _CellSource(QuerySource):
    """Cells with their round of the year."""

    def __init__(self, found, year: int) -> None:
        super().__init__(found, ("name_key", "pk"))
        self.year = year

    def shown(self, rows):
        held = {one.unit_id: one for one in queries.rounds(self.year).filter(unit__in=[row.unit_id for row in rows])}
        above = org.names_of([row.superior_id for row in rows if row.superior_id], on=clock.today())
        for row in rows:
            row.round = held.get(row.unit_id)
            row.above = above.get(row.superior_id, "")
        return rows


def _columns(year: int, may_write: bool) -> tuple[Column, ...]:
    def url(row) -> str:
        if row.round is not None:
            return row.round.get_absolute_url()
        return reverse("removal:hold", args=[row.unit.uid, year]) if may_write else ""

    return (
        Column("name", "Chi bộ", "name", main=True, width=36, url=url),
        Column("above", "Cấp trên", "above", width=36),
        Column(
            "state", "Năm này", lambda row: "Đã rà soát" if row.round else "Chưa ghi", kind="badge",
            state=lambda row: "done" if row.round else "waiting",
        ),
        Column("on", "Ngày rà soát", lambda row: row.round.on if row.round else None, kind="day"),
        Column("note", "Ghi chú", lambda row: row.round.note if row.round else "", width=30),
    )  # fmt: skip


@require_safe
def round_one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everybody on the roll of the day, reviewed or not."""
    row = queries.round_by_uid(uid)
    request.viewer.must(capabilities.READ, row.unit)
    name = org.name_of(row.unit, on=row.on)
    skips = dict(row.skips.values_list("person_id", "reason"))
    columns = (
        Column("name", "Họ và tên", "person.full_name", main=True, width=30, url=_person_url),
        Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision"),
        Column(
            "state", "Rà soát", lambda s: "Chưa" if s.person_id in skips else "Đã rà soát", kind="badge",
            state=lambda s: "waiting" if s.person_id in skips else "done",
        ),
        Column("why", "Lý do chưa rà soát", lambda s: skips.get(s.person_id, ""), width=40),
    )  # fmt: skip
    source = QuerySource(queries.roll_then(row), ("name_key", "person_id", "pk"))
    table = Table("removal.round", f"Rà soát năm {row.year}", columns, source, noun="đảng viên")
    heading = Heading(
        f"Rà soát đảng viên năm {row.year}", scope=name, when=f"ngày {show_day(row.on)}", by=request.viewer.label,
        illustration=row.is_illustration,
    )  # fmt: skip
    context = {
        "row": row,
        "unit": row.unit,
        "unit_name": name,
        "year_text": str(row.year),
        "may_write": request.viewer.may(capabilities.WRITE, row.unit) is not None,
    }
    place = Place(request, row.unit, name, clock.today())
    return place.respond("removal/round.html", context, table=table, heading=heading)


def _person_url(row: Spell) -> str:
    return reverse("removal:person", args=[row.person.uid])


def hold(request: HttpRequest, uid: UUID, year: int) -> HttpResponse:
    """Ghi rà soát: everybody is ticked; whoever was not reviewed loses the tick."""
    unit, today = org.by_uid(uid), clock.today()
    request.viewer.must(capabilities.WRITE, unit)
    if (held := queries.round_of(unit, year)) is not None and request.method != "POST":
        return HttpResponseRedirect(held.get_absolute_url())
    first = min(today, date(max(min(year, today.year), 1900), 12, 31))
    form = RoundForm(request.POST or None, initial={"held_on": first})
    day = form.cleaned_data.get("held_on", first) if form.is_bound and form.is_valid() else first
    rows = list(members.roll(unit, on=day).select_related("person").order_by("name_key", "person_id"))
    ticked = set(request.POST.getlist(PEOPLE)) if request.method == "POST" else {str(r.person.uid) for r in rows}
    if request.method == "POST" and form.is_valid():
        shown = set(request.POST.getlist("co"))
        skipped = {
            r.person_id: form.cleaned_data["why"]
            for r in rows
            if str(r.person.uid) not in ticked and (not shown or str(r.person.uid) in shown)
        }
        try:
            row = actions.hold_round(
                unit,
                year=year,
                held_on=day,
                on=today,
                by=request.viewer,
                skipped=skipped,
                note=form.cleaned_data["note"],
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã ghi chi bộ rà soát đảng viên năm {year}.")
            return HttpResponseRedirect(row.get_absolute_url())
    context = {
        "form": form,
        "title": f"Ghi rà soát đảng viên năm {year}",
        "note": f"{org.name_of(unit, on=day) or unit.ref} · bỏ dấu người chưa được rà soát",
        "choices": [(str(r.person.uid), r.person.full_name, str(r.person.uid) in ticked) for r in rows],
        "legend": "Đảng viên đã rà soát",
        "field": PEOPLE,
        "empty": "Chi bộ không có đảng viên nào vào ngày này.",
        "back": with_query(reverse("removal:list"), {UNIT: unit.uid, YEAR: year}),
    }
    return render(request, "removal/unit_form.html", context, status=422 if form.is_bound and form.errors else 200)


def hold_many(request: HttpRequest) -> HttpResponse:
    """Ghi nhiều chi bộ: the cells that have reviewed everybody on one day."""
    place: Place = Place.of(request)
    request.viewer.must(capabilities.WRITE, place.unit)
    year = _year(request, place.today)
    on = min(place.today, date(year, 12, 31))
    waiting = queries.cells(place.unit, on=on).exclude(unit__in=queries.rounds(year).values("unit"))
    rows = list(waiting.select_related("unit").order_by("name_key", "pk")[:MOST])
    above = org.names_of([row.superior_id for row in rows if row.superior_id], on=on)
    form = ManyForm(request.POST or None, initial={"held_on": on})
    ticked = set(request.POST.getlist(CELLS))
    if request.method == "POST" and form.is_valid():
        units: list[Unit] = [row.unit for row in rows if str(row.unit.uid) in ticked]
        try:
            number = actions.hold_rounds(
                units, year=year, held_on=form.cleaned_data["held_on"], on=place.today, by=request.viewer
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, f"Đã ghi {number} chi bộ rà soát đảng viên năm {year}.")
            return HttpResponseRedirect(with_query(reverse("removal:list"), {UNIT: place.unit.uid, YEAR: year}))
    context = place.context("list") | {
        "form": form,
        "title": f"Ghi nhiều chi bộ rà soát năm {year}",
        "note": f"{place.name} · đánh dấu những chi bộ đã rà soát toàn bộ đảng viên",
        "choices": [
            (str(r.unit.uid), f"{r.name}, {above[r.superior_id]}" if r.superior_id in above else r.name,
             str(r.unit.uid) in ticked)
            for r in rows
        ],
        "legend": "Chi bộ chưa ghi rà soát",
        "field": CELLS,
        "empty": "Mọi chi bộ đã ghi rà soát năm này.",
        "back": with_query(reverse("removal:list"), {UNIT: place.unit.uid, YEAR: year}),
    }  # fmt: skip
    return render(request, "removal/unit_form.html", context, status=422 if form.is_bound and form.errors else 200)


def annul_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hủy một lần rà soát ghi nhầm."""
    row: ScreeningRound = queries.round_by_uid(uid)
    request.viewer.must(capabilities.WRITE, row.unit)
    back = with_query(reverse("removal:list"), {UNIT: row.unit.uid, YEAR: row.year})

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Hủy lần rà soát năm {row.year}",
            consequences=["Lần rà soát này ra khỏi mọi danh sách và số liệu; nhật ký vẫn giữ."],
            button="Hủy lần rà soát",
            asks_reason=True,
        )

    def act(data: dict, answer: Answer) -> str:
        actions.annul_round(row, reason=answer.reason, on=clock.today(), by=request.viewer)
        messages.success(request, f"Đã hủy lần rà soát năm {row.year}.")
        return back

    form = Form(request.POST if request.method == "POST" else None)
    name = org.name_of(row.unit, on=row.on)
    context = {"title": "Hủy lần rà soát", "note": f"{name} · {row}", "back": back, "button": "Tiếp tục"}
    return two_step(request, form, "removal/unit_form.html", context, preview=preview, act=act)
