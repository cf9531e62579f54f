"""What the list pages of files have in common: the unit, the day, the heading, the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.dossiers.rules.capabilities import READ, WRITE
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import Period, show_day
from chibo.kernel.viewer import Viewer
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT, choices_around, unit_of
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.export import Heading, respond
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table

LISTS = (
    ("dossiers:home", "Tổng quan"),
    ("dossiers:missing", "Thiếu tài liệu"),
    ("dossiers:under_way", "Đang chuyển"),
    ("dossiers:awaited", "Chưa về"),
    ("dossiers:loans", "Đang mượn"),
    ("dossiers:supplements", "Phiếu bổ sung"),
    ("dossiers:cards", "Sổ thẻ"),
    ("dossiers:reports", "Báo cáo tình hình"),
    ("dossiers:custody", "Nơi giữ"),
)


@dataclass(frozen=True)
class Place:
    """The unit a list is about, today."""

    unit: Unit
    name: str
    today: date
    viewer: Viewer

    @staticmethod
    def of(request: HttpRequest, *, capability: str = READ) -> "Place":
        """:raises NotEntitled: no unit of the viewer's"""
        unit, today = unit_of(request, capability=capability), clock.today()
        return Place(unit, org.name_of(unit, on=today), today, request.viewer)

    @property
    def may_write(self) -> bool:
        return self.viewer.may(WRITE, self.unit) is not None

    def context(self, current: str, *, capability: str = READ) -> dict[str, Any]:
        """What every list template needs."""
        tabs = [(f"{reverse(name)}?{UNIT}={self.unit.uid}", title, name == current) for name, title in LISTS]
        return {
            "unit": self.unit,
            "unit_name": self.name,
            "today": self.today,
            "tabs": tabs if self.viewer.may(READ, self.unit) else [],
            "units": choices_around(self.unit, on=self.today, by=self.viewer, capability=capability),
            "place": UNIT,
            "may_write": self.may_write,
        }

    def heading(self, title: str, *, period: Period | None = None) -> Heading:
        when = f"từ {show_day(period.first)} đến {show_day(period.last)}" if period else f"ngày {show_day(self.today)}"
        return Heading(title, scope=self.name, when=when, by=self.viewer.label, illustration=self.unit.is_illustration)

    def told(self, title: str) -> Callable[[str, int], None]:
        """Puts a file or a print of the list into the journal."""

        def exported(form: str, count: int) -> None:
            journal.record(
                "dossiers.list_exported", subject=self.unit.reference, label=f"Xuất {title} ({form}), {count} dòng",
                place=self.unit.reference, on=self.today, by=self.viewer, count=count,
            )  # fmt: skip

        return exported


class NamedRows(QuerySource):
    """Rows with what the units they name were called on the day; looked up for one page at a time.

    :param fields: name of a unit's id on the row → attribute in which the name is put
    :param more: fetches what else a page of rows needs
    """

    def __init__(
        self,
        queryset: QuerySet,
        order: Sequence[str],
        *,
        on: date,
        fields: dict[str, str],
        of: Unit | None = None,
        more: Callable[[list], None] | None = None,
    ) -> None:
        super().__init__(queryset, order)
        self._on, self._fields, self._of, self._more = on, fields, of, more

    def shown(self, rows: list) -> list:
        ids = [getattr(row, field) for row in rows for field in self._fields]
        names = CellNames(ids, without=self._of.pk if self._of else None)
        for row in rows:
            for field, attribute in self._fields.items():
                setattr(row, attribute, names.on(getattr(row, field), self._on))
        if self._more is not None and rows:
            self._more(rows)
        return rows


def person_column(width: int = 28) -> Column:
    """The name of the row's person, leading to the file."""
    return Column(
        "name",
        "Họ và tên",
        "person.full_name",
        main=True,
        url=lambda row: reverse("dossiers:dossier", args=[row.person.uid]),
        width=width,
    )


BORN = Column("born", "Ngày sinh", "person.born_on", kind="day", precision="person.born_precision")
CELL = Column("cell", "Chi bộ", "cell_name", width=36)


def show(
    request: HttpRequest,
    place: Place,
    template: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    source: QuerySource,
    current: str,
    noun: str,
    empty: str,
    period: Period | None = None,
    capability: str = READ,
    **context: Any,
) -> HttpResponse:
    """A list page in all its forms."""
    table = Table(name, f"{title}: {place.name}", columns, source, noun=noun, empty=empty)
    return respond(
        request,
        template,
        {"title": title} | place.context(current, capability=capability) | context,
        table=table,
        heading=place.heading(title, period=period),
        exported=place.told(title.lower()),
    )
