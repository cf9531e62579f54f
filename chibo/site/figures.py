"""The figures of a home page: tiles and chart of one unit and day, all counted together."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from chibo.catalogue import queries as catalogue
from chibo.catalogue.contents import BY_CODE
from chibo.indicators import Asked, Balance, Figure, Kind, Tally, evaluate, plan
from chibo.kernel.days import Period, Window, show_day, show_window
from chibo.kernel.numbers import show_decimal, show_int
from chibo.org.queries.coverage import Records
from chibo.site import links
from chibo.site.desk import Place
from chibo.site.homes import Home, Tile
from chibo.ui import charts


@dataclass(frozen=True)
class Told:
    """A tile with its number.

    :ivar rows: address of the list behind it; empty where the viewer may not open it
    """

    label: str
    value: str
    note: str
    url: str
    rows: str
    is_complete: bool


class Figures:
    """What a home page shows of a place, as one viewer sees it.

    :raises NotEntitled: its figures are not the viewer's
    """

    def __init__(self, home: Home, place: Place, viewer: Any) -> None:
        viewer.must(catalogue.READ, place.unit)
        self.home, self.place = home, place
        self.may_open = viewer.may(catalogue.ROWS, place.unit) is not None
        self._scope = viewer.scope(place.unit, structure=place.structure)
        self._records = Records(place.unit)
        self._term: Window | None = None
        tally = Tally()
        self._tiles = [(tile, self._plan(tally, tile.code, where=tile.where)) for tile in home.tiles]
        chart = home.chart
        self._chart = self._plan(tally, chart.code, by=(chart.by,), where=chart.where) if chart else None
        tally.run()

    def _plan(self, tally: Tally, code: str, *, by: tuple[str, ...] = (), where: Any = None) -> Any:
        asked = Asked(self._scope, self._window(code))
        if isinstance(BY_CODE[code], Balance):
            # Its own counter is quicker than a count for each of its lines.
            return partial(evaluate, BY_CODE[code], asked)
        return plan(tally, BY_CODE[code], asked, by=by, where={name: (value,) for name, value in (where or {}).items()})

    def _window(self, code: str) -> Window:
        """The day, or the term up to it."""
        indicator, place = BY_CODE[code], self.place
        if indicator.is_state:
            return place.on
        if self._term is None:
            self._term = catalogue.window_of(
                on=place.on, first=None, last=None, indicator=indicator, unit=place.unit, today=place.today
            )
        return self._term

    def tiles(self) -> Iterator[Told]:
        """Every tile with its number."""
        for tile, planned in self._tiles:
            window = self._window(tile.code)
            value, note = _numbers(planned())
            since = f"từ {show_day(window.first)}" if isinstance(window, Period) else ""
            yield Told(
                tile.label,
                value,
                "; ".join(part for part in (tile.note, since, note) if part),
                self._link("figure", tile),
                self._link("rows", tile) if self.may_open else "",
                self._records.is_complete(BY_CODE[tile.code].area, window),
            )

    def chart(self) -> str | None:
        """The drawing with its table."""
        if self._chart is None or self.home.chart is None:
            return None
        found = self._chart()
        head = (found.by[0].title, found.indicator.counting_unit.capitalize())
        title = f"{self.home.chart.title}, {show_window(found.asked.window)}"
        return charts.bar_chart(title, [c.labels[0] for c in found.cells], [c.value for c in found.cells], head=head)

    def _link(self, page: str, tile: Tile) -> str:
        place = self.place
        return links.figure(
            page,
            tile.code,
            unit=place.unit,
            window=self._window(tile.code),
            where=tile.where,
            structure=place.structure,
            today=place.today,
        )


def _numbers(found: Figure) -> tuple[str, str]:
    """The number of a tile and what stands below it."""
    if found.indicator.kind is Kind.BALANCE:
        return show_int(found.residual or 0), f"cuối kỳ {show_int(int(found.value))} đảng viên"
    if isinstance(found.value, Decimal):
        return show_decimal(found.value), ""
    if found.base is not None and found.percent is not None:
        return show_int(found.value), f"{show_decimal(found.percent)}% của {show_int(found.base)}"
    return show_int(found.value), ""
