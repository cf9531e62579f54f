"""ORG-01 … ORG-08: organizations on a day, their changes in a period, terms, merger projects."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.kernel.days import ONE_DAY
from chibo.org.models import MergerStatus, OrgEventParty, Placement, Term, Unit
from chibo.org.queries.laying import lay
from chibo.org.queries.levels import level_kinds
from chibo.org.queries.units import names_of
from chibo.org.vocabulary import (
    ENDINGS,
    REORGANIZATIONS,
    SECTOR_GROUPS,
    CellKind,
    EventKind,
    ProjectStatus,
    Sector,
)
from chibo.org.vocabulary import (
    Kind as UnitKind,
)

AREA = "organization"
KIND_LABELS = dict(UnitKind.choices)
SECTOR_LABELS = dict(Sector.choices)
GROUP_LABELS = {code: title for code, (title, _) in SECTOR_GROUPS.items()}
CELL_KIND_LABELS = {value: label for value, label in CellKind.choices if value} | {"": "Không phải chi bộ"}


def sector_group(path: str) -> Case:
    """The group of a sector, as an expression."""
    return Case(
        *(When(**{f"{path}__in": leaves}, then=Value(code)) for code, (_, leaves) in SECTOR_GROUPS.items()),
        default=Value("khac"),
        output_field=CharField(),
    )


def unit_names(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    """Unit id (as text) → name on the day, in the order of names."""
    return unit_labels([int(v) for v in values if v], asked.on)


def unit_labels(ids: Sequence[int], on) -> dict[str, str]:
    """The names of units on the day (their last or first name where they did not stand), in the order of names."""
    rows = Placement.objects.filter(unit__in=ids).order_by("unit_id", "since")
    best: dict[int, tuple] = {}
    for unit, since, key, name in rows.values_list("unit_id", "since", "name_key", "name"):
        if unit not in best or since <= on:
            best[unit] = (key, name)
    return {str(unit): name for unit, (_, name) in sorted(best.items(), key=lambda item: item[1][0])}


def placed(path: str, day: str | None = None, *, on=None, field: str) -> Subquery:
    """A field of the placement of the unit at a path of the row, on a day of the row (or one day for all)."""
    moment = on if day is None else OuterRef(day)
    rows = Placement.objects.filter(unit=OuterRef(path), since__lte=moment, until__gt=moment)
    return Subquery(rows.values(field)[:1])


TYPE = choice_dimension("type", "Loại tổ chức", "kind", KIND_LABELS)
SECTOR = choice_dimension("sector", "Loại hình", "sector", SECTOR_LABELS)
SECTOR_GROUP = Dimension("sector_group", "Nhóm loại hình", lambda asked: sector_group("sector"), GROUP_LABELS)
CELL_KIND = choice_dimension("cell_kind", "Loại chi bộ", "cell_kind", CELL_KIND_LABELS, "Không phải chi bộ")
SUPERIOR = Dimension("superior", "Cấp trên trực tiếp", lambda asked: Cast("superior_id", CharField()), unit_names)
PLACE = Dimension(
    "place",
    "Địa bàn",
    lambda asked: Coalesce("place__name", Value("")),
    lambda asked, values: {value: value or "Chưa ghi địa bàn" for value in sorted(values)},
)


def units_standing(level: str):
    """Placements of a level in force on the day, at or below the scope's unit."""

    def rows(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Placement]:
        kinds = level_kinds(level, on=asked.on)
        standing = Placement.objects.filter(since__lte=asked.on, until__gt=asked.on, kind__in=kinds)
        return lay(standing, asked.scope, unit="unit", day=asked.on, over=over)

    return rows


def _units(code: str, counting_unit: str, level: str, dimensions: tuple[Dimension, ...]) -> Population:
    return Population(
        code=code,
        counting_unit=counting_unit,
        takes="day",
        rows=units_standing(level),
        dimensions=dimensions,
        order=("name_key", "id"),
        columns=("unit_name", "kind", "sector", "superior_name", "unit_since"),
    )


BASE_UNITS = _units("tccsd", "TCCSĐ", "base", (TYPE, SECTOR_GROUP, SECTOR, SUPERIOR, PLACE))
SUBORDINATE_CELLS = _units("chi_bo_truc_thuoc", "chi bộ", "subordinate_cell", (CELL_KIND, TYPE, SUPERIOR, PLACE))
CELLS = _units("chi_bo", "chi bộ", "cell", (TYPE, CELL_KIND, SECTOR_GROUP, SUPERIOR, PLACE))

CHANGE_LABELS = {kind.value: kind.label for kind in REORGANIZATIONS}


def _changed(field: str) -> Case:
    """A field of the placement that an event is about: before it for endings and for upgrades, after it otherwise."""
    before = (*ENDINGS, EventKind.UPGRADE, EventKind.DOWNGRADE)
    return Case(
        When(event__kind__in=before, then=F(f"before__{field}")),
        default=Coalesce(F(f"after__{field}"), F(f"before__{field}")),
        output_field=CharField(),
    )


def changes(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[OrgEventParty]:
    """The counted parts of reorganizations effective in the period; endings on the tree of the day before."""
    rows = OrgEventParty.objects.filter(
        counted=True,
        event__undone=False,
        event__kind__in=REORGANIZATIONS,
        event__on__gte=asked.window.first,
        event__on__lte=asked.window.last,
    )
    return lay(rows, asked.scope, unit="unit", day=F("tree_day"), over=over)


CHANGES = Population(
    code="bien_dong_to_chuc",
    counting_unit="lượt tổ chức",
    takes="period",
    rows=changes,
    dimensions=(
        choice_dimension("change", "Hình thức", "event__kind", CHANGE_LABELS),
        Dimension("type", "Loại tổ chức", lambda asked: _changed("kind"), KIND_LABELS),
        Dimension("sector", "Loại hình", lambda asked: _changed("sector"), SECTOR_LABELS),
        Dimension(
            "sector_group",
            "Nhóm loại hình",
            lambda asked: Case(
                *(
                    When(Q(before__sector__in=leaves) | Q(before=None, after__sector__in=leaves), then=Value(code))
                    for code, (_, leaves) in SECTOR_GROUPS.items()
                ),
                default=Value("khac"),
                output_field=CharField(),
            ),
            GROUP_LABELS,
        ),
        Dimension("cell_kind", "Loại chi bộ", lambda asked: _changed("cell_kind"), CELL_KIND_LABELS),
        Dimension(
            "year",
            "Năm",
            lambda asked: Cast(ExtractYear("event__on"), CharField()),
            lambda asked, values: {str(y): str(y) for y in range(asked.window.first.year, asked.window.last.year + 1)},
        ),
    ),
    order=("event__on", "id"),
    columns=("event_day", "change", "unit_name_then", "event_decision"),
)


def terms(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Term]:
    """Terms that ran on the day or before it, of the units at or below the scope's unit."""
    rows = Term.objects.filter(congress_on__lte=asked.on).select_related("unit")
    return lay(rows, asked.scope, unit="unit", day=F("congress_on"), over=over)


TERMS = Population(
    code="nhiem_ky",
    counting_unit="nhiệm kỳ",
    takes="day",
    rows=terms,
    dimensions=(
        Dimension("level", "Cấp", lambda asked: placed("unit", on=asked.on, field="kind"), KIND_LABELS),
        Dimension(
            "ordinal",
            "Lần thứ",
            lambda asked: Cast("ordinal", CharField()),
            lambda asked, values: {v: v or "Không ghi" for v in sorted(values, key=lambda v: int(v or 0))},
        ),
    ),
    order=("congress_on", "id"),
    columns=("unit_name", "term", "ordinal", "congress_on", "length", "founded_on"),
    over_units=False,
)


def projects(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[MergerStatus]:
    """Merger projects with their status on the day."""
    rows = MergerStatus.objects.filter(since__lte=asked.on, until__gt=asked.on)
    return lay(rows, asked.scope, unit="project__unit", day=asked.on, over=over)


PROJECTS = Population(
    code="de_an_hop_nhat",
    counting_unit="đề án",
    takes="day",
    rows=projects,
    dimensions=(
        choice_dimension("status", "Tình trạng", "status", dict(ProjectStatus.choices)),
        Dimension(
            "pair",
            "Cặp cơ quan",
            lambda asked: F("project__party_board__name"),
            lambda asked, values: {value: value for value in sorted(values)},
        ),
    ),
    order=("since", "id"),
    columns=("pair", "project_status", "project_since"),
    over_units=False,
)

CHARTER = "Điều lệ Đảng, điều 10 và điều 21; biểu 5-BTCTW"

ORG_01 = Indicator(
    code="ORG-01",
    title="Tổ chức cơ sở đảng",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="TCCSĐ",
    question="Có bao nhiêu tổ chức cơ sở đảng?",
    population=BASE_UNITS,
    definition="Đảng bộ cơ sở và chi bộ cơ sở đang hoạt động vào cuối ngày, theo loại ghi trong hồ sơ của ngày đó.",
    source=CHARTER,
    first_dimensions=("type",),
    phrases=(Phrase("{window}, {unit} có {value} tổ chức cơ sở đảng."),),
)
ORG_02 = Indicator(
    code="ORG-02",
    title="Tổ chức cơ sở đảng theo loại tổ chức",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="TCCSĐ",
    question="Bao nhiêu đảng bộ cơ sở, bao nhiêu chi bộ cơ sở?",
    population=BASE_UNITS,
    definition="ORG-01 chia theo loại tổ chức của ngày đó.",
    source=CHARTER,
    first_dimensions=("type",),
    phrases=(
        Phrase("Trong đó có {value} đảng bộ cơ sở.", {"type": (UnitKind.DANG_BO_CO_SO.value,)}),
        Phrase("Có {value} chi bộ cơ sở.", {"type": (UnitKind.CHI_BO_CO_SO.value,)}),
    ),
)
ORG_03 = Indicator(
    code="ORG-03",
    title="Tổ chức cơ sở đảng theo loại hình",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="TCCSĐ",
    question="Tổ chức cơ sở đảng thuộc những loại hình nào?",
    population=BASE_UNITS,
    definition="ORG-01 chia theo loại hình cơ sở của ngày đó, đối chiếu được với loại tổ chức.",
    source="Biểu 5-BTCTW",
    first_dimensions=("sector_group", "type"),
    phrases=(
        Phrase("{value} tổ chức cơ sở đảng xã, phường, thị trấn.", {"sector_group": ("dia_ban",)}),
        Phrase("{value} tổ chức cơ sở đảng cơ quan.", {"sector_group": ("co_quan",)}),
        Phrase("{value} tổ chức cơ sở đảng doanh nghiệp.", {"sector_group": ("doanh_nghiep",)}),
    ),
)
ORG_04 = Indicator(
    code="ORG-04",
    title="Chi bộ trực thuộc đảng bộ cơ sở",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="chi bộ",
    question="Có bao nhiêu chi bộ trực thuộc đảng bộ cơ sở?",
    population=SUBORDINATE_CELLS,
    definition="Chi bộ dưới đảng bộ cơ sở, trực tiếp hoặc qua đảng bộ bộ phận; tách hẳn với chi bộ cơ sở.",
    source=CHARTER,
    first_dimensions=("cell_kind",),
    phrases=(Phrase("Có {value} chi bộ trực thuộc đảng bộ cơ sở."),),
)
ORG_05 = Indicator(
    code="ORG-05",
    title="Tất cả chi bộ",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="chi bộ",
    question="Có bao nhiêu chi bộ?",
    population=CELLS,
    definition="Chi bộ trực thuộc cộng chi bộ cơ sở: mẫu số của mọi chỉ tiêu sinh hoạt.",
    source=CHARTER,
    first_dimensions=("type",),
    phrases=(Phrase("Toàn {unit} có {value} chi bộ."),),
)
ORG_06 = Indicator(
    code="ORG-06",
    title="Sắp xếp tổ chức trong kỳ",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="lượt tổ chức",
    question="Đã thành lập, giải thể, sáp nhập, chia tách, nâng cấp, chuyển giao bao nhiêu tổ chức?",
    population=CHANGES,
    definition="Tổ chức được thành lập, kết thúc, nâng hạ cấp, chuyển giao hoặc đổi tên có hiệu lực trong kỳ; mỗi quyết "
    "định đếm mỗi tổ chức một lần.",
    source="Điều lệ Đảng, điều 21; phân loại sắp xếp tổ chức (quy tắc 1.5)",
    first_dimensions=("change",),
    phrases=(
        Phrase("{window}, đã có {value} lượt tổ chức được sắp xếp."),
        Phrase("Thành lập {value} tổ chức.", {"change": (EventKind.ESTABLISH.value,)}),
        Phrase("Giải thể {value} tổ chức.", {"change": (EventKind.DISSOLVE.value,)}),
        Phrase("Sáp nhập {value} tổ chức.", {"change": (EventKind.MERGE_INTO.value,)}),
        Phrase("Nâng cấp {value} tổ chức.", {"change": (EventKind.UPGRADE.value,)}),
    ),
)
ORG_07 = Indicator(
    code="ORG-07",
    title="Đề án hợp nhất cơ quan đảng với cơ quan nhà nước",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đề án",
    question="Có bao nhiêu đề án hợp nhất cơ quan, đang ở bước nào?",
    population=PROJECTS,
    definition="Đề án đã mở, với tình trạng vào cuối ngày.",
    source="Nghị quyết 18-NQ/TW ngày 25/10/2017",
    first_dimensions=("status",),
    phrases=(Phrase("{window}, có {value} đề án hợp nhất cơ quan đảng với cơ quan nhà nước tương đồng."),),
)
ORG_08 = Indicator(
    code="ORG-08",
    title="Sổ nhiệm kỳ và đại hội",
    area=AREA,
    kind=Kind.REGISTER,
    counting_unit="nhiệm kỳ",
    question="Nhiệm kỳ nào, đại hội lần thứ mấy, ngày nào?",
    population=TERMS,
    definition="Nhiệm kỳ của từng tổ chức với đại hội mở đầu, số lần, số năm và năm thành lập tổ chức.",
    source="Điều lệ Đảng, điều 15 và điều 22",
    phrases=(Phrase("Sổ nhiệm kỳ của {unit} có {value} nhiệm kỳ đến {window}."),),
)

INDICATORS = (ORG_01, ORG_02, ORG_03, ORG_04, ORG_05, ORG_06, ORG_07, ORG_08)
__all__ = ["INDICATORS", "ONE_DAY", "Unit", "names_of", "placed", "sector_group", "unit_labels", "unit_names"]
