"""ADM-05: targets assigned and achieved, a row for every TCCSĐ in every year."""

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from chibo.admission.models import TargetYear
from chibo.admission.vocabulary import TargetResult
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.kernel.days import Period
from chibo.members.models import Movement
from chibo.members.vocabulary import Cause
from chibo.org import queries as org
from chibo.org.queries.laying import lay
from chibo.org.vocabulary import Sector

AREA = "admission"


def years_of(window: Period) -> range:
    """The years a window touches: a target is of a whole year."""
    return range(window.first.year, window.last.year + 1)


def target_years(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[TargetYear]:
    """Every TCCSĐ with every year of the window in which it stood at the end (or had a target), with what was achieved."""
    condition = Q()
    for year in years_of(asked.window):
        kinds = org.level_kinds("base", on=date(year, 12, 31))
        condition |= Q(year=year, kind__in=kinds)
    rows = lay(TargetYear.objects.filter(condition), asked.scope, unit="unit", day=F("on"), over=over)
    return with_achieved(rows)


def with_achieved(rows: QuerySet[TargetYear]) -> QuerySet[TargetYear]:
    """The rows with the admissions of the year at and below the unit, on the tree of their day (``achieved``)."""
    counted = (
        Movement.objects.filter(
            cause=Cause.ADMISSION,
            is_entry=True,
            on__gte=OuterRef("first"),
            on__lte=OuterRef("last"),
            cell__above__ancestor=OuterRef("unit"),
            cell__above__since__lte=F("on"),
            cell__above__until__gt=F("on"),
        )
        .order_by()
        .values("is_entry")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(achieved=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def _result(asked: Asked) -> Case:
    return Case(
        When(number__isnull=True, then=Value(TargetResult.UNASSIGNED.value)),
        When(achieved__gte=F("number"), then=Value(TargetResult.MET.value)),
        When(achieved=0, then=Value(TargetResult.NOBODY.value)),
        default=Value(TargetResult.BELOW.value),
        output_field=CharField(),
    )


RESULT = Dimension("result", "Kết quả", _result, dict(TargetResult.choices))
ASSIGNED = Dimension(
    "assigned",
    "Giao chỉ tiêu",
    lambda asked: Case(When(number__isnull=True, then=Value("chua")), default=Value("co"), output_field=CharField()),
    {"co": "Được giao chỉ tiêu", "chua": "Chưa được giao chỉ tiêu"},
)
YEAR = Dimension(
    "year",
    "Năm",
    lambda asked: Cast("year", CharField()),
    lambda asked, values: {str(y): str(y) for y in years_of(asked.window)},
)
TARGETS = Population(
    code="chi_tieu_ket_nap",
    counting_unit="lượt TCCSĐ-năm",
    takes="period",
    rows=target_years,
    dimensions=(RESULT, ASSIGNED, YEAR, choice_dimension("sector", "Loại hình", "sector", dict(Sector.choices))),
    order=("name_key", "unit_id", "year", "id"),
    columns=("target_unit", "target_year", "target_number", "target_achieved"),
)

ADM_05 = Indicator(
    code="ADM-05",
    title="Giao và thực hiện chỉ tiêu kết nạp",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="lượt TCCSĐ-năm",
    question="Có bao nhiêu TCCSĐ được giao chỉ tiêu kết nạp từng năm, bao nhiêu nơi đạt?",
    population=TARGETS,
    definition="Mỗi TCCSĐ trong mỗi năm mà kỳ chạm đến là một lượt: TCCSĐ đang hoạt động ngày cuối năm, và nơi đã kết thúc trong năm "
    "nhưng đã được giao. Đạt là số kết nạp cả năm (ADM-01) không ít hơn chỉ tiêu hiện hành của năm; năm chưa hết thì tính số đã có.",
    source="Chỉ tiêu của cấp ủy cấp trên giao; ADM-01",
    first_dimensions=("result", "year", "assigned"),
    phrases=(
        Phrase(
            "{window}, chỉ tiêu kết nạp đã giao cho {value}/{base} lượt TCCSĐ-năm ({percent}).", {"assigned": ("co",)}
        ),
        Phrase("{value}/{base} lượt đạt chỉ tiêu ({percent}).", {"result": (TargetResult.MET.value,)}),
        Phrase(
            "{value} lượt được giao chỉ tiêu nhưng không kết nạp được ai.", {"result": (TargetResult.NOBODY.value,)}
        ),
    ),
)
