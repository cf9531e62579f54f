"""Phiếu báo: the level above is told of a death or a leaving."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import EventState
from chibo.org.models import Unit
from chibo.removal.models import LeavingNotice
from chibo.removal.queries.notices import cell_left
from chibo.removal.rules import capabilities
from chibo.removal.vocabulary import TOLD

LONGEST = 60


@transaction.atomic
def note_sent(event: MemberEvent, *, sent_on: date, on: date, by: Viewer, number: str = "") -> LeavingNotice:
    """Ghi đã gửi phiếu báo; said again, it puts right what was said before.

    :raises Refusal: no way out that counts, led by a case, a day before it or to come, a number too long
    """
    cell = cell_left(event)
    by.must(capabilities.TELL, cell)
    if event.cause not in TOLD or event.state != EventState.STANDING:
        raise Refusal(
            "Việc ra khỏi danh sách này không còn hiệu lực nên không cần phiếu báo. Hãy mở lại hồ sơ đảng viên.",
            code="not_standing",
            status=409,
        )
    held = LeavingNotice.objects.select_for_update().filter(event=event).first()
    if held is not None and held.case:
        raise Refusal("Phiếu báo này do hồ sơ theo quy trình dẫn. Hãy ghi ở hồ sơ ấy.", code="led", status=409)
    number = tidy(number)
    if len(number) > LONGEST:
        raise Refusal("Số phiếu báo quá dài. Hãy ghi trong 60 ký tự.", field="number", code="too_long")
    if not event.on <= sent_on <= on:
        raise Refusal(
            f"Ngày gửi phải từ ngày {show_day(event.on)} đến hôm nay. Hãy xem lại ngày.", field="sent_on", code="order"
        )
    before = {"on": held.sent_on, "number": held.number} if held else None
    row, _ = LeavingNotice.objects.update_or_create(
        event=event,
        defaults={"sent_on": sent_on, "number": number, "is_illustration": event.person.is_illustration},
    )
    journal.record(
        "removal.notice_sent", subject=f"person:{event.person.uid}", place=cell.reference if cell else "",
        label=f"Gửi phiếu báo về đồng chí {event.person.full_name}", on=on, by=by, before=before,
        after={"event": str(event.uid), "on": sent_on, "number": number},
    )  # fmt: skip
    return row


def lead_by_case(event: MemberEvent, case: str) -> None:
    """A case leads to the notice; part of the step that brings the event about. One sent already stays as it is."""
    LeavingNotice.objects.get_or_create(
        event=event, defaults={"case": case, "is_illustration": event.person.is_illustration}
    )


def let_go(case: str) -> None:
    """The case goes on no more: the notice is to be sent by whoever sends those without a case."""
    LeavingNotice.objects.filter(case=case, sent_on=None).delete()


@transaction.atomic
def load_notices(rows: Sequence[LeavingNotice], *, at: Unit, on: date, by: Viewer) -> int:
    """Load notices sent below a unit; one entry of the journal.

    :raises Refusal: no day, or one to come
    """
    by.must(capabilities.TELL, at)
    if any(row.sent_on is None or row.sent_on > on for row in rows):
        raise Refusal("Có phiếu báo chưa có ngày gửi, hoặc ngày chưa đến. Hãy sửa dữ liệu nạp.", code="order")
    LeavingNotice.objects.bulk_create(rows, batch_size=1_000)
    journal.record(
        "removal.notices_loaded", subject=at.reference, label=f"Nạp {len(rows)} phiếu báo", place=at.reference, on=on, by=by,
        count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)
