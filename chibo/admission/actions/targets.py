"""Targets of a year: assigned to many units at once, adjusted with a reason; the versions are kept."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from chibo.admission import rules
from chibo.admission.models import AdmissionTarget
from chibo.admission.rules import targets as checks
from chibo.decisions.models import Decision
from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit


@transaction.atomic
def assign_targets(
    *,
    numbers: Mapping[Unit, int],
    year: int,
    on: date,
    by: Viewer,
    at: Unit,
    reason: str = "",
    because: Decision | None = None,
    is_illustration: bool = False,
) -> int:
    """Giao, điều chỉnh chỉ tiêu: units with a target already get a new version, which needs a reason.

    :param at: the committee that assigns; the units stand at or below it on the day
    :returns: how many targets were assigned or changed; equal ones are passed over
    :raises Refusal: a unit elsewhere or ended, a year or number that cannot be, an adjustment without a reason
    """
    by.must(rules.TARGET, at)
    ids = {unit.pk for unit in numbers}
    standing = {one.unit_id: one for one in AdmissionTarget.objects.filter(unit__in=ids, year=year, until=FOREVER)}
    last = dict(
        AdmissionTarget.objects.filter(unit__in=ids, year=year).order_by("version").values_list("unit_id", "version")
    )
    below = set(org.closure_below(at.pk, on=on).filter(descendant__in=ids).values_list("descendant_id", flat=True))
    made = []
    for unit, number in numbers.items():
        checks.check(year=year, number=number, on=on)
        if unit.pk not in below:
            raise Refusal(
                f"Ngày {show_day(on)}, {org.name_of(unit, on=on)} không trực thuộc {org.name_of(at, on=on)}. Hãy xem lại "
                "tổ chức hoặc ngày giao.",
                field="unit",
                code="elsewhere",
            )
        before = standing.get(unit.pk)
        if before is not None and before.number == number and len(numbers) > 1:
            continue
        told = reason.strip()[:500]
        if before is not None:
            told = checks.check_change(before=before.number, number=number, since=before.since, on=on, reason=reason)
            AdmissionTarget.objects.filter(pk=before.pk).update(until=on)
        made.append(
            AdmissionTarget(
                unit=unit, year=year, version=last.get(unit.pk, 0) + 1, number=number, since=on, reason=told,
                decision=because, is_illustration=is_illustration,
            )
        )  # fmt: skip
    AdmissionTarget.objects.bulk_create(made)
    if made:
        _tell(made, standing, year=year, on=on, by=by, at=at, reason=reason, because=because)
    return len(made)


@transaction.atomic
def withdraw_target(target: AdmissionTarget, *, on: date, reason: str, by: Viewer) -> None:
    """Bỏ chỉ tiêu giao nhầm: the unit counts as not given one; the versions stay.

    :raises Refusal: not the version that stands, or no reason
    """
    by.must(rules.TARGET, target.unit)
    if target.until < FOREVER:
        raise Refusal("Chỉ tiêu này đã được thay. Hãy mở lại bảng chỉ tiêu.", code="replaced", status=409)
    if not reason.strip():
        raise Refusal("Hãy ghi lý do bỏ chỉ tiêu.", field="reason", code="reason")
    target.until = max(on, target.since)
    target.save(update_fields=["until"])
    journal.record(
        "admission.target_withdrawn",
        subject=target.unit.reference,
        label=f"Bỏ chỉ tiêu kết nạp năm {target.year}",
        place=target.unit.reference,
        on=on,
        by=by,
        reason=reason,
        before={"year": target.year, "number": target.number},
    )


def _tell(
    made: list[AdmissionTarget],
    standing: Mapping[int, AdmissionTarget],
    *,
    year: int,
    on: date,
    by: Viewer,
    at: Unit,
    reason: str,
    because: Decision | None,
) -> None:
    journal.record(
        "admission.targets_assigned",
        subject=at.reference,
        label=f"Giao chỉ tiêu kết nạp năm {year} cho {len(made)} tổ chức",
        place=at.reference,
        on=on,
        by=by,
        because=because,
        reason=reason,
        before={one.unit.ref: standing[one.unit_id].number for one in made if one.unit_id in standing},
        after={one.unit.ref: one.number for one in made},
        count=len(made),
        subjects=[at.reference, *(one.unit.reference for one in made)],
    )
