"""REM-03: cells that reviewed their members, year by year; REM-03B: the members reviewed.

Asked for a day both look at the year of that day. Asked for a period, REM-03 counts the cells that held a round in every full
calendar year of it in which they stood, so that "thường xuyên" has its k of n.
"""

from collections.abc import Sequence

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.kernel.days import Period
from chibo.members.indicators.dimensions import SEX, STATUS
from chibo.members.indicators.roll import on_roll
from chibo.members.models import Spell
from chibo.org import queries as org
from chibo.org.indicators import CELL_KIND, SUPERIOR
from chibo.org.models import Placement
from chibo.org.queries.laying import lay
from chibo.removal.models import ScreeningRound
from chibo.removal.queries.rounds import reviewed, rounds
from chibo.removal.vocabulary import EntryState

AREA = "removal"
SOURCE = "Hướng dẫn 02-HD/BTCTW ngày 12/4/2021"


def years(asked: Asked) -> list[int]:
    """The years that must have a round: the full ones of a period, else the year of the last day."""
    whole = asked.window.full_years() if isinstance(asked.window, Period) else []
    return whole or [asked.on.year]


def cells(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Placement]:
    """The cells standing at the end of the window."""
    kinds = org.level_kinds("cell", on=asked.on)
    standing = Placement.objects.filter(org.in_force(asked.on), kind__in=kinds)
    return lay(standing, asked.scope, unit="unit", day=asked.on, over=over)


def every_year(asked: Asked) -> Q:
    """Those that held a round in each of the years in which they stood to the end, by the day asked for."""
    found = Q()
    for year in years(asked):
        held = rounds(year).filter(unit=OuterRef("unit"), on__lte=asked.on)
        found &= Exists(held) | Q(unit__founded_on__gt=f"{year}-12-31")
    return found


def _last(asked: Asked) -> Case:
    """The year of the last round by the day."""
    rows = ScreeningRound.objects.filter(state=EntryState.STANDING, unit=OuterRef("unit"), on__lte=asked.on)
    year = asked.on.year
    return Case(
        *(When(Exists(rows.filter(year=one)), then=Value(str(one))) for one in range(year, year - 5, -1)),
        default=Value(""),
        output_field=CharField(),
    )


def _last_labels(asked: Asked, values) -> dict[str, str]:
    return {one: f"Năm {one}" for one in sorted(filter(None, values), reverse=True)} | {
        "": "Chưa ghi, hoặc đã quá 5 năm"
    }


CELLS = Population(
    code="chi_bo_ra_soat",
    counting_unit="chi bộ",
    takes="day",
    rows=cells,
    dimensions=(Dimension("last_round", "Lần rà soát gần nhất", _last, _last_labels), CELL_KIND, SUPERIOR),
    order=("name_key", "id"),
    columns=("unit_name", "kind", "superior_name"),
)
REM_03 = Indicator(
    code="REM-03",
    title="Chi bộ rà soát đảng viên hằng năm",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="chi bộ",
    question="Bao nhiêu chi bộ đã rà soát, sàng lọc đảng viên trong năm, và năm nào cũng làm?",
    population=CELLS,
    where=every_year,
    base=CELLS,
    base_title="chi bộ",
    definition="Chi bộ đang hoạt động cuối ngày đã ghi rà soát đảng viên của năm (năm của ngày được hỏi); chuỗi theo năm lấy ngày "
    "31/12. Hỏi cho một khoảng thời gian thì phải có rà soát ở mọi năm trọn trong khoảng mà chi bộ đã có. Số đảng viên được rà "
    "soát là REM-03B, kết quả giúp đỡ là REM-03C, số đưa ra khỏi Đảng là REM-01.",
    source=SOURCE,
    first_dimensions=("last_round",),
    phrases=(Phrase("{window}, {value} trong {base} chi bộ của {unit} đã rà soát, sàng lọc đảng viên ({percent})."),),
)


def members(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Everybody on the roll at the end of the day."""
    return on_roll(asked, over)


def were_reviewed(asked: Asked) -> Q:
    """Those reviewed in the year of the day, by the day, wherever they were then."""
    return Q(person__in=reviewed(asked.on.year, on=asked.on).values("person"))


def _reviewed(asked: Asked) -> Case:
    return Case(When(were_reviewed(asked), then=Value("da")), default=Value("chua"), output_field=CharField())


MEMBERS = Population(
    code="dang_vien_ra_soat",
    counting_unit="đảng viên",
    takes="day",
    rows=members,
    dimensions=(
        Dimension("reviewed", "Rà soát trong năm", _reviewed, {"da": "Đã rà soát", "chua": "Chưa rà soát"}),
        STATUS,
        SEX,
    ),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "cell_name", "status"),
)
REM_03_MEMBERS = Indicator(
    code="REM-03B",
    title="Đảng viên được rà soát trong năm",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên đã được chi bộ rà soát trong năm?",
    population=MEMBERS,
    where=were_reviewed,
    base=MEMBERS,
    base_title="đảng viên",
    definition="Đảng viên trong danh sách cuối ngày có tên ở một lần rà soát của năm (năm của ngày được hỏi), kể cả ở chi bộ cũ "
    "trước khi chuyển đến; trừ người mà chi bộ ghi là chưa rà soát.",
    source=SOURCE,
    phrases=(Phrase("{window}, {value} trong {base} đảng viên của {unit} đã được rà soát ({percent})."),),
)
