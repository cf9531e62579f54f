"""Yearly slips: how far each cell is, one cell to tick, one slip."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chibo.dossiers import actions, forms
from chibo.dossiers.indicators import MEM_06
from chibo.dossiers.queries.supplements import slip_by_uid, slips_by_person
from chibo.dossiers.rules.capabilities import CELL, READ, WRITE
from chibo.dossiers.views.member import seen
from chibo.dossiers.views.place import NamedRows, Place, show
from chibo.dossiers.views.talking import typed
from chibo.dossiers.vocabulary import SupplementState
from chibo.indicators import Asked, evaluate
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Closure, Placement, Unit
from chibo.tables.columns import Column
from chibo.ui import params
from chibo.ui.forms import refused
from chibo.ui.markup import with_query

YEAR, PEOPLE = "nam", "nguoi"
TICKED, ALL = "chon", "tat-ca"
"""In the address: the page opens with everybody ticked whose slip is still to be dealt with."""
YEARS_SHOWN = 6
STATES = {
    SupplementState.FILED: "done",
    SupplementState.CHECKED: "new",
    SupplementState.DECLARED: "waiting",
    None: "late",
}


def supplements(request: HttpRequest) -> HttpResponse:
    """How many slips of the year each cell has, those who have none left to ask on top of nothing: by name."""
    place = Place.of(request)
    year = year_of(request, place.today)
    day = day_of(year, place.today)
    figure = evaluate(MEM_06, Asked(request.viewer.scope(place.unit), day))

    def more(rows: list[Placement]) -> None:
        over = {row.unit_id: (row.unit.ref, row.name) for row in rows}
        found = evaluate(MEM_06, Asked(request.viewer.scope(place.unit), day), by=("unit",), over=over)
        counts = {cell.key["unit"]: cell for cell in found.cells}
        for row in rows:
            cell = counts.get(row.unit.ref)
            row.k, row.n = (cell.value, cell.base) if cell else (0, 0)

    return show(
        place, "dossiers/supplements.html", name="dossiers.supplements",
        title=f"Phiếu bổ sung hồ sơ năm {year}",
        columns=(
            Column("name", "Chi bộ", "name", main=True, width=36, url=lambda row: cell_url(row.unit, year)),
            Column("superior", "Cấp trên", "superior_name", width=36),
            Column("k", "Đã lưu", "k", kind="int"),
            Column("n", "Đảng viên", "n", kind="int"),
            Column(
                "state", "Tình trạng", lambda row: "Đủ" if row.k == row.n else f"Còn {show_int(row.n - row.k)}",
                kind="badge", state=lambda row: "done" if row.k == row.n else "waiting",
            ),
        ),
        source=NamedRows(
            cells_below(place.unit, on=day), ("name_key", "pk"), on=day, fields={"superior_id": "superior_name"},
            of=place.unit, more=more,
        ),
        current="supplements", noun="chi bộ", empty="Không có chi bộ nào đang hoạt động ở đây.",
        year=str(year), years=years_around(request, place.today), figure=figure,
    )  # fmt: skip


def supplements_of_cell(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One cell: who has a slip of the year and how far it is; ticked for many at once."""
    unit, today, viewer = org.by_uid(uid), clock.today(), request.viewer
    must_see_cell(viewer, unit)
    year = year_of(request, today)
    day = day_of(year, today)
    may_tick = bool(viewer.may(CELL, unit) or viewer.may(WRITE, unit)) and unit.founded_on <= today < unit.ended_on
    status, problem = 200, ""
    if request.method == "POST":
        try:
            wanted = set(request.POST.getlist(PEOPLE))
            people = [p for p in _people(unit, today) if str(p.uid) in wanted]
            done = actions.tick_supplements(people, cell=unit, year=year, on=today, by=viewer)
            messages.success(request, f"Đã ghi phiếu bổ sung năm {year} của {done} đảng viên.")
            return redirect(cell_url(unit, year))
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            status, problem = 422, refusal.message
    spells = list(members.roll(unit, on=day).select_related("person").order_by("name_key", "person_id"))
    slips = slips_by_person([s.person_id for s in spells], year=year)
    done = {SupplementState.FILED} if viewer.may(WRITE, unit) else {SupplementState.FILED, SupplementState.CHECKED}
    rows = [
        (
            s.person,
            slip := slips.get(s.person_id),
            STATES[slip.state if slip else None],
            not slip or slip.state not in done,
        )
        for s in spells
    ]
    context = {
        "unit": unit,
        "unit_name": org.name_of(unit, on=org.nearest_day(org.nearest_placement(unit, on=day), day)),
        "today": today,
        "year": str(year),
        "years": years_around(request, today),
        "rows": rows,
        "filed": sum(1 for _, slip, *_ in rows if slip and slip.state == SupplementState.FILED),
        "may_tick": may_tick,
        "files": viewer.may(WRITE, unit) is not None,
        "may_declare": may_tick,
        "problem": problem,
        "open": sum(1 for *_, is_open in rows if is_open),
        "all_ticked": request.GET.get(TICKED) == ALL,
        "all_url": f"{cell_url(unit, year)}&{TICKED}={ALL}",
        "none_url": cell_url(unit, year),
        "back": f"{reverse('dossiers:supplements')}?nam={year}" if viewer.may(READ) else "",
    }
    return render(request, "dossiers/cell.html", context, status=status)


def supplement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One slip: what was declared, and the next step. What was declared is sealed; its reading is put into the journal."""
    slip, today, viewer = slip_by_uid(uid), clock.today(), request.viewer
    capability = READ if viewer.may(READ, slip.cell) else CELL
    sight = seen(request, slip.person, capability=capability)
    form = forms.ReasonForm(*typed(request), today=today)
    steps = {"kiem-tra": actions.check_supplements, "luu": actions.file_supplements}
    if request.method == "POST":
        step = request.POST.get("buoc", "")
        try:
            if step in steps:
                steps[step]([slip], on=today, by=viewer)
                messages.success(request, f"{slip.get_state_display()}: phiếu năm {slip.years}.")
                return redirect(request.path)
            if form.is_valid():
                actions.send_back_supplement(slip, reason=form.cleaned_data["reason"], on=today, by=viewer)
                messages.success(request, "Đã trả phiếu về để khai lại.")
                return redirect(request.path)
        except Refusal as refusal:
            refused(form, refusal)
    journal.read(f"Xem phiếu bổ sung hồ sơ năm {slip.years}", sight.reference, viewer, today)
    context = {
        "slip": slip,
        "person": slip.person,
        "changes": slip.changes,
        "form": form,
        "may_check": slip.state == SupplementState.DECLARED
        and bool(viewer.may(CELL, sight.cell) or viewer.may(WRITE, sight.cell)),
        "may_file": slip.state == SupplementState.CHECKED and viewer.may(WRITE, sight.cell) is not None,
        "may_send_back": slip.state != SupplementState.DECLARED and viewer.may(WRITE, sight.cell) is not None,
        "may_read_file": viewer.may(READ, sight.cell) is not None,
        "cell_url": cell_url(sight.cell, slip.last_year),
    }
    return render(request, "dossiers/supplement.html", context, status=422 if form.errors else 200)


def must_see_cell(viewer: Viewer, unit: Unit) -> None:
    """:raises NotEntitled: the slips of the cell are not the viewer's to see"""
    if not viewer.may(READ, unit):
        viewer.must(CELL, unit)


def cell_url(unit: Unit, year: int) -> str:
    """The page of a cell in a year."""
    return f"{reverse('dossiers:cell', args=[unit.uid])}?{YEAR}={year}"


def cells_below(unit: Unit, *, on: date) -> QuerySet[Placement]:
    """The cells of the unit and all below it on the day."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    kinds = org.level_kinds("cell", on=on)
    return Placement.objects.filter(org.in_force(on), unit__in=below, kind__in=kinds).select_related("unit")


def year_of(request: HttpRequest, today: date) -> int:
    """The year asked for; this one where none is.

    :raises Refusal: not a year, or one to come
    """
    return params.whole_number(request.GET, YEAR, default=today.year, low=1930, high=today.year)


def day_of(year: int, today: date) -> date:
    """The day on which the roll of a year is looked at: its last, or today."""
    return min(date(year, 12, 31), today)


def years_around(request: HttpRequest, today: date) -> list[tuple[str, str]]:
    """(year, address of this page in it), latest first."""
    kept = {key: value for key, value in request.GET.items() if key not in (YEAR, TICKED, *params.PLACE_IN_LIST)}
    years = range(today.year, today.year - YEARS_SHOWN, -1)
    return [(str(year), with_query(request.path, kept | {YEAR: str(year)})) for year in years]


def _people(unit: Unit, on: date) -> list[Person]:
    return [spell.person for spell in members.roll(unit, on=on).select_related("person")]
