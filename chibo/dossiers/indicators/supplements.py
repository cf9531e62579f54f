"""MEM-06: members whose yearly slip is in their file, of the members on the roll."""

from collections.abc import Sequence

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from chibo.dossiers.models import FileSupplement
from chibo.dossiers.queries.supplements import slips_of
from chibo.dossiers.vocabulary import SupplementState
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.dimensions import STATUS
from chibo.members.indicators.roll import on_roll
from chibo.members.models import Spell

SLIPS_LABELS = {
    "filed": "Đã lưu vào hồ sơ",
    "later": "Đã lưu, sau ngày này",
    "checked": "Chi ủy đã kiểm tra",
    "declared": "Đã khai, chờ kiểm tra",
    "": "Chưa khai",
}


def members_with_slips(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Everybody on the roll at the end of the day; ``slip`` says what became of the slip of that year."""
    return on_roll(asked, over)


def _slip(asked: Asked) -> Case:
    slips = slips_of(asked.on.year)
    filed = slips.filter(state=SupplementState.FILED)
    return Case(
        When(person__in=filed.filter(filed_on__lte=asked.on).values("person"), then=Value("filed")),
        When(person__in=filed.values("person"), then=Value("later")),
        When(person__in=slips.filter(state=SupplementState.CHECKED).values("person"), then=Value("checked")),
        When(person__in=slips.filter(state=SupplementState.DECLARED).values("person"), then=Value("declared")),
        default=Value(""),
        output_field=CharField(),
    )


SLIP = Dimension("slip", "Phiếu bổ sung của năm", _slip, SLIPS_LABELS)
SLIPS = Population(
    code="phieu_bo_sung",
    counting_unit="đảng viên",
    takes="day",
    rows=members_with_slips,
    dimensions=(SLIP, STATUS),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "cell_name", "status"),
)


def filed(asked: Asked) -> Q:
    """Those whose slip of the year of the day asked is in the file, whenever it was put there."""
    rows: QuerySet[FileSupplement] = slips_of(asked.on.year).filter(state=SupplementState.FILED)
    return Q(person__in=rows.values("person"))


MEM_06 = Indicator(
    code="MEM-06",
    title="Bổ sung hồ sơ đảng viên hằng năm",
    area="members",
    kind=Kind.SHARE,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên đã bổ sung hồ sơ của năm?",
    population=SLIPS,
    where=filed,
    base=SLIPS,
    base_title="đảng viên",
    definition="Đảng viên có phiếu bổ sung của năm (năm của ngày được hỏi) đã được chi ủy kiểm tra và lưu vào hồ sơ, chia cho "
    "toàn bộ đảng viên trong danh sách cuối ngày; chuỗi theo năm lấy ngày 31/12. Phiếu của năm lưu sang năm sau vẫn tính cho "
    "năm của phiếu, và có dòng riêng khi chia theo tình trạng phiếu.",
    source="06-HD/TW năm 2025; phiếu bổ sung hồ sơ đảng viên",
    first_dimensions=("slip",),
    phrases=(
        Phrase("{window}, {value} trong {base} đảng viên của {unit} đã bổ sung hồ sơ của năm ({percent})."),
        Phrase("{value} đảng viên chưa khai phiếu bổ sung.", {"slip": ("",)}),
    ),
)
