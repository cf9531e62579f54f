"""Figures as plain data, for the command and the API alike; ISO dates, numbers as numbers."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chibo.catalogue.contents import ALL
from chibo.indicators import Asked, Figure, Indicator, Kind
from chibo.kernel.days import Period, Window
from chibo.org import queries as org


def figure_as_data(figure: Figure) -> dict[str, object]:
    """``code, title, kind, counting_unit, scope, window, value, base, percent, cells, rows, definition, source`` and more."""
    indicator = figure.indicator
    unit = figure.asked.scope.unit
    data = {
        "code": indicator.code,
        "title": indicator.title,
        "kind": str(indicator.kind),
        "counting_unit": indicator.counting_unit,
        "scope": {
            "unit": unit.ref,
            "uid": str(unit.uid),
            "name": _name(figure.asked),
            "structure": "then" if figure.asked.scope.structure.is_then else figure.asked.scope.structure.day.isoformat(),
        },
        "window": window_as_data(figure.asked.window),
        "where": {code: list(values) for code, values in figure.where.items()},
        "value": plain(figure.value),
        "base": figure.base,
        "percent": plain(figure.percent),
        "by": [dimension.code for dimension in figure.by],
        "cells": [
            {"key": dict(cell.key), "labels": list(cell.labels), "value": cell.value, "base": cell.base,
             "percent": plain(cell.percent)}
            for cell in figure.cells
        ],
        "rows": None if indicator.population.adds else figure.numerator if indicator.kind is Kind.AVERAGE else int(figure.value),
        "complete": figure.is_complete,
        "missing": [{"unit": unit.ref, "reason": reason} for unit, reason in figure.missing],
        "definition": indicator.definition,
        "source": indicator.source,
    }  # fmt: skip
    if indicator.kind is Kind.AVERAGE:
        data |= {"numerator": figure.numerator, "divisor": plain(figure.divisor)}
    if figure.residual is not None:
        data["residual"] = figure.residual
    return data


def indicator_as_data(indicator: Indicator) -> dict[str, object]:
    """An entry of the catalogue: code, title, what it takes, its dimensions."""
    return {
        "code": indicator.code,
        "title": indicator.title,
        "kind": str(indicator.kind),
        "counting_unit": indicator.counting_unit,
        "takes": indicator.population.takes,
        "dimensions": [{"code": d.code, "title": d.title} for d in indicator.allowed()],
        "definition": indicator.definition,
        "source": indicator.source,
    }


def catalogue_as_data() -> list[dict[str, object]]:
    """The whole catalogue in reading order."""
    return [indicator_as_data(indicator) for indicator in ALL]


def window_as_data(window: Window) -> dict[str, str]:
    """``{"on": …}`` or ``{"from": …, "to": …}``."""
    if isinstance(window, Period):
        return {"from": window.first.isoformat(), "to": window.last.isoformat()}
    return {"on": window.isoformat()}


def row_as_data(row: dict[str, object]) -> dict[str, object]:
    """A row of a list with ISO dates."""
    return {key: plain(value) for key, value in row.items()}


def plain(value: object) -> object:
    """A value JSON can hold: ISO dates, decimals as numbers to four places."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP))
    return value


def _name(asked: Asked) -> str:
    return org.names_of({asked.scope.unit.pk}, on=asked.on).get(asked.scope.unit.pk, asked.scope.unit.ref)
