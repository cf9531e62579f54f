"""ADM-04: admissions of special kind. One person may be of several kinds, so each kind is a way to split of its own."""

from collections.abc import Sequence

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from chibo.admission.models import AdmissionFact
from chibo.admission.vocabulary import SpecialKind
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.indicators.dimensions import PEOPLE_THEN, STATUS, YEAR
from chibo.members.indicators.movements import moved
from chibo.members.models import Movement
from chibo.members.vocabulary import Cause

AREA = "admission"
FACTS = AdmissionFact.objects.filter(event=OuterRef("event"))


def special(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Movement]:
    """Kết nạp of a special kind on record, and every kết nạp lại, each person's admission once."""
    rows = moved(asked, [Cause.ADMISSION, Cause.READMISSION], is_entry=True, over=over)
    return rows.filter(Q(cause=Cause.READMISSION) | Exists(FACTS))


def _of_kind(kind: SpecialKind, code: str) -> Dimension:
    """Whether an admission is of a kind."""
    condition = Q(Exists(FACTS.filter(kind=kind)))
    if kind == SpecialKind.READMISSION:
        condition |= Q(cause=Cause.READMISSION)
    return Dimension(
        code,
        kind.label,
        lambda asked: Case(When(condition, then=Value("co")), default=Value("khong"), output_field=CharField()),
        {"co": kind.label, "khong": "Trường hợp khác"},
    )


READMITTED = _of_kind(SpecialKind.READMISSION, "readmitted")
RELIGIOUS = _of_kind(SpecialKind.RELIGIOUS, "of_religion")
OWNER = _of_kind(SpecialKind.OWNER, "owner")
POPULATION_POLICY = _of_kind(SpecialKind.POPULATION, "population_policy")
OVER_AGE = _of_kind(SpecialKind.OVER_AGE, "over_age")
CONSENT = Dimension(
    "consent",
    "Văn bản đồng ý",
    lambda asked: Case(
        When(Exists(FACTS.filter(consent__isnull=False)), then=Value("co")),
        default=Value("chua"),
        output_field=CharField(),
    ),
    {"co": "Có văn bản đồng ý trong hồ sơ", "chua": "Chưa ghi văn bản đồng ý"},
)
SPECIAL = Population(
    code="ket_nap_dac_biet",
    counting_unit="đảng viên",
    takes="period",
    rows=special,
    dimensions=(
        READMITTED, RELIGIOUS, OWNER, POPULATION_POLICY, OVER_AGE, CONSENT, YEAR, *(d for d in PEOPLE_THEN if d is not STATUS),
    ),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "born_on", "cause", "movement_day", "cell_then", "event_decision"),
)  # fmt: skip

ADM_04 = Indicator(
    code="ADM-04",
    title="Kết nạp trường hợp đặc biệt",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Đã kết nạp bao nhiêu trường hợp đặc biệt: kết nạp lại, người có đạo, chủ doanh nghiệp tư nhân, vi phạm chính sách "
    "dân số?",
    population=SPECIAL,
    definition="Đảng viên được kết nạp hoặc kết nạp lại mà hồ sơ ghi là trường hợp đặc biệt, tính theo ngày làm lễ và chi bộ nơi "
    "làm lễ. Một người có thể thuộc nhiều trường hợp nên các trường hợp không cộng với nhau.",
    source="Điều lệ Đảng, điều 3 và điều 4; hướng dẫn về các trường hợp đặc biệt",
    first_dimensions=("readmitted", "of_religion", "owner", "population_policy", "over_age", "consent", "year"),
    phrases=(
        Phrase("{window}, {unit} đã kết nạp {value} trường hợp đặc biệt."),
        Phrase("Kết nạp lại {value} đảng viên.", {"readmitted": ("co",)}),
        Phrase("Kết nạp {value} người có đạo.", {"of_religion": ("co",)}),
        Phrase("Kết nạp {value} chủ doanh nghiệp tư nhân.", {"owner": ("co",)}),
        Phrase("Kết nạp {value} trường hợp vi phạm chính sách dân số.", {"population_policy": ("co",)}),
    ),
)
