"""The unit a page is about: from the address, else the viewer's own; and what the lists of an area show about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import Period, show_day
from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import Viewer
from chibo.members.rules import capabilities
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.export import Heading, respond
from chibo.tables.table import Table
from chibo.ui.markup import with_query

UNIT = "don-vi"


def unit_of(request: HttpRequest, *, capability: str = capabilities.READ) -> Unit:
    """The unit asked for (its uid), the viewer's home, or the first unit at which the viewer has the capability.

    :raises NotFound: no such unit
    :raises NotEntitled: it is not the viewer's to read
    """
    viewer, uid = request.viewer, request.GET.get(UNIT, "").strip()
    unit = org.by_uid(uid) if uid else _own(viewer, capability)
    viewer.must(capability, unit)
    return unit


def _own(viewer: Viewer, capability: str) -> Unit:
    home = getattr(viewer, "home", None)
    if home is not None and viewer.may(capability, home):
        return home
    entitled = viewer.entitled(capability)
    if not entitled:
        raise NotEntitled(
            "Đồng chí chưa được giao quyền xem danh sách này. Nếu công việc cần, hãy đề nghị quản trị viên giao quyền.",
            code="not_entitled",
        )
    return Unit.objects.get(pk=entitled[0])


def choices_around(unit: Unit, *, on: date, by: Viewer, capability: str = capabilities.READ) -> list[tuple[str, str]]:
    """Units to go to from here, as (uid, name): those above that are the viewer's, this one, those directly below."""
    above = [p for p in org.ancestors(unit, on=on) if by.may(capability, p.unit)]
    below = [(str(p.unit.uid), f"– {p.name}") for p in org.children(unit, on=on)]
    here = (str(unit.uid), org.name_of(unit, on=on))
    return [*((str(p.unit.uid), p.name) for p in above), here, *below]


@dataclass(frozen=True)
class Place:
    """The unit of a list whose viewer may read its members; each area says which lists it has beside each other.

    :cvar area: first part of the names of its addresses
    :cvar capability: needed to read its lists
    :cvar sections: (name of the address, title) of its lists
    """

    area: ClassVar[str]
    capability: ClassVar[str] = capabilities.READ
    sections: ClassVar[tuple[tuple[str, str], ...]] = ()

    request: HttpRequest
    unit: Unit
    name: str
    today: date

    @classmethod
    def of(cls, request: HttpRequest, *, capability: str = "") -> Self:
        """:raises Refusal: no such unit, or not the viewer's to read"""
        today, unit = clock.today(), unit_of(request, capability=capability or cls.capability)
        return cls(request, unit, org.name_of(unit, on=today), today)

    def context(self, section: str, *, capability: str = "") -> dict[str, Any]:
        """The unit, the ways to others at which the viewer has the capability, the lists beside."""
        needed = capability or self.capability
        return {
            "unit": self.unit,
            "unit_name": self.name,
            "unit_uid": str(self.unit.uid),
            "today": self.today,
            "units": choices_around(self.unit, on=self.today, by=self.request.viewer, capability=needed),
            "sections": [
                (with_query(reverse(f"{self.area}:{code}"), {UNIT: self.unit.uid}), title, code == section)
                for code, title in self.sections
            ],
        }

    def heading(
        self,
        title: str,
        *,
        period: Period | None = None,
        when: str = "",
        filters: tuple[tuple[str, str], ...] = (),
    ) -> Heading:
        """What a file says of itself."""
        day = f"từ {show_day(period.first)} đến {show_day(period.last)}" if period else f"ngày {show_day(self.today)}"
        return Heading(
            title,
            scope=self.name,
            when=when or day,
            filters=filters,
            by=self.request.viewer.label,
            illustration=self.unit.is_illustration,
        )

    def respond(
        self, template: str, context: dict[str, Any], *, table: Table, heading: Heading, told: str = ""
    ) -> HttpResponse:
        """A list in all its forms; that it left as a file or on paper goes into the journal."""
        exported = journal.list_exported(
            f"{self.area}.list_exported",
            told or f"danh sách “{heading.title}”",
            place=self.unit.reference,
            on=self.today,
            by=self.request.viewer,
        )
        return respond(self.request, template, context, table=table, heading=heading, exported=exported)

    def may(self, capability: str) -> bool:
        """Whether the viewer has a capability at the unit."""
        return self.request.viewer.may(capability, self.unit) is not None
