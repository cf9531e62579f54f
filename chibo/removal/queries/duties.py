"""What is due of screening and help, beside what open cases wait for themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import F, QuerySet, Value
from django.db.models.fields import DateField
from django.urls import reverse

from chibo.kernel.days import show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.members.models import Movement
from chibo.members.vocabulary import Cause
from chibo.org.models import Placement
from chibo.removal.models import AssistancePeriod
from chibo.removal.queries.notices import RULE as NOTICE
from chibo.removal.queries.notices import untold
from chibo.removal.queries.rounds import cells_without
from chibo.removal.rules import capabilities
from chibo.removal.rules.helping import MONTHS
from chibo.removal.vocabulary import TOLD, EntryState, HelpResult
from chibo.rulebook import queries as rulebook

AHEAD = timedelta(days=30)
"""How long before its end a period of help is on the list."""
PER_YEAR = "screening.per_year"
FROM_MONTH, TO_MONTH = 10, 3
"""From which month on the round of the year is asked for, and up to which month that of the year before."""


def ending(desk: Desk) -> QuerySet[AssistancePeriod]:
    """Help recorded without a case whose time is nearly over, or over."""
    rows = AssistancePeriod.objects.filter(
        desk.where("person__spells__cell", capabilities.WRITE),
        person__spells__since__lte=desk.on,
        person__spells__until__gt=desk.on,
        state=EntryState.STANDING,
        result=HelpResult.GOING_ON,
        due_on__lte=desk.on + AHEAD,
        case="",
    )
    return rows.annotate(key=F("pk"))


def ending_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whom, and since when."""
    rows = AssistancePeriod.objects.filter(
        pk__in=keys, person__spells__since__lte=desk.on, person__spells__until__gt=desk.on
    )
    return {
        row.pk: Duty(
            "Nhận xét kết quả giúp đỡ đảng viên",
            f"Đồng chí {row.person.full_name}",
            row.cell_now,
            rule=MONTHS,
            note=f"giúp đỡ từ {show_day(row.since)}",
            url=row.get_absolute_url(),
            act_url=reverse("removal:judge", args=[row.uid]),
        )
        for row in rows.annotate(cell_now=F("person__spells__cell")).select_related("person")
    }


def year_asked(on: date) -> int | None:
    """The year whose round is asked for on a day; None where it is too early for one and too late for the other."""
    if not rulebook.value(PER_YEAR, on=on).is_on_record:
        return None
    return on.year if on.month >= FROM_MONTH else on.year - 1 if on.month <= TO_MONTH else None


def screening(desk: Desk) -> QuerySet[Placement]:
    """Cells that have not recorded the round of the year."""
    year = year_asked(desk.on)
    if year is None:
        return Placement.objects.none().annotate(key=F("pk"), due_on=Value(desk.on, DateField()))
    rows = cells_without(year=year, on=desk.on).filter(desk.where("unit", capabilities.WRITE))
    return rows.annotate(key=F("pk"), due_on=Value(date(year, 12, 31), DateField()))


def screening_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which cell and year."""
    year = year_asked(desk.on) or desk.on.year
    rows = Placement.objects.filter(pk__in=keys).select_related("unit")
    return {
        row.pk: Duty(
            f"Ghi việc rà soát đảng viên năm {year}",
            row.name,
            row.unit_id,
            rule=PER_YEAR,
            url=reverse("removal:hold", args=[row.unit.uid, year]),
            act_url=reverse("removal:hold", args=[row.unit.uid, year]),
        )
        for row in rows
    }


def untold_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who died or left, and when."""
    rows = Movement.objects.filter(event__in=keys, is_entry=False, cause__in=TOLD).select_related("person", "event")
    return {
        row.event_id: Duty(
            f"Gửi phiếu báo {Cause(row.cause).label.lower()}",
            f"Đồng chí {row.person.full_name}",
            row.cell_id,
            rule=NOTICE,
            note=f"ngày {show_day(row.on)}",
            url=reverse("removal:person", args=[row.person.uid]),
            act_url=reverse("removal:notice", args=[row.event.uid]) if desk.is_own else "",
        )
        for row in rows
    }


DUTIES = [
    Provider("giup-do", "Giúp đỡ đảng viên", ending, ending_shown),
    Provider("ra-soat", "Rà soát đảng viên", screening, screening_shown),
    Provider("phieu-bao", "Phiếu báo từ trần, ra khỏi Đảng", untold, untold_shown),
]
"""What the desk asks for."""
