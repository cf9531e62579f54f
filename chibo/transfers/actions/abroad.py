"""What is known of somebody transferred abroad, and that they came back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import ENTRIES, Cause, EventState, TransferKind
from chibo.org.models import Unit
from chibo.transfers.models import TransferAbroad
from chibo.transfers.rules import capabilities
from chibo.transfers.vocabulary import Purpose


@transaction.atomic
def note_abroad(
    event: MemberEvent,
    *,
    country: str,
    purpose: str,
    on: date,
    by: Viewer,
    expected_on: date | None = None,
) -> TransferAbroad:
    """Where a transfer abroad led, for what and until when; said again, it is corrected.

    :raises Refusal: the event is no transfer abroad, no country, a day that is not possible
    """
    by.must(capabilities.OFFICE, members.last_cell(event.person))
    if event.cause != Cause.TRANSFER_OUT or event.transfer_kind != TransferKind.ABROAD:
        raise Refusal("Việc này không phải chuyển sinh hoạt ra ngoài nước. Hãy chọn việc khác.", code="not_abroad")
    country = tidy(country)
    if not country or len(country) > 80:
        raise Refusal("Cần ghi nước đến. Hãy ghi tên nước, nhiều nhất 80 ký tự.", field="country", code="country")
    if purpose not in Purpose.values:
        raise Refusal("Chưa chọn mục đích. Hãy chọn một mục đích trong danh sách.", field="purpose", code="purpose")
    if expected_on is not None and expected_on <= event.on:
        raise Refusal(
            f"Ngày dự kiến về phải sau ngày chuyển đi {show_day(event.on)}. Hãy xem lại ngày.",
            field="expected_on",
            code="order",
        )
    facts = {"country": country, "purpose": purpose, "expected_on": expected_on}
    row, _ = TransferAbroad.objects.update_or_create(
        event=event, defaults=facts | {"is_illustration": event.person.is_illustration}
    )
    _tell("transfers.abroad", event, f"Ra ngoài nước: đồng chí {event.person.full_name}", on=on, by=by, after=facts)
    return row


@transaction.atomic
def note_return(row: TransferAbroad, *, returned_on: date, on: date, by: Viewer) -> None:
    """The person is back; where they were received here again, that entry is remembered with it.

    :raises Refusal: back already, or before having left
    """
    event = row.event
    by.must(capabilities.OFFICE, members.last_cell(event.person))
    row = TransferAbroad.objects.select_for_update(of=("self",)).select_related("event__person").get(pk=row.pk)
    if row.returned_on < FOREVER:
        raise Refusal(f"Đã ghi về nước ngày {show_day(row.returned_on)}. Không cần ghi lại.", code="back")
    if returned_on <= event.on:
        raise Refusal(
            f"Ngày về nước phải sau ngày chuyển đi {show_day(event.on)}. Hãy xem lại ngày.",
            field="returned_on",
            code="order",
        )
    entries = event.person.events.filter(cause__in=ENTRIES, state=EventState.STANDING, on__gt=event.on)
    row.returned_on, row.return_event = returned_on, entries.filter(back_from_abroad=None).order_by("on", "id").first()
    row.save(update_fields=["returned_on", "return_event"])
    label = f"Đã về nước: đồng chí {event.person.full_name}"
    _tell("transfers.back_from_abroad", event, label, on=on, by=by, after={"returned_on": returned_on})


@transaction.atomic
def load_abroad(rows: Sequence[TransferAbroad], *, at: Unit, on: date, by: Viewer) -> int:
    """Load what is known of transfers abroad, as unsaved rows; one entry of the journal.

    :raises Refusal: a return, real or expected, that does not lie after the transfer; nothing is kept then
    """
    by.must(capabilities.OFFICE, at)
    for row in rows:
        for day in (row.expected_on, row.returned_on):
            if day is not None and day <= row.event.on:
                raise Refusal(
                    f"Ngày về {show_day(day)} phải sau ngày chuyển đi {show_day(row.event.on)}. Hãy xem lại ngày.",
                    field="expected_on",
                    code="order",
                )
    TransferAbroad.objects.bulk_create(rows, batch_size=500)
    journal.record(
        "transfers.abroad_loaded", subject=at.reference, label=f"Nạp thông tin {len(rows)} lần chuyển ra ngoài nước",
        place=at.reference, on=on, by=by, count=len(rows), after={"rows": len(rows)},
    )  # fmt: skip
    return len(rows)


def _tell(what: str, event: MemberEvent, label: str, *, on: date, by: Viewer, **more: object) -> None:
    cell = members.last_cell(event.person)
    journal.record(
        what,
        subject=f"person:{event.person.uid}",
        label=label,
        place=cell.reference if cell else "",
        on=on,
        by=by,
        **more,
    )
