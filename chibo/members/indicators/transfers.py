"""Chuyển sinh hoạt đảng: TRF-01 (all transfers, on time or not), TRF-04 (moved by a reorganization)."""

from collections.abc import Sequence

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.members.indicators.dimensions import YEAR
from chibo.members.indicators.movements import moved, other_side_inside
from chibo.members.indicators.roll import laid
from chibo.members.models import Movement, Spell
from chibo.members.vocabulary import Cause, TransferKind
from chibo.org.indicators import CELL_KIND_LABELS, placed
from chibo.org.vocabulary import ENDINGS, PartyRole

AREA = "transfer"
TRANSFERS = (Cause.TRANSFER, Cause.TRANSFER_IN, Cause.TRANSFER_OUT, Cause.TEMPORARY_START)


def transferred(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Transfers effective in the period, each once: of a transfer within the scope only the leaving side is counted."""
    rows = Movement.objects.filter(cause__in=TRANSFERS, on__gte=asked.window.first, on__lte=asked.window.last)
    within = Q(is_entry=True, cause=Cause.TRANSFER) & other_side_inside(asked)
    return laid(rows, asked.scope, day=F("tree_day"), over=over).exclude(within)


def _direction(asked: Asked) -> Case:
    return Case(
        When(cause=Cause.TEMPORARY_START, then=Value("tam_thoi")),
        When(is_entry=True, then=Value("den")),
        When(Q(cause=Cause.TRANSFER) & other_side_inside(asked), then=Value("noi_bo")),
        default=Value("di"),
        output_field=CharField(),
    )


DATED = Q(
    event__sent_on__isnull=False, event__presented_on__isnull=False, event__received_on__isnull=False,
    event__reported_on__isnull=False,
)  # fmt: skip
IN_ORDER = Q(
    event__presented_on__gte=F("event__sent_on"),
    event__received_on__gte=F("event__presented_on"),
    event__reported_on__gte=F("event__received_on"),
)
ON_TIME = DATED & IN_ORDER & (Q(event__due_on__isnull=True) | Q(event__presented_on__lte=F("event__due_on")))


def _timeliness(asked: Asked) -> Case:
    return Case(
        When(ON_TIME, then=Value("dung_han")),
        When(~DATED, then=Value("thieu_ngay")),
        default=Value("qua_han"),
        output_field=CharField(),
    )


TRANSFERRED = Population(
    code="chuyen_sinh_hoat",
    counting_unit="lượt chuyển",
    takes="period",
    rows=transferred,
    dimensions=(
        Dimension(
            "direction",
            "Chiều chuyển",
            _direction,
            {"den": "Chuyển đến", "di": "Chuyển đi", "noi_bo": "Trong nội bộ", "tam_thoi": "Tạm thời"},
        ),
        choice_dimension("transfer_kind", "Loại chuyển", "event__transfer_kind", dict(TransferKind.choices)),
        Dimension(
            "timeliness",
            "Đúng hạn",
            _timeliness,
            {"dung_han": "Đủ bước, đúng hạn", "qua_han": "Quá hạn hoặc sai thứ tự", "thieu_ngay": "Còn thiếu bước"},
        ),
        YEAR,
    ),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "direction", "sent_on", "due_on", "presented_on", "received_on", "cell_then"),
)
TRF_01 = Indicator(
    code="TRF-01",
    title="Chuyển sinh hoạt đảng",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="lượt chuyển",
    question="Bao nhiêu lượt chuyển sinh hoạt, bao nhiêu lượt đủ bước và đúng hạn?",
    population=TRANSFERRED,
    where=lambda asked: ON_TIME,
    base=TRANSFERRED,
    base_title="lượt chuyển",
    definition="Lượt chuyển có hiệu lực trong kỳ (tiếp nhận, hoặc giới thiệu ra ngoài) có đủ ngày giới thiệu, nộp giấy, tiếp nhận, "
    "báo lại, đúng thứ tự và nộp giấy trong hạn của quy định khi giới thiệu; chia cho tất cả lượt chuyển.",
    source="Quy định thi hành Điều lệ Đảng về chuyển sinh hoạt đảng; sổ quy định: Thời hạn xuất trình giấy giới thiệu sinh hoạt đảng",
    first_dimensions=("direction", "timeliness", "transfer_kind"),
    phrases=(Phrase("{window}, {value} trong {base} lượt chuyển sinh hoạt đủ bước, đúng hạn ({percent})."),),
)


def moved_by_reorganization(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Those whom the ending of their cell moved to another, on the tree of the eve."""
    return moved(asked, [Cause.REORGANIZATION], is_entry=False, over=over).filter(org_event__kind__in=ENDINGS)


def were_in_ended_cells(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Those on the roll of a cell on the eve of its ending."""
    part = "cell__event_parts__"
    rows = Spell.objects.filter(
        **{
            f"{part}role": PartyRole.ENDED,
            f"{part}event__undone": False,
            f"{part}event__kind__in": ENDINGS,
            f"{part}event__on__gte": asked.window.first,
            f"{part}event__on__lte": asked.window.last,
        },
        since__lte=F(f"{part}tree_day"),
        until__gt=F(f"{part}tree_day"),
    )
    # By a name, so that the tree is that of this ending's eve, not of any other event of the cell.
    rows = rows.annotate(eve=F(f"{part}tree_day"))
    return laid(rows, asked.scope, day=F("eve"), over=over)


FROM_CELL_KIND = Dimension(
    "from_cell_kind", "Loại chi bộ cũ", lambda asked: placed("cell", "tree_day", field="cell_kind"), CELL_KIND_LABELS
)
TO_CELL_KIND = Dimension(
    "to_cell_kind",
    "Loại chi bộ mới",
    lambda asked: placed("other_cell", "other_day", field="cell_kind"),
    CELL_KIND_LABELS,
)
MOVED = Population(
    code="chuyen_do_sap_xep",
    counting_unit="đảng viên",
    takes="period",
    rows=moved_by_reorganization,
    dimensions=(FROM_CELL_KIND, TO_CELL_KIND, YEAR),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "movement_day", "cell_then", "other_cell_name", "event_decision"),
)
EVE = Population(
    code="dang_vien_chi_bo_ket_thuc",
    counting_unit="đảng viên",
    takes="period",
    rows=were_in_ended_cells,
    dimensions=(
        Dimension(
            "from_cell_kind",
            "Loại chi bộ cũ",
            lambda asked: F("cell__event_parts__before__cell_kind"),
            CELL_KIND_LABELS,
        ),
    ),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "party_since", "cell_name", "status"),
)
TRF_04 = Indicator(
    code="TRF-04",
    title="Đảng viên chuyển theo sắp xếp tổ chức",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên của chi bộ kết thúc đã có nơi sinh hoạt mới, còn ai bị sót không?",
    population=MOVED,
    base=EVE,
    base_title="đảng viên của chi bộ kết thúc",
    definition="Đảng viên đã chuyển sang chi bộ khác theo quyết định giải thể, sáp nhập, hợp nhất, chia tách trong kỳ; chia cho "
    "đảng viên có trong danh sách của các chi bộ ấy trước ngày kết thúc.",
    source="Điều lệ Đảng, điều 21; quy tắc 1.5",
    first_dimensions=("from_cell_kind", "to_cell_kind"),
    phrases=(Phrase("{value} trong {base} đảng viên của chi bộ kết thúc đã chuyển đến chi bộ mới ({percent})."),),
)
