"""The words of figures: what is asked, populations, dimensions, indicators, figures."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q, QuerySet

from chibo.kernel.days import Window, closing
from chibo.kernel.numbers import percent
from chibo.kernel.scope import Scope


class Kind(StrEnum):
    """Kinds of indicator. The law ``value == len(list)`` holds for count, numerator, base and every cell."""

    COUNT = "count"
    SHARE = "share"
    AVERAGE = "average"
    BALANCE = "balance"
    REGISTER = "register"


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for: where and when."""

    scope: Scope
    window: Window

    @property
    def on(self) -> "object":
        """The day whose end is meant: the day itself, or the last of the period."""
        return closing(self.window)


Where = Mapping[str, Collection[str]]
"""Dimension → the values kept."""
Rows = Callable[[Asked, "Sequence[int] | None"], QuerySet]


@dataclass(frozen=True)
class Dimension:
    """A way to split rows; every row has exactly one value.

    :ivar key: expression (or field path) over the population's rows, for what is asked
    :ivar labels: value → Vietnamese label, or a function that finds them for the values met
    """

    code: str
    title: str
    key: Callable[[Asked], object]
    labels: Mapping[str, str] | Callable[[Asked, Collection[str]], Mapping[str, str]]
    refs: Mapping[str, str] = field(default_factory=dict)
    """Key of the database → value of the dimension, where they differ (ids → references)."""

    def label_of(self, asked: Asked, values: Collection[str]) -> Mapping[str, str]:
        """The labels of the values met, in the order in which they are shown."""
        return self.labels if isinstance(self.labels, Mapping) else self.labels(asked, values)


def choice_dimension(
    code: str, title: str, path: str, labels: Mapping[str, str], unknown: str = "Chưa rõ"
) -> Dimension:
    """A dimension that is a field with a closed list of values; empty means not known."""
    return Dimension(code=code, title=title, key=lambda asked: path, labels={**labels, "": unknown})


@dataclass(frozen=True)
class Population:
    """The rows from which indicators are counted.

    :ivar rows: the rows in scope and window. Its second argument, when given, lists unit ids over which the rows are to be
        laid instead of the scope's unit; the rows then carry ``branch``, the id of the one they fall under
    :ivar takes: ``"day"`` (a state) or ``"period"`` (what happened)
    :ivar over_units: whether rows can be split by unit
    :ivar adds: the column of its rows that is added up, for sums of money; rows are counted where none is given. Then the law
        is ``value == sum of that column over the list``
    """

    code: str
    counting_unit: str
    takes: str
    rows: Rows
    dimensions: tuple[Dimension, ...]
    order: tuple[str, ...]
    columns: tuple[str, ...]
    over_units: bool = True
    adds: str = ""

    def dimension(self, code: str) -> Dimension | None:
        """The dimension of that code."""
        return next((d for d in self.dimensions if d.code == code), None)


@dataclass(frozen=True)
class Phrase:
    """A sentence in which a report states the figure. ``{value}``, ``{base}``, ``{percent}``, ``{unit}``, ``{window}``.

    :ivar where: the part of the figure that it states
    """

    text: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """A figure defined once; its code never changes meaning."""

    code: str
    title: str
    area: str
    kind: Kind
    counting_unit: str
    question: str
    population: Population
    definition: str
    source: str
    where: Callable[[Asked], Q] | None = None
    base: Population | None = None
    """The list a share is taken of; for a count with a condition the base is the same rows without it."""
    base_title: str = ""
    base_where: Callable[[Asked], Q] | None = None
    dimensions: tuple[str, ...] | None = None
    """Codes of the dimensions that make sense here; all of the population's when not given."""
    first_dimensions: tuple[str, ...] = ()
    """Those a report shows, in its order."""
    phrases: tuple[Phrase, ...] = ()
    places: int = 0
    """Decimal places of an average in print."""

    def allowed(self) -> tuple[Dimension, ...]:
        """The dimensions that make sense here."""
        if self.dimensions is None:
            return self.population.dimensions
        return tuple(d for d in self.population.dimensions if d.code in self.dimensions)

    @property
    def is_state(self) -> bool:
        """Whether it is asked for a day (else for a period)."""
        return self.population.takes == "day"


@dataclass(frozen=True)
class Line:
    """A line of a balance.

    :ivar sign: +1 adds, −1 takes away, 0 is a memo inside closing
    :ivar adds: the column of its rows that is added up; rows are counted where none is given
    """

    code: str
    title: str
    sign: int
    rows: Callable[[Asked], QuerySet]
    adds: str = ""


@dataclass(frozen=True)
class Balance(Indicator):
    """Opening + in − out = closing; the residual is printed and must be zero."""

    lines: tuple[Line, ...] = ()
    opening: Callable[[Asked], QuerySet] | None = None
    closing: Callable[[Asked], QuerySet] | None = None
    counter: Callable[[Asked], Mapping[str, int]] | None = None
    """All lines counted at once: line code → count, with ``opening`` and ``closing``."""

    def adds_of(self, line: str) -> str:
        """The column that is added up in a line; ``opening`` and ``closing`` go by the population."""
        return next((one.adds for one in self.lines if one.code == line), self.population.adds)


@dataclass(frozen=True)
class Cell:
    """One cell of a breakdown: its key by dimension, the labels, its count and its base."""

    key: Mapping[str, str]
    labels: tuple[str, ...]
    value: int
    base: int | None = None

    @property
    def percent(self) -> Decimal | None:
        """The share of the cell in its base."""
        return None if self.base is None else percent(self.value, self.base)


@dataclass(frozen=True)
class Figure:
    """An indicator evaluated.

    :ivar value: the count; of an average the quotient; of a balance the closing
    :ivar numerator: of an average the sum
    :ivar missing: units whose data are incomplete, with the reason; any makes the figure "chưa đủ dữ liệu"
    """

    indicator: Indicator
    asked: Asked
    value: int | Decimal
    where: Where = field(default_factory=dict)
    base: int | None = None
    numerator: int | None = None
    divisor: Decimal | None = None
    residual: int | None = None
    by: tuple[Dimension, ...] = ()
    cells: tuple[Cell, ...] = ()
    missing: tuple[tuple[object, str], ...] = ()

    @property
    def percent(self) -> Decimal | None:
        """Value of base in percent, unrounded."""
        return None if self.base is None else percent(int(self.value), self.base)

    @property
    def is_complete(self) -> bool:
        """Whether the records behind it are complete."""
        return not self.missing
