"""Who directs and who collects."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from chibo.fees import rules
from chibo.fees.models import FeeAssignment
from chibo.fees.rules import checks
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person, Stay
from chibo.org.models import Unit


@transaction.atomic
def assign(
    unit: Unit, *, approver: Person | None, collector: Person | None, since: date, on: date, by: Viewer
) -> FeeAssignment:
    """Say who directs and who collects from a day on; what was said before ends with it.

    :raises Refusal: one person for both, somebody who is not at the unit, or it was said from a later day already
    """
    by.must(rules.WRITE, unit)
    checks.must_be_two(approver, collector)
    here = set(
        Stay.objects.filter(
            Q(cell=unit) | Q(cell__above__ancestor=unit, cell__above__since__lte=since, cell__above__until__gt=since),
            person__in=[approver, collector], since__lte=since, until__gt=since,
        ).values_list("person_id", flat=True)
    )  # fmt: skip
    for field, person in (("approver", approver), ("collector", collector)):
        if person.pk not in here:
            raise Refusal(
                f"Đồng chí {person.full_name} không sinh hoạt ở đây vào ngày đã chọn. Hãy chọn đồng chí khác.",
                field=field,
                code="not_here",
            )
    line = list(FeeAssignment.objects.select_for_update().filter(unit=unit, until__gt=since).order_by("since"))
    if any(row.since > since for row in line):
        raise Refusal("Đã có phân công từ một ngày sau ngày này. Hãy chọn ngày sau đó.", field="since", code="later")
    before = line[0] if line else None
    if before is not None and before.since == since:
        before.delete()
    elif before is not None:
        before.until = since
        before.save(update_fields=["until"])
    made = FeeAssignment.objects.create(unit=unit, approver=approver, collector=collector, since=since, until=FOREVER)
    journal.record(
        "fees.assigned",
        subject=unit.reference,
        label=f"Phân công thu đảng phí: {approver.full_name} chỉ đạo, duyệt thu; {collector.full_name} thu",
        place=unit.reference,
        on=on,
        by=by,
        after={"approver": str(approver.uid), "collector": str(collector.uid), "since": since},
        subjects=[unit.reference, f"person:{approver.uid}", f"person:{collector.uid}"],
    )
    return made
