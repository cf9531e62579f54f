"""What a committee is, as far as the demo must know it: a tree over time, and how many people come and go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chibo.demo.rules import names
from chibo.demo.rules.world import World
from chibo.kernel.days import Period


@dataclass(frozen=True)
class Traits:
    """Of so many who are admitted, how many are women, of an ethnic minority …; None leaves it to chance."""

    women: int | None = None
    minority: int | None = None
    religious: int | None = None
    students: int | None = None
    owners: int | None = None


@dataclass(frozen=True)
class Quota:
    """So many events of a cause between two days, both inside."""

    first: date
    last: date
    cause: str
    count: int
    traits: Traits = Traits()


@dataclass(frozen=True)
class Fix:
    """So many on the roll on a day with a value: ``women`` or ``minority``."""

    on: date
    what: str
    count: int


@dataclass(frozen=True)
class TermPlan:
    """A congress and its term; days that no public text gives are assumed."""

    ref: str
    first_year: int
    last_year: int
    congress_on: date
    ordinal: int | None = None
    assumed: bool = True


@dataclass(frozen=True)
class Cover:
    """Records of the unit complete from a day on, up to and with ``last`` (None: for good)."""

    ref: str
    since: date
    last: date | None = None
    is_gap: bool = False
    note: str = ""


@dataclass(frozen=True)
class MergerPlan:
    """A merger project between a Party board and a state office; statuses as (day, status)."""

    party_board: str
    state_office: str
    started_on: date
    statuses: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class PlacePlan:
    """An administrative place."""

    key: str
    kind: str
    name: str
    superior: str = ""
    successor: str = ""
    since: date = date(1997, 1, 1)
    until: date | None = None
    code: str = ""


@dataclass
class Committee:
    """One of the five.

    :ivar total: (day, members on the roll at its end), from which the number at the opening follows
    :ivar last: the data date; nothing is recorded after it
    :ivar minorities: area → (share, codes, weights) of ethnic minorities
    :ivar on_time: every transfer that takes effect or is sent in this window keeps its days and deadlines
    :ivar removed_stay_removed: window whose removals are never taken back
    :ivar targets_met: how many of the TCCSĐ reach their target of admissions in a year; 1: all, every year
    :ivar diligent: the window in which every cell reviews its members every year and every slip is filed
    :ivar files_above: until this day the level above the base keeps the files, then the base
    :ivar fee_books: base → the month from which its cells keep the books of party fees here
    :ivar wage_region: region of the minimum wage
    :ivar opening_is_founding: the root is founded (thành lập) on the opening day
    """

    key: str
    ref: str
    title: str
    serial: int
    world: World
    total: tuple[date, int]
    last: date
    quotas: list[Quota]
    families: tuple[list[str], list[float]] = field(default=names.CENTRE)
    minorities: Mapping[str, tuple[float, list[str], list[float]]] = field(default_factory=dict)
    minority_elsewhere: tuple[float, list[str], list[float]] = (0.0, [names.TAY], [1.0])
    religions: Mapping[str, float] = field(default_factory=dict)
    hometowns: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    on_time: Period | None = None
    removed_stay_removed: Period | None = None
    pending: int = 0
    terms: tuple[TermPlan, ...] = ()
    covers: tuple[Cover, ...] = ()
    mergers: tuple[MergerPlan, ...] = ()
    places: tuple[PlacePlan, ...] = ()
    opening_is_founding: bool = False
    issuer: str = ""
    targets_met: float = 0.8
    diligent: Period | None = None
    files_above: date | None = None
    qualified: float = 0.75
    fee_books: Mapping[str, date] = field(default_factory=dict)
    wage_region: str = "III"


def yearly(
    spans: list[tuple[date, date]], counts: Mapping[str, list[int]], traits: Mapping[int, Traits] | None = None
) -> list[Quota]:
    """A table of quotas: cause → one count for each span.

    :param traits: position of a span → traits of its admissions
    """
    quotas = []
    for cause, line in counts.items():
        assert len(line) == len(spans), cause
        for position, ((first, last), count) in enumerate(zip(spans, line, strict=True)):
            of = (traits or {}).get(position, Traits()) if cause == "admission" else Traits()
            if count:
                quotas.append(Quota(first, last, cause, count, of))
    return quotas
