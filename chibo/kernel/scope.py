"""What a figure is asked over: a unit with all below it, in the structure of a day. Only a viewer makes one."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chibo.org.models import Unit


@dataclass(frozen=True)
class Structure:
    """Khi đó (``day is None``: the tree of the day asked) or the tree of one given day for everything."""

    day: date | None = None

    @property
    def is_then(self) -> bool:
        """Whether each fact is laid on the tree of its own day."""
        return self.day is None


THEN = Structure()


@dataclass(frozen=True)
class Scope:
    """A unit and everything below it.

    :param unit: the unit asked about
    :param structure: in which tree
    """

    unit: "Unit"
    structure: Structure = THEN
    found: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What has been found out about the tree for this scope already: one page asks for many lists."""
