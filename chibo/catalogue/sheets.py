"""All that a figure page shows, counted in one statement: the figure, its breakdown, its units, its years."""

from dataclasses import dataclass, replace
from datetime import date

from chibo.catalogue.queries import Question, Surroundings, must_have_existed, surroundings
from chibo.indicators import Asked, Figure, Kind, Tally, plan, plan_series
from chibo.indicators.engine import UNIT, clean_where
from chibo.kernel.days import Period, Window, closing
from chibo.kernel.viewer import Viewer
from chibo.org.queries.coverage import Records


@dataclass(frozen=True)
class Point:
    """A year of a series.

    :ivar complete: whether the records behind it are; else the value is only what is recorded
    """

    year: int
    window: Window
    value: int
    base: int | None
    complete: bool


@dataclass(frozen=True)
class Sheet:
    """A figure with what stands around it."""

    asked: Asked
    figure: Figure
    by_unit: Figure | None
    points: tuple[Point, ...]
    place: Surroundings
    until: date | None
    """The last day for which the records are said complete."""


def sheet_of(question: Question, *, viewer: Viewer) -> Sheet:
    """The figure of a question, split by its dimensions and by the units below, and year by year.

    :raises Refusal: not entitled, or the question does not fit the indicator
    """
    indicator = question.indicator
    asked = question.asked(viewer)
    must_have_existed(question.unit, question.window, question.structure)
    place = surroundings(question.unit, question.window, question.structure)
    records = Records(question.unit)
    where = clean_where(indicator, asked, question.where or {})
    tally = Tally()
    main = plan(tally, indicator, asked, by=question.by, where=where, over=place.below)
    units = None
    if place.below and indicator.population.over_units and question.by != (UNIT,):
        units = plan(tally, indicator, asked, by=(UNIT,), where=where, over=place.below)
    series = () if indicator.kind in (Kind.REGISTER, Kind.BALANCE) else plan_series(tally, indicator, asked, where)
    tally.run()
    points = tuple(_points(question, series, records))
    figure = replace(main(), missing=tuple(records.missing(indicator.area, question.window)))
    return Sheet(
        asked, figure, None if units is None else units(), points, place, records.until(indicator.area, question.window)
    )


def _points(question: Question, series: object, records: Records) -> list[Point]:
    since: date = question.unit.founded_on
    return [
        Point(
            year=closing(point.window).year,
            window=point.window,
            value=value(),
            base=None if base is None else base(),
            complete=records.is_complete(question.indicator.area, point.window),
        )
        for point, value, base in series
        if _first(point.window) >= since
    ]


def _first(window: Window) -> date:
    return window.first if isinstance(window, Period) else window
