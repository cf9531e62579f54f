"""Many counts in one statement: what a page or a report needs is asked for first, then counted together.

The counts are those of the lists that :func:`~chibo.indicators.engine.list_rows` gives; two askers of the same count share it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import CharField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from chibo.indicators import engine
from chibo.indicators.model import Asked, Balance, Cell, Dimension, Figure, Indicator, Kind, Where
from chibo.kernel.bulk import batches
from chibo.kernel.days import Period
from chibo.kernel.refusal import Refusal

AT_ONCE = 60
"""Counts in one statement."""
KEYS = 6
"""Dimensions in one crosswise count."""
MOST_VALUES = 20_000
"""Combinations of values that a crosswise count may have."""
UNKNOWN_SIZE = 15
"""Values taken for a dimension whose labels are looked up."""
Over = Mapping[int, tuple[str, str]]


@dataclass(frozen=True)
class _Key:
    """What makes two counts the same."""

    population: str
    condition: object
    asked: Asked
    where: tuple
    over: tuple[int, ...] | None = None
    by: tuple[str, ...] = ()


class Tally:
    """Counts asked for one by one and made at once. Ask, :meth:`run`, then look."""

    def __init__(self) -> None:
        self._parts: dict[_Key, tuple[QuerySet, tuple[Dimension, ...], Asked, str]] = {}
        self._found: dict[_Key, dict[tuple[str, ...], int]] = {}

    def run(self) -> None:
        """Count what was asked and is not known yet: one statement for every sixty counts."""
        waiting = [key for key in self._parts if key not in self._found and self._source(key) is None]
        self._found |= {key: {} for key in waiting}
        for some in batches(self._joined(waiting), AT_ONCE):
            first, *others = [self._statement(place, keys) for place, keys in enumerate(some)]
            for place, *values, n in first.union(*others, all=True) if others else first:
                self._add(some[place], ["" if value is None else str(value) for value in values], int(n))

    def _joined(self, waiting: Sequence[_Key]) -> list[list[_Key]]:
        """The counts to make: splits of the same rows by several dimensions are read off one crosswise count."""
        counts: list[list[_Key]] = []
        growing: dict[_Key, tuple[list[_Key], int]] = {}
        for key in waiting:
            if len(key.by) != 1 or key.over is not None:
                counts.append([key])
                continue
            rows = replace(key, by=())
            labels = self._parts[key][1][0].labels
            size = len(labels) + 1 if isinstance(labels, Mapping) else UNKNOWN_SIZE
            keys, values = growing.get(rows, ([], MOST_VALUES))
            if not keys or len(keys) == KEYS or values * size > MOST_VALUES:
                keys, values = [], 1
                counts.append(keys)
            keys.append(key)
            growing[rows] = (keys, values * size)
        return counts

    def _add(self, keys: Sequence[_Key], values: Sequence[str], n: int) -> None:
        start = 0
        for key in keys:
            dimensions = self._parts[key][1]
            own = values[start : start + len(dimensions)]
            start += len(dimensions)
            name = tuple(d.refs.get(value, value) for d, value in zip(dimensions, own, strict=True))
            self._found[key][name] = self._found[key].get(name, 0) + n

    def total(self, indicator: Indicator, asked: Asked, where: Where, *, part: str = "value") -> Callable[[], int]:
        """How long a list is."""
        split = self.split(indicator, asked, where, (), part=part)
        return lambda: sum(split().values())

    def lines(self, name: str, asked: Asked, rows: QuerySet, adds: str = "") -> Callable[[], int]:
        """How long a list is (or what a column of it comes to) that belongs to no population: a line of a balance."""
        key = _Key(name, None, asked, ())
        self._parts.setdefault(key, (rows, (), asked, adds))
        return lambda: sum(self._found[key].values())

    def split(
        self,
        indicator: Indicator,
        asked: Asked,
        where: Where,
        by: tuple[Dimension, ...],
        *,
        over: Over | None = None,
        part: str = "value",
    ) -> Callable[[], Mapping[tuple[str, ...], int]]:
        """The rows by the values of dimensions."""
        key = _key(indicator, asked, where, by, over if any(d.code == engine.UNIT for d in by) else None, part)
        if key not in self._parts:
            laid = None if key.over is None else list(key.over)
            rows = (
                engine.list_rows(indicator, asked, where, over=laid)
                if part == "value"
                else engine.base_rows(indicator, asked, where, laid)
            )
            adds = indicator.population.adds if part == "value" else engine.base_adds(indicator)
            self._parts[key] = (rows, by, asked, adds)
        return lambda: self._look(key)

    def _look(self, key: _Key) -> Mapping[tuple[str, ...], int]:
        if key in self._found:
            return self._found[key]
        source, wanted = self._source(key)
        found = self._found[source]
        return {(): sum(n for name, n in found.items() if wanted is None or name[0] in wanted)}

    def _source(self, key: _Key) -> tuple[_Key, tuple[str, ...] | None] | None:
        """A finer count that this one is the sum of: every row has exactly one value of a dimension."""
        if key.by or key.over is not None:
            return None
        for other in self._parts:
            if (other.population, other.condition, other.asked, other.over) != (
                key.population, key.condition, key.asked, None,
            ) or len(other.by) != 1:  # fmt: skip
                continue
            if other.where == key.where:
                return other, None
            if not other.where and len(key.where) == 1 and key.where[0][0] == other.by[0]:
                return other, key.where[0][1]
        return None

    def _statement(self, place: int, keys: Sequence[_Key]) -> QuerySet:
        rows, _, asked, adds = self._parts[keys[0]]
        split = [dimension for key in keys for dimension in self._parts[key][1]]
        by = [Cast("branch", CharField()) if d.code == engine.UNIT else engine.expression(d, asked) for d in split]
        by += [Value("", output_field=CharField())] * (KEYS - len(by))
        named = {f"key{n}": expression for n, expression in enumerate(by)}
        rows = rows.order_by().values(which=Value(place, output_field=IntegerField()), **named)
        return rows.annotate(n=engine.measure(adds)).values_list("which", *named, "n")


def _key(
    indicator: Indicator, asked: Asked, where: Where, by: tuple[Dimension, ...], over: Over | None, part: str
) -> _Key:
    population, condition = indicator.population, indicator.where
    if part != "value":
        if indicator.base is not None:
            population, condition = indicator.base, indicator.base_where
        else:
            where, condition = {}, None
    kept = tuple(sorted((code, tuple(values)) for code, values in where.items()))
    laid = None if over is None else tuple(over)
    return _Key(population.code, condition, asked, kept, laid, tuple(d.code for d in by))


def plan(
    tally: Tally,
    indicator: Indicator,
    asked: Asked,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    over: Over | None = None,
) -> Callable[[], Figure]:
    """As :func:`~chibo.indicators.engine.evaluate`, counted together with all else the tally is asked.

    :returns: the figure, once the tally has run
    :raises Refusal: as ``evaluate``
    """
    engine.check_window(indicator, asked)
    where = engine.clean_where(indicator, asked, where or {})
    if isinstance(indicator, Balance):
        return _plan_balance(tally, indicator, asked)
    if len(by) > 2:
        raise Refusal("Chỉ chia được theo nhiều nhất hai chiều. Hãy bớt chiều.", field="by", code="dimensions")
    dimensions = tuple(engine.dimension_of(indicator, code, over) for code in by)
    value = tally.total(indicator, asked, where)
    base = tally.total(indicator, asked, where, part="base") if engine.has_base(indicator, where) else None
    cells = _plan_cells(tally, indicator, asked, where, dimensions, over) if dimensions else tuple

    def figure() -> Figure:
        counted = value()
        if indicator.kind is Kind.AVERAGE:
            divisor = Decimal(str(round(asked.window.years, 6)))
            return Figure(
                indicator, asked, Decimal(counted) / divisor, where=where, numerator=counted, divisor=divisor,
                by=dimensions, cells=cells(),
            )  # fmt: skip
        return Figure(
            indicator, asked, counted, where=where, base=None if base is None else base(), by=dimensions, cells=cells()
        )

    return figure


def _plan_cells(
    tally: Tally, indicator: Indicator, asked: Asked, where: Where, by: tuple[Dimension, ...], over: Over | None
) -> Callable[[], tuple[Cell, ...]]:
    counts = tally.split(indicator, asked, where, by, over=over)
    bases = None
    if engine.splits_base(indicator, where, by):
        base_by = tuple((indicator.base and indicator.base.dimension(d.code)) or d for d in by)
        bases = tally.split(indicator, asked, where, base_by, over=over, part="base")
    return lambda: engine.cells_of(asked, by, counts(), None if bases is None else bases())


def _plan_balance(tally: Tally, balance: Balance, asked: Asked) -> Callable[[], Figure]:
    named = [
        ("opening", "Đầu kỳ", balance.opening(asked), 1),
        *((line.code, line.title, line.rows(asked), line.sign) for line in balance.lines),
        ("closing", "Cuối kỳ", balance.closing(asked), -1),
    ]
    counts = [
        (code, title, sign, tally.lines(f"{balance.code}.{code}", asked, rows, balance.adds_of(code)))
        for code, title, rows, sign in named
    ]

    def figure() -> Figure:
        cells = tuple(Cell({"line": code}, (title,), count()) for code, title, _, count in counts)
        residual = sum(sign * count() for _, _, sign, count in counts)
        return Figure(balance, asked, cells[-1].value, residual=residual, cells=cells)

    return figure


Point = tuple[Asked, Callable[[], int], Callable[[], int] | None]


def plan_series(tally: Tally, indicator: Indicator, asked: Asked, where: Where) -> list[Point]:
    """The figure year by year: what is asked for each year, its count and (where there is one) its base.

    States at the year ends inside the window (of a day: ten years back), happenings by full calendar years.
    """
    based = engine.has_base(indicator, where)
    if indicator.is_state:
        points = [Asked(asked.scope, day) for day in engine.year_ends(asked)]
        return [
            (
                point,
                tally.total(indicator, point, where),
                tally.total(indicator, point, where, part="base") if based else None,
            )
            for point in points
        ]
    year = indicator.population.dimension("year")
    if year is None or isinstance(indicator, Balance):
        return []
    counts = tally.split(indicator, asked, where, (year,))
    years = [(one, Asked(asked.scope, Period.year(one))) for one in asked.window.full_years()[-12:]]
    if not based:
        bases = dict.fromkeys(asked.window.full_years())
    elif (indicator.base or indicator.population).dimension("year") is not None:
        split = tally.split(indicator, asked, where, (year,), part="base")
        bases = {one: _of(split, str(one)) for one, _ in years}
    else:
        bases = {one: tally.total(indicator, point, where, part="base") for one, point in years}
    return [(point, _of(counts, str(one)), bases[one]) for one, point in years]


def _of(counts: Callable[[], Mapping[tuple[str, ...], int]], value: str) -> Callable[[], int]:
    return lambda: counts().get((value,), 0)


def figures(tally: Tally, planned: Iterable[Callable[[], Figure]]) -> list[Figure]:
    """Run the tally and look at what was planned."""
    tally.run()
    return [figure() for figure in planned]
