"""The face of permissions: every reading takes a viewer. ``chibo.access`` implements it for people."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from chibo.kernel.scope import THEN, Scope, Structure

if TYPE_CHECKING:
    from chibo.org.models import Unit


@dataclass(frozen=True)
class Reason:
    """Why something is allowed, in a Vietnamese sentence the viewer can read."""

    text: str


class Viewer(Protocol):
    """Somebody (or a command) who reads and writes."""

    label: str
    """Who it is, as the journal keeps it."""
    reference: str
    """Stable reference for the journal, e.g. ``account:42`` or ``system:demo``."""

    def may(self, capability: str, unit: "Unit | None" = None) -> Reason | None:
        """The reason why the capability holds at the unit today (anywhere, when no unit is given), or None."""

    def must(self, capability: str, unit: "Unit | None" = None) -> Reason:
        """As :meth:`may`.

        :raises NotEntitled: it does not hold
        """

    def scope(self, unit: "Unit", *, structure: Structure = THEN) -> Scope:
        """The unit and all below it, as a thing figures can be asked for.

        :raises NotEntitled: the unit is not the viewer's
        """


@dataclass(frozen=True)
class System:
    """The viewer of commands and demo loads: may do everything, and signs as itself."""

    label: str
    person_uid: str = ""
    home: "Unit | None" = None

    @property
    def reference(self) -> str:
        return f"system:{self.label}"

    def is_everywhere(self, capability: str) -> bool:
        return True

    def may(self, capability: str, unit: "Unit | None" = None) -> Reason | None:
        return Reason("Lệnh của hệ thống.")

    def must(self, capability: str, unit: "Unit | None" = None) -> Reason:
        return Reason("Lệnh của hệ thống.")

    def scope(self, unit: "Unit", *, structure: Structure = THEN) -> Scope:
        return Scope(unit=unit, structure=structure)


@dataclass(frozen=True)
class Entrusted:
    """Somebody who carries out what a procedure leads to: a step of theirs takes effect in records of another area.

    :param by: who does it, and as whom it is signed
    :param capabilities: what they may do for this beside what is theirs; the procedure has asked for the step's own right
    """

    by: Viewer
    capabilities: frozenset[str]

    def __getattr__(self, name: str) -> object:
        return getattr(self.by, name)

    def may(self, capability: str, unit: "Unit | None" = None) -> Reason | None:
        if capability in self.capabilities:
            return Reason("Bước của quy trình.")
        return self.by.may(capability, unit)

    def must(self, capability: str, unit: "Unit | None" = None) -> Reason:
        return self.may(capability, unit) or self.by.must(capability, unit)
