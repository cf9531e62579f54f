"""Xác nhận là đúng: somebody looked, and what the rule found is right as it stands."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.quality.models import Waiver
from chibo.quality.rules import WRITE, Rule


@transaction.atomic
def waive(
    *,
    rule: Rule,
    at: Unit | None,
    reason: str,
    on: date,
    by: Viewer,
    person: Person | None = None,
    alike: Person | None = None,
    unit: Unit | None = None,
) -> Waiver:
    """Xác nhận: the finding about a person, about two people who are alike, or about a unit is no fault.

    :param at: the unit whose desk it is: the cell of the person, or the unit itself
    :raises Refusal: the rule is never right as it stands, or no reason
    """
    by.must(WRITE, at)
    if not rule.may_be_waived:
        raise Refusal(
            "Lỗi này phải sửa trong hồ sơ, không xác nhận là đúng được. Hãy mở hồ sơ để sửa.", code="no_waiver"
        )
    if not reason.strip():
        raise Refusal("Cần ghi căn cứ. Hãy viết ngắn gọn đã đối chiếu với giấy tờ nào.", field="reason", code="reason")
    kept = {"rule": rule.code, "reason": reason, "made_on": on, "made_by": by.label[:200]}
    waiver = Waiver.objects.create(person=person, alike=alike, unit=unit, **kept)
    if alike is not None:
        Waiver.objects.create(person=alike, alike=person, **kept)
    _tell("quality.waived", f"Xác nhận là đúng: {rule.title}", waiver, at, on, by, reason)
    return waiver


@transaction.atomic
def take_back(waiver: Waiver, *, at: Unit | None, reason: str, on: date, by: Viewer) -> None:
    """Bỏ xác nhận: the finding counts again.

    :raises Refusal: no reason
    """
    by.must(WRITE, at)
    if not reason.strip():
        raise Refusal("Cần ghi lý do bỏ xác nhận. Hãy viết ngắn gọn.", field="reason", code="reason")
    _tell("quality.waiver_taken_back", "Bỏ xác nhận là đúng", waiver, at, on, by, reason)
    mirrored = Q(rule=waiver.rule, person=waiver.alike_id, alike=waiver.person_id) if waiver.alike_id else Q(pk__in=[])
    Waiver.objects.filter(Q(pk=waiver.pk) | mirrored).delete()


def _tell(what: str, label: str, waiver: Waiver, at: Unit | None, on: date, by: Viewer, reason: str) -> None:
    people = [f"person:{p.uid}" for p in (waiver.person, waiver.alike) if p is not None]
    journal.record(
        what, subject=people[0] if people else waiver.unit.reference, label=label, place=at.reference if at else "",
        on=on, by=by, reason=reason, after={"rule": waiver.rule}, subjects=people,
    )  # fmt: skip
