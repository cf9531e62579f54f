"""Reports on the situation of members: what is owed, the balance they carry, what changed since they were sent."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from chibo.dossiers.models import MemberSituationReport, Reconciliation
from chibo.indicators import Asked
from chibo.indicators.engine import evaluate
from chibo.kernel.days import FOREVER, Period
from chibo.kernel.refusal import NotFound
from chibo.kernel.viewer import Viewer
from chibo.members.indicators.balance import LINES, MEM_04
from chibo.org import queries as org
from chibo.org.models import Closure, Unit

TITLES = {"opening": "Đầu kỳ", **{line.code: line.title for line in LINES}, "closing": "Cuối kỳ"}
"""Lines of the balance, in their order."""


def report_by_uid(uid: UUID) -> MemberSituationReport:
    """:raises NotFound: there is none"""
    found = MemberSituationReport.objects.filter(uid=uid).select_related("unit").first()
    if found is None:
        raise NotFound("Không có báo cáo này. Hãy mở lại từ danh sách báo cáo.", code="unknown_report")
    return found


def balance_of(report: MemberSituationReport, *, by: Viewer) -> dict[str, int]:
    """MEM-04 of the unit and the period, as the records have it now: line → count, with ``residual``."""
    figure = evaluate(MEM_04, Asked(by.scope(report.unit), Period(report.first, report.last)))
    counts = {cell.key["line"]: cell.value for cell in figure.cells}
    return {**counts, "residual": figure.residual or 0}


def changed_since(report: MemberSituationReport, *, by: Viewer) -> list[tuple[str, int, int]]:
    """(line, as sent, as the records have it now) of the lines that differ since the report was sent."""
    if not report.balance:
        return []
    now = balance_of(report, by=by)
    return [
        (title, report.balance.get(code, 0), now[code])
        for code, title in TITLES.items()
        if report.balance.get(code, 0) != now[code]
    ]


def reports_below(unit: Unit, *, on: date) -> QuerySet[MemberSituationReport]:
    """What the unit and all below it on the day owe or sent, latest first."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    return MemberSituationReport.objects.filter(unit__in=below).select_related("unit")


def late(rows: QuerySet[MemberSituationReport], *, on: date) -> QuerySet[MemberSituationReport]:
    """Those whose day has passed and that were not sent."""
    return rows.filter(due_on__lt=on, submitted_on=FOREVER)


def report_before(report: MemberSituationReport) -> MemberSituationReport | None:
    """The one of the unit's period before."""
    earlier = MemberSituationReport.objects.filter(unit=report.unit, last__lt=report.first)
    return earlier.order_by("-last").first()


def reconciliations_below(unit: Unit, *, on: date) -> QuerySet[Reconciliation]:
    """Lists held against each other at the unit and all below it, latest first."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    return Reconciliation.objects.filter(unit__in=below).select_related("unit")
