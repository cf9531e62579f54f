"""What is due of fees: months to collect, sums to pass on and to receive, months unpaid in a row, reliefs to decide or ending."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.fields import DateField
from django.urls import reverse

from chibo.fees import rules
from chibo.fees.models import Charge, FeeBook, FeeRelief, FundEntry, Remittance
from chibo.fees.queries import arrears
from chibo.fees.rules import money
from chibo.fees.vocabulary import ReliefState, months, word_of
from chibo.kernel.days import FOREVER
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.kernel.numbers import show_int
from chibo.members.models import Spell
from chibo.org import queries as org
from chibo.org.models import Placement

AHEAD = timedelta(days=30)
"""How long before its end a relief is on the list."""


def _day(day: date) -> Value:
    return Value(day, DateField())


def _this_month(on: date) -> tuple[date, date]:
    month = months.month_of(on)
    return month, months.last_day(month)


def collecting(desk: Desk) -> QuerySet[Placement]:
    """Cells that keep their fees here and have not taken in all of this month."""
    month, last = _this_month(desk.on)
    books = FeeBook.objects.filter(unit=OuterRef("unit"))
    unpaid = Charge.objects.filter(cell=OuterRef("unit"), month=month, settled_on=FOREVER)
    rows = Placement.objects.filter(
        desk.where("unit", rules.WRITE, rules.READ),
        org.in_force(desk.on),
        ~Exists(books.filter(month=month)) | Exists(unpaid),
        Exists(books),
    )
    return rows.annotate(key=F("pk"), due_on=_day(last))


def collecting_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which cell, and what is left."""
    month, _ = _this_month(desk.on)
    rows = list(Placement.objects.filter(pk__in=keys).select_related("unit"))
    left = dict(
        Charge.objects.filter(cell__in=[row.unit_id for row in rows], month=month)
        .order_by()
        .values_list("cell")
        .annotate(left=Sum(F("due") - F("covered")))
    )
    return {
        row.pk: Duty(
            f"Thu đảng phí tháng {months.show(month)}",
            row.name,
            row.unit_id,
            note=f"còn {money.show(int(left[row.unit_id]))}" if row.unit_id in left else "chưa lập bảng của tháng",
            url=f"{reverse('fees:list')}?don-vi={row.unit.uid}",
            act_url=reverse("fees:collect", args=[row.unit.uid]),
        )
        for row in rows
    }


def _waiting(first: date) -> QuerySet:
    """Units with money of earlier months that was not divided yet."""
    rows = FundEntry.objects.filter(Q(on__lt=first) | Q(undivided__lt=0)).order_by().values("unit_id")
    return rows.annotate(rest=Sum("undivided")).filter(rest__gt=0)


def remitting(desk: Desk) -> QuerySet[Placement]:
    """Units that have not passed on what came in before this month."""
    month, last = _this_month(desk.on)
    rows = Placement.objects.filter(
        desk.where("unit", rules.WRITE, rules.READ),
        org.in_force(desk.on),
        superior__isnull=False,
        unit__in=_waiting(month).values("unit_id"),
    )
    return rows.annotate(key=F("pk"), due_on=_day(last))


def remitting_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which unit, and how much."""
    month, _ = _this_month(desk.on)
    rows = list(Placement.objects.filter(pk__in=keys).select_related("unit"))
    rest = {row["unit_id"]: row["rest"] for row in _waiting(month).filter(unit__in=[row.unit_id for row in rows])}
    return {
        row.pk: Duty(
            "Trích nộp đảng phí các tháng trước",
            row.name,
            row.unit_id,
            note=f"chưa chia {money.show(int(rest.get(row.unit_id, 0)))}",
            url=f"{reverse('fees:fund')}?don-vi={row.unit.uid}",
            act_url=f"{reverse('fees:remit', args=[row.unit.uid])}?thang={months.show(months.after(month, -1))}",
        )
        for row in rows
    }


def receiving(desk: Desk) -> QuerySet[Remittance]:
    """What was passed on and nobody above has said to have."""
    rows = Remittance.objects.filter(
        desk.where("to", rules.APPROVE, rules.READ), received_on=None, reverses=None, reversed_by=None
    )
    return rows.annotate(key=F("pk"), due_on=_day(FOREVER))


def receiving_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """From whom, and how much."""
    rows = list(Remittance.objects.filter(pk__in=keys))
    names = org.names_of({row.unit_id for row in rows}, on=desk.on)
    return {
        row.pk: Duty(
            "Xác nhận đã nhận đảng phí cấp dưới nộp",
            f"{names.get(row.unit_id, '')}: {money.show(row.passed)}",
            row.to_id,
            note=row.period,
            url=row.get_absolute_url(),
            act_url=reverse("fees:remittance_receive", args=[row.uid]),
        )
        for row in rows
    }


def unpaid(desk: Desk) -> QuerySet[Charge]:
    """Members with so many months unpaid in a row as the rule says: facts to look at, nothing that is decided."""
    here = Spell.objects.filter(
        desk.where("cell", rules.WRITE, rules.READ), since__lte=desk.on, until__gt=desk.on, person=OuterRef("person")
    )
    # Few owe, many are on the roll: the ones who owe are looked up one by one.
    return arrears.in_a_row(desk.on).filter(Exists(here)).annotate(key=F("pk"), due_on=_day(FOREVER))


def unpaid_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who, and which months."""
    rows = Charge.objects.filter(pk__in=keys, person__spells__since__lte=desk.on, person__spells__until__gt=desk.on)
    rows = rows.annotate(cell_now=F("person__spells__cell")).select_related("person")
    return {
        one.charge.pk: Duty(
            f"Xem {show_int(one.row)} tháng liên tiếp chưa ghi đóng đảng phí",
            f"Đồng chí {one.charge.person.full_name}",
            one.charge.cell_now,
            rule=arrears.RULE,
            note=f"{months.told([each.month for each in one.unpaid])}: {money.show(one.owed)}",
            url=reverse("fees:person", args=[one.charge.person.uid]),
        )
        for one in arrears.told(rows, desk.on)
    }


def deciding(desk: Desk) -> QuerySet[FeeRelief]:
    """Reliefs that were asked for and not decided."""
    rows = FeeRelief.objects.filter(desk.where("unit", rules.APPROVE, rules.READ), state=ReliefState.ASKED)
    return rows.annotate(key=F("pk"), due_on=F("since"))


def ending(desk: Desk) -> QuerySet[FeeRelief]:
    """Reliefs that end soon: the office asks anew where the reason still holds."""
    rows = FeeRelief.objects.filter(
        desk.where("unit", rules.WRITE, rules.READ),
        state=ReliefState.APPROVED,
        until__gt=desk.on,
        until__lte=desk.on + AHEAD,
    )
    return rows.annotate(key=F("pk"), due_on=F("until"))


def deciding_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who; the reason stands on the page of the relief only."""
    return _reliefs(keys, "Duyệt đề nghị miễn, giảm đảng phí", "fees:relief_decide")


def ending_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Who, and until when."""
    return _reliefs(keys, "Xem lại việc miễn, giảm đảng phí sắp hết", "")


def _reliefs(keys: Sequence[int], title: str, act: str) -> Mapping[int, Duty]:
    return {
        row.pk: Duty(
            title,
            f"Đồng chí {row.person.full_name}",
            row.unit_id,
            note=f"{word_of(row.reason, row.percent)} đến hết tháng {months.show(months.after(row.until, -1))}",
            url=row.get_absolute_url(),
            act_url=reverse(act, args=[row.uid]) if act else "",
        )
        for row in FeeRelief.objects.filter(pk__in=keys).select_related("person")
    }


DUTIES = [
    Provider("dang-phi-thu", "Thu đảng phí", collecting, collecting_shown),
    Provider("dang-phi-nop", "Trích nộp đảng phí", remitting, remitting_shown),
    Provider("dang-phi-nhan", "Nhận đảng phí cấp dưới nộp", receiving, receiving_shown),
    Provider("dang-phi-chua-dong", "Nhiều tháng chưa đóng đảng phí", unpaid, unpaid_shown),
    Provider("dang-phi-duyet", "Duyệt miễn, giảm đảng phí", deciding, deciding_shown),
    Provider("dang-phi-het-han", "Miễn, giảm đảng phí sắp hết", ending, ending_shown),
]
