"""Đưa ra khỏi Đảng: REM-01, REM-02. Deaths and transfers are not removals; those restored since are not counted."""

from collections.abc import Sequence

from django.db.models import QuerySet

from chibo.indicators import Asked, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.members.indicators.dimensions import PEOPLE_THEN, YEAR
from chibo.members.indicators.movements import moved
from chibo.members.models import Movement
from chibo.members.vocabulary import REMOVALS, Cause, Ground

AREA = "removal"


def removed(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Xóa tên, khai trừ, xin ra effective in the period and final."""
    return moved(asked, REMOVALS, is_entry=False, over=over).filter(is_final=True)


FORM = choice_dimension(
    "form", "Hình thức", "cause", {c.value: c.label for c in (Cause.STRIKE_OFF, Cause.EXPULSION, Cause.VOLUNTARY_EXIT)}
)
GROUND = choice_dimension("ground", "Lý do xóa tên", "ground", dict(Ground.choices), "Không ghi lý do")
REMOVED = Population(
    code="dua_ra_khoi_dang",
    counting_unit="đảng viên",
    takes="period",
    rows=removed,
    dimensions=(FORM, GROUND, YEAR, *PEOPLE_THEN),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "cause", "movement_day", "cell_then", "event_decision"),
)
SOURCE = "Điều lệ Đảng, điều 8 và chương VII; biểu 1-BTCTW"

REM_01 = Indicator(
    code="REM-01",
    title="Đảng viên đưa ra khỏi Đảng",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Đã đưa bao nhiêu đảng viên ra khỏi Đảng?",
    population=REMOVED,
    definition="Xóa tên, khai trừ và cho xin ra khỏi Đảng có hiệu lực trong kỳ, không tính người đã được phục hồi; từ trần và "
    "chuyển đi không phải đưa ra khỏi Đảng.",
    source=SOURCE,
    first_dimensions=("form", "year"),
    phrases=(Phrase("{window}, đã đưa {value} đảng viên ra khỏi Đảng bằng các hình thức."),),
)
REM_02 = Indicator(
    code="REM-02",
    title="Đưa ra khỏi Đảng theo hình thức và lý do",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="trường hợp",
    question="Bao nhiêu trường hợp xóa tên, khai trừ, xin ra khỏi Đảng?",
    population=REMOVED,
    definition="REM-01 chia theo hình thức (loại trừ nhau, cộng lại bằng tổng) và theo lý do xóa tên.",
    source=SOURCE,
    first_dimensions=("form", "ground", "status"),
    phrases=(
        Phrase("Xóa tên {value} trường hợp.", {"form": (Cause.STRIKE_OFF.value,)}),
        Phrase("Khai trừ {value} trường hợp.", {"form": (Cause.EXPULSION.value,)}),
        Phrase("Cho xin ra khỏi Đảng {value} trường hợp.", {"form": (Cause.VOLUNTARY_EXIT.value,)}),
    ),
)
