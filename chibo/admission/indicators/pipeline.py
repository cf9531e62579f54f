"""ADM-07: everybody on the way into the Party on a day, by step and by how long at it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from chibo.admission.models import ClassCertificate, Pipeline
from chibo.admission.queries.probations import ADMISSIONS, months
from chibo.admission.queries.source import ADMISSION
from chibo.admission.rules.kinds import latest_start
from chibo.admission.vocabulary import CASE_STAGE, CLASS_STAGE, DUE_STAGE, PROBATION_STAGE, SOURCE_STAGE, STAGES
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.kernel.days import add_months
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import EventState
from chibo.org.queries.laying import lay
from chibo.procedures.models import Case as LedCase
from chibo.procedures.queries.replay import ARRIVALS
from chibo.procedures.queries.standing import standing_acts
from chibo.procedures.rules.handlers import installed
from chibo.procedures.vocabulary import CaseState

AREA = "admission"
SOON = 90
"""Days within which a certificate or a probation is said to end soon."""
AGES = (("0-3", "Dưới 3 tháng", 3), ("3-6", "3–6 tháng", 6), ("6-12", "6–12 tháng", 12))
LONGEST = ("12+", "Từ 12 tháng")
ENDINGS = {
    "gcn_het": "Giấy chứng nhận đã hết hạn",
    "gcn_sap": f"Giấy chứng nhận hết hạn trong {SOON} ngày tới",
    "db_du": "Đã đủ thời gian dự bị",
    "db_sap": f"Đủ thời gian dự bị trong {SOON} ngày tới",
    "khong": "Chưa đến hạn",
}


def pipeline(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Pipeline]:
    """The source and those on probation on the day, each once, with what they are at and since when."""
    rows = Pipeline.objects.filter(since__lte=asked.on, until__gt=asked.on)
    found = staged(lay(rows, asked.scope, unit="unit", day=asked.on, over=over), on=asked.on)
    return found.annotate(ending=_ending(asked.on))


def staged(rows: QuerySet[Pipeline], *, on: date) -> QuerySet[Pipeline]:
    """The rows with the step of their case, its day, their certificate and admission as of the day."""
    led = LedCase.objects.filter(subject=OuterRef("subject"), code=ADMISSION, opened_on__lte=on, closed_on__gt=on)
    led = led.order_by("-opened_on", "-pk")
    now = led.filter(state=CaseState.OPEN, step_since__lte=on)
    acts = (
        standing_acts()
        .filter(
            kind__in=ARRIVALS,
            case__subject=OuterRef("subject"),
            case__code=ADMISSION,
            case__opened_on__lte=on,
            case__closed_on__gt=on,
            on__lte=on,
        )
        .order_by("-case__opened_on", "-number")
    )
    held = ClassCertificate.objects.filter(prospect=OuterRef("prospect"), issued_on__lte=on).order_by("-expires_on")
    began = MemberEvent.objects.filter(
        person=OuterRef("person"), cause__in=ADMISSIONS, state=EventState.STANDING, on__lte=on
    ).order_by("-on", "-id")
    return rows.annotate(
        step=Coalesce(Subquery(now.values("step")[:1]), Subquery(acts.values("to")[:1])),
        step_since=Coalesce(Subquery(now.values("step_since")[:1]), Subquery(acts.values("on")[:1])),
        class_expires=Subquery(held.values("expires_on")[:1]),
        class_since=Subquery(held.values("issued_on")[:1]),
        admitted_on=Subquery(began.values("on")[:1]),
    )


def _later(on: date, days: int) -> date:
    """So many days after, as far as the calendar goes."""
    return date.fromordinal(min(on.toordinal() + days, date.max.toordinal()))


def _due(on: date, *, after: int = 0) -> Q:
    """The months of probation are over on the day, or so many days after it."""
    return Q(admitted_on__lte=latest_start(_later(on, after), months(on)))


def stage_on(on: date, *, led: object = None) -> Case:
    """The stage of :func:`staged` rows on the day.

    :param led: what those with an open case are at; the stage "hồ sơ" where not given
    """
    led = Value(CASE_STAGE) if led is None else led
    return Case(
        When(_due(on), prospect__isnull=True, then=Value(DUE_STAGE)),
        When(prospect__isnull=True, then=Value(PROBATION_STAGE)),
        When(step__isnull=False, then=led),
        When(class_expires__gte=on, then=Value(CLASS_STAGE)),
        default=Value(SOURCE_STAGE),
        output_field=CharField(),
    )


def steps() -> dict[str, str]:
    """Keys of the steps of every version of the procedure, in its order."""
    definitions = [one.definition for one in installed() if one.definition.code == ADMISSION]
    return {key: step.title for definition in definitions for key, step in definition.steps.items()}


def step_labels(asked: Asked, values: Collection[str]) -> Mapping[str, str]:
    """Stages and steps in the order in which one goes through them."""
    before = {code: STAGES[code] for code in (SOURCE_STAGE, CLASS_STAGE)}
    return before | steps() | {code: STAGES[code] for code in (PROBATION_STAGE, DUE_STAGE)}


def _age(asked: Asked) -> Case:
    """How long at the step: those due since the end of their probation."""
    on, span = asked.on, months(asked.on)
    due = Q(prospect__isnull=True) & _due(on)

    def since(path: str, limit: int) -> Q:
        return Q(**{f"{path}__gt": add_months(on, -limit)})

    return Case(
        When(prospect__isnull=True, admitted_on__isnull=True, then=Value("")),
        *(When(due & since("admitted_on", span + limit), then=Value(code)) for code, _, limit in AGES),
        When(due, then=Value(LONGEST[0])),
        *(
            When(Q(prospect__isnull=True) & since("admitted_on", limit), then=Value(code))
            for code, _, limit in AGES
        ),
        When(prospect__isnull=True, then=Value(LONGEST[0])),
        *(When(Q(step__isnull=False) & since("step_since", limit), then=Value(code)) for code, _, limit in AGES),
        When(step__isnull=False, then=Value(LONGEST[0])),
        *(
            When(Q(class_expires__gte=on) & since("class_since", limit), then=Value(code))
            for code, _, limit in AGES
        ),
        When(class_expires__gte=on, then=Value(LONGEST[0])),
        *(When(since("prospect__listed_on", limit), then=Value(code)) for code, _, limit in AGES),
        default=Value(LONGEST[0]),
        output_field=CharField(),
    )  # fmt: skip


def _ending(on: date) -> Case:
    return Case(
        When(_due(on), prospect__isnull=True, then=Value("db_du")),
        When(_due(on, after=SOON), prospect__isnull=True, then=Value("db_sap")),
        When(class_expires__lt=on, prospect__isnull=False, then=Value("gcn_het")),
        When(class_expires__lte=_later(on, SOON), prospect__isnull=False, then=Value("gcn_sap")),
        default=Value("khong"),
        output_field=CharField(),
    )


def step_of(row: Pipeline, *, on: date) -> str:
    """What a row of :func:`pipeline` is at, in words."""
    if row.prospect_id is None:
        return STAGES[DUE_STAGE if _is_due(row, on) else PROBATION_STAGE]
    if row.step is not None:
        return steps().get(row.step, row.step)
    has_class = row.class_expires is not None and row.class_expires >= on
    return STAGES[CLASS_STAGE if has_class else SOURCE_STAGE]


def since_of(row: Pipeline, *, on: date) -> date | None:
    """Since when; of those on probation the day of the ceremony, or the day their probation was over."""
    if row.prospect_id is None:
        return add_months(row.admitted_on, months(on)) if _is_due(row, on) else row.admitted_on
    if row.step is not None:
        return row.step_since
    has_class = row.class_expires is not None and row.class_expires >= on
    return row.class_since if has_class else row.prospect.listed_on


def _is_due(row: Pipeline, on: date) -> bool:
    return row.admitted_on is not None and add_months(row.admitted_on, months(on)) <= on


STAGE = Dimension("stage", "Chặng", lambda asked: stage_on(asked.on), STAGES)
STEP = Dimension("step", "Bước", lambda asked: stage_on(asked.on, led=F("step")), step_labels)
AGE_OF_STEP = Dimension(
    "waiting",
    "Đã ở bước này",
    _age,
    {code: label for code, label, _ in AGES} | {LONGEST[0]: LONGEST[1], "": "Chưa rõ"},
)
ENDING = Dimension("ending", "Sắp đến hạn", lambda asked: "ending", ENDINGS)
PIPELINE = Population(
    code="nguon_ket_nap",
    counting_unit="người",
    takes="day",
    rows=pipeline,
    dimensions=(STAGE, STEP, AGE_OF_STEP, ENDING),
    order=("name_key", "id"),
    columns=("pipeline_name", "pipeline_born", "pipeline_unit", "pipeline_step", "pipeline_since", "pipeline_ending"),
)

ADM_07 = Indicator(
    code="ADM-07",
    title="Nguồn kết nạp và hồ sơ theo bước",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="người",
    question="Bao nhiêu người đang trong nguồn, đang làm hồ sơ, đang dự bị; ở bước nào, đã bao lâu?",
    population=PIPELINE,
    definition="Quần chúng ưu tú đang được theo dõi và đảng viên dự bị ngày đó, mỗi người một lần, theo chặng, bước của hồ sơ đang mở, "
    "theo thời gian ở bước và theo hạn: giấy chứng nhận lớp nhận thức về Đảng hết hạn, thời gian dự bị đủ. Đảng viên dự bị mà không rõ "
    "ngày kết nạp thì không tính được hạn.",
    source="Hồ sơ kết nạp; quy định về thời hạn của giấy chứng nhận và thời gian dự bị",
    first_dimensions=("stage", "step", "waiting", "ending"),
    phrases=(
        Phrase("{window}, {unit} có {value} người trong nguồn và đang dự bị."),
        Phrase("{value} người đang làm hồ sơ kết nạp.", {"stage": (CASE_STAGE,)}),
        Phrase("{value} đảng viên dự bị đã đủ thời gian, chờ công nhận.", {"stage": (DUE_STAGE,)}),
        Phrase("{value} người có giấy chứng nhận đã hết hạn hoặc sắp hết hạn.", {"ending": ("gcn_het", "gcn_sap")}),
    ),
)
