"""Ways off the roll."""

from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.viewer import Viewer
from chibo.members.actions.events import write_event
from chibo.members.actions.people import home_cell
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import Cause, TransferKind


def _leave(person: Person, cause: Cause, *, on: date, by: Viewer, because: Decision | None, **fields) -> MemberEvent:
    return write_event(person, cause=cause, on=on, by=by, at=home_cell(person), because=because, **fields)


def transfer_out(
    person: Person, *, to_place: str, on: date, by: Viewer, because: Decision | None = None, kind: str = "permanent"
) -> MemberEvent:
    """Chuyển đi to a place out of reach: off the roll on the day of sending.

    :raises Refusal: not on the roll that day
    """
    return _leave(
        person, Cause.TRANSFER_OUT, on=on, by=by, because=because, other_place=to_place, sent_on=on,
        transfer_kind=TransferKind(kind),
    )  # fmt: skip


def strike_off(person: Person, *, ground: str, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Xóa tên from the day of effect (Điều lệ, điều 8); not a form of discipline.

    :param ground: a :class:`~chibo.members.vocabulary.Ground`
    """
    return _leave(person, Cause.STRIKE_OFF, on=on, by=by, because=because, ground=ground)


def expel(person: Person, *, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Khai trừ from the day of effect; the discipline that orders it is kept in its own area."""
    return _leave(person, Cause.EXPULSION, on=on, by=by, because=because)


def leave_on_request(person: Person, *, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Xin ra khỏi Đảng, granted by the competent level (Điều lệ, điều 8)."""
    return _leave(person, Cause.VOLUNTARY_EXIT, on=on, by=by, because=because)


def record_death(person: Person, *, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Từ trần: off the roll on the day of death; no removal.

    :raises Refusal: something was entered for a later day
    """
    return _leave(person, Cause.DEATH, on=on, by=by, because=because)
