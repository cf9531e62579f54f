"""Who left and how; until when they may complain, from when on they may be considered again."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

from chibo.kernel.days import Period, show_day
from chibo.members import queries as members
from chibo.members.models import MemberEvent, Movement, Person
from chibo.members.queries.departures import departure_by
from chibo.members.vocabulary import REMOVALS, Cause, EventState, Ground
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.procedures.models import Case
from chibo.rulebook import calendar
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

COMPLAINT, DISCIPLINE = "removal.complaint.working_days", "discipline.complaint.days"


def departure(person: Person, *, on: date) -> MemberEvent | None:
    """How somebody who is on no roll left it; None for who is on one, or never was."""
    if members.stay_on(person, on=on) is not None:
        return None
    causes = (*REMOVALS, Cause.DEATH, Cause.TRANSFER_OUT)
    rows = person.events.filter(cause__in=causes, state=EventState.STANDING, on__lte=on)
    return rows.select_related("decision", "person").order_by("-on", "-id").first()


def present_home(person: Person, *, on: date) -> Unit | None:
    """The cell somebody was in last, or the one that succeeds it and stands on the day."""
    unit = members.last_cell(person)
    for _ in range(50):
        if unit is None or org.standing([unit.pk], on=on).exists():
            return unit
        unit = unit.principal_successor
    return unit


@dataclass(frozen=True)
class Return:
    """Whether somebody who left may be considered for readmission.

    :ivar day: the first day; None where they are not considered, or nothing is on record
    :ivar rulings: the rules it rests on
    """

    day: date | None
    text: str
    rulings: tuple[Ruling, ...] = ()


def may_return(event: MemberEvent, *, on: date) -> Return:
    """What the rules of the day say about readmission, from how the person left. The record decides nothing by itself."""
    if event.cause not in REMOVALS:
        return Return(None, "")
    found, how = departure_by(event, on=on), Cause(event.cause).label.lower()
    if found.excluded is not None:
        why = Ground(event.ground).label if event.ground else how
        return Return(
            None,
            f"Không xét kết nạp lại: {why[:1].lower()}{why[1:]} (trừ trường hợp đặc biệt do quy định nêu).",
            (found.excluded,),
        )
    if found.waits_until is None:
        return Return(None, "Sổ quy định chưa nêu thời gian chờ kết nạp lại cho ngày này.", (found.waiting,))
    text = f"Sớm nhất được xét kết nạp lại từ {show_day(found.waits_until)} ({found.waiting.text} kể từ ngày {how})"
    if event.cause == Cause.EXPULSION:
        text += "; nếu đã bị kết án thì tính từ ngày xóa án tích"
    if not event.ground and event.cause == Cause.STRIKE_OFF:
        text += "; chưa ghi căn cứ xóa tên nên chưa rõ có thuộc diện không xét hay không"
    return Return(found.waits_until, f"{text}.", (found.waiting,))


def complain_until(received_on: date, *, on: date, cause: str = Cause.STRIKE_OFF) -> tuple[date | None, Ruling]:
    """The last day for a complaint about a decision received on a day, and its rule: khai trừ is discipline and has its own."""
    ruling = rulebook.value(DISCIPLINE if cause == Cause.EXPULSION else COMPLAINT, on=on)
    if not isinstance(ruling.value, int):
        return None, ruling
    if cause == Cause.EXPULSION:
        return received_on + timedelta(days=ruling.value), ruling
    return calendar.add_working_days(received_on, ruling.value), ruling


def left(unit: Unit, *, period: Period, causes: tuple[str, ...]) -> QuerySet[Movement]:
    """Who left the roll of the unit in the period by these ways, on the tree of the eve; those restored since too."""
    rows = Movement.objects.filter(
        is_entry=False, cause__in=causes, on__range=(period.first, period.last),
        cell__above__ancestor=unit, cell__above__since__lte=F("tree_day"), cell__above__until__gt=F("tree_day"),
    )  # fmt: skip
    return rows.select_related("person", "event__decision")


def complaint_of(event: MemberEvent, cases: list[Case], *, on: date) -> tuple[date | None, Ruling | None]:
    """Until when the person may still complain, as far as the day of receipt is on record; None once it has gone by."""
    made = f"event:{event.uid}"
    for case in cases:
        received = case.value("ngay_nhan")
        if isinstance(received, date) and any(act.made == made for act in case.standing):
            last, ruling = complain_until(received, on=on, cause=event.cause)
            return (last, ruling) if last is not None and last >= on else (None, None)
    return None, None
