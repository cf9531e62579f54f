"""Files on their way: handed over, received, sent back."""

from datetime import date

from django.db import transaction

from chibo.dossiers.actions.telling import cell_of, reference, tell
from chibo.dossiers.models import Handover, Loan
from chibo.dossiers.queries.whereabouts import holder_of, units_at
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.rules.keeping import may_say, must_follow, must_have_come, must_have_reason, must_say
from chibo.dossiers.vocabulary import Errand, Keeper, Travel
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Person
from chibo.members.vocabulary import Cause, EventState
from chibo.org import queries as org
from chibo.org.models import Unit

TRAVELS = (Cause.TRANSFER, Cause.TRANSFER_IN, Cause.TRANSFER_OUT)


@transaction.atomic
def hand_over(
    person: Person,
    *,
    on: date,
    by: Viewer,
    to: Unit | None = None,
    to_place: str = "",
    errand: str = Errand.TRANSFER,
    letter: str = "",
    is_sealed: bool = True,
    carried: str = "",
    note: str = "",
) -> Handover:
    """Giao hồ sơ: to another unit, or to a place outside Chibo. It is the sender's until received.

    :raises Refusal: nowhere to, a day to come, on its way already, lent out, or already there
    """
    cell = cell_of(person, by=by)
    must_have_come(on, today=clock.today(), what="giao hồ sơ")
    if errand not in Errand.values:
        raise Refusal("Chưa chọn lý do giao hồ sơ. Hãy chọn một lý do.", field="errand", code="errand")
    if (to is None) == (not to_place.strip()):
        raise Refusal("Hãy chọn tổ chức nhận hồ sơ, hoặc ghi nơi nhận ngoài hệ thống.", field="to", code="to")
    _must_be_free(person)
    holder = holder_of(person, on=on)
    if to is not None:
        org.placement_of(to, on=on)
        if holder is not None and holder.pk == to.pk:
            raise Refusal("Hồ sơ đang ở chính nơi này. Hãy chọn nơi nhận khác.", field="to", code="already_there")
    moved = Handover.objects.create(
        person=person, errand=errand, event=_event_of(person) if errand == Errand.TRANSFER else None,
        from_unit=holder or cell, to_unit=to, to_place=may_say(to_place, field="to_place", longest=200), handed_on=on,
        letter=may_say(letter, field="letter", longest=60), is_sealed=is_sealed,
        carried=may_say(carried, field="carried", longest=1000), note=may_say(note, field="note", longest=500),
    )  # fmt: skip
    if to is None:
        moved.state, moved.received_on = Travel.RECEIVED, on
        moved.save(update_fields=["state", "received_on"])
    tell(
        "handed_over",
        person,
        cell,
        label=f"Giao hồ sơ đồng chí {person.full_name}",
        on=on,
        by=by,
        after={"handover": str(moved.uid), "to": to.ref if to else moved.to_place, "letter": moved.letter},
    )
    return moved


@transaction.atomic
def receive(moved: Handover, *, on: date, by: Viewer, note: str = "") -> None:
    """Nhận hồ sơ: from the day on it is the receiver's.

    :raises Refusal: not on its way, a day to come or before it was handed over
    """
    _must_be_under_way(moved)
    _must_receive(moved, by)
    must_have_come(on, today=clock.today(), what="nhận hồ sơ")
    must_follow(on, moved.handed_on, what="nhận", before="giao")
    moved.state, moved.received_on = Travel.RECEIVED, on
    moved.note = may_say(f"{moved.note} {note}", field="note", longest=500)
    moved.save(update_fields=["state", "received_on", "note"])
    _tell("received", moved, f"Nhận hồ sơ đồng chí {moved.person.full_name}", on=on, by=by)


@transaction.atomic
def receive_from(
    person: Person, *, on: date, by: Viewer, place: str, letter: str = "", is_sealed: bool = True, carried: str = ""
) -> Handover:
    """Nhận hồ sơ that nobody handed over here: it came from outside, or the sender did not record it.

    :raises Refusal: no place, a day to come, on its way already
    """
    cell = cell_of(person, by=by)
    must_have_come(on, today=clock.today(), what="nhận hồ sơ")
    _must_be_free(person)
    base = units_at([cell.pk], on=on).get(cell.pk, {}).get(Keeper.BASE.value)
    moved = Handover.objects.create(
        person=person, errand=Errand.TRANSFER, state=Travel.RECEIVED, event=_event_of(person, arrived=True),
        from_place=must_say(place, field="place", what="nơi giao hồ sơ", longest=200),
        to_unit=base.unit if base else cell, handed_on=on,
        received_on=on, letter=may_say(letter, field="letter", longest=60), is_sealed=is_sealed,
        carried=may_say(carried, field="carried", longest=1000),
    )  # fmt: skip
    _tell("received", moved, f"Nhận hồ sơ đồng chí {person.full_name} từ {moved.from_place}", on=on, by=by)
    return moved


@transaction.atomic
def return_handover(moved: Handover, *, on: date, reason: str, by: Viewer) -> None:
    """Trả lại nơi giao: not received, it stays the sender's.

    :raises Refusal: not on its way, no reason
    """
    _must_be_under_way(moved)
    _must_receive(moved, by)
    reason = must_have_reason(reason)
    must_have_come(on, today=clock.today(), what="trả lại")
    must_follow(on, moved.handed_on, what="trả lại", before="giao")
    moved.state, moved.received_on = Travel.RETURNED, on
    moved.save(update_fields=["state", "received_on"])
    _tell("returned", moved, f"Trả lại hồ sơ đồng chí {moved.person.full_name}", on=on, by=by, reason=reason)


def _must_receive(moved: Handover, by: Viewer) -> None:
    """:raises NotEntitled: neither the receiver's nor the present cell's keeper"""
    if moved.to_unit is not None and by.may(WRITE, moved.to_unit):
        return
    try:
        cell_of(moved.person, by=by)
    except NotEntitled:
        raise NotEntitled(
            "Chỉ nơi nhận mới xác nhận đã nhận hồ sơ. Hãy chờ nơi nhận xác nhận.", code="not_receiver"
        ) from None


def _must_be_under_way(moved: Handover) -> None:
    if moved.state != Travel.UNDER_WAY:
        raise Refusal(
            f"Hồ sơ này đã được nhận hoặc trả lại ngày {show_day(moved.received_on)}. Hãy tải lại trang.",
            code="not_under_way",
            status=409,
        )


def _must_be_free(person: Person) -> None:
    moving = Handover.objects.filter(person=person, state=Travel.UNDER_WAY).first()
    if moving is not None:
        raise Refusal(
            f"Hồ sơ này đang chuyển từ ngày {show_day(moving.handed_on)}, chưa nhận. Hãy xác nhận nhận hoặc trả lại trước.",
            code="under_way",
            status=409,
        )
    loan = Loan.objects.filter(person=person, returned_on=FOREVER).first()
    if loan is not None:
        raise Refusal(
            f"Hồ sơ đang cho {loan.borrower} mượn từ ngày {show_day(loan.lent_on)}. Hãy ghi trả hồ sơ trước khi giao.",
            code="lent",
            status=409,
        )


def _event_of(person: Person, *, arrived: bool = False) -> MemberEvent | None:
    """The transfer that the file follows: the one under way, else the latest."""
    events = MemberEvent.objects.filter(person=person, cause__in=TRAVELS).exclude(state=EventState.ANNULLED)
    if not arrived and (pending := events.filter(state=EventState.PENDING).first()) is not None:
        return pending
    return events.filter(state=EventState.STANDING).order_by("-on", "-pk").first()


def _tell(what: str, moved: Handover, label: str, *, on: date, by: Viewer, **more: object) -> None:
    place = moved.to_unit.reference if moved.to_unit else ""
    journal.record(
        f"dossiers.{what}", subject=reference(moved.person), label=label, place=place, on=on, by=by,
        after={"handover": str(moved.uid), "state": moved.state}, **more,
    )  # fmt: skip
