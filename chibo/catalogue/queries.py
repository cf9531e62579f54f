"""Asking for figures: who may, over what, for when, and how complete the records behind it are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from chibo.catalogue.contents import ALL, BY_CODE
from chibo.indicators import Asked, Figure, Indicator, evaluate, list_rows, series
from chibo.indicators.engine import clean_where
from chibo.kernel.days import Period, Window, closing, show_day
from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.scope import THEN, Structure
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Placement, Unit

READ = "figures.read"
ROWS = "figures.rows"
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Question:
    """A figure as it is asked for, by whatever door: page, command, API or report.

    :ivar window: a day or a period
    :ivar by: dimension codes to split by
    :ivar where: dimension → the values kept
    """

    indicator: Indicator
    unit: Unit
    window: Window
    structure: Structure = THEN
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = None

    def asked(self, viewer: Viewer) -> Asked:
        """Scope and window, once the viewer is entitled.

        :raises NotEntitled: the unit's figures are not the viewer's
        """
        viewer.must(READ, self.unit)
        return Asked(viewer.scope(self.unit, structure=self.structure), self.window)


def indicator_of(code: str) -> Indicator:
    """The indicator of that code.

    :raises NotFound: there is none
    """
    indicator = BY_CODE.get((code or "").strip().upper())
    if indicator is None:
        raise NotFound(
            f"Không có chỉ tiêu “{(code or '')[:20]}”. Hãy chọn một mã trong danh mục chỉ tiêu.",
            field="code",
            code="unknown_indicator",
            choices=tuple((i.code, i.title) for i in ALL),
        )
    return indicator


def figure(question: Question, *, viewer: Viewer) -> Figure:
    """The figure, with the units whose records are incomplete for it.

    :raises Refusal: not entitled, or the question does not fit the indicator
    """
    asked = question.asked(viewer)
    must_have_existed(question.unit, question.window, question.structure)
    over = units_below(question) if "unit" in question.by else None
    found = evaluate(question.indicator, asked, by=question.by, where=question.where, over=over)
    missing = org.coverage(question.unit, question.indicator.area, question.window)
    return replace(found, missing=tuple(missing))


@dataclass(frozen=True)
class Surroundings:
    """The unit of a question with its name on the day, what stands directly above and below it.

    :ivar below: id → (reference, name), in the order of names
    :ivar uids: reference → uid of those below
    """

    name: str
    superior: Unit | None
    below: Mapping[int, tuple[str, str]]
    uids: Mapping[str, UUID]


def surroundings(unit: Unit, window: Window, structure: Structure = THEN) -> Surroundings:
    """Name, superior and the units directly below, in one query. Of a period also those that stood only for a part of
    it; in a given structure those of its day.
    """
    if not structure.is_then:
        first = last = structure.day
    elif isinstance(window, Period):
        first, last = window.first, window.last
    else:
        first = last = window
    under = Q(superior=unit, since__lte=last, until__gt=first)
    rows = Placement.objects.filter(Q(unit=unit) | under).select_related("unit", "superior").order_by("since", "id")
    own: Placement | None = None
    latest: dict[int, tuple] = {}
    on = closing(window)
    for row in rows:
        if row.unit_id != unit.pk:
            latest[row.unit_id] = (row.name_key, row.unit.ref, row.name, row.unit.uid)
        elif own is None or row.since <= on:
            own = row
    ordered = sorted(latest.items(), key=lambda item: (item[1][0], item[0]))
    return Surroundings(
        name=own.name if own is not None else unit.ref,
        superior=None if own is None else own.superior,
        below={pk: (ref, name) for pk, (_, ref, name, _) in ordered},
        uids={ref: uid for _, (_, ref, _, uid) in ordered},
    )


def units_below(question: Question) -> Mapping[int, tuple[str, str]]:
    """The units directly below, in the order of names: id → (reference, name)."""
    return surroundings(question.unit, question.window, question.structure).below


def rows(question: Question, *, viewer: Viewer, part: str = "value", asked: Asked | None = None) -> QuerySet:
    """The list behind the figure, in the order of its population.

    :param part: ``value``, ``base`` or ``rest``
    :param asked: what the question comes to for this viewer, where it has been worked out already
    :raises Refusal: as :func:`figure`, and when the viewer may see figures but not lists
    """
    asked = asked or question.asked(viewer)
    viewer.must(ROWS, question.unit)
    must_have_existed(question.unit, question.window, question.structure)
    where = clean_where(question.indicator, asked, question.where or {})
    return list_rows(question.indicator, asked, where, part=part)


def yearly(question: Question, *, viewer: Viewer) -> list[tuple[int, int, int | None]]:
    """The figure year by year: (year, count, base)."""
    return series(question.indicator, question.asked(viewer), question.where)


def must_have_existed(unit: Unit, window: Window, structure: Structure = THEN) -> None:
    """:raises Refusal: the unit stood on no day of the window, or not on the day whose structure is asked for"""
    if structure.is_then:
        first = window.first if isinstance(window, Period) else window
        if closing(window) < unit.founded_on or first >= unit.ended_on:
            org.placement_of(unit, on=closing(window) if closing(window) < unit.founded_on else first)
    elif not unit.founded_on <= structure.day < unit.ended_on:
        raise _not_in_structure(unit, structure.day)


def _not_in_structure(unit: Unit, day: date) -> Refusal:
    """What to ask for instead: the unit that stands for it on the day."""
    heir = org.host_of(unit.pk, on=day, heirs=True)
    choices = tuple((one.unit.ref, one.name) for one in org.placements_of([heir] if heir else [], on=day).values())
    way = f"Hãy hỏi {choices[0][1]}, hoặc chọn cơ cấu khi đó." if choices else "Hãy chọn cơ cấu khi đó."
    return Refusal(
        f"{org.name_of(unit, on=day)} không có trong cơ cấu tổ chức ngày {show_day(day)}. {way}",
        field="structure",
        code="not_in_structure",
        choices=choices,
    )


def window_of(
    *, on: date | None, first: date | None, last: date | None, indicator: Indicator, unit: Unit, today: date
) -> Window:
    """The window meant by the parameters: a day, or a period; by default today, or from the start of the term.

    :raises Refusal: a day and a period at once, or half a period
    """
    if on is not None and (first is not None or last is not None):
        raise Refusal(
            "Chỉ chọn một ngày (on) hoặc một khoảng (from, to), không chọn cả hai.", field="on", code="window"
        )
    if first is not None or last is not None:
        last = last or today
        return Period(first or term_start(unit, last), last)
    if indicator.is_state:
        return on or today
    last = on or today
    return Period(term_start(unit, last), last)


def term_start(unit: Unit, on: date) -> date:
    """The congress of the reporting committee or of the nearest above it; the first of January where none is known."""
    try:
        return org.term_start(unit, on=on)
    except Refusal:
        return date(on.year, 1, 1)
