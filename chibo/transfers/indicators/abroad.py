"""Chuyển sinh hoạt đảng ra ngoài nước: TRF-02."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.dimensions import YEAR
from chibo.members.indicators.movements import moved
from chibo.members.models import Movement
from chibo.members.vocabulary import Cause, TransferKind
from chibo.transfers.vocabulary import Abroad, Purpose

UNKNOWN = "Chưa rõ"


def transferred_abroad(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Those introduced to a Party organization abroad in the period, from the cells that stood below the unit then."""
    rows = moved(asked, [Cause.TRANSFER_OUT], is_entry=False, over=over)
    return rows.filter(event__transfer_kind=TransferKind.ABROAD).annotate(
        country=Coalesce(F("event__abroad__country"), Value("")),
        purpose=Coalesce(F("event__abroad__purpose"), Value("")),
        expected_on=F("event__abroad__expected_on"),
        returned_on=F("event__abroad__returned_on"),
    )


def _state(asked: Asked) -> Case:
    """As of the end of the period: back, due back before then, or away."""
    return Case(
        When(event__abroad__returned_on__lte=asked.on, then=Value(Abroad.RETURNED.value)),
        When(event__abroad__expected_on__lt=asked.on, then=Value(Abroad.OVERDUE.value)),
        default=Value(Abroad.AWAY.value),
        output_field=CharField(),
    )


def country_names(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    """Countries by their names, the unknown one last."""
    return {value: value for value in sorted(values) if value} | {"": UNKNOWN}


TRANSFERRED_ABROAD = Population(
    code="chuyen_ra_ngoai_nuoc",
    counting_unit="lượt chuyển",
    takes="period",
    rows=transferred_abroad,
    dimensions=(
        Dimension("abroad_state", "Tình trạng", _state, dict(Abroad.choices)),
        Dimension("country", "Nước đến", lambda asked: F("country"), country_names),
        Dimension("purpose", "Mục đích", lambda asked: F("purpose"), {**dict(Purpose.choices), "": UNKNOWN}),
        YEAR,
    ),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "movement_day", "cell_then", "country", "purpose", "expected_on", "returned_on"),
)
TRF_02 = Indicator(
    code="TRF-02",
    title="Chuyển sinh hoạt đảng ra ngoài nước",
    area="transfer",
    kind=Kind.COUNT,
    counting_unit="lượt chuyển",
    question="Bao nhiêu lượt chuyển sinh hoạt đảng ra ngoài nước, bao nhiêu đã về, bao nhiêu quá hạn về?",
    population=TRANSFERRED_ABROAD,
    definition="Lượt giới thiệu chuyển sinh hoạt đảng ra ngoài nước trong kỳ, tính ở chi bộ nơi đi. Đã về, quá hạn về (quá ngày "
    "dự kiến về mà chưa ghi ngày về) xét đến ngày cuối kỳ.",
    source="Hướng dẫn 30-HD/BTCTW năm 2025 thực hiện Quy định 86-QĐ/TW",
    first_dimensions=("abroad_state", "country", "purpose"),
    phrases=(
        Phrase("{window}, {unit} có {value} lượt chuyển sinh hoạt đảng ra ngoài nước."),
        Phrase("{value} lượt đã về nước.", {"abroad_state": (Abroad.RETURNED.value,)}),
        Phrase("{value} lượt quá hạn về mà chưa ghi ngày về.", {"abroad_state": (Abroad.OVERDUE.value,)}),
    ),
)
