"""A procedure as data: what ``loading`` makes of a YAML file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chibo.kernel.days import BEGINNING
from chibo.procedures.vocabulary import FieldKind, Span

NEXT = "next"
PASSED, FAILED = "passed", "failed"


@dataclass(frozen=True)
class Field:
    """One thing a step asks for; the answer to a sensitive one is kept encrypted.

    :param opinion: what others say of the subject; not shown to the subject while the rules keep it
    """

    name: str
    label: str
    kind: str = FieldKind.TEXT
    required: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    sensitive: bool = False
    opinion: bool = False
    help: str = ""


@dataclass(frozen=True)
class Paperwork:
    """A paper to be handed in at a step; ``paper`` is the code of its printed form, ``opinion`` as of a :class:`Field`."""

    kind: str
    label: str
    required: bool = True
    paper: str = ""
    opinion: bool = False


@dataclass(frozen=True)
class VoteSpec:
    """A vote: of whom, the rule of its threshold, the area's function that knows how many are obliged."""

    of: str
    rule: str = ""
    electors: str = ""


@dataclass(frozen=True)
class Deadline:
    """An amount from a beginning: of the rulebook, or fixed.

    :param start: ``entered``, ``earliest``, the key of a step or the name of a day field
    :param earliest: the first day the step may be done, not the last
    :param lapses: the case may be closed as lapsed once the day has gone by
    """

    rule: str = ""
    amount: int | None = None
    unit: str = Span.DAYS
    start: str = "entered"
    earliest: bool = False
    lapses: bool = False
    note: str = ""


@dataclass(frozen=True)
class Who:
    """Who holds a step: a role, or the role that the value of a rule stands for; on which side of a case of two units."""

    role: str = ""
    rule: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    side: str = "from"


@dataclass(frozen=True)
class Print:
    """A printed form that goes with one answer: to this field, this value. Before it is answered, the form is there to be taken."""

    code: str
    field: str
    value: str


@dataclass(frozen=True)
class Step:
    """One step.

    :param papers: codes of the forms printed at the step; which of them go with one answer only, ``prints`` says
    :param then: where it leads: a key, an end or ``next``; or by the value of a field; or by the vote
    :param by_field: the choice field that decides, where one does
    """

    key: str
    title: str
    who: Who
    note: str = ""
    only_if: str = ""
    asks: tuple[Field, ...] = ()
    documents: tuple[Paperwork, ...] = ()
    vote: VoteSpec | None = None
    deadlines: tuple[Deadline, ...] = ()
    checks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    prints: tuple[Print, ...] = ()
    then: Mapping[str, str] = field(default_factory=dict)
    by_field: str = ""
    back_to: tuple[str, ...] = ()
    outcome: str = ""
    decision: bool = False

    @property
    def lapses(self) -> bool:
        """Whether the case lapses when a deadline of the step has gone by."""
        return any(one.lapses for one in self.deadlines)

    def papers_after(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The forms printed at the step, after these answers."""
        others = {one.code for one in self.prints if values.get(one.field, one.value) != one.value}
        return tuple(code for code in self.papers if code not in others)

    @property
    def takes_opinions(self) -> bool:
        """Whether others say something of the subject here."""
        return any(one.opinion for one in (*self.asks, *self.documents))


@dataclass(frozen=True)
class Definition:
    """A procedure in one version. ``since`` is the first day on which cases are opened by it.

    :ivar unit_field, other_unit_field: the fields of the opening that name the unit of the case, and its other unit
    """

    code: str
    version: int
    title: str
    prefix: str
    subject: str
    source: str
    start: str
    steps: Mapping[str, Step]
    sets: tuple[Field, ...] = ()
    checks: tuple[str, ...] = ()
    note: str = ""
    since: date = BEGINNING
    alone: bool = True
    unit_field: str = ""
    other_unit_field: str = ""

    @property
    def keys(self) -> list[str]:
        """The steps in their order."""
        return list(self.steps)

    def after(self, key: str) -> str:
        """The step that stands after another; ``done`` after the last."""
        keys = self.keys
        place = keys.index(key) + 1
        return keys[place] if place < len(keys) else "done"

    def target(self, key: str, named: str) -> str:
        """Where a name in ``then`` leads from a step."""
        return self.after(key) if named == NEXT else named

    def past(self, key: str) -> str:
        """Where a case goes that skips a step: its only way, that of a vote that passed, else the step after it."""
        then = self.steps[key].then
        return self.target(key, then.get("", then.get(PASSED, NEXT)))

    def targets(self, key: str) -> set[str]:
        """Everywhere a step may lead."""
        step = self.steps[key]
        ways = {self.target(key, named) for named in step.then.values()}
        return ways | {self.past(key)} if step.only_if else ways

    def fields(self) -> Iterator[Field]:
        """Every field asked for, at the opening or at a step."""
        yield from self.sets
        for step in self.steps.values():
            yield from step.asks

    def rules(self) -> Iterator[str]:
        """The keys of the rulebook it reads."""
        for step in self.steps.values():
            yield from filter(None, [step.who.rule, *(one.rule for one in step.deadlines)])
            if step.vote and step.vote.rule:
                yield step.vote.rule
