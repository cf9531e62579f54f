"""A small committee for the browser, made by the project's own actions: two provinces of which one went into the other, a
huyện, two xã, their cells, thirty people, one of every role to sign in as.
"""

from datetime import date

from chibo.access import actions as access
from chibo.accounts import actions as accounts
from chibo.kernel import clock
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.members.actions import load_people
from chibo.members.actions.specs import EventSpec, PersonSpec
from chibo.members.models import Person
from chibo.members.vocabulary import Cause
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.queries import AREA_NAMES
from chibo.org.vocabulary import CellKind, Kind
from chibo.posts import actions as posts
from chibo.site.roles import ROLES

BY = System("Dữ liệu cho trình duyệt")
PASSWORD = "mot-mat-khau-that-dai"
FOUNDED, OPENED, MERGED = date(2000, 1, 1), date(2015, 1, 1), date(2025, 7, 1)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng")
MIDDLE = {"nam": ("Văn", "Đức"), "nu": ("Thị", "Ngọc")}
GIVEN = {"nam": ("Bình", "Cường", "Dũng", "Hải", "Ước"), "nu": ("Ánh", "Bích", "Cúc", "Đào", "Ý")}
CELLS = (
    ("A1", "Chi bộ thôn 1", "A", CellKind.THON),
    ("A2", "Chi bộ thôn 2", "A", CellKind.THON),
    ("A3", "Chi bộ Trường tiểu học", "A", CellKind.TRUONG_HOC),
    ("B1", "Chi bộ thôn 1", "B", CellKind.THON),
    ("B2", "Chi bộ thôn 4", "B", CellKind.THON),
)


def people(cell: int, first: int, count: int) -> list[PersonSpec]:
    """So many people on the roll of a cell; two of five are women."""
    made = []
    for number in range(first, first + count):
        sex = "nu" if number % 5 < 2 else "nam"
        name = f"{FAMILY[number % 6]} {MIDDLE[sex][number % 2]} {GIVEN[sex][number // 2 % 5]}"
        born = date(1955 + number * 37 % 45, 1 + number % 12, 1 + number % 28)
        attributes = {"sex": sex, "ethnicity": "01", "religion": "khong", "occupation": "nong_dan"}
        rows = [(key, value, born, "day", date(9999, 12, 31)) for key, value in attributes.items()]
        opening = EventSpec(Cause.OPENING, OPENED, cell=cell, status="official", party_since=date(2005, 5, 19))
        made.append(PersonSpec(name, born, attributes=rows, events=[opening]))
    return made


class Committee:
    """What journeys know by name."""

    def __init__(self) -> None:
        rows = [
            UnitSpec("QN", "Đảng bộ tỉnh Quảng Nam", Kind.DANG_BO_TINH),
            UnitSpec("DN", "Đảng bộ thành phố Đà Nẵng", Kind.DANG_BO_TINH),
            UnitSpec("H", "Đảng bộ huyện Hà Đông", Kind.DANG_BO_HUYEN, "QN"),
            UnitSpec("A", "Đảng bộ xã An Bình", Kind.DANG_BO_CO_SO, "H", sector="xa"),
            UnitSpec("B", "Đảng bộ xã Bình Minh", Kind.DANG_BO_CO_SO, "H", sector="xa"),
            *(UnitSpec(ref, name, Kind.CHI_BO_TRUC_THUOC, above, cell_kind=kind) for ref, name, above, kind in CELLS),
        ]
        self.units = org.open_units(rows=rows, on=FOUNDED, by=BY, illustration=True)
        for place, (ref, *_) in enumerate(CELLS):
            load_people(
                people(self.units[ref].pk, place * 6, 6), at=self.units[ref], on=OPENED, by=BY, is_illustration=True
            )
        org.record_congress(unit=self.units["QN"], first_year=2020, last_year=2025, on=date(2020, 10, 12), by=BY)
        for ref in ("QN", "DN"):
            for area in AREA_NAMES:
                org.cover(unit=self.units[ref], area=area, since=FOUNDED, by=BY)
        self._move_people()
        org.merge_into(units=[self.units["QN"]], into=self.units["DN"], on=MERGED, by=BY)
        for unit in self.units.values():
            unit.refresh_from_db()
        self.accounts = {role: self._account(role) for role in ROLES}

    def _move_people(self) -> None:
        """Somebody newly admitted, somebody under way, somebody gone."""
        new = members.register_person(
            full_name="Vũ Thị Oanh", born_on=date(2001, 3, 4), attributes={"sex": "nu"}, is_illustration=True, by=BY
        )
        members.admit_member(new, cell=self.units["A1"], on=date(2024, 3, 1), by=BY)
        first, second, *_ = Person.objects.order_by("id")
        members.send_transfer(first, to=self.units["B1"], on=date(2025, 1, 10), by=BY)
        members.record_death(second, on=date(2022, 2, 2), by=BY)
        self.person = Person.objects.order_by("id")[2]
        self.holding = posts.take_post(
            self.person, role="bi_thu", title="Bí thư chi bộ", unit=self.units["A1"], since=date(2020, 6, 15), by=BY
        )

    def _account(self, role: str):
        today = clock.today()
        place = {
            "bi_thu_chi_bo": "A1",
            "dang_vien": "A1",
            "van_phong_co_so": "A",
            "ubkt_co_so": "A",
            "ban_dan_van": "H",
        }
        account = accounts.open_account(
            username=role.replace("_", "."),
            display_name=f"{ROLES[role].title} (minh họa)",
            password=PASSWORD,
            person_uid=self.person.uid if role == "dang_vien" else None,
            is_illustration=True,
            on=today,
            by=BY,
        )
        unit = None if ROLES[role].is_everywhere else self.units[place.get(role, "DN")]
        access.grant(account=account, role=role, unit=unit, since=MERGED, by=BY)
        return account
