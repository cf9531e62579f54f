"""What a list is asked: the unit, the days, and what every page of the area shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from chibo.badges.rules import capabilities
from chibo.badges.rules.days import award_days, next_award_day
from chibo.kernel import clock
from chibo.kernel.days import parse_day, show_day
from chibo.kernel.refusal import Refusal
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.export import Heading
from chibo.ui.markup import with_query

SECTIONS = (("list", "Đến tuổi nhận huy hiệu"), ("register", "Sổ huy hiệu"))


@dataclass(frozen=True)
class Place:
    """The unit of a list whose viewer may read its members."""

    request: HttpRequest
    unit: Unit
    name: str
    today: date

    def context(self, section: str) -> dict[str, object]:
        """The unit, the ways to others, the lists beside."""
        return {
            "unit": self.unit,
            "unit_name": self.name,
            "unit_uid": str(self.unit.uid),
            "today": self.today,
            "units": choices_around(self.unit, on=self.today, by=self.request.viewer, capability=capabilities.READ),
            "sections": [
                (with_query(reverse(f"badges:{code}"), {UNIT: self.unit.uid}), title, code == section)
                for code, title in SECTIONS
            ],
        }

    def heading(self, title: str, *, when: str = "", filters: tuple[tuple[str, str], ...] = ()) -> Heading:
        """What a file says of itself."""
        return Heading(
            title,
            scope=self.name,
            when=when or f"ngày {show_day(self.today)}",
            filters=filters,
            by=self.request.viewer.label,
            illustration=self.unit.is_illustration,
        )

    def may(self, capability: str) -> bool:
        """Whether the viewer has a capability at the unit."""
        return self.request.viewer.may(capability, self.unit) is not None


def place_of(request: HttpRequest) -> Place:
    """:raises Refusal: no such unit, or not the viewer's to read"""
    today, unit = clock.today(), unit_of(request, capability=capabilities.READ)
    return Place(request, unit, org.name_of(unit, on=today), today)


def award_day_of(request: HttpRequest, today: date) -> date:
    """The award day asked for; the next one where none is, or none that can be read."""
    text = request.GET.get("dot", "").strip()
    try:
        day = parse_day(text) if text else None
    except Refusal:
        day = None
    return day or next_award_day(today)


def days_around(day: date, today: date) -> list[date]:
    """Award days to choose from: two years back to two ahead, and the one asked for."""
    years = range(today.year - 2, today.year + 3)
    return sorted({day, *(one for year in years for one in award_days(year))}, reverse=True)


def chosen(request: HttpRequest, name: str, choices: Mapping[str, str]) -> str:
    """A value of a closed list out of the address; empty where it is none of them."""
    value = request.GET.get(name, "")
    return value if value in choices else ""
