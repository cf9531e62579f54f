"""MEM-08: badges handed over in a period."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast, ExtractYear

from chibo.badges.models import PartyBadge
from chibo.badges.vocabulary import HAD, BadgeKind
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population, choice_dimension
from chibo.kernel.days import show_day
from chibo.org.queries.laying import lay

SOURCE = "01-HD/TW năm 2026; biểu 7-BTCTW"


def awarded(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[PartyBadge]:
    """Badges handed over in the period, those given back since too, in the cell that proposed them."""
    rows = PartyBadge.objects.filter(
        state__in=HAD, awarded_on__gte=asked.window.first, awarded_on__lte=asked.window.last
    ).annotate(name_key=F("person__name_key"))
    return lay(rows, asked.scope, unit="cell", day=F("proposed_on"), over=over)


def years_labels(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    """``Huy hiệu 30 năm``, in order."""
    return {value: f"Huy hiệu {value} năm" for value in sorted(values, key=lambda v: int(v or 0))}


def _days(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    return {value: f"Đợt {_day(value)}" for value in sorted(values)}


def _day(value: str) -> str:
    return show_day(date.fromisoformat(value))


AWARDED = Population(
    code="huy_hieu_da_trao",
    counting_unit="huy hiệu",
    takes="period",
    rows=awarded,
    dimensions=(
        Dimension("badge_years", "Mốc", lambda asked: Cast("years", CharField()), years_labels),
        choice_dimension("badge_kind", "Hình thức", "kind", dict(BadgeKind.choices)),
        Dimension("award_day", "Đợt trao", lambda asked: Cast("award_day", CharField()), _days),
        Dimension(
            "awarded_year",
            "Năm",
            lambda asked: Cast(ExtractYear("awarded_on"), CharField()),
            lambda asked, values: {value: value for value in sorted(values)},
        ),
    ),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "badge_years", "badge_kind", "award_day", "awarded_on", "badge_cell"),
)
MEM_08 = Indicator(
    code="MEM-08",
    title="Huy hiệu Đảng đã trao",
    area="members",
    kind=Kind.COUNT,
    counting_unit="huy hiệu",
    question="Đã trao bao nhiêu Huy hiệu Đảng, theo từng mốc và từng đợt?",
    population=AWARDED,
    definition="Huy hiệu có ngày trao trong kỳ, gồm tặng, tặng sớm và truy tặng, kể cả huy hiệu về sau phải giao lại; tính ở chi bộ "
    "lúc đề nghị. Cấp lại huy hiệu bị mất không tính thêm.",
    source=SOURCE,
    first_dimensions=("badge_years", "badge_kind", "award_day"),
    phrases=(
        Phrase("{window}, {unit} đã trao {value} Huy hiệu Đảng."),
        Phrase("{value} huy hiệu truy tặng.", {"badge_kind": (BadgeKind.POSTHUMOUS.value,)}),
    ),
)
