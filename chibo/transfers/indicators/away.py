"""Đảng viên đi làm xa, lưu động: TRF-03."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Case, CharField, F, FilteredRelation, Q, QuerySet, Value, When

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.dimensions import SEX, STATUS
from chibo.members.indicators.roll import on_roll
from chibo.members.models import Spell
from chibo.transfers.queries.away import in_state, last_contact
from chibo.transfers.rules.contact import limits
from chibo.transfers.vocabulary import AwayReason, Contact, RecordState, Regime


def members_away(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Those on the roll who are away at the end of the day; nobody is away twice."""
    away = "person__away__"
    holding = Q(**{f"{away}state": RecordState.STANDING, f"{away}since__lte": asked.on, f"{away}until__gt": asked.on})
    rows = on_roll(asked, over).annotate(held=FilteredRelation("person__away", condition=holding))
    return rows.filter(held__isnull=False).annotate(
        away_id=F("held__id"),
        away_since=F("held__since"),
        away_place=F("held__place"),
        away_country=F("held__country"),
        away_reason=F("held__reason"),
        away_regime=F("held__regime"),
        last_contact_on=last_contact(on=asked.on, key="away_id", since="away_since"),
    )


def _contact(asked: Asked, state: Contact) -> Q:
    return in_state(limits(asked.on), state, last="last_contact_on", regime="away_regime")


def _states(asked: Asked) -> Case:
    return Case(
        *(When(_contact(asked, state), then=Value(state.value)) for state in (Contact.LOST, Contact.LATE)),
        default=Value(Contact.IN_TOUCH.value),
        output_field=CharField(),
    )


def _as_written(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    return {value: value or "Trong nước" for value in sorted(values)}


AWAY = Population(
    code="dang_vien_di_lam_xa",
    counting_unit="đảng viên",
    takes="day",
    rows=members_away,
    dimensions=(
        Dimension("contact", "Liên lạc", _states, dict(Contact.choices)),
        Dimension("away_reason", "Lý do đi", lambda asked: F("away_reason"), dict(AwayReason.choices)),
        Dimension("away_regime", "Chế độ liên lạc", lambda asked: F("away_regime"), dict(Regime.choices)),
        Dimension("away_place", "Nơi đến", lambda asked: F("away_place"), _as_written),
        Dimension("away_country", "Nước", lambda asked: F("away_country"), _as_written),
        STATUS,
        SEX,
    ),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "cell_name", "away_since", "away_place", "away_regime", "last_contact_on"),
)
TRF_03 = Indicator(
    code="TRF-03",
    title="Đảng viên đi làm xa",
    area="transfer",
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên đi làm xa, bao nhiêu giữ liên lạc đúng chế độ, bao nhiêu mất liên lạc?",
    population=AWAY,
    definition="Đảng viên có tên trong danh sách, đang đi xa nơi sinh hoạt vào cuối ngày mà không chuyển sinh hoạt. Đúng chế độ: lần "
    "liên lạc gần nhất còn trong kỳ đã hẹn với chi bộ. Mất liên lạc: quá kỳ, và quá số tháng không tham gia sinh hoạt mà Điều lệ "
    "nêu để xem xét xóa tên.",
    source="Điều lệ Đảng 2011, điều 7 và điều 8; sổ quy định: Thời gian bỏ sinh hoạt hoặc không đóng đảng phí bị xem xét xóa tên",
    first_dimensions=("contact", "away_reason", "away_place", "away_regime"),
    phrases=(
        Phrase("{window}, {unit} có {value} đảng viên đi làm xa."),
        Phrase("{value} đảng viên giữ liên lạc đúng chế độ ({percent}).", {"contact": (Contact.IN_TOUCH.value,)}),
        Phrase("{value} đảng viên mất liên lạc ({percent}).", {"contact": (Contact.LOST.value,)}),
    ),
)
