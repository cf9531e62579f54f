"""Corrections of events: what was entered wrongly leaves every count, with its reason in the journal."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.actions.people import home_cell, must_have_reason, reference
from chibo.members.derivation.writing import settle
from chibo.members.models import MemberEvent
from chibo.members.rules import capabilities
from chibo.members.vocabulary import Cause, EventState


@transaction.atomic
def annul_event(event: MemberEvent, *, reason: str, by: Viewer, because=None) -> None:
    """Hủy ghi nhận: the event leaves every count (an annulled decision, a wrong entry).

    :raises Refusal: no reason, already annulled, part of a reorganization, or something later stands on it
    """
    by.must(capabilities.WRITE, home_cell(event.person))
    must_have_reason(reason)
    _must_be_changeable(event)
    event.state = EventState.ANNULLED
    event.save(update_fields=["state"])
    settle([event.person_id])
    journal.record(
        "members.event_annulled",
        subject=reference(event.person),
        label=f"Hủy ghi nhận “{event.get_cause_display()}”: đồng chí {event.person.full_name}",
        on=event.on,
        by=by,
        because=because,
        reason=reason,
        before={"event": str(event.uid), "cause": event.cause, "on": event.on},
    )


@transaction.atomic
def correct_event_day(event: MemberEvent, *, on: date, reason: str, by: Viewer) -> None:
    """Sửa sai the day of an event.

    :raises Refusal: no reason, or the history of the person does not allow the new day
    """
    by.must(capabilities.WRITE, home_cell(event.person))
    must_have_reason(reason)
    _must_be_changeable(event)
    before, event.on = event.on, on
    if event.received_on:
        event.received_on = on
    event.save(update_fields=["on", "received_on"])
    settle([event.person_id])
    journal.record(
        "members.event_day_corrected",
        subject=reference(event.person),
        label=f"Sửa ngày “{event.get_cause_display()}”: đồng chí {event.person.full_name}",
        on=on,
        by=by,
        reason=reason,
        before={"event": str(event.uid), "on": before},
        after={"on": on},
    )


def _must_be_changeable(event: MemberEvent) -> None:
    if event.state == EventState.ANNULLED:
        raise Refusal("Ghi nhận này đã được hủy. Không cần làm gì thêm.", code="annulled")
    if event.cause == Cause.REORGANIZATION:
        raise Refusal(
            "Việc này do một quyết định sắp xếp tổ chức tạo ra. Hãy hoàn tác quyết định đó tại trang sắp xếp tổ chức.",
            code="by_reorganization",
        )
