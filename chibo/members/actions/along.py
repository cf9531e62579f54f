"""Along the roll: recognition, transfers with their days, temporary activity."""

from datetime import date

from django.db import transaction

from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members import queries
from chibo.members.actions.events import write_event
from chibo.members.actions.people import reference
from chibo.members.derivation.writing import settle
from chibo.members.models import MemberEvent, Person
from chibo.members.rules import capabilities
from chibo.members.vocabulary import Cause, EventState, TransferKind
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook
from chibo.rulebook.calendar import add_working_days


def recognize(person: Person, *, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Công nhận đảng viên chính thức as of a day (12 months after the ceremony; Điều lệ, điều 5).

    :raises Refusal: not probationary that day
    """
    return write_event(
        person, cause=Cause.RECOGNITION, on=on, by=by, at=queries.last_cell(person), because=because, status="official"
    )


@transaction.atomic
def send_transfer(
    person: Person,
    *,
    to: Unit,
    on: date,
    by: Viewer,
    kind: str = TransferKind.INTERNAL,
    because: Decision | None = None,
) -> MemberEvent:
    """Giới thiệu chuyển sinh hoạt: the person stays on the sender's roll until received.

    :raises Refusal: not on a roll that day, another transfer is under way, already there
    """
    here = queries.cell_on(person, on=on)
    if here is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không có tên trong danh sách đảng viên ngày {show_day(on)}. Hãy xem lại ngày.",
            field="on",
            code="not_member",
        )
    if here.pk == to.pk:
        raise Refusal(
            "Đồng chí đang sinh hoạt tại chính chi bộ này. Hãy chọn chi bộ khác.", field="to", code="same_cell"
        )
    if person.events.filter(state=EventState.PENDING).exists():
        raise Refusal(
            f"Đồng chí {person.full_name} đang có một lần chuyển sinh hoạt chưa tiếp nhận. "
            "Hãy tiếp nhận hoặc trả lại lần đó trước.",
            field="person",
            code="transfer_under_way",
        )
    return write_event(
        person, cause=Cause.TRANSFER, on=on, by=by, at=here, because=because, state=EventState.PENDING, cell=to,
        from_cell=here, transfer_kind=kind, sent_on=on, due_on=due_day(on),
    )  # fmt: skip


def due_day(sent_on: date) -> date | None:
    """The last day to present the letter, by the rule in force when it was sent; None when there is no rule on record."""
    ruling = rulebook.value("transfer.present.working_days", on=sent_on)
    return add_working_days(sent_on, int(ruling.value)) if ruling.is_on_record else None


def present_letter(event: MemberEvent, *, on: date, by: Viewer) -> None:
    """The person has handed in the letter at the new place."""
    _advance(event, by=by, at=event.cell, presented_on=_not_before(event.sent_on, on))


def receive_transfer(event: MemberEvent, *, on: date, by: Viewer, reported_on: date | None = None) -> None:
    """The new place has received the person: from this day on its roll.

    :raises Refusal: nothing under way, before the letter was presented
    """
    _not_before(event.presented_on or event.sent_on, on)
    _advance(
        event, by=by, at=event.cell, received_on=on, on=on, state=EventState.STANDING,
        presented_on=event.presented_on or on, reported_on=reported_on or event.reported_on,
    )  # fmt: skip


def return_transfer(event: MemberEvent, *, reason: str, by: Viewer) -> None:
    """The letter is returned: the person stays where they were.

    :raises Refusal: nothing under way, or no reason
    """
    if not reason.strip():
        raise Refusal("Cần ghi lý do trả lại. Hãy viết ngắn gọn.", field="reason", code="reason")
    _advance(event, by=by, at=event.cell, reason=reason, state=EventState.ANNULLED, note=reason[:500])


@transaction.atomic
def _advance(event: MemberEvent, *, by: Viewer, at: Unit, reason: str = "", **changes: object) -> None:
    by.must(capabilities.WRITE, at)
    if event.state != EventState.PENDING:
        raise Refusal(
            "Lần chuyển sinh hoạt này không còn đang chuyển. Hãy mở lại hồ sơ để xem tình trạng.", code="not_pending"
        )
    before = {name: getattr(event, name) for name in changes}
    for name, value in changes.items():
        setattr(event, name, value)
    event.save()
    settle([event.person_id])
    journal.record(
        "members.transfer_advanced",
        subject=reference(event.person),
        label=f"Chuyển sinh hoạt: đồng chí {event.person.full_name}",
        place=f"unit:{at.uid}",
        on=event.on,
        by=by,
        reason=reason,
        before=before,
        after=changes,
    )


@transaction.atomic
def transfer(
    person: Person,
    *,
    to: Unit,
    on: date,
    by: Viewer,
    kind: str = TransferKind.INTERNAL,
    because: Decision | None = None,
) -> MemberEvent:
    """A transfer whose sending and receipt fall on one day (between cells of one committee)."""
    event = send_transfer(person, to=to, on=on, by=by, kind=kind, because=because)
    receive_transfer(event, on=on, by=by, reported_on=on)
    return event


def start_temporary(
    person: Person,
    *,
    cell: Unit,
    on: date,
    by: Viewer,
    because: Decision | None = None,
    sent_on: date | None = None,
    presented_on: date | None = None,
) -> MemberEvent:
    """Sinh hoạt tạm thời at another cell; the person goes on to count at the official place.

    :param on: the day from which the other cell has the person
    :raises Refusal: handed in before it was sent, received before that, or not on a roll that day
    """
    sent_on = sent_on or on
    presented_on = presented_on or on
    _not_before(sent_on, presented_on)
    _not_before(presented_on, on)
    return write_event(
        person, cause=Cause.TEMPORARY_START, on=on, by=by, at=cell, because=because, cell=cell,
        transfer_kind=TransferKind.TEMPORARY, sent_on=sent_on, due_on=None if sent_on == on else due_day(sent_on),
        presented_on=presented_on, received_on=on,
    )  # fmt: skip


@transaction.atomic
def report_back(event: MemberEvent, *, on: date, by: Viewer) -> None:
    """Phiếu báo: the sender knows that the person was received; or, of a transfer out of reach, has been told so.

    :raises Refusal: not a transfer, not received yet, reported already, or before it happened
    """
    at = event.from_cell or event.cell or queries.last_cell(event.person)
    by.must(capabilities.WRITE, at)
    if event.state != EventState.STANDING or event.sent_on is None:
        raise Refusal(
            "Lần chuyển sinh hoạt này chưa được tiếp nhận. Hãy ghi tiếp nhận trước.", code="not_received", status=409
        )
    if event.reported_on is not None:
        raise Refusal(
            f"Phiếu báo đã ghi ngày {show_day(event.reported_on)}. Không cần ghi lại.", field="on", code="reported"
        )
    event.reported_on = _not_before(event.received_on or event.on, on)
    event.save(update_fields=["reported_on"])
    journal.record(
        "members.transfer_reported",
        subject=reference(event.person),
        label=f"Phiếu báo chuyển sinh hoạt: đồng chí {event.person.full_name}",
        place=f"unit:{at.uid}" if at else "",
        on=on,
        by=by,
        before={"event": str(event.uid), "reported_on": None},
        after={"reported_on": on},
    )


def end_temporary(person: Person, *, on: date, by: Viewer) -> MemberEvent:
    """The temporary activity ends."""
    return write_event(person, cause=Cause.TEMPORARY_END, on=on, by=by, at=queries.last_cell(person))


def _not_before(first: date | None, on: date) -> date:
    if first and on < first:
        raise Refusal(
            f"Ngày {show_day(on)} trước bước liền trước ({show_day(first)}). Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    return on
