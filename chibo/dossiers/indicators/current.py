"""MEM-05: organizations whose member data are kept current, and reports on the situation of members sent on time.

Asked for a period both look at the period; asked for a day, at the twelve months that end with it.
"""

from collections.abc import Sequence

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from chibo.dossiers.models import FileSupplement, MemberSituationReport
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.kernel.days import FOREVER, ONE_DAY, Period, add_months
from chibo.members.models import Spell
from chibo.org import queries as org
from chibo.org.indicators import KIND_LABELS, SECTOR_LABELS, SUPERIOR
from chibo.org.models import Closure, Placement
from chibo.org.queries.laying import lay

SOURCE = "Hướng dẫn thi hành Điều lệ Đảng; 12-HD/BTCTW năm 2012"


def looked_at(asked: Asked) -> Period:
    """The period asked for, or the twelve months that end with the day."""
    if isinstance(asked.window, Period):
        return asked.window
    return Period(add_months(asked.window, -12) + ONE_DAY, asked.window)


def organizations(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Placement]:
    """TCCSĐ and chi bộ standing at the end of the window."""
    kinds = org.level_kinds("base", on=asked.on) | org.level_kinds("cell", on=asked.on)
    standing = Placement.objects.filter(org.in_force(asked.on), kind__in=kinds)
    return lay(standing, asked.scope, unit="unit", day=asked.on, over=over)


def updated(asked: Asked) -> Q:
    """Those with something entered about their members that took effect in the period: somebody came, left or changed
    in what is counted, or a yearly slip was filed.
    """
    period = looked_at(asked)
    cells = Closure.objects.filter(org.in_force(asked.on), ancestor=OuterRef(OuterRef("unit"))).values("descendant")
    spells = Spell.objects.filter(cell__in=cells)
    begun = spells.filter(since__gte=period.first, since__lte=period.last)
    ended = spells.filter(until__gte=period.first, until__lte=period.last)
    slips = FileSupplement.objects.filter(cell__in=cells, filed_on__gte=period.first, filed_on__lte=period.last)
    return Q(Exists(begun)) | Q(Exists(ended)) | Q(Exists(slips))


def _reporting(asked: Asked) -> Case:
    period = looked_at(asked)
    due = MemberSituationReport.objects.filter(unit=OuterRef("unit"), due_on__gte=period.first, due_on__lte=period.last)
    return Case(
        When(~Exists(due), then=Value("")),
        When(~Exists(due.exclude(submitted_on__lte=F("due_on"))), then=Value("dung_han")),
        When(Exists(due.filter(submitted_on__lte=F("due_on"))), then=Value("co_ky_cham")),
        default=Value("khong_dung_han"),
        output_field=CharField(),
    )


ORGANIZATIONS = Population(
    code="to_chuc_cap_nhat",
    counting_unit="tổ chức đảng",
    takes="day",
    rows=organizations,
    dimensions=(
        choice_dimension("type", "Loại tổ chức", "kind", KIND_LABELS),
        choice_dimension("sector", "Loại hình", "sector", SECTOR_LABELS),
        SUPERIOR,
        Dimension(
            "reporting",
            "Báo cáo tình hình đảng viên",
            _reporting,
            {
                "dung_han": "Mọi kỳ đúng hạn",
                "co_ky_cham": "Có kỳ chậm",
                "khong_dung_han": "Không kỳ nào đúng hạn",
                "": "Không có kỳ phải gửi",
            },
        ),
    ),
    order=("name_key", "id"),
    columns=("unit_name", "kind", "sector", "superior_name"),
)
MEM_05 = Indicator(
    code="MEM-05",
    title="Tổ chức đảng cập nhật dữ liệu đảng viên",
    area="members",
    kind=Kind.SHARE,
    counting_unit="tổ chức đảng",
    question="Bao nhiêu tổ chức cơ sở đảng và chi bộ cập nhật dữ liệu đảng viên trong kỳ?",
    population=ORGANIZATIONS,
    where=updated,
    base=ORGANIZATIONS,
    base_title="tổ chức cơ sở đảng và chi bộ",
    definition="Tổ chức cơ sở đảng và chi bộ đang hoạt động cuối kỳ có ít nhất một lần cập nhật có hiệu lực trong kỳ: đảng viên "
    "vào, ra, đổi tư cách hoặc đổi đặc điểm được thống kê, hoặc phiếu bổ sung được lưu. Hỏi tại một ngày thì xét 12 tháng đến "
    "hết ngày đó. Báo cáo tình hình đảng viên đúng hạn là MEM-05B.",
    source=SOURCE,
    first_dimensions=("reporting", "type"),
    phrases=(
        Phrase("{window}, {value} trong {base} tổ chức đảng của {unit} cập nhật dữ liệu đảng viên ({percent})."),
        Phrase("{value} tổ chức gửi báo cáo đúng hạn mọi kỳ.", {"reporting": ("dung_han",)}),
    ),
)


def reports(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[MemberSituationReport]:
    """Reports due in the period, laid on the tree of the last day they speak of."""
    period = looked_at(asked)
    rows = MemberSituationReport.objects.filter(due_on__gte=period.first, due_on__lte=period.last)
    return lay(rows, asked.scope, unit="unit", day=F("last"), over=over)


def _timeliness(asked: Asked) -> Case:
    return Case(
        When(submitted_on__lte=F("due_on"), then=Value("dung_han")),
        When(submitted_on__lt=FOREVER, then=Value("cham")),
        default=Value("chua_gui"),
        output_field=CharField(),
    )


REPORTS = Population(
    code="bao_cao_tinh_hinh",
    counting_unit="báo cáo",
    takes="day",
    rows=reports,
    dimensions=(
        Dimension(
            "timeliness",
            "Thời hạn",
            _timeliness,
            {"dung_han": "Đúng hạn", "cham": "Gửi sau hạn", "chua_gui": "Chưa gửi"},
        ),
    ),
    order=("due_on", "id"),
    columns=("unit_reporting", "report_period", "report_due", "report_sent"),
)


def on_time(asked: Asked) -> Q:
    """Sent by the day they were due."""
    return Q(submitted_on__lte=F("due_on"))


MEM_05_REPORTS = Indicator(
    code="MEM-05B",
    title="Báo cáo tình hình đảng viên gửi đúng hạn",
    area="members",
    kind=Kind.SHARE,
    counting_unit="báo cáo",
    question="Bao nhiêu báo cáo tình hình đảng viên được gửi đúng hạn?",
    population=REPORTS,
    where=on_time,
    base=REPORTS,
    base_title="báo cáo đến hạn",
    definition="Báo cáo đã gửi không muộn hơn hạn, chia cho mọi báo cáo có hạn trong kỳ, kể cả chưa gửi. Hỏi tại một ngày thì "
    "xét 12 tháng đến hết ngày đó.",
    source=SOURCE,
    first_dimensions=("timeliness",),
    phrases=(Phrase("{window}, {value} trong {base} báo cáo tình hình đảng viên gửi đúng hạn ({percent})."),),
)
