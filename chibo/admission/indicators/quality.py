"""ADM-06: what became of those admitted, by year of admission; attributes as of the admission."""

from collections.abc import Sequence

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from chibo.admission.models import Probation
from chibo.admission.vocabulary import ClassResult, Outcome
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.admission import admitted
from chibo.members.indicators.dimensions import PEOPLE_THEN, STATUS, YEAR
from chibo.members.models import MemberEvent, Movement
from chibo.members.vocabulary import EXITS, REMOVALS, Cause, EventState, Status

AREA = "admission"
PROBATION = Probation.objects.filter(event=OuterRef("event"))


def cohort(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Those admitted in the period (ADM-01), with what is on record since."""
    later = MemberEvent.objects.filter(
        person=OuterRef("person"), state=EventState.STANDING, on__gte=OuterRef("on"), pk__gt=OuterRef("event_id")
    ).order_by("on", "id")
    ending = later.filter(cause__in=[Cause.RECOGNITION, *EXITS])
    rows = admitted(asked, over).annotate(
        ending=Subquery(ending.values("cause")[:1]), class_result=Subquery(PROBATION.values("class_result")[:1])
    )
    return rows.annotate(outcome=_outcome())


def _outcome() -> Case:
    return Case(
        When(Q(ending=Cause.RECOGNITION) & Exists(PROBATION.filter(is_late=True)), then=Value(Outcome.LATE.value)),
        When(ending=Cause.RECOGNITION, then=Value(Outcome.ON_TIME.value)),
        When(ending__in=list(REMOVALS), then=Value(Outcome.OUT.value)),
        When(ending__in=list(EXITS - REMOVALS), then=Value(Outcome.AWAY.value)),
        default=Value(Outcome.OPEN.value),
        output_field=CharField(),
    )


def _removed_since(asked: Asked) -> Case:
    """Whether the person was taken out of the Party afterwards, on probation or as an official member."""
    out = Movement.objects.filter(
        person=OuterRef("person"), is_entry=False, cause__in=list(REMOVALS), is_final=True, on__gte=OuterRef("on")
    )
    return Case(
        When(Exists(out.filter(status=Status.PROBATIONARY)), then=Value("du_bi")),
        When(Exists(out), then=Value("chinh_thuc")),
        default=Value("khong"),
        output_field=CharField(),
    )


OUTCOME = Dimension("outcome", "Kết quả sau kết nạp", lambda asked: "outcome", dict(Outcome.choices))
REMOVED = Dimension(
    "removed",
    "Đưa ra khỏi Đảng sau kết nạp",
    _removed_since,
    {
        "khong": "Không bị đưa ra khỏi Đảng",
        "du_bi": "Ra khỏi Đảng khi còn dự bị",
        "chinh_thuc": "Ra khỏi Đảng sau khi chính thức",
    },
)
CLASS = Dimension("class_result", "Lớp đảng viên mới", lambda asked: "class_result", dict(ClassResult.choices))
RECOGNIZED = (Outcome.ON_TIME.value, Outcome.LATE.value)
COHORT = Population(
    code="dang_vien_moi",
    counting_unit="đảng viên",
    takes="period",
    rows=cohort,
    dimensions=(OUTCOME, REMOVED, CLASS, YEAR, *(d for d in PEOPLE_THEN if d is not STATUS)),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "movement_day", "cell_then", "outcome_then", "class_result"),
)

ADM_06 = Indicator(
    code="ADM-06",
    title="Chất lượng đảng viên mới",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Đảng viên mới kết nạp có học vấn, độ tuổi ra sao, bao nhiêu người được công nhận chính thức, bao nhiêu người ra khỏi "
    "Đảng sớm?",
    population=COHORT,
    definition="Những người kết nạp trong kỳ (ADM-01), chia theo kết quả về sau như hồ sơ hiện ghi: công nhận đúng hạn hoặc chậm, ra khỏi "
    "Đảng, kết quả lớp đảng viên mới; trình độ, độ tuổi lấy tại ngày kết nạp. Tỷ lệ tính trên tất cả người kết nạp trong kỳ, kể cả "
    "người chưa hết thời gian dự bị.",
    source="Điều lệ Đảng, điều 5; ADM-01",
    first_dimensions=("outcome", "removed", "class_result", "qualification", "age", "year"),
    phrases=(
        Phrase(
            "Trong {base} đảng viên kết nạp {window}, {value} người đã được công nhận chính thức ({percent}).",
            {"outcome": RECOGNIZED},
        ),
        Phrase("{value} người được công nhận chậm ({percent}).", {"outcome": (Outcome.LATE.value,)}),
        Phrase("{value} người ra khỏi Đảng khi còn dự bị ({percent}).", {"outcome": (Outcome.OUT.value,)}),
        Phrase(
            "{value} người có trình độ đại học trở lên khi kết nạp ({percent}).",
            {"qualification": ("dai_hoc", "thac_si", "tien_si")},
        ),
        Phrase("{value} người từ 18 đến 30 tuổi khi kết nạp ({percent}).", {"age": ("18-30",)}),
    ),
)
