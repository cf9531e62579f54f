"""The pipeline of a unit: how many are at which step, and for how long."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chibo.admission import rules
from chibo.admission.indicators import ADM_07
from chibo.admission.indicators.pipeline import AGES, LONGEST
from chibo.indicators import Asked, Figure, evaluate
from chibo.kernel import clock
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.tables.columns import Column
from chibo.tables.export import Heading, answer
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table
from chibo.ui import params

WAITINGS = (*((code, label) for code, label, _ in AGES), LONGEST, ("", "Chưa rõ"))


class Line:
    """One step with how many have been at it for how long."""

    def __init__(self, key: str, label: str) -> None:
        self.key, self.label, self.counts = key, label, dict.fromkeys((code for code, _ in WAITINGS), 0)

    @property
    def total(self) -> int:
        """Everybody at the step."""
        return sum(self.counts.values())


def progress(request: HttpRequest) -> HttpResponse:
    """ADM-07 by step and time at it, and what ends soon; every number leads to its list."""
    unit, viewer = unit_of(request, capability=rules.READ), request.viewer
    asked = params.asked(request.GET, today=clock.today())
    placement = org.placement_of(unit, on=asked.on)
    meant = Asked(viewer.scope(unit, structure=asked.structure), asked.on)
    by_step, endings = evaluate(ADM_07, meant, by=("step", "waiting")), evaluate(ADM_07, meant, by=("ending",))
    lines = lines_of(by_step)
    waitings = [pair for pair in WAITINGS if pair[0] or any(line.counts[""] for line in lines)]
    if leaving := answer(request, [_table(lines)], _heading(placement.name, asked.on, viewer, unit)):
        return leaving
    link = f"{reverse('catalogue:rows', args=['ADM-07'])}?{urlencode({UNIT: unit.uid, params.DAY: asked.on.strftime('%d/%m/%Y')})}"
    context = {
        "unit": unit,
        "unit_name": placement.name,
        "units": choices_around(unit, on=asked.on, by=viewer, capability=rules.READ),
        "place": UNIT,
        "asked": asked,
        "today": clock.today(),
        "total": by_step.value,
        "waitings": waitings,
        "lines": [(line, _cells(line, waitings, link), _where(link, step=line.key)) for line in lines],
        "endings": [(cell.labels[0], cell.value, _where(link, ending=cell.key["ending"])) for cell in endings.cells
                    if cell.key["ending"] != "khong"],
        "may_open": bool(viewer.may("figures.rows", unit)),
    }  # fmt: skip
    return render(request, "admission/progress.html", context)


def lines_of(figure: Figure) -> list[Line]:
    """The steps that somebody is at, in their order."""
    found: dict[str, Line] = {}
    for cell in figure.cells:
        line = found.setdefault(cell.key["step"], Line(cell.key["step"], cell.labels[0]))
        line.counts[cell.key["waiting"]] += cell.value
    return list(found.values())


def _cells(line: Line, waitings: list[tuple[str, str]], link: str) -> list[tuple[str, int, str]]:
    """(label, how many, their list) of a step, by time at it."""
    return [(label, line.counts[code], _where(link, step=line.key, waiting=code)) for code, label in waitings]


def _where(link: str, **kept: str) -> str:
    pairs = [("loc", f"{name}={value}") for name, value in kept.items()]
    return f"{link}&{urlencode(pairs)}"


def _table(lines: list[Line]) -> Table:
    columns = [
        Column("step", "Bước", "label", main=True, width=48),
        *(Column(f"w{n}", label, lambda row, code=code: row.counts[code], kind="int") for n, (code, label) in enumerate(WAITINGS)),
        Column("total", "Cộng", "total", kind="int"),
    ]  # fmt: skip
    return Table("admission.progress", "Nguồn kết nạp và hồ sơ theo bước", columns, RowsSource(lines), noun="bước")


def _heading(name: str, on, viewer, unit) -> Heading:
    when = f"ngày {on.strftime('%d/%m/%Y')}"
    return Heading("Nguồn kết nạp theo bước", scope=name, when=when, by=viewer.label, illustration=unit.is_illustration)
