"""A tree leaves in the columns of the kind ``units``: brought in again it changes nothing."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from chibo.kernel.days import FOREVER
from chibo.org import queries
from chibo.org.imports.columns import COLUMNS, LEVELS
from chibo.org.models import AdminPlace, Closure, Placement
from chibo.org.queries.tree import KIND_ORDER
from chibo.org.vocabulary import EventKind
from chibo.tables.columns import Column
from chibo.tables.sources import RowsSource
from chibo.tables.table import Table

Cells = dict[str, str | date | None]
"""Field of the kind → cell, in words as the workbook shows them."""
WIDTHS = {"name": 44, "superior": 18, "ref": 18, "code": 22, "place": 30, "successor": 18}


def tree_rows(tops: Collection[int], *, on: date) -> list[Cells]:
    """The units and all below them on the day, and what has ended there until then; superiors before what they have.

    :param tops: ids of units; their own superiors are left out
    """
    placements = _placements(tops, on)
    known = {p.unit_id for p in placements}
    children: dict[int | None, list[Placement]] = defaultdict(list)
    for placement in placements:
        children[placement.superior_id if placement.superior_id in known else None].append(placement)
    ordered, walk = [], list(reversed(children[None]))
    while walk:
        placement = walk.pop()
        if placement.superior_id in known or placement.unit_id in tops:
            ordered.append(placement)
            walk += reversed(children[placement.unit_id])
    return [_cells(placement, known, on) for placement in ordered]


def _placements(tops: Collection[int], on: date) -> list[Placement]:
    """Of the day, for ended units their last."""
    below = Closure.objects.filter(ancestor_id__in=tops, descendant=OuterRef("unit"))
    now = queries.in_force(on) & Q(Exists(below.filter(queries.in_force(on))))
    ended = Q(unit__ended_on__lte=on, until=F("unit__ended_on")) & Q(Exists(below))
    found = Placement.objects.filter(now | ended | Q(queries.in_force(on), unit_id__in=tops))
    found = found.select_related("unit__principal_successor", "superior", "place__superior")
    return list(found.annotate(rank=KIND_ORDER).order_by("rank", "name_key", "id"))


def _cells(placement: Placement, known: set[int], on: date) -> Cells:
    unit = placement.unit
    has_ended = unit.ended_on <= on
    successor = unit.principal_successor if has_ended else None
    return {
        "ref": unit.ref,
        "name": placement.name,
        "kind": placement.get_kind_display(),
        "superior": placement.superior.ref if placement.superior_id in known else "",
        "code": placement.code,
        "sector": placement.get_sector_display(),
        "cell_kind": placement.get_cell_kind_display() if placement.cell_kind else "",
        "place": place_label(placement.place),
        "since": unit.founded_on,
        "until": unit.ended_on if has_ended and unit.ended_on < FOREVER else None,
        "ending": EventKind(unit.ending).label if has_ended and unit.ending else "",
        "successor": successor.ref if successor is not None else "",
    }


def place_label(place: AdminPlace | None) -> str:
    """``An Bình, Đông Hải``: as a workbook names a place."""
    if place is None:
        return ""
    return f"{place.name}, {place.superior.name}" if place.superior_id else place.name


def tree_table(tops: Collection[int], *, on: date) -> Table:
    """The rows as a list that can leave as a file."""
    columns = [
        Column(
            column.name,
            column.title,
            kind="day" if column.name in ("since", "until") else "text",
            main=column.name == "name",
            width=WIDTHS.get(column.name, 0),
        )
        for column in COLUMNS
        if column.name not in LEVELS
    ]
    source = RowsSource(tree_rows(tops, on=on))
    return Table("org.tree", "Cây tổ chức", columns, source, noun="tổ chức", numbered=False, sheet="Tổ chức")
