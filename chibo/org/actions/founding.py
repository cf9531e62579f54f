"""The opening state, and thành lập."""

from collections.abc import Sequence
from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Plan, UnitSpec
from chibo.org.models import Unit
from chibo.org.vocabulary import EventKind


def open_units(
    *,
    rows: Sequence[UnitSpec],
    on: date,
    by: Viewer,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> dict[str, Unit]:
    """Put a tree on record as it stands on a day, in one event that no figure counts as thành lập.

    :param rows: in any order; a superior is another row or a unit on record
    :returns: the units by short reference
    :raises Refusal: nothing to open, a short reference taken, a kind under a kind where it cannot stand
    """
    plan = plan_founding(units=rows, on=on, kind=EventKind.OPENING, illustration=illustration, note=note)
    return carry_out(plan=plan, by=by, because=because).founded


def establish(
    *,
    units: Sequence[UnitSpec],
    on: date,
    by: Viewer,
    because: Decision | None = None,
    illustration: bool = False,
    note: str = "",
) -> Outcome:
    """Found units (thành lập), one or many in one event.

    :raises Refusal: a short reference taken, a superior that is not there, a kind that cannot stand under it
    """
    plan = plan_founding(units=units, on=on, illustration=illustration, note=note)
    return carry_out(plan=plan, by=by, because=because)


def plan_founding(
    *,
    units: Sequence[UnitSpec],
    on: date,
    kind: EventKind = EventKind.ESTABLISH,
    illustration: bool = False,
    note: str = "",
) -> Plan:
    """The plan of :func:`establish`."""
    if not units:
        raise Refusal("Chưa có tổ chức nào để lập. Hãy nhập ít nhất một tổ chức.", field="name")
    return Plan(kind=kind, on=on, found=tuple(units), illustration=illustration, note=note)
