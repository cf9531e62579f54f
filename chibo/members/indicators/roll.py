"""The roll on a day: MEM-01, MEM-02, MEM-03."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from chibo.indicators import Asked, Indicator, Kind, Phrase, Population
from chibo.kernel.scope import THEN, Scope
from chibo.members.indicators.dimensions import PEOPLE
from chibo.members.models import Spell, Stay
from chibo.org.queries.laying import lay

AREA = "members"


def laid(rows: QuerySet, scope: Scope, *, day: object, over: Sequence[int] | None = None, side: str = "") -> QuerySet:
    """Rows about people laid on the tree: by their cell, or, in a given structure, by where their chain of stays leads.

    :param side: ``"other_"`` for the other side of a movement
    """
    if scope.structure.is_then or (not side and scope.structure.day == day):
        scope = replace(scope, structure=THEN)
        return lay(rows, scope, unit=f"{side}cell", day=day, over=over)
    on = scope.structure.day
    if not links_after(scope):
        return lay(rows, scope, unit=f"{side}home", day=on, over=over)
    stays = f"{side}chain__chain_stays"
    # A relation with its condition, not a filter: a chain has many stays, and the tree must be that of this one's cell.
    holding = Q(**{f"{stays}__anchor_since__lte": on, f"{stays}__anchor_until__gt": on})
    anchored = rows.annotate(**{f"{side}anchor": FilteredRelation(stays, condition=holding)})
    return lay(anchored, scope, unit=f"{side}anchor__cell", day=on, over=over)


def links_after(scope: Scope) -> bool:
    """Whether a chain that touches the unit goes on after the structure's day. If none does, all stand where they end."""
    if "links_after" not in scope.found:
        touching = Stay.objects.filter(chain=OuterRef("chain"), cell__above__ancestor=scope.unit.pk)
        later = Stay.objects.filter(Exists(touching), anchor_since__gt=scope.structure.day)
        scope.found["links_after"] = later.exists()
    return bool(scope.found["links_after"])


def on_roll(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Everybody on the roll at the end of the day, official and probationary, each once; guests are not among them."""
    rows = Spell.objects.filter(since__lte=asked.on, until__gt=asked.on)
    return laid(rows, asked.scope, day=asked.on, over=over)


ROLL = Population(
    code="dang_so",
    counting_unit="đảng viên",
    takes="day",
    rows=on_roll,
    dimensions=PEOPLE,
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "party_since", "cell_name", "status"),
)
STATISTICS = "Hướng dẫn 11-HD/BTCTW, biểu 1 và biểu 3"

MEM_01 = Indicator(
    code="MEM-01",
    title="Đảng viên",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Có bao nhiêu đảng viên?",
    population=ROLL,
    definition="Người có tên trong danh sách của một chi bộ vào cuối ngày, chính thức và dự bị, mỗi người một lần; không tính "
    "người đến sinh hoạt tạm thời. Người đang chuyển, chưa được tiếp nhận, vẫn tính ở nơi đi.",
    source=STATISTICS,
    first_dimensions=("status",),
    phrases=(
        Phrase("{window}, {unit} có {value} đảng viên."),
        Phrase("Có {value} đảng viên dự bị.", {"status": ("probationary",)}),
    ),
)
MEM_02 = Indicator(
    code="MEM-02",
    title="Đảng viên theo đặc điểm",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên nữ, dân tộc thiểu số, có đạo, học sinh, sinh viên …?",
    population=ROLL,
    definition="MEM-01 có đặc điểm ghi trong hồ sơ vào cuối ngày. Các đặc điểm chồng lên nhau, không cộng với nhau.",
    source=STATISTICS,
    first_dimensions=(
        "sex",
        "minority",
        "religious",
        "student",
        "occupation",
        "qualification",
        "political_theory",
        "age",
        "party_age",
        "exempt",
    ),  # fmt: skip
    phrases=(
        Phrase("{value} đảng viên nữ ({percent}).", {"sex": ("nu",)}),
        Phrase("{value} đảng viên là người dân tộc thiểu số ({percent}).", {"minority": ("dtts",)}),
        Phrase("{value} đảng viên là người có đạo ({percent}).", {"religious": ("co_dao",)}),
        Phrase("{value} đảng viên là học sinh, sinh viên ({percent}).", {"student": ("hssv",)}),
    ),
)
MEM_03 = Indicator(
    code="MEM-03",
    title="Tỷ lệ đảng viên có trình độ chuyên môn",
    area=AREA,
    kind=Kind.SHARE,
    counting_unit="đảng viên",
    question="Bao nhiêu phần trăm đảng viên có trình độ chuyên môn?",
    population=ROLL,
    where=lambda asked: ~Q(qualification__in=["", "khong"]),
    base=ROLL,
    base_title="đảng viên",
    definition="Đảng viên có trình độ chuyên môn từ sơ cấp trở lên còn hiệu lực vào cuối ngày, chia cho toàn bộ đảng viên.",
    source=STATISTICS,
    first_dimensions=("qualification",),
    phrases=(Phrase("{value} trong {base} đảng viên có trình độ chuyên môn ({percent})."),),
)
DAY_OF_ROW = F("tree_day")
