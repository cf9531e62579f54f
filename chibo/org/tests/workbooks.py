"""Workbooks of units as the engine would hand them to the importer, and the engine's few steps."""

from datetime import date

from chibo.exchange.reading.values import Fault, Noted
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
