"""Workbooks of units as the engine would hand them to the importer, and the engine's few steps."""

from datetime import date

from chibo.exchange.reading import workbook
from chibo.exchange.reading.values import Fault, Noted
from chibo.exchange.reading.workbook import ColumnSpec
from chibo.exchange.rules.kinds import Place, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.org import queries as org
from chibo.org.imports import UNITS
from chibo.org.tests.world import BY

ON = date(2026, 11, 22)


def rows_of(fields: str, *cells: tuple, first: int = 2) -> list[Row]:
    """Rows of raw cells, cleaned by the types of their columns.

    :param fields: names of the fields, separated by spaces
    """
    names = fields.split()
    cleaners = {name: UNITS.column(name).type.cleaner() for name in names}
    rows = []
    for number, line in enumerate(cells, start=first):
        row = Row(number, {})
        for name, raw in zip(names, line, strict=True):
            try:
                value = cleaners[name](raw)
            except Fault as fault:
                row.faults.append((name, fault.message))
                value = None
            if isinstance(value, Noted):
                row.faults.append((name, "~" + value.sentence))
                value = value.value
            row.values[name] = value
        rows.append(row)
    return rows


def setting(unit, *, on: date = ON, answers=None, options=None, by=BY) -> Setting:
    place = Place(unit.reference, org.name_of(unit, on=on), unit) if unit else Place("", "Toàn hệ thống", None)
    return Setting("batch:1", place, on, by, "don-vi.xlsx", options or {}, answers or {})


def check(unit, rows: list[Row], **more) -> dict[int, Plan]:
    """Row number → what will become of it."""
    said = setting(unit, **more)
    importer = UNITS.begin(said)
    plans = {plan.number: plan for plan in importer.plan(rows)}
    return plans | {plan.number: plan for plan in importer.finish()}


def outcomes(plans: dict[int, Plan]) -> list[str]:
    return [str(plan.outcome.value) for _, plan in sorted(plans.items())]


def bring_in(unit, rows: list[Row], **more) -> tuple[dict[int, Plan], list[Trace]]:
    """Check, then write whatever is good in a fresh importer, as the engine does."""
    said = setting(unit, **more)
    plans = check(unit, rows, **more)
    good = [plan for _, plan in sorted(plans.items()) if plan.outcome in (Outcome.CREATE, Outcome.UPDATE)]
    return plans, UNITS.begin(said).write(good)


def faults(plan: Plan) -> str:
    """All sentences of a plan."""
    return " ".join(sentence for _, sentence in plan.faults)


def rows_of_file(path) -> list[Row]:
    """The rows of an exported file, as the engine reads them: the columns by their titles."""
    sheet = workbook.look(path, path.name).sheets[0]
    titles = {column.title: column for column in UNITS.columns}
    header = next(at for at, cells in enumerate(sheet.top) if "Tên tổ chức" in cells)
    columns = [
        ColumnSpec(titles[title].name, at, titles[title].type.spec())
        for at, title in enumerate(sheet.top[header])
        if title in titles
    ]
    rows = []
    options = {"date_order": {"since": "dmy", "until": "dmy"}}
    for batch in workbook.read(
        path, path.name, sheet=sheet.name, first_row=header + 2, columns=columns, options=options
    ):
        for number, values, faults_of_row in batch:
            fields = [column.field for column in columns]
            rows.append(Row(number, dict(zip(fields, values, strict=True)), list(faults_of_row)))
    return rows
