"""After a reorganization: the members it moved are received at their new cells, person by person or many at once."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import Cause, EventState
from chibo.org.models import OrgEvent, Unit
from chibo.transfers.models import Reception
from chibo.transfers.rules import capabilities


@transaction.atomic
def receive_moved(
    event: OrgEvent,
    *,
    moves: Sequence[MemberEvent],
    received_on: date,
    on: date,
    by: Viewer,
    has_dossier: bool = True,
    note: str = "",
) -> int:
    """The new cells have received these people. They are on the new roll since the day of the reorganization; this says
    that each was met, and the dossier with them.

    :returns: how many were received
    :raises Refusal: somebody was not moved by this reorganization or is received already, or before it
    """
    if not moves:
        raise Refusal("Chưa chọn đảng viên nào. Hãy đánh dấu người đã tiếp nhận.", field="moves", code="nobody")
    if received_on < event.on:
        raise Refusal(
            f"Ngày tiếp nhận trước ngày sắp xếp {show_day(event.on)}. Hãy xem lại ngày.",
            field="received_on",
            code="order",
        )
    if received_on > on:
        raise Refusal(
            f"Ngày {show_day(received_on)} chưa đến. Hãy ghi ngày đã tiếp nhận thật.",
            field="received_on",
            code="not_yet",
        )
    for cell in Unit.objects.filter(pk__in={move.cell_id for move in moves}):
        by.must(capabilities.KEEP, cell)
    keys = [move.pk for move in moves]
    held = MemberEvent.objects.filter(
        pk__in=keys, org_event=event, cause=Cause.REORGANIZATION, state=EventState.STANDING
    )
    open_ones = set(held.filter(reception=None).values_list("pk", flat=True))
    if missing := [move for move in moves if move.pk not in open_ones]:
        raise Refusal(
            f"Đồng chí {missing[0].person.full_name} đã được tiếp nhận, hoặc không chuyển theo lần sắp xếp này. "
            "Hãy mở lại danh sách.",
            code="received",
            status=409,
        )
    Reception.objects.bulk_create(
        [Reception(event=move, received_on=received_on, has_dossier=has_dossier, note=note[:500]) for move in moves],
        batch_size=500,
    )
    journal.record(
        "transfers.moved_received",
        subject=event.reference,
        label=f"Tiếp nhận {len(keys)} đảng viên chuyển theo sắp xếp tổ chức",
        on=on,
        by=by,
        because=event.decision,
        count=len(keys),
        after={"received_on": received_on, "people": len(keys)},
        subjects=[event.reference, *(f"person:{move.person.uid}" for move in moves)],
    )
    return len(keys)
