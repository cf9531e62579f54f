"""What an area brings: its definitions and what their steps check and bring about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chibo.decisions.models import Decision
from chibo.files.models import StoredFile
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit
from chibo.procedures.models import Act, Case
from chibo.procedures.rules.definition import Definition, Step
from chibo.procedures.rules.loading import DefinitionError
from chibo.rulebook.rules import given_keys

BUILT_IN = frozenset({"has_between", "has_base_committee"})
"""Conditions the engine knows: a đảng ủy bộ phận above the cell; a base committee that is not the cell itself."""


@dataclass(frozen=True)
class Subject:
    """Whom or what a case is about, as it is named today.

    :param ref: ``person:<uid>``, ``prospect:<uid>``, ``unit:<uid>``
    :param unit: the cell (or unit) the case starts at
    """

    ref: str
    label: str
    name_key: str
    unit: Unit | None
    url: str = ""
    is_illustration: bool = False


@dataclass(frozen=True)
class Finding:
    """Something that speaks against a step, in a Vietnamese sentence; the rule says whether it blocks or warns.

    :param rule: key of the rulebook; empty where no rule stands behind it, then it warns
    :param field: the field or part of the form it stands beside
    """

    text: str
    rule: str = ""
    field: str = ""


@dataclass(frozen=True)
class Handed:
    """A paper as it is handed in: the day of receipt, and a file where there is one.

    :param name, content: a file that is yet to be kept
    :param stored: a file that is kept already, brought by the same viewer
    """

    kind: str
    received_on: date | None = None
    label: str = ""
    name: str = ""
    content: bytes = b""
    stored: StoredFile | None = None


@dataclass(frozen=True)
class Moment:
    """A step being done: what a check, condition, outcome or electors function is told.

    ``step`` is None while a case is being opened.
    """

    case: Case
    step: Step | None
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    vote: Mapping[str, int] | None = None
    because: Decision | None = None
    documents: Sequence[Handed] = ()
    by: Viewer | None = None

    def value(self, name: str) -> Any:
        """The value of a field: of this step, else the last one given."""
        return self.data[name] if name in self.data else self.case.value(name)


Check = Callable[[Moment], Iterable[Finding]]
Condition = Callable[[Moment], bool]
Outcome = Callable[[Moment], str]
Electors = Callable[[Moment], int | None]
Begins = Callable[[str, date], Mapping[str, Any]]
Turned = Callable[[Case, Act, Viewer], None]


@dataclass(frozen=True)
class Handler:
    """A definition with the functions of its area.

    :param subject: (reference, day, viewer) → the subject; refuses what the viewer may not see
    :ivar begins: (reference, day) → what the opening form begins with, as far as the records know it
    :ivar turned: told when a case was sent back, withdrawn or lapsed, to take off what is only under way; may refuse
    """

    definition: Definition
    subject: Callable[[str, date, Viewer], Subject]
    checks: Mapping[str, Check] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    electors: Mapping[str, Electors] = field(default_factory=dict)
    turned: Turned | None = None
    begins: Begins | None = None


@dataclass(frozen=True)
class Made:
    """What an act brought about in the records of another area, as long as it stands there.

    :ivar text: what it is, ``Kết nạp ngày 05/03/2025``
    :ivar url: where somebody entitled annuls or corrects it; empty where nobody said
    """

    text: str = ""
    url: str = ""


Standing = Callable[[str], Made | None]
"""What an act pointed to → what stands of it; None where it was annulled or corrected since."""

_installed: dict[str, dict[int, Handler]] = {}
_standing: dict[str, Standing] = {}


def install_standing(readers: Mapping[str, Standing]) -> None:
    """Say who knows whether what was made still stands, by the sort of the reference; called once by ``chibo.site``."""
    _standing.clear()
    _standing.update(readers)


def made_by(act: Act) -> Made | None:
    """What an act made and what stands of it; None where it made nothing, or that was annulled since."""
    if not act.made:
        return None
    reader = _standing.get(act.made.partition(":")[0])
    return reader(act.made) if reader else Made()


def install(handlers: Iterable[Handler]) -> None:
    """Say which procedures there are; called once by ``chibo.site``.

    :raises DefinitionError: a name that the area does not bring, a rule that the rulebook does not know, one version twice
    """
    found: dict[str, dict[int, Handler]] = {}
    for handler in handlers:
        definition = handler.definition
        check_names(handler)
        versions = found.setdefault(definition.code, {})
        if definition.version in versions:
            raise DefinitionError(f"{definition.code}.{definition.version}: installed twice")
        versions[definition.version] = handler
    prefixes: dict[str, str] = {}
    for code, versions in found.items():
        for handler in versions.values():
            if prefixes.setdefault(handler.definition.prefix, code) != code:
                raise DefinitionError(f"{code}: prefix {handler.definition.prefix} belongs to another procedure")
    _installed.clear()
    _installed.update(found)


def check_names(handler: Handler) -> None:
    """:raises DefinitionError: a check, condition, outcome, electors function or rule that nobody knows"""
    definition = handler.definition
    where = f"{definition.code}.{definition.version}.yaml"
    wanted = [("", "check", name, handler.checks) for name in definition.checks]
    for step in definition.steps.values():
        wanted += [(step.key, "check", name, handler.checks) for name in step.checks]
        if step.only_if and step.only_if not in BUILT_IN:
            wanted.append((step.key, "condition", step.only_if, handler.conditions))
        if step.outcome:
            wanted.append((step.key, "outcome", step.outcome, handler.outcomes))
        if step.vote and step.vote.electors:
            wanted.append((step.key, "electors", step.vote.electors, handler.electors))
    for key, kind, name, known in wanted:
        if name not in known:
            raise DefinitionError(f"{where}: {key + ': ' if key else ''}unknown {kind} {name!r}")
    for rule in definition.rules():
        if rule not in given_keys():
            raise DefinitionError(f"{where}: rule {rule!r} is not in the rulebook")


def installed() -> list[Handler]:
    """Every handler, by code and version."""
    return [versions[number] for _, versions in sorted(_installed.items()) for number in sorted(versions)]


def handler_of(code: str, version: int | None = None, *, on: date | None = None) -> Handler:
    """The handler of a version; without one the latest, that of the day where a day is given.

    :raises NotFound: no such procedure
    """
    versions = _installed.get(code, {})
    if version is None:
        there = [n for n, one in versions.items() if on is None or one.definition.since <= on]
        version = max(there or versions, default=0)
    if version not in versions:
        raise NotFound("Không có quy trình này. Hãy mở lại từ danh sách hồ sơ.", code="unknown_procedure")
    return versions[version]


def of_case(case: Case) -> Handler:
    """The handler that leads a case: of the version it began under."""
    return handler_of(case.code, case.version)
