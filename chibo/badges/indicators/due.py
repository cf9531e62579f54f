"""MEM-09: members who have completed the years of a badge and were not handed it."""

from collections.abc import Sequence

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from chibo.badges.indicators.awarded import SOURCE, years_labels
from chibo.badges.queries.due import EARLIER, NEW, with_milestone
from chibo.badges.queries.party_age import Interrupted
from chibo.badges.vocabulary import BadgeState
from chibo.indicators import Asked, Dimension, Indicator, Kind, Phrase, Population
from chibo.kernel.scope import Scope
from chibo.members.indicators.dimensions import SEX
from chibo.members.indicators.roll import on_roll
from chibo.members.models import Spell


def due_members(asked: Asked, over: Sequence[int] | None = None) -> QuerySet[Spell]:
    """Official members on the roll at the end of the day, each with the highest badge whose years are complete."""
    rows = on_roll(asked, over)
    return with_milestone(rows, asked.on, rolled_on=asked.on, interrupted=_interrupted(asked.scope))


def _interrupted(scope: Scope) -> Interrupted:
    """Read once a page, whatever days it asks for; in a given structure people stand where they never were."""
    if "badges.interrupted" not in scope.found:
        scope.found["badges.interrupted"] = Interrupted(scope.unit if scope.structure.is_then else None)
    return scope.found["badges.interrupted"]


def _proposal(asked: Asked) -> Coalesce:
    return Coalesce("proposal", Value(""), output_field=CharField())


DUE = Population(
    code="du_tuoi_huy_hieu",
    counting_unit="đảng viên",
    takes="day",
    rows=due_members,
    dimensions=(
        Dimension("milestone", "Mốc", lambda asked: Cast("milestone", CharField()), years_labels),
        Dimension(
            "reached",
            "Đủ tuổi từ",
            lambda asked: Case(When(reached=NEW, then=Value(NEW)), default=Value(EARLIER), output_field=CharField()),
            {NEW: "Sau đợt trao gần nhất", EARLIER: "Từ các đợt trước"},
        ),
        Dimension(
            "proposal",
            "Đề nghị",
            _proposal,
            {
                BadgeState.PROPOSED.value: BadgeState.PROPOSED.label,
                BadgeState.DECIDED.value: BadgeState.DECIDED.label,
                "": "Chưa đề nghị",
            },
        ),
        SEX,
    ),
    order=("name_key", "person_id"),
    columns=("person_name", "born_on", "party_since", "counted_from", "milestone", "cell_name"),
)
MEM_09 = Indicator(
    code="MEM-09",
    title="Đảng viên đủ tuổi Đảng chưa được trao huy hiệu",
    area="members",
    kind=Kind.COUNT,
    counting_unit="đảng viên",
    question="Bao nhiêu đảng viên đã đủ tuổi Đảng mà chưa được trao huy hiệu?",
    population=DUE,
    definition="Đảng viên chính thức trong danh sách cuối ngày đã đủ năm của một mốc huy hiệu (sau khi trừ thời gian không tính tuổi "
    "đảng) mà chưa có ghi nhận đã trao huy hiệu mốc ấy hoặc cao hơn; mỗi người tính một lần ở mốc cao nhất. Gồm cả người có thể "
    "đã nhận từ trước nhưng chưa ghi vào Chibo.",
    source=SOURCE,
    first_dimensions=("milestone",),
    phrases=(Phrase("{window}, {unit} có {value} đảng viên đủ tuổi Đảng chưa được trao huy hiệu."),),
)
