"""Where the files of people are, by name: for one person or for a page of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chibo.dossiers.models import Dossier, Handover, Keeping, Loan
from chibo.dossiers.queries import custody
from chibo.dossiers.vocabulary import Keeper, Travel
from chibo.kernel.days import FOREVER
from chibo.members.models import Person, Spell, Stay
from chibo.members.queries.names import CellNames
from chibo.members.vocabulary import Nature
from chibo.org import queries as org
from chibo.org.models import Placement, Unit


@dataclass(frozen=True)
class Whereabouts:
    """Where a file is on a day.

    :ivar standing: as MEM-07 says; empty for somebody not on the roll
    :ivar holder: the unit that has it; None where nobody said, or it never left a place outside
    """

    standing: str
    holder: Unit | None
    holder_name: str
    kept_at: str = ""
    is_apart: bool = False


def units_at(cell_ids: Iterable[int], *, on: date) -> dict[int, dict[str, Placement]]:
    """Cell → level (``Keeper``) → the unit that stands for it on the day; two queries."""
    base_kinds = org.level_kinds("base", on=on)
    ids = sorted(set(cell_ids))
    own = org.placements_of(ids, on=on)
    found: dict[int, dict[str, Placement]] = {}
    for cell, chain in org.ancestors_of(ids, on=on).items():
        line = [*chain, *([own[cell]] if cell in own else [])]
        levels = {Keeper.CELL.value: own[cell]} if cell in own else {}
        for place, one in enumerate(line):
            if one.kind in base_kinds:
                levels[Keeper.BASE.value] = one
                if place:
                    levels[Keeper.ABOVE.value] = line[place - 1]
        found[cell] = levels
    return found


def whereabouts(person_ids: Sequence[int], *, on: date) -> dict[int, Whereabouts]:
    """Person → where the file is on the day, for those on the roll; a constant number of queries."""
    said = custody.said_on(on)
    rows = Spell.objects.filter(org.in_force(on), person__in=list(person_ids))
    spells = {spell.person_id: spell for spell in custody.with_standing(rows, said)}
    apart = {k.person_id: k for k in custody.kept_apart(on=on).filter(person__in=spells).select_related("holder")}
    waiting = {pk for pk, spell in spells.items() if spell.standing == "chua_ve"}
    senders = _senders(waiting, said)
    levels = units_at({spell.cell_id for spell in spells.values()}, on=on)
    names = CellNames([k.holder_id for k in apart.values()])
    found = {}
    for pk, spell in spells.items():
        if pk in apart:
            held = apart[pk].holder
            found[pk] = Whereabouts(spell.standing, held, names.on(held.pk, on), spell.kept_at, is_apart=True)
            continue
        place = senders.get(pk) if pk in waiting else levels[spell.cell_id].get(spell.kept_at)
        found[pk] = Whereabouts(
            spell.standing, place.unit if place else None, place.name if place else "", spell.kept_at
        )
    return found


def _senders(person_ids: set[int], said: custody.Said) -> dict[int, Placement]:
    """Who still has the files of those who came by a transfer: as was said of the cell they came from."""
    if not person_ids:
        return {}
    on = said.on
    stays = Stay.objects.filter(
        org.in_force(on), person__in=person_ids, nature=Nature.PERMANENT, chain__from_cell__isnull=False
    )
    left = list(
        stays.annotate(sent=custody.said_of("chain__from_cell", said.kept, on=on)).values_list(
            "person_id", "chain__from_cell", "sent"
        )
    )
    levels = units_at({cell for _, cell, _ in left}, on=on)
    return {person: levels[cell][sent] for person, cell, sent in left if sent in levels.get(cell, {})}


def holder_of(person: Person, *, on: date) -> Unit | None:
    """The unit that has the file on the day; None where nobody said."""
    found = whereabouts([person.pk], on=on).get(person.pk)
    return found.holder if found else None


def folder_of(person: Person) -> Dossier | None:
    """Where the folder stands, as said last."""
    return Dossier.objects.filter(person=person).order_by("-since", "-pk").first()


def moves_of(person: Person) -> list[Handover]:
    """Every hand-over, latest first."""
    return list(
        Handover.objects.filter(person=person).select_related("from_unit", "to_unit").order_by("-handed_on", "-pk")
    )


def loans_of(person: Person) -> list[Loan]:
    """Every loan, latest first."""
    return list(Loan.objects.filter(person=person).order_by("-lent_on", "-pk"))


def apart_of(person: Person) -> list[Keeping]:
    """When the file was kept by a unit of its own, latest first."""
    return list(Keeping.objects.filter(person=person).select_related("holder").order_by("-since"))


def is_out(person: Person) -> bool:
    """Whether the file is on its way or lent out."""
    moving = Handover.objects.filter(person=person, state=Travel.UNDER_WAY).exists()
    return moving or Loan.objects.filter(person=person, returned_on=FOREVER).exists()
