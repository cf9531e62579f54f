"""Reports on the situation of members: asked for, sent with the balance; lists held against each other."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from chibo.dossiers.models import MemberSituationReport, Reconciliation
from chibo.dossiers.queries.reports import balance_of
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.rules.keeping import may_say, must_follow, must_have_come
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, Period, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Unit


@transaction.atomic
def open_reports(*, at: Unit, units: Sequence[Unit], period: Period, due_on: date, on: date, by: Viewer) -> int:
    """Giao kỳ báo cáo: each of the units owes a report for the period by the day. Units that owe it already are left.

    :param at: the unit that asks for the reports; the others stand at or below it
    :returns: how many reports are owed more
    :raises Refusal: no unit, due before the period ends, a unit that does not stand below
    """
    by.must(WRITE, at)
    if not units:
        raise Refusal(
            "Không có tổ chức nào phải báo cáo. Hãy chọn đơn vị có tổ chức cơ sở đảng.", field="unit", code="none"
        )
    if due_on <= period.last:
        raise Refusal("Hạn gửi phải sau ngày hết kỳ. Hãy chọn ngày muộn hơn.", field="due_on", code="due")
    for unit in units:
        if org.is_within(unit.pk, [at.pk], on=min(period.last, on)) is None:
            raise Refusal(
                f"{org.name_of(unit, on=on)} không trực thuộc nơi giao báo cáo. Hãy bỏ khỏi danh sách.", field="unit"
            )
    owed = MemberSituationReport.objects.filter(unit__in=units, first=period.first, last=period.last)
    there = set(owed.values_list("unit_id", flat=True))
    fresh = [
        MemberSituationReport(unit=unit, first=period.first, last=period.last, due_on=due_on)
        for unit in units
        if unit.pk not in there
    ]
    MemberSituationReport.objects.bulk_create(fresh)
    if fresh:
        journal.record(
            "dossiers.reports_opened",
            subject=at.reference,
            label=f"Giao {len(fresh)} tổ chức báo cáo tình hình đảng viên từ {show_day(period.first)} đến {show_day(period.last)}",
            place=at.reference,
            on=on,
            by=by,
            count=len(fresh),
            after={"first": period.first, "last": period.last, "due_on": due_on},
            subjects=[at.reference, *(one.unit.reference for one in fresh)],
        )
    return len(fresh)


@transaction.atomic
def submit_report(report: MemberSituationReport, *, on: date, by: Viewer, note: str = "") -> None:
    """Gửi báo cáo, with the balance of the period as the records have it today.

    :raises Refusal: sent already, before the period has ended, a day to come
    """
    by.must(WRITE, report.unit)
    if report.submitted_on < FOREVER:
        raise Refusal(
            f"Báo cáo này đã gửi ngày {show_day(report.submitted_on)}. Hãy mở báo cáo để xem.", code="sent", status=409
        )
    must_have_come(on, today=clock.today(), what="gửi báo cáo")
    if on <= report.last:
        raise Refusal("Kỳ báo cáo chưa hết. Hãy gửi sau ngày cuối kỳ.", field="on", code="too_early")
    report.submitted_on, report.sender = on, by.label[:200]
    report.note = may_say(note, field="note", longest=2000)
    report.balance = balance_of(report, by=by)
    report.save()
    journal.record(
        "dossiers.report_submitted",
        subject=report.reference,
        label=f"Gửi báo cáo tình hình đảng viên từ {show_day(report.first)} đến {show_day(report.last)}",
        place=report.unit.reference,
        on=on,
        by=by,
        after={"due_on": report.due_on, "balance": report.balance},
        subjects=[report.reference, report.unit.reference],
    )


@transaction.atomic
def reconcile(*, unit: Unit, on: date, listed: int, files: int, by: Viewer, differences: str = "") -> Reconciliation:
    """Ghi đối chiếu danh sách with the level above: members on its list, files on the shelf, what differs and why.

    :raises Refusal: a day to come, done that day already, numbers that differ without a word
    """
    by.must(WRITE, unit)
    must_have_come(on, today=clock.today(), what="đối chiếu")
    must_follow(on, unit.founded_on, what="đối chiếu", before="thành lập tổ chức")
    if Reconciliation.objects.filter(unit=unit, on=on).exists():
        raise Refusal("Đã ghi đối chiếu của ngày này. Hãy chọn ngày khác.", field="on", code="done", status=409)
    if min(listed, files) < 0:
        raise Refusal("Số đảng viên và số hồ sơ không thể âm. Hãy nhập lại.", field="listed", code="negative")
    here = balance_of(MemberSituationReport(unit=unit, first=on, last=on), by=by)["closing"]
    said = may_say(differences, field="differences", longest=2000)
    if not said and {listed, files} != {here}:
        raise Refusal(
            f"Danh sách trong hệ thống có {here} đảng viên, khác số vừa nhập. Hãy ghi chênh lệch ở đâu và cách xử lý.",
            field="differences",
            code="unexplained",
        )
    found = Reconciliation.objects.create(
        unit=unit, on=on, members=here, listed=listed, files=files, differences=said, sender=by.label[:200]
    )
    journal.record(
        "dossiers.reconciled", subject=unit.reference, label="Đối chiếu danh sách đảng viên với cấp trên",
        place=unit.reference, on=on, by=by, after={"members": here, "listed": listed, "files": files}, reason=said,
    )  # fmt: skip
    return found
