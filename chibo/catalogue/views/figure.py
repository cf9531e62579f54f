"""The page of one figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from chibo.catalogue import actions, address, leaving, lists, queries, words
from chibo.catalogue.address import Links
from chibo.catalogue.contents import base_name
from chibo.catalogue.queries import Question
from chibo.catalogue.sheets import Sheet, sheet_of
from chibo.catalogue.views.balance import balance
from chibo.indicators import Balance, Cell, Figure, Kind
from chibo.indicators.engine import UNIT
from chibo.kernel import clock
from chibo.kernel.days import show_window
from chibo.kernel.numbers import percent, show_decimal, show_int
from chibo.tables.export import Heading, answer, respond
from chibo.tables.table import Table
from chibo.ui import charts, params

SIZE = 20
"""Rows of the list on the page of a figure; the whole list has a page of its own."""


@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """A figure: value, base, definition, breakdown, years, units below, and the list."""
    indicator = queries.indicator_of(code)
    today = clock.today()
    if not indicator.is_state and (there := address.named_address(request, today=today)):
        return redirect(there)
    question = _with_usual_breakdown(address.question_from(request, indicator, today=today))
    if isinstance(indicator, Balance):
        return balance(request, question, today=today)
    sheet = sheet_of(question, viewer=request.viewer)
    shown = Shown(question, sheet, Links(structure=question.structure, today=today))
    part = "rest" if request.GET.get(address.PART) == "rest" and sheet.figure.base is not None else "value"
    shown.may_rows = request.viewer.may(queries.ROWS, question.unit) is not None
    if request.GET.get(params.EXPORT):
        out = leaving.Leaving(sheet.place.name, question.window, question.unit, question.structure, request.viewer)
        kept = [(one["title"], one["label"]) for one in shown.filters(request)]
        name = f"{indicator.code} {indicator.title}"
        return answer(request, shown.tables(), out.heading(name, kept), exported=out.exported(name, on=today))
    context = {
        "indicator": indicator,
        "unit": question.unit,
        "unit_url": address.unit_url(question.unit),
        "figure": sheet.figure,
        "place": sheet.place,
        "until": sheet.until,
        "headline": shown.headline(),
        "filters": shown.filters(request),
        "dimensions": [(d.code, d.title) for d in indicator.allowed()],
        "by": [*question.by, "", ""][:2],
        "breakdown": shown.breakdown(),
        "units": shown.units(),
        "chart": shown.chart(),
        "base_name": base_name(indicator),
        "chart_title": "Tỷ lệ qua các năm" if sheet.figure.base is not None else "Qua các năm",
        "years": shown.years(),
        "asked": params.Asked(question.window, question.structure),
        "today": today,
        "when": show_window(question.window),
        "presets": list(address.PERIODS.items()),
        "days": address.days_of_interest(sheet.asked.on, today=today),
        "may_rows": shown.may_rows,
        "may_export": request.viewer.may(actions.EXPORT, question.unit) is not None,
        "part": part,
        "all_rows_url": shown.rows_url({}, part=part),
        "up_url": shown.up_url(request),
    }
    if not shown.may_rows:
        return render(request, "catalogue/figure.html", context)
    table = lists.table_of(
        indicator,
        sheet.asked,
        queries.rows(question, viewer=request.viewer, part=part, asked=sheet.asked),
        part=part,
        total=shown.length(part),
        size=SIZE,
    )
    heading = Heading(indicator.title, scope=sheet.place.name, when=show_window(question.window))
    return respond(request, "catalogue/figure.html", context, table=table, heading=heading)


def _with_usual_breakdown(question: Question) -> Question:
    """Without a choice, the breakdown is the first that a report shows."""
    if question.by or isinstance(question.indicator, Balance):
        return question
    codes = [d.code for d in question.indicator.allowed()]
    usual = [*question.indicator.first_dimensions, *codes]
    free = [code for code in usual if code in codes and code not in (question.where or {})]
    return Question(**{**question.__dict__, "by": tuple(free[:1])})


class Shown:
    """A sheet as the page prints it: texts and links."""

    def __init__(self, question: Question, sheet: Sheet, links: Links) -> None:
        self.question, self.sheet, self.links = question, sheet, links
        self.figure, self.where = sheet.figure, dict(sheet.figure.where)
        self.complete = sheet.figure.is_complete
        self.may_rows = True

    def headline(self) -> dict[str, object]:
        """The value with its counting unit, base and k/n; or that the records are not complete."""
        figure, indicator = self.figure, self.figure.indicator
        told = {
            "complete": self.complete,
            "value": words.number(figure),
            "unit": indicator.counting_unit,
            "fraction": "" if figure.base is None else words.fraction(int(figure.value), figure.base),
            "reasons": [reason for _, reason in figure.missing],
            "url": self.rows_url({}) if self.may_rows else "",
        }
        if indicator.kind is Kind.SHARE and figure.base:
            told |= {"value": f"{show_decimal(figure.percent)}%", "unit": ""}
        if indicator.kind is Kind.AVERAGE:
            told["fraction"] = (
                f"{show_int(figure.numerator)} {indicator.population.counting_unit} / {words.plain(figure.divisor)} năm"
            )
        return told

    def filters(self, request: HttpRequest) -> list[dict[str, str]]:
        """What is kept, each with the address without it."""
        told = words.labels_of(self.figure.indicator, self.sheet.asked, self.where)
        asked = request.GET.getlist(address.WHERE)
        return [
            {
                "title": title,
                "label": label,
                "url": address.without(request.GET, address.WHERE, asked[n] if n < len(asked) else f"{code}={value}"),
            }
            for n, (code, title, value, label) in enumerate(told)
        ]

    def breakdown(self) -> dict[str, object] | None:
        """The table of cells, each a link to its part of the list."""
        if not self.figure.by:
            return None
        rows = [self._row(cell) for cell in self.figure.cells]
        several = len(rows) > 1
        return {
            "titles": [dimension.title for dimension in self.figure.by],
            "rows": rows,
            "total": show_int(sum(cell.value for cell in self.figure.cells)) if several else "",
            "overlaps": bool(self.figure.cells) and self.figure.cells[0].base is not None,
        }

    def _row(self, cell: Cell) -> dict[str, object]:
        where, unit = dict(self.where), self.question.unit.uid
        for code, value in cell.key.items():
            if code == UNIT:
                unit = self.sheet.place.uids[value]
            else:
                where[code] = (value,)
        return {
            "labels": cell.labels,
            "url": self._to("figure", where, unit=unit),
            "value": words.count(cell.value, complete=self.complete),
            "value_url": self._to("rows" if self.may_rows else "figure", where, unit=unit),
            "share": self._share(cell),
        }

    def _share(self, cell: Cell) -> str:
        base = cell.base if cell.base is not None else self._numerator()
        return words.fraction(cell.value, base) if base and (self.complete or cell.value) else ""

    def _numerator(self) -> int:
        return self.figure.numerator if self.figure.numerator is not None else int(self.figure.value)

    def units(self) -> dict[str, object] | None:
        """The table by unit below; each row leads to that unit's own page."""
        by_unit = self.sheet.by_unit
        if by_unit is None:
            return None
        rows = [self._row(cell) for cell in _every_unit(by_unit, self.sheet)]
        elsewhere = self._numerator() - sum(cell.value for cell in by_unit.cells)
        return {
            "rows": rows,
            "total": words.count(self._numerator(), complete=self.complete),
            "elsewhere": show_int(elsewhere) if elsewhere else "",
            "based": any(cell.base is not None for cell in by_unit.cells),
            "share": "" if self.figure.base is None else words.fraction(int(self.figure.value), self.figure.base),
        }

    def years(self) -> list[dict[str, object]]:
        """The series as rows: year, value, k/n, each a link."""
        return [
            {
                "year": str(point.year),
                "value": words.count(point.value, complete=point.complete),
                "complete": point.complete,
                "share": "" if point.base is None else words.fraction(point.value, point.base),
                "url": self.links.to(
                    "figure",
                    self.figure.indicator.code,
                    unit=self.question.unit.uid,
                    window=point.window,
                    where=self.where,
                ),
            }
            for point in self.sheet.points
        ]

    def tables(self) -> list[Table]:
        """The tables of the page for a file: the figure, its parts, the years, the units."""
        figure, by_unit, noun = self.figure, self.sheet.by_unit, self.figure.indicator.counting_unit
        found = [leaving.figure_table(figure)]
        if figure.by:
            titles = [dimension.title for dimension in figure.by]
            total = leaving.Counted(("Cộng", *[""] * (len(titles) - 1)), sum(cell.value for cell in figure.cells))
            foot = [total] if len(figure.cells) > 1 else []
            caption = f"Chia theo {', '.join(titles).lower()}"
            found.append(leaving.cells_table("parts", caption, figure, figure.cells, titles, foot=foot))
        if points := self.sheet.points:
            rows = [leaving.counted((str(p.year),), p.value, complete=p.complete, base=p.base) for p in points]
            found.append(leaving.table("years", "Qua các năm", [("Năm", 12)], rows, notes=[f"Đơn vị tính: {noun}"]))
        if by_unit is not None:
            found.append(self._units_table(by_unit))
        return found

    def _units_table(self, by_unit: Figure) -> Table:
        cells = _every_unit(by_unit, self.sheet)
        elsewhere = self._numerator() - sum(cell.value for cell in by_unit.cells)
        if elsewhere:
            cells.append(Cell({}, ("Không thuộc các tổ chức trên",), elsewhere))
        total = leaving.counted(("Cộng",), self._numerator(), complete=self.complete, base=self.figure.base)
        rows = [leaving.counted(c.labels, c.value, complete=self.complete, base=c.base) for c in cells]
        return leaving.table("units", "Theo tổ chức trực thuộc", [("Tổ chức", 44)], rows, foot=[total])

    def chart(self) -> SafeString | str:
        """The series as a drawing: percentages where the figure is a part, else counts; gaps where data are not complete."""
        points = self.sheet.points
        if sum(point.complete for point in points) < 2:
            return ""
        labels = [str(point.year) for point in points]
        if all(point.base is not None for point in points):
            values = [percent(p.value, p.base) if p.complete else None for p in points]
            return charts.line_chart("Tỷ lệ qua các năm", labels, values, suffix="%", places=1, twin=False)
        values = [point.value if point.complete else None for point in points]
        draw = charts.line_chart if self.figure.indicator.is_state else charts.bar_chart
        return draw("Qua các năm", labels, values, head=("Năm", self.figure.indicator.counting_unit), twin=False)

    def length(self, part: str) -> int | None:
        """How long the list is."""
        if part == "value":
            return self._numerator()
        same = self.figure.indicator.base is None or self.figure.indicator.base is self.figure.indicator.population
        return self.figure.base - int(self.figure.value) if same else None

    def rows_url(self, where: dict[str, tuple[str, ...]], *, part: str = "value") -> str:
        """The page of the whole list."""
        return self._to("rows", {**self.where, **where}, phan="" if part == "value" else part)

    def up_url(self, request: HttpRequest) -> str:
        """The same figure of the unit above, where it is the viewer's too as far as is known without asking."""
        superior = self.sheet.place.superior
        at_home = self.question.unit == getattr(request.viewer, "home", None)
        return "" if superior is None or at_home else self._to("figure", self.where, unit=superior.uid)

    def _to(self, page: str, where: dict, *, unit: object = None, **more: str) -> str:
        uid = unit or self.question.unit.uid
        window = self.question.window
        return self.links.to(page, self.figure.indicator.code, unit=uid, window=window, where=where, **more)


def _every_unit(by_unit: Figure, sheet: Sheet) -> list[Cell]:
    """The cells with a zero for the units that have no row."""
    cells = {cell.key[UNIT]: cell for cell in by_unit.cells}
    based = any(cell.base is not None for cell in by_unit.cells)
    return [
        cells.get(ref) or Cell({UNIT: ref}, (name,), 0, 0 if based else None)
        for ref, name in sheet.place.below.values()
    ]
