"""What is due of files: slips to take in and to file, reports, loans, files to receive and files that have not come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from chibo.dossiers.models import FileSupplement, Handover, Loan, MemberSituationReport
from chibo.dossiers.queries import custody
from chibo.dossiers.queries.supplements import slips_of
from chibo.dossiers.rules.capabilities import CELL, READ, WRITE
from chibo.dossiers.vocabulary import SupplementState, Travel
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.members.models import RollEntry, Stay
from chibo.org import queries as org
from chibo.org.models import Closure, Placement

FIRST_MONTH = 10
"""From October on the slips of the year are asked for; until then those still open of the year before."""
LOANS_AHEAD = timedelta(days=7)
"""How long before its day a loan is on the list."""
AWAITED_FOR = timedelta(days=90)
"""For how long after a transfer its file is asked about here; older ones are on their page."""
UNIT = "don-vi"
KEEPER = "person__spells__cell__above__ancestor"
NO_DAY = Value(FOREVER, output_field=DateField())


def year_asked(on: date) -> int:
    """The year whose slips are asked for on the day."""
    return on.year if on.month >= FIRST_MONTH else on.year - 1


def slips(desk: Desk) -> QuerySet[Placement]:
    """Cells with somebody whose slip the chi ủy has not checked yet."""
    year = year_asked(desk.on)
    checked = slips_of(year).exclude(state=SupplementState.DECLARED)
    here = RollEntry.objects.filter(org.in_force(desk.on), unit=OuterRef("unit"))
    open_ones = here.filter(~Exists(checked.filter(person=OuterRef("person"))))
    rows = Placement.objects.filter(
        desk.where("unit", CELL, READ), org.in_force(desk.on), Exists(open_ones),
        kind__in=org.level_kinds("cell", on=desk.on),
    )  # fmt: skip
    if year < desk.on.year:
        rows = rows.filter(Exists(slips_of(year).filter(cell=OuterRef("unit"))))
    return rows.annotate(key=F("pk"), due_on=Value(date(year, 12, 31), output_field=DateField()))


def slips_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which cell, which year."""
    year = year_asked(desk.on)
    return {
        row.pk: Duty(
            f"Nhận, kiểm tra phiếu bổ sung hồ sơ năm {year}", row.name, row.unit_id, rule="dossiers.supplement.months",
            url=f"{reverse('dossiers:cell', args=[row.unit.uid])}?nam={year}",
        )
        for row in Placement.objects.filter(pk__in=keys).select_related("unit")
    }  # fmt: skip


def filing(desk: Desk) -> QuerySet[Placement]:
    """TCCSĐ with slips that the chi ủy checked and nobody filed."""
    waiting = FileSupplement.objects.filter(state=SupplementState.CHECKED).values("cell")
    above = Closure.objects.filter(org.in_force(desk.on), descendant__in=waiting).values("ancestor")
    return Placement.objects.filter(
        desk.where("unit", WRITE, READ), org.in_force(desk.on), unit__in=above,
        kind__in=org.level_kinds("base", on=desk.on),
    ).annotate(key=F("pk"), due_on=NO_DAY)  # fmt: skip


def filing_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which TCCSĐ."""
    return {
        row.pk: Duty(
            "Lưu phiếu bổ sung đã được chi ủy kiểm tra", row.name, row.unit_id,
            url=f"{reverse('dossiers:supplements')}?{UNIT}={row.unit.uid}",
        )
        for row in Placement.objects.filter(pk__in=keys).select_related("unit")
    }  # fmt: skip


def reports(desk: Desk) -> QuerySet[MemberSituationReport]:
    """Reports whose period has ended and that were not sent."""
    rows = MemberSituationReport.objects.filter(desk.where("unit", WRITE, READ), submitted_on=FOREVER, last__lt=desk.on)
    return rows.annotate(key=F("pk"))


def reports_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Of which period."""
    return {
        row.pk: Duty(
            "Gửi báo cáo tình hình đảng viên",
            f"Kỳ từ {show_day(row.first)} đến {show_day(row.last)}",
            row.unit_id,
            rule="dossiers.report.due_days",
            url=reverse("dossiers:report", args=[row.uid]),
        )
        for row in MemberSituationReport.objects.filter(pk__in=keys)
    }


def loans(desk: Desk) -> QuerySet[Loan]:
    """Files lent out that are due back soon or overdue, at the TCCSĐ where the member is."""
    return Loan.objects.filter(_at_the_base(desk), returned_on=FOREVER, due_on__lte=desk.on + LOANS_AHEAD).annotate(
        key=F("pk")
    )


def loans_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whose file, lent to whom."""
    rows = Loan.objects.filter(_standing(desk), pk__in=keys).annotate(base=F(KEEPER)).select_related("person")
    return {
        row.pk: Duty(
            "Nhắc trả hồ sơ đang mượn",
            f"Hồ sơ đồng chí {row.person.full_name}",
            row.base,
            note=f"{row.borrower} mượn từ {show_day(row.lent_on)}",
            url=reverse("dossiers:dossier", args=[row.person.uid]),
            act_url=reverse("dossiers:give_back", args=[row.uid]),
        )
        for row in rows
    }


def arriving(desk: Desk) -> QuerySet[Handover]:
    """Files handed over to a unit of the desk and not received."""
    rows = Handover.objects.filter(desk.where("to_unit", WRITE, READ), state=Travel.UNDER_WAY, handed_on__lte=desk.on)
    return rows.annotate(key=F("pk"), due_on=NO_DAY)


def arriving_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whose file, since when."""
    return {
        row.pk: Duty(
            "Xác nhận đã nhận hồ sơ",
            f"Hồ sơ đồng chí {row.person.full_name}",
            row.to_unit_id,
            note=f"giao ngày {show_day(row.handed_on)}" + (f", phiếu {row.letter}" if row.letter else ""),
            url=reverse("dossiers:under_way"),
            act_url=reverse("dossiers:handover_deed", args=[row.uid, "nhan"]),
        )
        for row in Handover.objects.filter(pk__in=keys).select_related("person")
    }


def awaited(desk: Desk) -> QuerySet[Stay]:
    """Members who came to a TCCSĐ of the desk and whose file has not come."""
    bases = Placement.objects.filter(org.in_force(desk.on), kind__in=org.level_kinds("base", on=desk.on)).values("unit")
    cells = Closure.objects.filter(desk.where("ancestor", WRITE, READ), org.in_force(desk.on), ancestor__in=bases)
    said = custody.said_on(desk.on)
    lately = replace(said, moves_since=max(said.moves_since, desk.on - AWAITED_FOR))
    rows = custody.awaited(lately).filter(cell__in=cells.values("descendant"))
    return rows.annotate(key=F("pk"), due_on=NO_DAY)


def awaited_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who came, and when."""
    return {
        row.pk: Duty(
            "Nhận hồ sơ của đảng viên chuyển đến",
            f"Đồng chí {row.person.full_name}",
            row.cell_id,
            note=f"chuyển đến ngày {show_day(row.chain.on)}",
            url=reverse("dossiers:dossier", args=[row.person.uid]),
            act_url=reverse("dossiers:deed", args=[row.person.uid, "nhan"]),
        )
        for row in Stay.objects.filter(pk__in=keys).select_related("person", "chain")
    }


def _at_the_base(desk: Desk) -> Q:
    """The row's person is on the roll under a TCCSĐ of the desk; one relation, so one condition."""
    return _standing(desk) & desk.where(KEEPER, WRITE, READ)


def _standing(desk: Desk) -> Q:
    bases = Placement.objects.filter(org.in_force(desk.on), kind__in=org.level_kinds("base", on=desk.on)).values("unit")
    above = "person__spells__cell__above__"
    return (
        org.in_force(desk.on, "person__spells__") & org.in_force(desk.on, above) & Q(**{f"{above}ancestor__in": bases})
    )


DUTIES = [
    Provider("phieu-bo-sung", "Phiếu bổ sung hồ sơ", slips, slips_shown),
    Provider("luu-phieu", "Phiếu chờ lưu", filing, filing_shown),
    Provider("bao-cao-tinh-hinh", "Báo cáo tình hình đảng viên", reports, reports_shown),
    Provider("muon-ho-so", "Hồ sơ cho mượn", loans, loans_shown),
    Provider("nhan-ho-so", "Hồ sơ chờ nhận", arriving, arriving_shown),
    Provider("ho-so-chua-ve", "Hồ sơ chưa về", awaited, awaited_shown, in_menu=False),
]
