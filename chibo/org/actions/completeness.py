"""Saying how far the records are complete."""

from datetime import date

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.org import queries, rules
from chibo.org.models import Coverage, Unit


@transaction.atomic
def cover(*, unit: Unit, area: str, since: date, by: Viewer, until: date = FOREVER, note: str = "") -> Coverage:
    """Say that the records of the unit and all below it are complete in an area, from a day up to before another.

    :raises Refusal: an end before the beginning
    """
    return _say(unit, area, since, until, note, by, is_gap=False)


@transaction.atomic
def mark_gap(*, unit: Unit, area: str, since: date, by: Viewer, until: date = FOREVER, note: str = "") -> Coverage:
    """Say that records are missing there, whatever a unit above says; figures that meet it say "chưa đủ dữ liệu".

    :raises Refusal: an end before the beginning
    """
    return _say(unit, area, since, until, note, by, is_gap=True)


@transaction.atomic
def withdraw_coverage(*, coverage: Coverage, reason: str, by: Viewer) -> None:
    """Take back what was said about completeness.

    :raises Refusal: no reason
    """
    by.must(rules.WRITE, coverage.unit)
    if not reason.strip():
        raise Refusal("Việc rút lại phải có lý do. Hãy ghi lý do.", field="reason", code="no_reason")
    _record(coverage, "org.coverage_withdrawn", "Rút lại", by, reason)
    coverage.delete()


def _say(unit: Unit, area: str, since: date, until: date, note: str, by: Viewer, *, is_gap: bool) -> Coverage:
    by.must(rules.WRITE, unit)
    if until <= since:
        raise Refusal(
            f"Ngày cuối phải sau ngày đầu {show_day(since)}. Hãy xem lại hai ngày.", field="until", code="order"
        )
    coverage = Coverage.objects.create(
        unit=unit, area=area, is_gap=is_gap, since=since, until=until, note=tidy(note)[:300]
    )
    _record(coverage, "org.coverage_said", "Thiếu số liệu" if is_gap else "Đủ số liệu", by)
    return coverage


def _record(coverage: Coverage, what: str, word: str, by: Viewer, reason: str = "") -> None:
    area = queries.AREA_NAMES.get(coverage.area, coverage.area)
    journal.record(
        what,
        subject=coverage.unit.reference,
        label=f"{word} {area} từ {show_day(coverage.since)}",
        place=coverage.unit.reference,
        on=coverage.since,
        by=by,
        reason=reason,
        after={"area": coverage.area, "since": coverage.since, "until": coverage.until, "gap": coverage.is_gap},
    )
