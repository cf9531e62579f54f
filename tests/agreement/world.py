"""A province over ten years, built only through the actions of org and members, with a plain log of what was asked.

Everything random comes from one seed. The log holds short references of units, numbers of people and days, nothing out of
the database; what was refused is not in it. Looking at the records is allowed only to choose what to ask next.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction

from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.members.actions import EventSpec, PersonSpec
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.actions.specs import until_forever
from chibo.members.models import Person, Stay
from chibo.org import actions as org
from chibo.org.actions import UnitSpec, occupants
from chibo.org.models import OrgEvent, Placement, Unit
from chibo.org.vocabulary import CELL_KINDS, Kind

BY = System("test")
FOUNDED = date(2010, 1, 1)
OPENED = date(2014, 12, 31)
FIRST, LAST = date(2015, 1, 1), date(2024, 12, 31)
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Thử Mẫu Giả Ví Vờ".split()
GIVEN = "Ẩn Đá Mây Gió Sông Núi Biển Rừng Cỏ Suối Đèo Bến Nắng Sương Trăng Sao Bưởi Mít Ổi Xoài".split()
CHOICES = {
    "religion": ("khong", "khong", "khong", "phat_giao", "cong_giao"),
    "occupation": ("can_bo_cong_chuc", "vien_chuc", "nong_dan", "sinh_vien", "hoc_sinh", "huu_tri"),
    "qualification": ("khong", "so_cap", "trung_cap", "cao_dang", "dai_hoc", "thac_si"),
    "political_theory": ("chua", "so_cap", "trung_cap", "cao_cap"),
    "exemption": ("khong", "tuoi_cao", "dieu_tri"),
}


class World:
    """The records and the log of what led to them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.log: list[dict] = []
        self.people: list[int] = []
        self.refused: Counter = Counter()
        self.numbers = 0
        self.org_events: list[tuple[int, int]] = []
        self.letters: dict[int, int] = {}
        occupants.install([MemberOccupants()])

    # --- asking -------------------------------------------------------------------------------------------------------

    def ask(self, entry: dict, action: Callable[[], object]) -> object | None:
        """Do it and log it; a refusal leaves no trace but a count."""
        try:
            with transaction.atomic():
                done = action()
        except Refusal as refusal:
            self.refused[entry["op"], refusal.code] += 1
            return None
        entry["id"] = len(self.log)
        self.log.append(entry)
        if isinstance(getattr(done, "event", None), OrgEvent):
            self.org_events.append((entry["id"], done.event.pk))
        return done if done is not None else entry

    def number(self) -> int:
        """A number never used before, for references and names."""
        self.numbers += 1
        return self.numbers

    def unit(self, ref: str) -> Unit:
        """The unit as it is on record now."""
        return Unit.objects.get(ref=ref)

    def person(self, p: int) -> Person:
        """The person of that number."""
        return Person.objects.get(pk=self.people[p])

    # --- looking ------------------------------------------------------------------------------------------------------

    def standing(self, on: date, *kinds: str, below: str | None = None) -> list[str]:
        """References of the units of these kinds on the day, in a fixed order."""
        rows = Placement.objects.filter(since__lte=on, until__gt=on, kind__in=kinds)
        if below is not None:
            rows = rows.filter(superior__ref=below)
        return sorted(rows.values_list("unit__ref", flat=True))

    def cells(self, on: date, below: str | None = None) -> list[str]:
        """References of the cells on the day."""
        return self.standing(on, *CELL_KINDS, below=below)

    def in_cells(self, refs: list[str], on: date) -> list[int]:
        """Numbers of the people on the roll of the cells at the end of the day."""
        rows = Stay.objects.filter(cell__ref__in=refs, nature="permanent", since__lte=on, until__gt=on)
        return self.numbers_of(rows.values_list("person_id", flat=True))

    def numbers_of(self, keys: Iterable[int]) -> list[int]:
        """The numbers of people, each once, in order."""
        number = {pk: p for p, pk in enumerate(self.people)}
        return sorted({number[pk] for pk in keys})

    def staying(self, ref: str, on: date) -> list[int]:
        """Numbers of the people in the cell on the eve who are there on the day too."""
        return sorted({*self.in_cells([ref], on - timedelta(days=1))} & {*self.in_cells([ref], on)})

    def on_roll(self, on: date) -> list[int]:
        """Numbers of everybody on a roll at the end of the day."""
        return self.in_cells(self.cells(on), on)

    # --- people -------------------------------------------------------------------------------------------------------

    def facts(self) -> tuple[str, date, dict[str, str]]:
        """A name, a birthday and attributes."""
        rng = self.rng
        name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE)} {rng.choice(GIVEN)} {rng.choice(GIVEN)}"
        born = date(1940, 1, 1) + timedelta(days=rng.randrange(56 * 365))
        attributes = {"sex": rng.choice(("nu", "nam")), "ethnicity": rng.choice(("01", "01", "02", "05"))}
        attributes |= {name: rng.choice(values) for name, values in CHOICES.items() if rng.random() < 0.85}
        return name, born, attributes

    def register(self, known_since: date | None = None) -> int:
        """Somebody who was never a member."""
        name, born, attributes = self.facts()
        person = members.register_person(
            full_name=name, born_on=born, attributes=attributes, known_since=known_since, confirmed=True, by=BY
        )
        self.people.append(person.pk)
        p = len(self.people) - 1
        self.log.append(
            {"op": "person", "id": len(self.log), "p": p, "on": born, "attributes": attributes, "known": known_since}
        )
        return p

    def load(self, count: int, on: date) -> None:
        """People on the roll as the records open, loaded at once."""
        rows, entries = [], []
        cells = self.cells(on)
        for n in range(count):
            name, born, attributes = self.facts()
            cell = self.rng.choice(cells)
            since = date(self.rng.randrange(born.year + 18, 2015), 5, 19)
            status = "official" if self.rng.random() < 0.85 else "probationary"
            event = EventSpec("opening", on, cell=self.unit(cell).pk, status=status, party_since=since)
            values = [until_forever(name, value, born) for name, value in attributes.items()]
            rows.append(PersonSpec(name, born, attributes=values, events=[event]))
            entries.append({"op": "person", "p": n, "on": born, "attributes": attributes, "known": None})
            entries.append({"op": "opening", "p": n, "on": on, "cell": cell, "status": status, "party_since": since})
        self.people += members.load_people(rows, at=self.unit("T"), on=on, by=BY)
        for entry in entries:
            entry["id"] = len(self.log)
            self.log.append(entry)


def opening_rows(rng: random.Random) -> list[UnitSpec]:
    """A province, two districts, eight đảng bộ cơ sở, six chi bộ cơ sở, thirty-four cells below the first."""
    rows = [UnitSpec("T", "Đảng bộ tỉnh Thử", Kind.DANG_BO_TINH)]
    rows += [UnitSpec(f"H{n}", f"Đảng bộ huyện {n}", Kind.DANG_BO_HUYEN, "T") for n in range(2)]
    for n in range(8):
        sector = rng.choice(("xa", "xa", "phuong", "co_quan_nha_nuoc"))
        rows.append(UnitSpec(f"X{n}", f"Đảng bộ xã {n}", Kind.DANG_BO_CO_SO, f"H{n % 2}", sector=sector))
    for n in range(6):
        rows.append(
            UnitSpec(
                f"A{n}", f"Chi bộ cơ quan {n}", Kind.CHI_BO_CO_SO, rng.choice(("T", "H0", "H1")),
                sector="co_quan_nha_nuoc", cell_kind="co_quan",
            )
        )  # fmt: skip
    for n in range(34):
        kind = rng.choice(("thon", "thon", "truong_hoc", "y_te"))
        rows.append(UnitSpec(f"C{n}", f"Chi bộ thôn {n}", Kind.CHI_BO_TRUC_THUOC, f"X{n % 8}", cell_kind=kind))
    return rows


def logged(spec: UnitSpec) -> dict:
    """A unit to be founded, as the log keeps it."""
    return {
        "ref": spec.ref, "kind": str(spec.kind), "superior": spec.superior_ref, "sector": str(spec.sector),
        "cell_kind": spec.cell_kind,
    }  # fmt: skip


def build(seed: int, *, reorganizations: int = 200) -> World:
    """The world: opened at the end of 2014, then day by day to the end of 2024."""
    from tests.agreement import living, reorganizing

    world = World(seed)
    rng = world.rng
    rows = opening_rows(rng)
    org.open_units(rows=rows, on=FOUNDED, by=BY)
    world.log.append({"op": "open", "id": 0, "on": FOUNDED, "units": [logged(row) for row in rows]})
    world.load(150, OPENED)
    for _ in range(50):
        living.open_state(world, OPENED)
    done, on, span = 0, FIRST, (LAST - FIRST).days - 30
    while done < reorganizations:
        on = max(on, FIRST + timedelta(days=span * done // reorganizations))
        on += timedelta(days=rng.randrange(1, 9))
        for _ in range(rng.randrange(1, 5)):
            living.anything(world, on)
        on += timedelta(days=rng.randrange(1, 5))
        hot = reorganizing.likely(world, on)
        for _ in range(rng.choice((0, 0, 1, 2))):
            living.on_the_day(world, on, hot)
        for _ in range(rng.choice((1, 1, 1, 2))):
            before = len(world.log)
            reorganizing.anything(world, on, hot)
            if len(world.log) > before:
                done += 1
                hot = [*hot, *reorganizing.named(world.log[-1])]
        for _ in range(rng.choice((0, 0, 1, 2))):
            living.on_the_day(world, on, hot)
    return world
