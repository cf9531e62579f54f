"""What a page of the desk is asked: the unit, the day, and links that carry both."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from chibo.kernel import clock
from chibo.kernel.days import parse_day
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.quality.queries.scores import look_at
from chibo.quality.rules import READ, WRITE, Look
from chibo.ui import params
from chibo.ui.markup import with_query

GROUP, MATE = "nhom", "voi"


@dataclass(frozen=True)
class Page:
    """The unit and day of a request whose viewer is entitled to the unit's desk."""

    request: HttpRequest
    unit: Unit
    on: date
    today: date

    @cached_property
    def look(self) -> Look:
        return look_at(self.unit, on=self.on, today=self.today, viewer=self.request.viewer)

    @cached_property
    def unit_name(self) -> str:
        return org.name_of(self.unit, on=self.on)

    @property
    def may_write(self) -> bool:
        """Whether the viewer may assign work here; only for today, since that is what is mended."""
        return self.on == self.today and self.request.viewer.may(WRITE, self.unit) is not None

    def url(self, name: str, *args: object, unit: UUID | None = None, **more: object) -> str:
        """An address of the desk for this unit (or another) and day."""
        day = None if self.on == self.today else f"{self.on:%d/%m/%Y}"
        return with_query(
            reverse(f"quality:{name}", args=args), {UNIT: str(unit or self.unit.uid), params.DAY: day, **more}
        )

    def context(self) -> dict[str, object]:
        """What every page of the desk shows."""
        return {
            "desk": self,
            "unit": self.unit,
            "unit_name": self.unit_name,
            "asked": params.Asked(self.on),
            "today": self.today,
            "may_write": self.may_write,
            "desk_url": self.url("desk"),
            "unit_uid": str(self.unit.uid),
            "around": self.around(),
        }

    def around(self) -> list[tuple[str, str]]:
        """(uid, name) of the units to go to from here."""
        return choices_around(self.unit, on=self.on, by=self.request.viewer, capability=READ)


def page_of(request: HttpRequest) -> Page:
    """:raises Refusal: no such unit or day, the unit did not stand, or its desk is not the viewer's"""
    today = clock.today()
    text = request.GET.get(params.DAY, "").strip()
    on = parse_day(text, field=params.DAY) if text else today
    unit = unit_of(request, capability=READ)
    org.placement_of(unit, on=on, field=params.DAY)
    return Page(request, unit, on, today)
