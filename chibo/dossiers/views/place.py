"""What the list pages of files have in common: the unit, the day, the heading, the table."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from chibo.dossiers.rules.capabilities import READ, WRITE
from chibo.kernel.days import Period
from chibo.members.queries.names import CellNames
from chibo.members.views import place as around
from chibo.org.models import Unit
from chibo.tables.columns import Column
from chibo.tables.sources import QuerySource
from chibo.tables.table import Table

LISTS = (
    ("home", "Tổng quan"),
    ("missing", "Thiếu tài liệu"),
    ("under_way", "Đang chuyển"),
    ("awaited", "Chưa về"),
    ("loans", "Đang mượn"),
    ("supplements", "Phiếu bổ sung"),
    ("cards", "Sổ thẻ"),
    ("reports", "Báo cáo tình hình"),
    ("custody", "Nơi giữ"),
)


class Place(around.Place):
    """The unit a list is about, today."""

    area = "dossiers"
    capability = READ
    sections = LISTS

    @property
    def may_write(self) -> bool:
        return self.may(WRITE)

    def context(self, section: str, *, capability: str = READ) -> dict[str, Any]:
        """What every list template needs; who came by another capability sees no list they may not read."""
        found = super().context(section, capability=capability)
        return found | {
            "sections": found["sections"] if self.may(READ) else [],
            "place": around.UNIT,
            "may_write": self.may_write,
        }


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
    return place.respond(
        template,
        {"title": title} | place.context(current, capability=capability) | context,
        table=table,
        heading=place.heading(title, period=period),
        told=title.lower(),
    )
