"""A report: all figures of the catalogue for one unit and window, counted together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from chibo.catalogue import presenting
from chibo.catalogue.contents import chapters
from chibo.catalogue.queries import READ, Surroundings, must_have_existed, surroundings
from chibo.indicators import Asked, Figure, Indicator, Kind, Phrase, Tally, list_rows, plan
from chibo.kernel.days import Period
from chibo.kernel.scope import Structure
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.org.queries.coverage import Records

MOST_OF_A_REGISTER = 60
"""Lines of a register that a report prints; the rest is behind the link."""


@dataclass(frozen=True)
class Register:
    """The lines of a register: its titles, its rows as texts, and how many there are in all."""

    titles: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Entry:
    """An indicator in a report.

    :ivar parts: the count of every phrase's own part, None for a phrase that states the whole
    :ivar breakdowns: the figure split by one dimension each
    :ivar by_year: per part a phrase names, its figure split by year and that dimension
    """

    figure: Figure
    parts: tuple[tuple[Phrase, int | None], ...]
    breakdowns: tuple[Figure, ...]
    by_year: Figure | None = None
    register: Register | None = None

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator


@dataclass(frozen=True)
class Chapter:
    """A chapter with its figures in reading order."""

    code: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """Everything a report says about a unit in a window: states at its end, happenings over it."""

    unit: Unit
    place: Surroundings
    period: Period
    structure: Structure
    chapters: tuple[Chapter, ...]
    missing: Mapping[str, tuple] = field(default_factory=dict)


@dataclass(frozen=True)
class _Planned:
    """What was asked of the tally for one indicator."""

    figure: Callable[[], Figure]
    parts: tuple[tuple[Phrase, Callable[[], int] | None], ...]
    breakdowns: tuple[Callable[[], Figure], ...]
    by_year: Callable[[], Figure] | None


def report_of(unit: Unit, period: Period, structure: Structure, *, viewer: Viewer) -> Report:
    """The report; the number of queries depends on the catalogue only.

    :raises Refusal: not entitled, or the unit did not exist yet
    """
    viewer.must(READ, unit)
    asked = Asked(viewer.scope(unit, structure=structure), period)
    must_have_existed(unit, period, structure)
    place = surroundings(unit, period, structure)
    records = Records(unit)
    tally = Tally()
    planned = {one.code: _plan(tally, one, asked) for _, _, some in chapters() for one in some}
    tally.run()
    made = []
    missing: dict[str, tuple] = {}
    for code, title, indicators in chapters():
        entries = []
        for one in indicators:
            gaps = tuple(records.missing(one.area, _window(one, period)))
            missing.update({one.area: gaps} if gaps else {})
            register = _register(one, asked, place) if one.kind is Kind.REGISTER else None
            entries.append(_entry(planned[one.code], gaps, register))
        made.append(Chapter(code, title, tuple(entries)))
    return Report(unit, place, period, structure, tuple(made), missing)


def _window(indicator: Indicator, period: Period) -> object:
    return period.last if indicator.is_state else period


def _plan(tally: Tally, indicator: Indicator, whole: Asked) -> _Planned:
    asked = Asked(whole.scope, _window(indicator, whole.window))
    allowed = {dimension.code for dimension in indicator.allowed()}
    first = [code for code in indicator.first_dimensions if code in allowed]
    parts = tuple(
        (phrase, tally.total(indicator, asked, phrase.where) if phrase.where else None) for phrase in indicator.phrases
    )
    named = sorted({code for phrase in indicator.phrases for code in phrase.where})
    yearly = first == ["year"] and bool(named)
    splits = [("year", code) for code in named] if yearly else [(code,) for code in first]
    return _Planned(
        figure=plan(tally, indicator, asked),
        parts=parts,
        breakdowns=tuple(plan(tally, indicator, asked, by=by) for by in splits),
        by_year=plan(tally, indicator, asked, by=("year",)) if yearly else None,
    )


def _entry(planned: _Planned, gaps: tuple, register: Register | None) -> Entry:
    return Entry(
        figure=replace(planned.figure(), missing=gaps),
        parts=tuple((phrase, None if part is None else part()) for phrase, part in planned.parts),
        breakdowns=tuple(breakdown() for breakdown in planned.breakdowns),
        by_year=None if planned.by_year is None else planned.by_year(),
        register=register,
    )


def _register(indicator: Indicator, whole: Asked, place: Surroundings) -> Register:
    """The lines of the unit itself and of those directly below it."""
    asked = Asked(whole.scope, _window(indicator, whole.window))
    rows = list_rows(indicator, asked).filter(unit__in=[whole.scope.unit.pk, *place.below])
    order = presenting.order_of(indicator, rows.model)
    columns = presenting.columns_of(indicator, rows.model)
    page = list(presenting.with_related(rows).order_by(*order)[:MOST_OF_A_REGISTER])
    shown = presenting.shown(page, columns, asked)
    return Register(
        tuple(column.title for column in columns), tuple(tuple(row[c.code] for c in columns) for row in shown)
    )
