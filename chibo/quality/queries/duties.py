"""Assigned cleaning as work that is due: to the account it was given to, at the unit it is about."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from chibo.kernel.duties import Desk, Duty, Provider
from chibo.kernel.numbers import show_int
from chibo.members.views.place import UNIT
from chibo.quality.models import Assignment
from chibo.quality.rules import BY_CODE, READ, WRITE
from chibo.quality.vocabulary import State


def rows(desk: Desk) -> QuerySet[Assignment]:
    """Assignments last seen open: of the account, else at the units of the desk."""
    found = Assignment.objects.filter(state=State.OPEN, rule__in=BY_CODE)
    if desk.account:
        found = found.filter(assignee=desk.account)
    else:
        found = found.filter(desk.where("unit", WRITE, READ))
        if not desk.is_own:
            found = found.exclude(assignee=getattr(desk.by, "reference", ""))
    return found.annotate(key=F("pk"))


def shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """What is to be mended, as long as the list was when it was assigned; one query."""
    return {row.pk: _duty(row) for row in Assignment.objects.filter(pk__in=keys).select_related("unit", "person")}


def _duty(row: Assignment) -> Duty:
    rule = BY_CODE[row.rule]
    url = f"{reverse('quality:rows', args=[row.rule])}?{urlencode({UNIT: row.unit.uid})}"
    return Duty(
        title="Làm sạch dữ liệu",
        label=f"{rule.title}: {row.person.full_name}" if row.person else rule.title,
        unit_id=row.unit_id,
        note=f"{show_int(row.found)} lỗi lúc giao · giao cho {row.assignee_label}",
        url=url,
    )


DUTIES = [Provider("lam-sach", "Làm sạch dữ liệu", rows, shown)]
