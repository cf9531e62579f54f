"""What papers about files have in common: references, rights, facts of people and names of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chibo.dossiers.rules.capabilities import READ
from chibo.kernel.days import Period, parse_iso, show_day
from chibo.kernel.references import uid_in
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Attribute, Particulars, Person
from chibo.members.queries.names import CellNames
from chibo.members.queries.sheet import official_days
from chibo.members.queries.sight import person_of, sight_of
from chibo.members.rules.capabilities import SENSITIVE
from chibo.org import queries as org
from chibo.org.models import Unit
from chibo.papers.rules import Head, committee_name
from chibo.procedures.papers import place_of

MOST = 1_000
"""Rows of a printed register; longer ones leave as lists."""


def person_seen(ref: str, by: Viewer) -> tuple[Person, Unit]:
    """The person of ``person:<uid>`` with the cell whose right the file is.

    :raises Refusal: nobody, or the file is not the viewer's
    """
    person = person_of(uid_in(ref, "person"))
    sight = sight_of(person, by=by)
    by.must(READ, sight.cell)
    return person, sight.cell


@dataclass(frozen=True)
class Register:
    """The unit and period of ``unit:<uid>/<first>/<last>``; this year to date where no period stands."""

    unit: Unit
    period: Period
    name: str
    superior: str
    place: str
    by: Viewer
    on: date

    @staticmethod
    def of(ref: str, on: date, by: Viewer) -> "Register":
        """:raises Refusal: no such unit, not the viewer's, not a period"""
        unit = org.by_uid(uid_in(ref, "unit"))
        by.must(READ, unit)
        days = ref.split("/")[1:]
        period = Period(parse_iso(days[0]), parse_iso(days[1])) if len(days) == 2 else Period(date(on.year, 1, 1), on)
        placement = org.nearest_placement(unit, on=period.last)
        superior = org.name_of(placement.superior, on=period.last) if placement.superior_id else ""
        return Register(unit, period, placement.name, superior, place_of(placement), by, on)

    @property
    def told(self) -> str:
        """The period in words."""
        return f"từ {show_day(self.period.first)} đến {show_day(self.period.last)}"

    @property
    def head(self) -> Head:
        """Who issues it."""
        return Head(above=self.superior or None, issuer=committee_name(self.name), place=self.place, on=self.on)

    @property
    def shows_numbers(self) -> bool:
        """Whether card numbers may stand in it."""
        return self.by.may(SENSITIVE, self.unit) is not None


def few(rows: Iterable, noun: str) -> list:
    """The rows as a list.

    :raises Refusal: more than a printed register holds
    """
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        raise Refusal(
            f"Sổ có hơn 1.000 {noun}. Hãy chọn kỳ ngắn hơn hoặc in từng tổ chức cơ sở đảng; cả danh sách xuất được ra Excel.",
            code="too_many_rows",
        )
    return found


@dataclass(frozen=True)
class People:
    """What the registers say of people, looked up for all of them at once."""

    attributes: dict[tuple[int, str], str]
    official: dict[int, date]
    papers: dict[int, Particulars]

    @staticmethod
    def of(ids: Iterable[int], *, on: date) -> "People":
        """Three queries."""
        wanted = sorted(set(ids))
        rows = Attribute.objects.filter(person__in=wanted, since__lte=on, until__gt=on)
        return People(
            {(row.person_id, row.name): row.shown for row in rows},
            official_days(wanted, on=on),
            {one.person_id: one for one in Particulars.objects.filter(person__in=wanted)},
        )

    def said(self, person_id: int, name: str) -> str:
        """The value of an attribute in words; empty where nothing is known."""
        return self.attributes.get((person_id, name), "")


def names_of(ids: Iterable[int | None], *, without: int | None = None) -> CellNames:
    """What units were called."""
    return CellNames(ids, without=without)
