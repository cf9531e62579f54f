"""What a page of fees is asked: the unit and the month, and links that carry both."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from chibo.fees import rules
from chibo.fees.vocabulary import months
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.tables.export import Heading, Told
from chibo.ui.markup import with_query

MONTH = months.PARAMETER


@dataclass(frozen=True)
class Page:
    """The unit and month of a request whose viewer may read the unit's fees."""

    request: HttpRequest
    unit: Unit
    month: date
    today: date

    @cached_property
    def on(self) -> date:
        """The day on which the tree is looked at: the last of the month that has come."""
        day = min(months.last_day(self.month), self.today)
        return min(max(day, self.unit.founded_on), self.unit.ended_on - date.resolution)

    @cached_property
    def placement(self) -> Placement:
        return org.placement_of(self.unit, on=self.on)

    @property
    def name(self) -> str:
        return self.placement.name

    @property
    def is_cell(self) -> bool:
        return self.placement.is_cell

    @property
    def month_shown(self) -> str:
        return months.show(self.month)

    def may(self, capability: str) -> bool:
        """Whether the viewer has the right here."""
        return self.request.viewer.may(capability, self.unit) is not None

    def url(self, name: str, *args: object, unit: UUID | None = None, month: date | None = None, **more: object) -> str:
        """An address of fees for this unit (or another) and month."""
        carried = {UNIT: str(unit or self.unit.uid), MONTH: months.show(month or self.month)}
        return with_query(reverse(f"fees:{name}", args=args), carried | more)

    def context(self) -> dict[str, object]:
        """What every page of fees shows."""
        before, after = months.after(self.month, -1), months.after(self.month)
        return {
            "fees": self,
            "unit": self.unit,
            "unit_name": self.name,
            "month": self.month,
            "month_shown": self.month_shown,
            "today": self.today,
            "is_cell": self.is_cell,
            "may_write": self.may(rules.WRITE),
            "may_approve": self.may(rules.APPROVE),
            "list_url": self.url("list"),
            "before": (months.show(before), self._here(before)),
            "after": (months.show(after), self._here(after)),
            "around": choices_around(self.unit, on=self.on, by=self.request.viewer, capability=rules.READ),
            "unit_uid": str(self.unit.uid),
            "sections": self.sections(),
        }

    def _here(self, month: date) -> str:
        return with_query(self.request.path, {UNIT: str(self.unit.uid), MONTH: months.show(month)})

    def sections(self) -> list[tuple[str, str, bool]]:
        """(address, title, whether it is this page) of the lists of the unit."""
        lists = (
            ("list", "Đảng phí tháng"),
            ("arrears", "Chưa đóng"),
            ("receipts", "Phiếu thu"),
            ("remittances", "Trích nộp"),
            ("fund", "Sổ quỹ"),
            ("reliefs", "Miễn, giảm"),
        )
        return [(self.url(name), title, self.request.path == reverse(f"fees:{name}")) for name, title in lists]

    def heading(self, title: str, when: str = "") -> Heading:
        """The heading of a file or print of this page."""
        return Heading(
            title,
            scope=self.name,
            when=when or f"tháng {self.month_shown}",
            by=self.request.viewer.label,
            illustration=self.unit.is_illustration,
        )

    def exported(self, what: str) -> Told:
        """Puts into the journal that a list left."""
        return journal.list_exported(
            "fees.list_exported", what, place=self.unit.reference, on=self.today, by=self.request.viewer
        )


def page_of(request: HttpRequest, unit: Unit | None = None) -> Page:
    """:raises Refusal: no such unit or month, or its fees are not the viewer's to read"""
    today = clock.today()
    if unit is None:
        unit = unit_of(request, capability=rules.READ)
    else:
        request.viewer.must(rules.READ, unit)
    text = request.GET.get(MONTH, "").strip()
    return Page(request, unit, months.parse(text) if text else months.month_of(today), today)


def cell_page(request: HttpRequest, uid: UUID, capability: str = rules.WRITE) -> Page:
    """The page about the unit of the address, whose viewer has the capability.

    :raises Refusal: as :func:`page_of`
    """
    unit = org.by_uid(uid)
    request.viewer.must(capability, unit)
    today = clock.today()
    text = request.GET.get(MONTH, "").strip()
    return Page(request, unit, months.parse(text) if text else months.month_of(today), today)
