"""MEM-07: files held at the prescribed level, of all files of members on the roll."""

from collections.abc import Sequence

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from chibo.dossiers.queries import custody
from chibo.dossiers.vocabulary import Keeper
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.roll import on_roll
from chibo.members.models import Spell

STANDINGS = {
    "dung_cap": "Đúng cấp quy định",
    "rieng_dung": "Giữ riêng, đúng cấp quy định",
    "sai_cap": "Không đúng cấp quy định",
    "rieng_sai": "Giữ riêng ở nơi khác",
    "chua_ve": "Đảng viên đã chuyển đến, hồ sơ chưa về",
    "chua_ghi": "Chưa ghi nơi giữ",
}
"""Where a file stands to the rule: the first two are as prescribed."""
AS_PRESCRIBED = ("dung_cap", "rieng_dung")
LEVELS = {**dict(Keeper.choices), "rieng": "Giữ riêng ở một tổ chức khác", "": "Chưa ghi nơi giữ"}


def _said(asked: Asked) -> custody.Said:
    """What is said on the day; read once a page, whatever days it asks for."""
    found = asked.scope.found
    if "dossiers.sayings" not in found:
        found["dossiers.sayings"] = custody.Sayings()
    return found["dossiers.sayings"].on(asked.on)


def files(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """The files of everybody on the roll at the end of the day, one each, with where they stand to the rule."""
    return custody.with_standing(on_roll(asked, over), _said(asked))


def _level(asked: Asked) -> Case:
    apart = custody.kept_apart(on=asked.on).values("person")
    return Case(
        When(person__in=apart, then=Value("rieng")),
        default=custody.said_of("cell", _said(asked).kept, on=asked.on),
        output_field=CharField(),
    )


def _travel(asked: Asked) -> Case:
    moving = custody.under_way(on=asked.on).values("person")
    return Case(When(person__in=moving, then=Value("dang_chuyen")), default=Value(""), output_field=CharField())


STANDING = Dimension("standing", "Tình trạng nơi giữ", lambda asked: "standing", STANDINGS)
LEVEL = Dimension("holder", "Nơi giữ", _level, LEVELS)
TRAVEL = Dimension("travel", "Đang giao nhận", _travel, {"dang_chuyen": "Đang chuyển, chưa nhận", "": "Không chuyển"})

FILES = Population(
    code="ho_so_dang_vien",
    counting_unit="hồ sơ",
    takes="day",
    rows=files,
    dimensions=(STANDING, LEVEL, TRAVEL),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "cell_name", "file_level", "file_standing"),
)


def as_prescribed(asked: Asked) -> Q:
    """The files that are where they must be."""
    return Q(standing__in=AS_PRESCRIBED)


MEM_07 = Indicator(
    code="MEM-07",
    title="Hồ sơ đảng viên giữ đúng cấp quy định",
    area="members",
    kind=Kind.SHARE,
    counting_unit="hồ sơ",
    question="Bao nhiêu hồ sơ đảng viên do đúng cấp quy định quản lý?",
    population=FILES,
    where=as_prescribed,
    base=FILES,
    base_title="hồ sơ đảng viên",
    definition="Mỗi đảng viên trong danh sách cuối ngày có một hồ sơ. Hồ sơ đúng cấp khi nơi giữ là cấp mà quyết định của địa "
    "phương giao, hoặc, khi không có quyết định riêng, là cấp mà sổ quy định nêu. Hồ sơ đang giao nhận tính ở nơi giao cho đến "
    "khi nơi nhận xác nhận; đảng viên đã chuyển đến mà hồ sơ chưa về là ngoại lệ và có trong danh sách còn lại.",
    source="Hướng dẫn thi hành Điều lệ Đảng; quyết định của cấp ủy địa phương",
    first_dimensions=("standing", "holder", "travel"),
    phrases=(
        Phrase("{window}, {value} trong {base} hồ sơ đảng viên của {unit} do đúng cấp quy định quản lý ({percent})."),
        Phrase("{value} hồ sơ chưa về theo đảng viên chuyển đến.", {"standing": ("chua_ve",)}),
    ),
)
