"""Ways onto the roll."""

from datetime import date

from chibo.decisions.models import Decision
from chibo.kernel.days import Precision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.events import write_event
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import REMOVALS, Cause, EventState, Status, TransferKind
from chibo.org.models import Unit


def open_state(
    person: Person,
    *,
    cell: Unit,
    on: date,
    by: Viewer,
    status: str = Status.OFFICIAL,
    party_since: date | None = None,
    official_since: date | None = None,
    precision: str = Precision.DAY,
    because: Decision | None = None,
) -> MemberEvent:
    """Put a person on the roll as it stood when the unit began to keep its records here.

    :param official_since: of an official member, as far as it is known
    :raises Refusal: already a member somewhere, the cell did not stand that day, official before the Party or after the day
    """
    if official_since and (official_since > on or (party_since and official_since < party_since)):
        raise Refusal(
            "Ngày chính thức phải ở giữa ngày vào Đảng và ngày ghi hiện trạng. Hãy xem lại các ngày.",
            field="official_since",
            code="order",
        )
    if official_since and status == Status.PROBATIONARY:
        raise Refusal(
            "Đảng viên dự bị chưa có ngày chính thức. Hãy xóa ngày này, hoặc chọn tư cách chính thức.",
            field="official_since",
            code="probationary",
        )
    return write_event(
        person, cause=Cause.OPENING, on=on, by=by, at=cell, because=because, cell=cell, status=status,
        party_since=party_since, official_since=official_since, on_precision=precision,
    )  # fmt: skip


def admit_member(
    person: Person, *, cell: Unit, on: date, by: Viewer, because: Decision | None = None, decided_on: date | None = None
) -> MemberEvent:
    """Kết nạp: on the roll, probationary, from the day of the ceremony.

    :param on: day of the ceremony (Điều lệ, điều 5)
    :param decided_on: day of the decision, from which party age counts
    :raises Refusal: was a member before (it is kết nạp lại), the decision is later than the ceremony
    """
    decided_on = decided_on or (because.issued_on if because else None)
    _decision_first(decided_on, on)
    return write_event(
        person, cause=Cause.ADMISSION, on=on, by=by, at=cell, because=because, cell=cell, decided_on=decided_on,
        status=Status.PROBATIONARY,
    )  # fmt: skip


def readmit_member(
    person: Person, *, cell: Unit, on: date, by: Viewer, because: Decision | None = None, decided_on: date | None = None
) -> MemberEvent:
    """Kết nạp lại one who was a member before; probation begins again.

    :raises Refusal: never a member, still a member
    """
    decided_on = decided_on or (because.issued_on if because else None)
    _decision_first(decided_on, on)
    return write_event(
        person, cause=Cause.READMISSION, on=on, by=by, at=cell, because=because, cell=cell, decided_on=decided_on,
        status=Status.PROBATIONARY,
    )  # fmt: skip


def restore_member(person: Person, *, cell: Unit, on: date, by: Viewer, because: Decision | None = None) -> MemberEvent:
    """Phục hồi one who was taken out of the Party: a new entry, and the removal leaves the count of removals.

    :raises Refusal: nothing to restore
    """
    removal = (
        person.events.filter(cause__in=REMOVALS, state=EventState.STANDING, on__lte=on).order_by("-on", "-id").first()
    )
    if removal is None:
        raise Refusal(
            f"Đồng chí {person.full_name} chưa từng bị đưa ra khỏi Đảng. Hãy chọn hình thức khác.",
            field="cause",
            code="nothing_to_restore",
        )
    return write_event(
        person, cause=Cause.RESTORATION, on=on, by=by, at=cell, because=because, cell=cell, reverses=removal
    )


def receive_from_outside(
    person: Person,
    *,
    cell: Unit,
    on: date,
    by: Viewer,
    from_place: str,
    status: str = Status.OFFICIAL,
    party_since: date | None = None,
    sent_on: date | None = None,
    because: Decision | None = None,
) -> MemberEvent:
    """Chuyển đến from a place that Chibo does not keep.

    :raises Refusal: already on a roll here
    """
    return write_event(
        person, cause=Cause.TRANSFER_IN, on=on, by=by, at=cell, because=because, cell=cell, status=status,
        party_since=party_since, other_place=from_place, sent_on=sent_on, received_on=on,
        transfer_kind=TransferKind.PERMANENT,
    )  # fmt: skip


def _decision_first(decided_on: date | None, on: date) -> None:
    if decided_on and decided_on > on:
        raise Refusal(
            "Quyết định kết nạp có ngày sau lễ kết nạp. Hãy xem lại hai ngày này.", field="decided_on", code="order"
        )
