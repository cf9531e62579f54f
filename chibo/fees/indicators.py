"""Figures of party fees: FEE-01 … FEE-06. Sums of money are sums of a column over a list of months, divisions or entries."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, ExtractYear

from chibo.fees.models import Charge, FundEntry, Remittance
from chibo.fees.queries import arrears
from chibo.fees.vocabulary import BasisKind, EntryCause, ReliefReason, RetentionKind
from chibo.indicators import (
    Asked,
    Balance,
    Indicator,
    Kind,
    Line,
    Phrase,
    Population,
    choice_dimension,
    count_rows,
)
from chibo.members.indicators.dimensions import YEAR
from chibo.members.indicators.roll import ROLL
from chibo.org.models import Closure
from chibo.org.queries.laying import lay

AREA = "fees"
SOURCE = "01-QĐ/TW năm 2026"
CHARTER = "Điều lệ Đảng 2011, điều 8"


def charged(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Charge]:
    """What members owe for the months that begin in the period, laid where they stood in the month."""
    rows = Charge.objects.filter(month__gte=asked.window.first, month__lte=asked.window.last)
    return lay(rows, asked.scope, unit="cell", day=F("tree_day"), over=over)


def divided(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Remittance]:
    """What was divided in the period, laid where it was divided."""
    rows = Remittance.objects.filter(on__gte=asked.window.first, on__lte=asked.window.last)
    return lay(rows, asked.scope, unit="unit", day=F("on"), over=over)


MONTH_YEAR = replace(YEAR, key=lambda asked: Cast(ExtractYear("month"), CharField()))
FEE_KIND = choice_dimension("fee_kind", "Diện đóng", "kind", dict(BasisKind.choices), "Theo sổ cũ hoặc được miễn")
FEE_RELIEF = choice_dimension(
    "fee_relief",
    "Miễn, giảm",
    "reason",
    {value: label for value, label in ReliefReason.choices if value},
    ReliefReason.NONE.label,
)
COLUMNS = ("person_name", "cell_then", "fee_month", "fee_due", "fee_covered", "fee_settled_on")


def _charges(code: str, adds: str = "", unit: str = "đồng") -> Population:
    return Population(
        code=code,
        counting_unit=unit,
        takes="period",
        rows=charged,
        dimensions=(FEE_KIND, FEE_RELIEF, MONTH_YEAR),
        order=("name_key", "person_id", "month", "id"),
        columns=COLUMNS,
        adds=adds,
    )


COVERED = _charges("dang_phi_da_dong", "covered")
OWED = _charges("dang_phi_phai_dong", "due")
MONTHS = _charges("luot_dong_dang_phi", unit="lượt đảng viên – tháng")

FEE_01 = Indicator(
    code="FEE-01",
    title="Đảng phí đã đóng so với phải đóng",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="đồng",
    question="Đã thu được bao nhiêu phần trăm số đảng phí phải đóng?",
    population=COVERED,
    where=lambda asked: Q(covered__gt=0),
    base=OWED,
    base_where=lambda asked: Q(due__gt=0),
    base_title="đồng phải đóng",
    definition="Tổng số đã đóng, tính đến nay, cho các tháng bắt đầu trong kỳ, không quá mức phải đóng của từng người từng tháng; "
    "chia cho tổng số phải đóng của các tháng ấy đã lập bảng. Phần tự nguyện đóng thêm không tính.",
    source=SOURCE,
    first_dimensions=("fee_kind",),
    phrases=(Phrase("{window}, đảng viên của {unit} đã đóng {value} đồng đảng phí ({percent})."),),
)
FEE_02 = Indicator(
    code="FEE-02",
    title="Đóng đảng phí trong tháng",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="lượt đảng viên – tháng",
    question="Bao nhiêu lượt đảng viên đóng đủ đảng phí ngay trong tháng?",
    population=MONTHS,
    where=lambda asked: Q(due__gt=0, ends_on__lte=asked.on, settled_on__lte=F("ends_on")),
    base=MONTHS,
    base_where=lambda asked: Q(due__gt=0, ends_on__lte=asked.on),
    base_title="lượt đảng viên – tháng phải đóng",
    definition="Mỗi đảng viên mỗi tháng phải đóng và đã hết tháng là một lượt; đóng đủ chậm nhất vào ngày cuối tháng là đóng "
    "trong tháng (đóng trước cũng vậy). Quy định cho phép đóng chậm: con số này không phải là vi phạm.",
    source=SOURCE,
    first_dimensions=("fee_kind", "year"),
    phrases=(Phrase("{value} trong {base} lượt đảng viên – tháng đóng đủ đảng phí trong tháng ({percent})."),),
)
FEE_03 = Indicator(
    code="FEE-03",
    title="Miễn, giảm, không thu đảng phí",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="lượt đảng viên – tháng",
    question="Bao nhiêu lượt đảng viên được miễn, giảm hoặc không phải thu đảng phí?",
    population=MONTHS,
    where=lambda asked: ~Q(reason=""),
    definition="Mỗi đảng viên mỗi tháng đã lập bảng là một lượt; tính lượt được miễn, được giảm hoặc không thu, chia theo lý do.",
    source=SOURCE,
    first_dimensions=("fee_relief",),
    phrases=(Phrase("{value} lượt đảng viên – tháng được miễn, giảm hoặc không phải thu đảng phí."),),
)
FEE_04 = Indicator(
    code="FEE-04",
    title="Chưa đóng đảng phí nhiều tháng liên tiếp",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên có từ ba tháng liên tiếp chưa ghi đóng đảng phí?",
    population=ROLL,
    where=lambda asked: Q(Exists(arrears.in_a_row(asked.on).filter(person=OuterRef("person")))),
    definition="Đảng viên có tên trong danh sách vào cuối ngày, có số tháng liên tiếp đã hết tháng, phải đóng mà chưa ghi đóng đủ "
    "bằng hoặc hơn số tháng trong sổ quy định (fee.strikeoff.months). Là sự việc theo sổ, không nói lý do, không phải kết luận.",
    source=CHARTER,
    first_dimensions=("status",),
    phrases=(Phrase("{window}, {value} đảng viên có từ ba tháng liên tiếp chưa ghi đóng đảng phí."),),
)


RETENTION = choice_dimension("retention", "Loại trích giữ lại", "keeping", dict(RetentionKind.choices))


def _divisions(code: str, adds: str) -> Population:
    return Population(
        code=code,
        counting_unit="đồng",
        takes="period",
        rows=divided,
        dimensions=(RETENTION, YEAR),
        order=("on", "id"),
        columns=("unit_of_day", "fee_period", "remitted_on", "remitted_total", "remitted_kept", "remitted_passed"),
        adds=adds,
    )


FEE_05 = Indicator(
    code="FEE-05",
    title="Đảng phí giữ lại khi trích nộp",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="đồng",
    question="Trong số đảng phí đã chia, bao nhiêu được giữ lại, phần còn lại nộp lên?",
    population=_divisions("dang_phi_giu_lai", "kept"),
    base=_divisions("dang_phi_da_chia", "total"),
    base_title="đồng đã chia",
    definition="Tổng phần giữ lại của các lần trích nộp trong kỳ, chia cho tổng số đã chia; phần còn lại là phần nộp lên. Mỗi cấp "
    "chia một lần, nên tiền đi qua hai cấp được tính ở mỗi cấp. Lần thu hồi tính số âm.",
    source=SOURCE,
    first_dimensions=("retention",),
    phrases=(Phrase("{window}, giữ lại {value} đồng trong {base} đồng đảng phí đã chia ({percent})."),),
)


def _money_on(asked: Asked, day: object) -> QuerySet[FundEntry]:
    """All that happened by a day to the money of the units that stand in the scope on it: what they have."""
    return lay(FundEntry.objects.filter(on__lte=day), asked.scope, unit="unit", day=day)


def opening(asked: Asked) -> QuerySet[FundEntry]:
    """The money on the eve of the period."""
    return _money_on(asked, asked.window.opening)


def closing(asked: Asked) -> QuerySet[FundEntry]:
    """The money on the last day."""
    return _money_on(asked, asked.window.last)


def _entries(cause: EntryCause) -> Callable[[Asked], QuerySet[FundEntry]]:
    def rows(asked: Asked) -> QuerySet[FundEntry]:
        found = FundEntry.objects.filter(cause=cause, on__gte=asked.window.first, on__lte=asked.window.last)
        return lay(found, asked.scope, unit="unit", day=F("tree_day"))

    return rows


def _inside(asked: Asked, day: object) -> Q:
    """Whether the unit of an entry stands in the scope on a day."""
    on = OuterRef(day.name) if isinstance(day, F) else day
    above = Closure.objects.filter(
        ancestor=asked.scope.unit.pk, descendant=OuterRef("unit"), since__lte=on, until__gt=on
    )
    return Q(Exists(above))


def _counted(asked: Asked) -> Q:
    """Entries that are in the opening or in a line of the period."""
    window = asked.window
    before = Q(on__lt=window.first) & _inside(asked, window.opening)
    return before | (Q(on__gte=window.first) & _inside(asked, F("tree_day")))


def arrived(asked: Asked) -> QuerySet[FundEntry]:
    """What units had that came under the scope within the period."""
    if not asked.scope.structure.is_then:
        return FundEntry.objects.none()
    last = asked.window.last
    return FundEntry.objects.filter(Q(on__lte=last) & _inside(asked, last)).exclude(_counted(asked))


def left(asked: Asked) -> QuerySet[FundEntry]:
    """What units had that left the scope within the period, those that ended with what they handed over."""
    if not asked.scope.structure.is_then:
        return FundEntry.objects.none()
    last = asked.window.last
    return FundEntry.objects.filter(Q(on__lte=last) & _counted(asked)).exclude(_inside(asked, last))


LINES = (
    Line("collected", EntryCause.COLLECTED.label, 1, _entries(EntryCause.COLLECTED), "amount"),
    Line("extra", EntryCause.EXTRA.label, 1, _entries(EntryCause.EXTRA), "amount"),
    Line("received", EntryCause.RECEIVED.label, 1, _entries(EntryCause.RECEIVED), "amount"),
    Line("handed_in", EntryCause.CARRIED_IN.label, 1, _entries(EntryCause.CARRIED_IN), "amount"),
    Line("arrived", "Của tổ chức chuyển về", 1, arrived, "change"),
    Line("passed", EntryCause.PASSED.label, -1, _entries(EntryCause.PASSED), "amount"),
    Line("handed_out", EntryCause.CARRIED_OUT.label, -1, _entries(EntryCause.CARRIED_OUT), "amount"),
    Line("left", "Của tổ chức chuyển đi", -1, left, "change"),
    Line("kept", "trong đó trích giữ lại trong kỳ", 0, _entries(EntryCause.KEPT), "amount"),
)


def count_lines(asked: Asked) -> dict[str, int]:
    """Every line of the balance."""
    found = {line.code: count_rows(line.rows(asked), line.adds) for line in LINES}
    return found | {"opening": count_rows(opening(asked), "change"), "closing": count_rows(closing(asked), "change")}


FEE_06 = Balance(
    code="FEE-06",
    title="Cân đối quỹ đảng phí",
    area=AREA,
    kind=Kind.BALANCE,
    counting_unit="đồng",
    question="Quỹ đảng phí đầu kỳ bao nhiêu, thu, nộp thế nào, cuối kỳ bao nhiêu, có khớp không?",
    population=Population(
        code="quy_dang_phi",
        counting_unit="đồng",
        takes="period",
        rows=lambda asked, over=None: closing(asked),
        dimensions=(),
        order=("on", "id"),
        columns=("unit_of_day", "entry_on", "entry_cause", "entry_about", "entry_change"),
        over_units=False,
        adds="change",
    ),
    definition="Đầu kỳ + thu của đảng viên + tự nguyện đóng thêm + nhận của cấp dưới − nộp lên cấp trên ± bàn giao, chuyển theo sắp "
    "xếp tổ chức = cuối kỳ; phần chênh lệch phải bằng 0. Chưa trừ việc chi: Chibo không ghi việc chi.",
    source=SOURCE,
    phrases=(Phrase("{window}, quỹ đảng phí của {unit} cuối kỳ là {value} đồng, chênh lệch {residual}."),),
    lines=LINES,
    opening=opening,
    closing=closing,
    counter=count_lines,
)
INDICATORS: tuple[Indicator, ...] = (FEE_01, FEE_02, FEE_03, FEE_04, FEE_05, FEE_06)
