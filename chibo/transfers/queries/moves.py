"""Transfers of a unit: on the way, overdue, gone, arrived, reported back; the register of letters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from chibo.kernel.days import Period, add_months
from chibo.members.models import MemberEvent, Stay
from chibo.members.vocabulary import Cause, EventState, Nature
from chibo.org import queries as org
from chibo.org.models import Closure, OrgEvent, Unit
from chibo.rulebook import queries as rulebook
from chibo.transfers.vocabulary import MOVES

UNPRESENTED = "transfer.unpresented.months"


def sent_from(unit: Unit) -> Exists:
    """Whether the person was on the unit's roll when introduced, in the structure of that day."""
    here = Stay.objects.filter(
        person=OuterRef("person"),
        nature=Nature.PERMANENT,
        since__lte=OuterRef("sent_on"),
        until__gte=OuterRef("sent_on"),
    )
    return Exists(
        here.filter(
            cell__above__ancestor=unit,
            cell__above__since__lte=OuterRef("sent_on"),
            cell__above__until__gt=OuterRef("sent_on"),
        )
    )


def arrived_in(unit: Unit) -> Exists:
    """Whether the cell that receives stood below the unit on the day of the event."""
    return Exists(
        Closure.objects.filter(
            ancestor=unit, descendant=OuterRef("cell"), since__lte=OuterRef("on"), until__gt=OuterRef("on")
        )
    )


def pending(unit: Unit, *, on: date, incoming: bool | None) -> QuerySet[MemberEvent]:
    """Sent by the day and not received; out of the unit is where the person is now, None: of either side."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    # Few letters are under way: each is looked up on the roll, not the roll gone through for them.
    here = Exists(
        Stay.objects.filter(
            person=OuterRef("person"), nature=Nature.PERMANENT, since__lte=on, until__gt=on, cell__in=cells
        )
    )
    side = {True: Q(cell__in=cells), False: Q(here), None: Q(cell__in=cells) | Q(here)}[incoming]
    return MemberEvent.objects.filter(side, state=EventState.PENDING, sent_on__lte=on)


def overdue(rows: QuerySet[MemberEvent], *, on: date) -> QuerySet[MemberEvent]:
    """Those whose letter should have been handed in before the day."""
    too_long = Q(sent_on__lt=unpresented_before(on)) if unpresented_before(on) else Q()
    late = Q(due_on__lt=on) | too_long if too_long else Q(due_on__lt=on)
    return rows.filter(late, presented_on=None)


def unpresented_before(on: date) -> date | None:
    """A letter sent before this day and not handed in has to be looked at; None without a rule on record."""
    ruling = rulebook.value(UNPRESENTED, on=on)
    return add_months(on, -int(ruling.value)) if ruling.is_on_record else None


def gone(unit: Unit, *, period: Period) -> QuerySet[MemberEvent]:
    """Transfers that took somebody off a cell of the unit in the period, those within the unit too."""
    rows = MemberEvent.objects.filter(
        cause__in=(Cause.TRANSFER, Cause.TRANSFER_OUT), state=EventState.STANDING, on__range=(period.first, period.last)
    )
    return rows.filter(sent_from(unit))


def arrived(unit: Unit, *, period: Period) -> QuerySet[MemberEvent]:
    """Transfers that brought somebody to a cell of the unit in the period, those within the unit too."""
    rows = MemberEvent.objects.filter(
        cause__in=(Cause.TRANSFER, Cause.TRANSFER_IN), state=EventState.STANDING, on__range=(period.first, period.last)
    )
    return rows.filter(arrived_in(unit))


def unreported(unit: Unit, *, on: date) -> QuerySet[MemberEvent]:
    """Received elsewhere, and no slip has come back to this unit, which sent them."""
    rows = MemberEvent.objects.filter(
        cause=Cause.TRANSFER, state=EventState.STANDING, on__lte=on, sent_on__isnull=False, reported_on=None
    )
    return rows.filter(sent_from(unit))


def guests(unit: Unit, *, on: date) -> QuerySet[Stay]:
    """Temporary stays that hold on the day: attending here, or from here attending elsewhere."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    # Few are guests: each is looked up on the roll, not the roll gone through for them.
    home = Stay.objects.filter(
        person=OuterRef("person"), nature=Nature.PERMANENT, since__lte=on, until__gt=on, cell__in=cells
    )
    rows = Stay.objects.filter(nature=Nature.TEMPORARY, since__lte=on, until__gt=on)
    return rows.filter(Q(cell__in=cells) | Exists(home)).select_related("person")


def letters(unit: Unit, *, period: Period) -> QuerySet[MemberEvent]:
    """Every letter with which a member of the unit was introduced elsewhere in the period, returned ones too."""
    rows = MemberEvent.objects.filter(
        cause__in=MOVES, sent_on__range=(period.first, period.last), on__gte=period.first
    ).exclude(cause=Cause.TRANSFER_IN)
    return rows.filter(sent_from(unit)).select_related("person", "letter")


@dataclass(frozen=True)
class Kind:
    """A list of transfers.

    :ivar takes_period: whether it is asked for a period (else: as of today)
    :ivar order: fields of its order, oldest need first
    """

    slug: str
    title: str
    takes_period: bool
    order: tuple[str, ...]
    rows: Callable[[Unit, Period, date], QuerySet[MemberEvent]]
    empty: str


LISTS: tuple[Kind, ...] = (
    Kind(
        "qua-han", "Quá hạn", False, ("sent_on", "pk"),
        lambda unit, period, on: overdue(pending(unit, on=on, incoming=None), on=on),
        "Không có giấy giới thiệu nào quá hạn nộp.",
    ),
    Kind(
        "dang-di", "Đang chuyển đi", False, ("sent_on", "pk"),
        lambda unit, period, on: pending(unit, on=on, incoming=False), "Không có ai đang chuyển đi.",
    ),
    Kind(
        "dang-den", "Đang chuyển đến", False, ("sent_on", "pk"),
        lambda unit, period, on: pending(unit, on=on, incoming=True), "Không có ai đang chuyển đến.",
    ),
    Kind(
        "da-di", "Đã chuyển đi", True, ("-on", "-pk"), lambda unit, period, on: gone(unit, period=period),
        "Không có ai chuyển đi trong thời gian này.",
    ),
    Kind(
        "da-den", "Đã chuyển đến", True, ("-on", "-pk"), lambda unit, period, on: arrived(unit, period=period),
        "Không có ai chuyển đến trong thời gian này.",
    ),
    Kind(
        "chua-bao", "Chưa có phiếu báo", False, ("on", "pk"), lambda unit, period, on: unreported(unit, on=on),
        "Mọi lần chuyển đã có phiếu báo về nơi đi.",
    ),
)  # fmt: skip
BY_SLUG = {kind.slug: kind for kind in LISTS}


def left_to_receive(unit: Unit, *, on: date) -> QuerySet[MemberEvent]:
    """People whom a reorganization moved to cells of the unit and whom nobody has said to have received."""
    cells = org.closure_below(unit.pk, on=on).values("descendant")
    rows = MemberEvent.objects.filter(cause=Cause.REORGANIZATION, state=EventState.STANDING, on__lte=on, cell__in=cells)
    return rows.filter(reception=None, org_event__undone=False)


def moved_by(event: OrgEvent | None, *, unit: Unit, on: date) -> QuerySet[MemberEvent]:
    """Everybody whom a reorganization (or any) moved to cells that stand below the unit on the day."""
    rows = MemberEvent.objects.filter(
        cause=Cause.REORGANIZATION,
        state=EventState.STANDING,
        org_event__undone=False,
        cell__in=org.closure_below(unit.pk, on=on).values("descendant"),
    )
    if event is not None:
        rows = rows.filter(org_event=event)
    return rows.annotate(name_key=F("person__name_key")).select_related("person", "reception")
