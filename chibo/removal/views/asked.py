"""What a list is asked: the unit, the days, and what every page of the area shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from chibo.kernel import clock
from chibo.kernel.days import Period, show_day
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.removal.rules import capabilities
from chibo.tables.export import Heading
from chibo.ui import params
from chibo.ui.markup import with_query

SECTIONS = (
    ("list", "Rà soát"),
    ("helps", "Giúp đỡ"),
    ("leaving", "Ra khỏi Đảng, từ trần"),
)


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
                (with_query(reverse(f"removal:{code}"), {UNIT: self.unit.uid}), title, code == section)
                for code, title in SECTIONS
            ],
        }

    def heading(
        self, title: str, *, period: Period | None = None, filters: tuple[tuple[str, str], ...] = ()
    ) -> Heading:
        """What a file says of itself."""
        when = f"từ {show_day(period.first)} đến {show_day(period.last)}" if period else f"ngày {show_day(self.today)}"
        return Heading(
            title,
            scope=self.name,
            when=when,
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


def period_of(request: HttpRequest, today: date) -> Period:
    """The period asked for; this year up to today where none is."""
    default = Period(date(today.year, 1, 1), today)
    return params.asked_period(request.GET, today=today, default=default).period


def chosen(request: HttpRequest, name: str, choices: Mapping[str, str]) -> str:
    """A value of a closed list out of the address; empty where it is none of them."""
    value = request.GET.get(name, "")
    return value if value in choices else ""
