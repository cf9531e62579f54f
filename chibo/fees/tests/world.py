"""The small committee of the members' tests, with people who pay."""

from datetime import date

from chibo.fees import actions
from chibo.fees.actions import BasisSpec, Line
from chibo.fees.models import Charge, FundEntry, Receipt
from chibo.members.models import Person
from chibo.members.tests.world import ME, World, d
from chibo.org.models import Unit

TODAY = d("22/11/2026")
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def m(text: str) -> date:
    """``11/2026``"""
    month, year = text.split("/")
    return date(int(year), int(month), 1)


class FeeWorld(World):
    """With shorthands for what fees do."""

    def payer(self, name: str, amount: int = 10_000_000, *, kind: str = "insured", region: str = "", **more) -> Person:
        """A member with a basis since 2/2026."""
        person = self.member(name, **more)
        self.basis(person, amount, kind=kind, region=region)
        return person

    def basis(self, person: Person, amount: int = 0, *, kind="insured", region="", since="02/2026") -> None:
        """By what somebody pays from a month on."""
        spec = BasisSpec(person.pk, kind, amount, region)
        actions.set_bases(self.a1, [spec], since=m(since), on=TODAY, by=ME)

    def two(self) -> dict[str, Person]:
        """Somebody who directs and somebody who collects."""
        if not hasattr(self, "_two"):
            self._two = {
                "approver": self.member("Đỗ Văn Duyệt", cell=self.young, on="02/01/2020"),
                "collector": self.member("Lê Thị Thu", cell=self.young, on="02/01/2020"),
            }
        return self._two

    def opened(self, unit: Unit | None = None, month: str = "11/2026"):
        """The dues of a month, opened."""
        return actions.open_month(unit or self.a1, month=m(month), on=TODAY, by=ME)

    def paid(self, *lines, unit: Unit | None = None, on: str = "05/11/2026", **more) -> Receipt:
        """A receipt; a line is (person, month, amount or None)."""
        rows = [Line(person.pk, m(month), amount) for person, month, amount in lines]
        said = self.two() | more
        return actions.collect(unit or self.a1, rows, on=d(on), today=TODAY, by=ME, **said)


def charge(person: Person, month: str = "11/2026") -> Charge | None:
    """What stands of a month."""
    return Charge.objects.filter(person=person, month=m(month)).first()


def dues(unit: Unit, month: str = "11/2026") -> dict[str, int]:
    """Name → due of a cell's month."""
    rows = Charge.objects.filter(cell=unit, month=m(month)).order_by("name_key")
    return dict(rows.values_list("person__full_name", "due"))


def money(unit: Unit) -> tuple[int, int]:
    """(at hand, not divided yet)"""
    rows = FundEntry.objects.filter(unit=unit).values_list("change", "undivided")
    return sum(a for a, _ in rows), sum(b for _, b in rows)
