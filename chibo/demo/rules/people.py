"""One invented person and what happens to them, while the flow of years runs."""

from dataclasses import dataclass, field

DAY_OF_YEAR = 365.25


@dataclass(slots=True)
class Happening:
    """An event to be.

    :ivar wave: number of the reorganization after which it is loaded; 0 before the first
    :ivar cell: position of the cell in the flow's list
    :ivar reverses: position among the person's happenings
    """

    wave: int
    cause: str
    on: int
    cell: int | None = None
    from_cell: int | None = None
    facts: dict[str, object] | None = None
    reverses: int | None = None


@dataclass(slots=True, eq=False)
class Person:
    """Days are ordinals.

    :ivar floor: number of the last reorganization that moved the person: later arrivals are loaded after it
    :ivar wave: wave of the last event
    :ivar seat: position on the roll, None when not on it
    :ivar busy: under way or away for a time: nothing else happens meanwhile
    :ivar fixed: the traits come from a quota and stay
    """

    number: int
    born: int
    is_woman: bool
    ethnicity: str
    religion: str
    entered: int
    cell: int
    cell_kind: str
    status: str = "official"
    party: int = 0
    floor: int = 0
    wave: int = 0
    last: int = 0
    entries: int = 0
    seat: int | None = None
    busy: bool = False
    fixed: bool = False
    student: bool = False
    owner: bool = False
    retired: int = 0
    year_only: bool = False
    left_by: str = ""
    left_on: int = 0
    events: list[Happening] = field(default_factory=list)
    spans: list[list[int]] = field(default_factory=list)
    stations: list[tuple[int, int]] = field(default_factory=list)

    def age(self, day: int) -> float:
        """Years of life on a day."""
        return (day - self.born) / DAY_OF_YEAR

    def on_roll(self, day: int) -> bool:
        """Whether on the roll at the end of the day."""
        return any(first <= day < until for first, until in self.spans)


@dataclass(slots=True, eq=False)
class Cell:
    """A cell while it is one."""

    position: int
    ref: str
    kind: str
    area: str
    superior: str
    weight: float
    wave: int
    since: int
    until: int
    members: dict[int, Person] = field(default_factory=dict)
