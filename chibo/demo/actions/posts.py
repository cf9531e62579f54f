"""Secretaries and deputy secretaries of a committee, all of them invented members of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import F

from chibo.demo.rules.committee import Committee
from chibo.kernel.days import years_between
from chibo.kernel.viewer import Viewer
from chibo.members.models import Spell
from chibo.members.vocabulary import Status
from chibo.org.models import Closure, Placement, Unit
from chibo.org.vocabulary import CELL_KINDS, CellKind
from chibo.posts import actions as posts
from chibo.posts.actions import HoldingSpec

YOUNGEST, OLDEST = 32, 58
DEPUTY_FROM = 9
"""Members from which on a cell has a deputy secretary."""
EVERY_FIFTH = 5
"""So many village cells, one has a secretary who heads the village too."""


class Seat(NamedTuple):
    """Somebody who could hold a post: since when in the cell, and in the Party."""

    person: int
    since: date


def fill(committee: Committee, *, on: date, by: Viewer) -> None:
    """Heads of every unit that stands at the data date, since the congress or since they came."""
    day = committee.last
    root = Unit.objects.get(ref=committee.ref)
    refs = [node.ref for nodes in (committee.world.opened, *(s.found for s in committee.world.steps)) for node in nodes]
    own = list(Unit.objects.filter(ref__in=refs, founded_on__lte=day, ended_on__gt=day).values_list("pk", flat=True))
    units = Placement.objects.filter(unit__in=own, since__lte=day, until__gt=day).select_related("unit")
    people, below = _people(own, day), _below(own, day)
    began = max([t.congress_on for t in committee.terms if t.congress_on <= day], default=committee.world.opening)
    specs: list[HoldingSpec] = []
    for unit in units.order_by("unit__ref"):
        cells = [unit.unit_id] if unit.kind in CELL_KINDS else below[unit.unit_id]
        for role, seat in zip(_roles(unit, len(people.get(unit.unit_id, ()))), _take(people, cells), strict=False):
            since = max(began, unit.unit.founded_on, seat.since)
            last = {"until": unit.unit.ended_on, "how": "bau"}
            specs.append(HoldingSpec(seat.person, unit.unit_id, role, since, title=_title(unit, role), **last))
            if role == "bi_thu" and unit.cell_kind == CellKind.THON and unit.unit_id % EVERY_FIFTH == 0:
                specs.append(HoldingSpec(seat.person, unit.unit_id, "truong_thon", since, **last))
    posts.load_holdings(specs, at=root, on=on, by=by, source="Dữ liệu minh họa")


def _roles(unit: Placement, members: int) -> tuple[str, ...]:
    if unit.superior_id is None:
        return ("bi_thu", "pho_bi_thu_thuong_truc", "pho_bi_thu")
    if unit.kind in CELL_KINDS and members < DEPUTY_FROM:
        return ("bi_thu",)
    return ("bi_thu", "pho_bi_thu")


def _title(unit: Placement, role: str) -> str:
    word = "chi bộ" if unit.kind in CELL_KINDS else "Đảng ủy"
    return {"bi_thu": f"Bí thư {word}", "pho_bi_thu": f"Phó bí thư {word}"}.get(role, "")


def _people(unit_ids: list[int], day: date) -> dict[int, list[Seat]]:
    """Cell → official members of an age to lead, longest in the Party last."""
    found: dict[int, list[tuple[date, Seat]]] = defaultdict(list)
    spells = Spell.objects.filter(cell__in=unit_ids, since__lte=day, until__gt=day, status=Status.OFFICIAL)
    for person, cell, since, born, party in spells.order_by("cell_id", "person_id").values_list(
        "person_id", "cell_id", "stay_since", "born_on", "party_since"
    ):
        if party and YOUNGEST <= years_between(born, day) <= OLDEST:
            found[cell].append((party, Seat(person, since)))
    return {cell: [seat for _, seat in sorted(seats, reverse=True)] for cell, seats in found.items()}


def _below(unit_ids: list[int], day: date) -> dict[int, list[int]]:
    """Unit → everything below it."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Closure.objects.filter(ancestor__in=unit_ids, since__lte=day, until__gt=day).exclude(
        ancestor=F("descendant")
    )
    for ancestor, descendant in rows.order_by("ancestor_id", "descendant_id").values_list(
        "ancestor_id", "descendant_id"
    ):
        found[ancestor].append(descendant)
    return found


def _take(people: dict[int, list[Seat]], cells: list[int]) -> Iterator[Seat]:
    """One after the other, from one cell after the other; nobody twice."""
    for cell in cells:
        if people.get(cell):
            yield people[cell].pop()
