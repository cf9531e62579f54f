"""The list of a rule as a table: who or which unit, what is wrong, where it is mended."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse

from chibo.kernel.days import Precision
from chibo.members.models import MemberEvent, Person, Spell, Stay
from chibo.org.models import Placement
from chibo.org.queries.units import names_of
from chibo.quality.rules import Look, Rule
from chibo.quality.rules.mending import person_of
from chibo.tables.columns import Column
from chibo.tables.sources import Key, QuerySource
from chibo.tables.table import Table

ORDERS: dict[type[Model], tuple[str, ...]] = {
    Spell: ("name_key", "person_id", "id"),
    Stay: ("person__name_key", "person_id", "id"),
    MemberEvent: ("person__name_key", "person_id", "id"),
    Person: ("name_key", "id"),
    Placement: ("name_key", "id"),
}
"""The order of a list by the table its rows come from; never NULL, the last column unique."""
RELATED: dict[type[Model], tuple[str, ...]] = {
    Spell: ("person",),
    Stay: ("person", "cell"),
    MemberEvent: ("person",),
    Person: (),
    Placement: ("unit",),
}


class FoundRows(QuerySource):
    """Findings as dictionaries of what is shown; names and words for a whole page are fetched at once."""

    def __init__(self, rule: Rule, rows: QuerySet, look: Look) -> None:
        super().__init__(rows.select_related(*RELATED[rows.model]), ORDERS[rows.model])
        self._rule, self._look = rule, look

    def key(self, row: dict) -> Key:
        return row["key"]

    def shown(self, rows: Sequence[Model]) -> list[dict]:
        if not rows:
            return []
        rule, look = self._rule, self._look
        told = rule.told(rows, look)
        units = names_of({unit for row in rows if (unit := _unit_id(row)) is not None}, on=look.on)
        shown = _unit_shown if rows[0].__class__ is Placement else _person_shown
        return [
            shown(row, units) | {"what": words, "mend": rule.mend(row), "key": super(FoundRows, self).key(row)}
            for row, words in zip(rows, told, strict=True)
        ]


def _unit_id(row: Model) -> int | None:
    return row.superior_id if isinstance(row, Placement) else getattr(row, "cell_id", None)


def _person_shown(row: Model, units: dict[int, str]) -> dict:
    person = person_of(row)
    return {
        "uid": str(person.uid),
        "name": person.full_name,
        "url": reverse("members:person", args=[person.uid]),
        "born_on": person.born_on,
        "precision": person.born_precision or Precision.DAY,
        "where": units.get(getattr(row, "cell_id", None), ""),
    }


def _unit_shown(row: Placement, units: dict[int, str]) -> dict:
    return {
        "uid": str(row.unit.uid),
        "name": row.name,
        "url": reverse("org:unit", args=[row.unit.uid]),
        "kind": row.get_kind_display(),
        "where": units.get(row.superior_id, ""),
    }


def table_of(
    rule: Rule, rows: QuerySet, look: Look, *, total: int | None = None, columns: Sequence[Column] = ()
) -> Table:
    """The table of a list.

    :param columns: further columns, shown on the screen only
    """
    if rows.model is Placement:
        about = [Column("kind", "Loại tổ chức", width=24), Column("where", "Cấp trên", width=30)]
    else:
        about = [
            Column("born_on", "Ngày sinh", kind="day", precision="precision"),
            Column("where", "Chi bộ", width=30),
        ]
    return Table(
        f"quality.{rule.code}",
        rule.title,
        [
            Column(
                "name", "Họ và tên" if rule.about_people else "Tổ chức", main=True, url=lambda r: r["url"], width=30
            ),
            *about,
            Column("what", "Cần sửa", width=50),
            Column(
                "mend", "Sửa ở đâu", lambda r: rule.mend_label, kind="link", url=lambda r: r["mend"], exported=False
            ),
            *columns,
        ],
        FoundRows(rule, rows, look),
        total=total,
        noun=rule.counting_unit,
        empty="Không còn lỗi nào ở đây. Dữ liệu của mục này đã sạch.",
    )
