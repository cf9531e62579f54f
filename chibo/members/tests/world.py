"""A small committee for the tests of members."""

import re
from datetime import date

from django.db.models import F

from chibo.kernel.days import ONE_DAY
from chibo.kernel.viewer import System
from chibo.members import actions
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.models import Movement, Person, Spell, Stay
from chibo.members.vocabulary import Cause, Nature
from chibo.org import actions as org
from chibo.org.actions import UnitSpec, occupants
from chibo.org.models import Closure, Unit
from chibo.org.vocabulary import CellKind, Kind

ME = System("kiểm thử")
FOUNDED = date(2000, 1, 1)
CELLS = (
    ("A1", "Chi bộ Thôn 1", "A"),
    ("A2", "Chi bộ Thôn 2", "A"),
    ("B1", "Chi bộ Thôn 1", "B"),
    ("OLD", "Chi bộ Chợ Cũ", "A"),
)


def d(text: str) -> date:
    """``31/12/2019``"""
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


class World:
    """Huyện H; xã A with the cells a1, a2; xã B with b1; ``old`` ended and ``young`` begun 01/01/2020."""

    def __init__(self) -> None:
        occupants.install([MemberOccupants()])
        units = org.open_units(
            rows=[
                UnitSpec("H", "Đảng bộ huyện Hà Đông", Kind.DANG_BO_HUYEN),
                UnitSpec("A", "Đảng bộ xã An Bình", Kind.DANG_BO_CO_SO, "H"),
                UnitSpec("B", "Đảng bộ xã Bình Minh", Kind.DANG_BO_CO_SO, "H"),
                *(self.cell(*row) for row in CELLS),
            ],
            on=FOUNDED,
            by=ME,
        )
        self.h, self.a, self.b = units["H"], units["A"], units["B"]
        self.a1, self.a2, self.b1, self.old = units["A1"], units["A2"], units["B1"], units["OLD"]
        org.dissolve(units=[self.old], to=self.a1, on=d("01/01/2020"), by=ME)
        self.old.refresh_from_db()
        self.young = self.found(self.cell("YOUNG", "Chi bộ Chợ Mới", "A"), "01/01/2020")

    @staticmethod
    def cell(ref: str, name: str, superior: str) -> UnitSpec:
        """A cell to be founded."""
        return UnitSpec(ref, name, Kind.CHI_BO_TRUC_THUOC, superior, cell_kind=CellKind.THON)

    def found(self, spec: UnitSpec, on: str) -> Unit:
        """A unit founded on a day."""
        return org.establish(units=[spec], on=d(on), by=ME).founded[spec.ref]

    def person(self, name: str = "Nguyễn Văn An", born: str = "03/02/1980", **more) -> Person:
        """Somebody registered who was never a member."""
        return actions.register_person(full_name=name, born_on=d(born), by=ME, **more)

    def member(self, name: str = "Nguyễn Văn An", cell: Unit | None = None, on: str = "01/01/2015", **more) -> Person:
        """Somebody on the roll since the opening state."""
        status = more.pop("status", "official")
        party_since = more.pop("party_since", d("19/05/2005"))
        person = self.person(name, **more)
        actions.open_state(person, cell=cell or self.a1, on=d(on), status=status, party_since=party_since, by=ME)
        return person


def roll_of(unit: Unit, on: str) -> set[str]:
    """The names on the roll of a unit, the long way round: from the stays and the closure."""
    day = d(on)
    cells = Closure.objects.filter(ancestor=unit, since__lte=day, until__gt=day).values("descendant")
    stays = Stay.objects.filter(cell__in=cells, nature=Nature.PERMANENT, since__lte=day, until__gt=day)
    return set(stays.values_list("person__full_name", flat=True))


def stays_of(person: Person, nature: str = Nature.PERMANENT) -> list[tuple[str, date, date]]:
    """(reference of the cell, since, until) in order, of the stays that hold on some day."""
    return list(
        person.stays.filter(nature=nature, until__gt=F("since"))
        .order_by("since")
        .values_list("cell__ref", "since", "until")
    )


def movements_of(person: Person) -> list[tuple[str, bool, date, str]]:
    """(cause, in or out, day, reference of the cell) in order."""
    return list(
        Movement.objects.filter(person=person)
        .order_by("on", "event_id", "is_entry")
        .values_list("cause", "is_entry", "on", "cell__ref")
    )


def spells_of(person: Person, *fields: str) -> list[tuple]:
    """(since, until, *fields) in order."""
    return list(Spell.objects.filter(person=person).order_by("since").values_list("since", "until", *fields))


def balance(unit: Unit, first: str, last: str) -> tuple[int, int, int, int]:
    """Opening, in, out, closing of a unit, the line of reorganized people left aside."""
    opening = d(first) - ONE_DAY
    moves = Movement.objects.filter(on__gte=d(first), on__lte=d(last)).exclude(cause=Cause.TEMPORARY_START)
    into = out = 0
    for move in moves:
        if Closure.objects.filter(
            ancestor=unit, descendant=move.cell_id, since__lte=move.tree_day, until__gt=move.tree_day
        ).exists():
            into, out = into + move.is_entry, out + (not move.is_entry)
    return len(roll_of(unit, opening.strftime("%d/%m/%Y"))), into, out, len(roll_of(unit, last))


def names_on(page) -> list[str]:
    """The names of people in the order of a list page."""
    return re.findall(r'class="main"[^>]*><a [^>]*>([^<]+)</a>', page.content.decode())


def text_of(page) -> str:
    """What a page says, without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
