"""Admissions: ADM-01, ADM-02, ADM-03. By the day of the ceremony and the receiving cell; attributes as of that day."""

from collections.abc import Sequence

from django.db.models import QuerySet

from chibo.indicators import Asked, Indicator, Kind, Phrase, Population
from chibo.members.indicators.dimensions import PEOPLE_THEN, STATUS, YEAR
from chibo.members.indicators.movements import moved
from chibo.members.models import Movement
from chibo.members.vocabulary import Cause

AREA = "admission"


def admitted(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Kết nạp in the period; kết nạp lại and transfers are not among them."""
    return moved(asked, [Cause.ADMISSION], is_entry=True, over=over)


ADMITTED = Population(
    code="ket_nap",
    counting_unit="đảng viên",
    takes="period",
    rows=admitted,
    dimensions=(YEAR, *(d for d in PEOPLE_THEN if d is not STATUS)),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "movement_day", "cell_then", "event_decision"),
)
SOURCE = "Điều lệ Đảng, điều 4 và điều 5; biểu 2-BTCTW"
ATTRIBUTES = ("sex", "minority", "religious", "student", "occupation", "qualification", "age")

ADM_01 = Indicator(
    code="ADM-01",
    title="Đảng viên mới kết nạp",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Đã kết nạp bao nhiêu đảng viên?",
    population=ADMITTED,
    definition="Đảng viên được kết nạp, tính theo ngày làm lễ và chi bộ nơi làm lễ; đặc điểm lấy tại ngày đó. Kết nạp lại và "
    "chuyển đến không tính.",
    source=SOURCE,
    first_dimensions=("year", *ATTRIBUTES),
    phrases=(
        Phrase("{window}, {unit} đã kết nạp {value} đảng viên."),
        Phrase("Trong số mới kết nạp có {value} nữ ({percent}).", {"sex": ("nu",)}),
        Phrase("{value} người dân tộc thiểu số ({percent}).", {"minority": ("dtts",)}),
        Phrase("{value} người có đạo ({percent}).", {"religious": ("co_dao",)}),
        Phrase("{value} học sinh, sinh viên ({percent}).", {"student": ("hssv",)}),
    ),
)
ADM_02 = Indicator(
    code="ADM-02",
    title="Kết nạp trung bình mỗi năm",
    area=AREA,
    kind=Kind.AVERAGE,
    counting_unit="đảng viên/năm",
    question="Trung bình mỗi năm kết nạp bao nhiêu đảng viên?",
    population=ADMITTED,
    definition="ADM-01 chia cho số năm của kỳ: năm tròn theo lịch, phần lẻ theo ngày chia 365; in cả tổng, số chia và làm "
    "tròn đến hàng đơn vị.",
    source=SOURCE,
    phrases=(Phrase("Trung bình mỗi năm kết nạp {value} đảng viên ({numerator} đảng viên trong {divisor} năm)."),),
)
ADM_03 = Indicator(
    code="ADM-03",
    title="Kết nạp theo đặc điểm, từng năm",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Số và tỷ lệ nữ, dân tộc thiểu số, học sinh, sinh viên mới kết nạp tăng hay giảm qua các năm?",
    population=ADMITTED,
    definition="ADM-01 theo năm tròn và đặc điểm: số, tỷ lệ trong số kết nạp của năm, chiều thay đổi.",
    source=SOURCE,
    first_dimensions=("year",),
    phrases=(
        Phrase("Kết nạp {value} nữ ({percent}).", {"sex": ("nu",)}),
        Phrase("Kết nạp {value} người dân tộc thiểu số ({percent}).", {"minority": ("dtts",)}),
        Phrase("Kết nạp {value} học sinh, sinh viên ({percent}).", {"student": ("hssv",)}),
    ),
)
