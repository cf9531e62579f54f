"""An award day comes: the list of proposals of a base is due."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Value
from django.urls import reverse

from chibo.badges.models import PartyBadge
from chibo.badges.rules import capabilities
from chibo.badges.rules.days import next_award_day
from chibo.badges.vocabulary import COUNTED, BadgeState
from chibo.kernel.days import show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.org import queries as org
from chibo.org.models import Placement
from chibo.rulebook import queries as rulebook

REMIND = "badge.remind_days"


def proposals(desk: Desk) -> QuerySet[Placement]:
    """Bases that have proposed nobody for the award day that is near."""
    day = next_award_day(desk.on)
    ahead = rulebook.value(REMIND, on=desk.on).value
    standing = Placement.objects.filter(
        org.in_force(desk.on), desk.where("unit", capabilities.WRITE), kind__in=org.level_kinds("base", on=desk.on)
    )
    if not isinstance(ahead, int) or day - timedelta(days=ahead) > desk.on:
        standing = standing.none()
    made = PartyBadge.objects.filter(
        award_day=day,
        state__in=COUNTED,
        cell__above__ancestor=OuterRef("unit"),
        cell__above__since__lte=desk.on,
        cell__above__until__gt=desk.on,
    )
    return standing.filter(~Exists(made)).annotate(key=F("pk"), due_on=Value(day, DateField()))


def proposals_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Which base, which day."""
    day = next_award_day(desk.on)
    return {
        row.pk: Duty(
            f"Xem danh sách đề nghị Huy hiệu Đảng đợt {show_day(day)}",
            row.name,
            row.unit_id,
            rule="badge.award_days",
            note="chưa ghi đề nghị nào",
            url=f"{reverse('badges:list')}?don-vi={row.unit.uid}&dot={day:%d/%m/%Y}",
        )
        for row in Placement.objects.filter(pk__in=keys).select_related("unit")
    }


def unhanded(desk: Desk) -> QuerySet[PartyBadge]:
    """Badges decided whose award day has come and that were not handed over."""
    rows = PartyBadge.objects.filter(desk.where("cell", capabilities.WRITE), state=BadgeState.DECIDED)
    return rows.filter(award_day__lte=desk.on).annotate(key=F("pk"), due_on=F("award_day"))


def unhanded_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whom, and which badge."""
    return {
        row.pk: Duty(
            "Ghi đã trao Huy hiệu Đảng",
            f"Đồng chí {row.person.full_name}",
            row.cell_id,
            rule="badge.award_days",
            note=str(row),
            url=row.get_absolute_url(),
        )
        for row in PartyBadge.objects.filter(pk__in=keys).select_related("person")
    }


DUTIES = [
    Provider("huy-hieu", "Đề nghị Huy hiệu Đảng", proposals, proposals_shown),
    Provider("trao-huy-hieu", "Trao Huy hiệu Đảng", unhanded, unhanded_shown),
]
"""What the desk asks for."""
