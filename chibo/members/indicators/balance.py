"""MEM-04: opening + in − out = closing, every line a list, the residual zero."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from chibo.indicators import Asked, Balance, Kind, Line, Phrase, Population, count_rows
from chibo.members.indicators.movements import moved, other_side_inside
from chibo.members.indicators.roll import ROLL, laid, on_roll
from chibo.members.models import MemberEvent, Movement, Spell
from chibo.members.vocabulary import ENTRIES, EXITS, Cause, EventState

TURNOVER = (*ENTRIES, *EXITS, Cause.TRANSFER, Cause.REORGANIZATION)


def opening(asked: Asked) -> QuerySet[Spell]:
    """The roll on the eve of the period."""
    return on_roll(Asked(asked.scope, asked.window.opening))


def closing(asked: Asked) -> QuerySet[Spell]:
    """The roll on the last day."""
    return on_roll(Asked(asked.scope, asked.window.last))


def _one_way(cause: Cause, *, is_entry: bool) -> Callable[[Asked], QuerySet[Movement]]:
    return lambda asked: moved(asked, [cause], is_entry=is_entry)


def _across(causes: tuple[Cause, ...], within: Cause, *, is_entry: bool) -> Callable[[Asked], QuerySet[Movement]]:
    """Movements that cross the border of the scope; of the cause that has two sides only those with the other outside."""

    def rows(asked: Asked) -> QuerySet[Movement]:
        crossing = ~(Q(cause=within) & other_side_inside(asked))
        return moved(asked, causes, is_entry=is_entry).filter(crossing)

    return rows


def carried_in(asked: Asked) -> QuerySet[Spell]:
    """Those who stayed in their cell while a reorganization brought the cell under the unit; each occasion one row."""
    if not asked.scope.structure.is_then:
        return Spell.objects.none()
    above = "cell__above__"
    return Spell.objects.filter(
        **{
            f"{above}ancestor": asked.scope.unit.pk,
            f"{above}since__gte": asked.window.first,
            f"{above}since__lte": asked.window.last,
            f"{above}since__gt": F("stay_since"),
        },
        since__lte=F(f"{above}since"),
        until__gt=F(f"{above}since"),
    )


def carried_out(asked: Asked) -> QuerySet[Spell]:
    """Those who stayed in their cell while a reorganization took the cell away from the unit."""
    if not asked.scope.structure.is_then:
        return Spell.objects.none()
    above = "cell__above__"
    return Spell.objects.filter(
        **{
            f"{above}ancestor": asked.scope.unit.pk,
            f"{above}until__gte": asked.window.first,
            f"{above}until__lte": asked.window.last,
            f"{above}until__lt": F("stay_until"),
        },
        since__lt=F(f"{above}until"),
        until__gte=F(f"{above}until"),
    )


def under_way(asked: Asked) -> QuerySet[Spell]:
    """Memo inside closing: those on the roll on the last day who were sent elsewhere and not yet received there."""
    day: date = asked.on
    letters = MemberEvent.objects.filter(
        Q(state=EventState.PENDING) | Q(state=EventState.STANDING, on__gt=day),
        person=OuterRef("person"),
        cause=Cause.TRANSFER,
        sent_on__lte=day,
    )
    return closing(asked).filter(Exists(letters))


LINES = (
    Line("initial", "Hiện trạng ban đầu", 1, _one_way(Cause.OPENING, is_entry=True)),
    Line("admission", "Kết nạp", 1, _one_way(Cause.ADMISSION, is_entry=True)),
    Line("readmission", "Kết nạp lại", 1, _one_way(Cause.READMISSION, is_entry=True)),
    Line("restoration", "Phục hồi", 1, _one_way(Cause.RESTORATION, is_entry=True)),
    Line("transfer_in", "Chuyển đến", 1, _across((Cause.TRANSFER_IN, Cause.TRANSFER), Cause.TRANSFER, is_entry=True)),
    Line(
        "moved_in",
        "Đến do sắp xếp: từng người",
        1,
        _across((Cause.REORGANIZATION,), Cause.REORGANIZATION, is_entry=True),
    ),
    Line("carried_in", "Đến do sắp xếp: theo chi bộ", 1, carried_in),
    Line(
        "transfer_out", "Chuyển đi", -1, _across((Cause.TRANSFER_OUT, Cause.TRANSFER), Cause.TRANSFER, is_entry=False)
    ),
    Line("strike_off", "Xóa tên", -1, _one_way(Cause.STRIKE_OFF, is_entry=False)),
    Line("expulsion", "Khai trừ", -1, _one_way(Cause.EXPULSION, is_entry=False)),
    Line("voluntary_exit", "Xin ra khỏi Đảng", -1, _one_way(Cause.VOLUNTARY_EXIT, is_entry=False)),
    Line("death", "Từ trần", -1, _one_way(Cause.DEATH, is_entry=False)),
    Line(
        "moved_out",
        "Đi do sắp xếp: từng người",
        -1,
        _across((Cause.REORGANIZATION,), Cause.REORGANIZATION, is_entry=False),
    ),
    Line("carried_out", "Đi do sắp xếp: theo chi bộ", -1, carried_out),
    Line("under_way", "Trong đó: đã giới thiệu, chưa tiếp nhận", 0, under_way),
)


def count_lines(asked: Asked) -> dict[str, int]:
    """Every line, opening and closing: six queries whatever the size."""
    rows = Movement.objects.filter(cause__in=TURNOVER, on__gte=asked.window.first, on__lte=asked.window.last)
    rows = laid(rows, asked.scope, day=F("tree_day"))
    inside = other_side_inside(asked)
    found = {
        (row["cause"], row["is_entry"]): (row["n"], row["within"])
        for row in rows.order_by()
        .values("cause", "is_entry")
        .annotate(n=Count("pk"), within=Count("pk", filter=Q(other_cell__isnull=False) & inside))
    }

    def all_of(cause: Cause, is_entry: bool) -> int:
        return found.get((cause, is_entry), (0, 0))[0]

    def crossing(cause: Cause, is_entry: bool) -> int:
        n, within = found.get((cause, is_entry), (0, 0))
        return n - within

    return {
        "opening": count_rows(opening(asked)),
        "initial": all_of(Cause.OPENING, True),
        "admission": all_of(Cause.ADMISSION, True),
        "readmission": all_of(Cause.READMISSION, True),
        "restoration": all_of(Cause.RESTORATION, True),
        "transfer_in": all_of(Cause.TRANSFER_IN, True) + crossing(Cause.TRANSFER, True),
        "moved_in": crossing(Cause.REORGANIZATION, True),
        "carried_in": count_rows(carried_in(asked)),
        "transfer_out": all_of(Cause.TRANSFER_OUT, False) + crossing(Cause.TRANSFER, False),
        "strike_off": all_of(Cause.STRIKE_OFF, False),
        "expulsion": all_of(Cause.EXPULSION, False),
        "voluntary_exit": all_of(Cause.VOLUNTARY_EXIT, False),
        "death": all_of(Cause.DEATH, False),
        "moved_out": crossing(Cause.REORGANIZATION, False),
        "carried_out": count_rows(carried_out(asked)),
        "under_way": count_rows(under_way(asked)),
        "closing": count_rows(closing(asked)),
    }


PERIOD_ROLL = Population(
    code="can_doi_dang_so",
    counting_unit="đảng viên",
    takes="period",
    rows=lambda asked, over=None: closing(asked),
    dimensions=(),
    order=ROLL.order,
    columns=ROLL.columns,
    over_units=False,
)
MEM_04 = Balance(
    code="MEM-04",
    title="Cân đối đảng số",
    area="members",
    kind=Kind.BALANCE,
    counting_unit="đảng viên",
    question="Đầu kỳ bao nhiêu, tăng giảm thế nào, cuối kỳ bao nhiêu, có khớp không?",
    population=PERIOD_ROLL,
    definition="Đầu kỳ + kết nạp + kết nạp lại + phục hồi + chuyển đến − chuyển đi − xóa tên − khai trừ − xin ra − từ trần ± sắp "
    "xếp tổ chức = cuối kỳ; phần chênh lệch phải bằng 0.",
    source="Biểu 1-BTCTW",
    phrases=(Phrase("{window}, đảng số của {unit} cuối kỳ là {value} đảng viên, chênh lệch {residual}."),),
    lines=LINES,
    opening=opening,
    closing=closing,
    counter=count_lines,
)
