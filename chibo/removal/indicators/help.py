"""REM-03C: members helped in a period, and what became of them."""

from collections.abc import Mapping, Sequence

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, ExtractYear

from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.members.models import MemberEvent
from chibo.members.vocabulary import REMOVALS, EventState
from chibo.org.queries.laying import lay
from chibo.removal.indicators.screening import AREA, SOURCE
from chibo.removal.models import AssistancePeriod
from chibo.removal.vocabulary import EntryState, HelpResult

REMOVED = "da_dua_ra"
RESULTS: Mapping[str, str] = {
    HelpResult.GOING_ON.value: HelpResult.GOING_ON.label,
    HelpResult.IMPROVED.value: HelpResult.IMPROVED.label,
    HelpResult.PROPOSED.value: HelpResult.PROPOSED.label,
    REMOVED: "Đã đưa ra khỏi Đảng",
    HelpResult.STOPPED.value: HelpResult.STOPPED.label,
}


def helped(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[AssistancePeriod]:
    """Periods of help that held on some day of the window, in the cell where they began."""
    rows = AssistancePeriod.objects.filter(
        state=EntryState.STANDING, since__lte=asked.on, until__gt=asked.window.first
    ).annotate(name_key=F("person__name_key"))
    return lay(rows, asked.scope, unit="cell", day=F("since"), over=over)


def _result(asked: Asked) -> Case:
    """As of the end of the window; taken out of the Party since then, or while under help, goes before what was voted."""
    gone = MemberEvent.objects.filter(
        person=OuterRef("person"), cause__in=list(REMOVALS), state=EventState.STANDING, on__lte=asked.on,
        on__gte=OuterRef("since"), reversed_by=None,
    )  # fmt: skip
    return Case(
        When(Q(result__in=(HelpResult.PROPOSED, HelpResult.STOPPED)) & Exists(gone), then=Value(REMOVED)),
        When(until__gt=asked.on, then=Value(HelpResult.GOING_ON.value)),
        default=F("result"),
        output_field=CharField(),
    )


HELPED = Population(
    code="dang_vien_duoc_giup_do",
    counting_unit="lượt giúp đỡ",
    takes="period",
    rows=helped,
    dimensions=(
        Dimension("help_result", "Kết quả", _result, RESULTS),
        Dimension(
            "help_year",
            "Năm bắt đầu",
            lambda asked: Cast(ExtractYear("since"), CharField()),
            lambda asked, values: {value: f"Năm {value}" for value in sorted(values)},
        ),
    ),
    order=("name_key", "person_id", "id"),
    columns=("person_name", "help_since", "help_due", "help_until", "help_cell"),
)
REM_03_HELP = Indicator(
    code="REM-03C",
    title="Đảng viên được giúp đỡ, thử thách",
    area=AREA,
    kind=Kind.COUNT,
    counting_unit="lượt giúp đỡ",
    question="Bao nhiêu đảng viên được giúp đỡ, bao nhiêu đã tiến bộ, bao nhiêu đưa ra khỏi Đảng?",
    population=HELPED,
    definition="Lượt giúp đỡ còn hiệu lực ít nhất một ngày trong kỳ, tính ở chi bộ nơi bắt đầu. Kết quả xét đến ngày cuối kỳ: chi bộ "
    "biểu quyết đã tiến bộ, không tiến bộ và đề nghị đưa ra, hoặc đã bị đưa ra khỏi Đảng (đã phục hồi thì không tính).",
    source=SOURCE,
    first_dimensions=("help_result", "help_year"),
    phrases=(
        Phrase("{window}, {unit} có {value} lượt đảng viên được giúp đỡ, thử thách."),
        Phrase("{value} lượt đã tiến bộ.", {"help_result": (HelpResult.IMPROVED.value,)}),
        Phrase("{value} lượt đã đưa ra khỏi Đảng.", {"help_result": (REMOVED,)}),
    ),
)
