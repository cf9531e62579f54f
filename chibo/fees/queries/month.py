"""A cell's month: who owes what, who has paid, what is not known; and what is unpaid from before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from chibo.fees.models import Charge, Due, FeeAssignment, FeeBook, Receipt
from chibo.fees.queries.payers import AT_ONCE, payers_of
from chibo.fees.queries.reckoned import MonthRules, reckon_all, rules_of
from chibo.fees.rules.reckoning import Reckoned
from chibo.fees.vocabulary import SHORT, BasisKind, word_of
from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER
from chibo.members.models import Person, Stay
from chibo.org import queries as org
from chibo.org.models import Closure, Placement, Unit


@dataclass(frozen=True)
class Row:
    """A member on the list of a month.

    :ivar charge: what is on record; None while the month is not opened, or nothing is known
    :ivar reckoned: what it would be, where nothing is on record
    :ivar unpaid: earlier months with what is still owed for each
    """

    person_id: int
    uid: UUID
    name: str
    charge: Charge | None
    reckoned: Reckoned | None
    unpaid: tuple[Charge, ...] = ()
    is_suspended: bool = False

    @property
    def due(self) -> int | None:
        """What is owed for the month; None where it is not known."""
        if self.charge is not None:
            return self.charge.due
        return self.reckoned.amount if self.reckoned is not None and self.reckoned.is_known else None

    @property
    def paid(self) -> int:
        """What was paid of it."""
        return self.charge.covered if self.charge is not None else 0

    @property
    def owed(self) -> int:
        """What is left to pay of the month."""
        return (self.due or 0) - self.paid

    @property
    def owed_before(self) -> int:
        """What is left to pay of earlier months."""
        return sum(one.owed for one in self.unpaid)

    @property
    def settled_on(self) -> date | None:
        """When the month was settled; None while it is not."""
        return self.charge.settled_on if self.charge is not None and self.charge.settled_on < FOREVER else None

    @property
    def kind(self) -> str:
        """By which line the member pays, in words."""
        kind = self.charge.kind if self.charge else self.reckoned.kind if self.reckoned else ""
        return SHORT[BasisKind(kind)] if kind else ""

    @property
    def relief(self) -> str:
        """``Miễn``, ``Giảm 50%``, ``Không thu``, or nothing. The reason is not for lists."""
        source = self.charge or self.reckoned
        return word_of(source.reason, source.percent) if source is not None else ""

    @property
    def missing(self) -> str:
        """Why nothing can be collected, as a sentence; empty where it can."""
        return self.reckoned.missing if self.charge is None and self.reckoned is not None else ""

    @property
    def state(self) -> tuple[str, str]:
        """(colour, words): how the month stands for the member."""
        if self.due is None:
            return ("waiting", "Chưa rõ mức") if self.reckoned is not None else ("plain", "Không phải đóng")
        if self.due == 0:
            return "plain", self.relief or "0 đ"
        if self.owed == 0:
            return "done", "Đã đóng"
        return ("waiting", "Đóng một phần") if self.paid else ("new", "Chưa đóng")


@dataclass(frozen=True)
class MonthSheet:
    """The list of a cell for a month.

    :ivar others: members who pay elsewhere this month (arrived since) and still owe for earlier months
    """

    unit: Unit
    month: date
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    rules: MonthRules
    is_opened: bool

    @property
    def due(self) -> int:
        """What the month comes to."""
        return sum(row.due or 0 for row in self.rows)

    @property
    def paid(self) -> int:
        """What was paid of it."""
        return sum(row.paid for row in self.rows)


def sheet_of(unit: Unit, month: date, *, on: date) -> MonthSheet:
    """The list of a cell for a month, in the order of names; a fixed number of queries.

    :param on: the day on which money would be taken: who is here then may pay for earlier months
    """
    payers = payers_of([unit.pk], month)
    ids = [payer.person_id for payer in payers]
    here = _here(unit, on) - set(ids)
    charges, unpaid = charges_of(ids, month), unpaid_of([*ids, *here], before=month)
    struck = _struck([pk for pk in ids if pk not in charges], month)
    waiting = [payer for payer in payers if payer.person_id not in charges and payer.person_id not in struck]
    reckoned = reckon_all(waiting, month)
    rows = tuple(
        Row(
            payer.person_id,
            payer.uid,
            payer.name,
            charges.get(payer.person_id),
            reckoned.get(payer.person_id),
            tuple(unpaid.get(payer.person_id, ())),
            payer.is_suspended,
        )
        for payer in payers
    )
    people = Person.objects.filter(pk__in=[pk for pk in here if pk in unpaid]).order_by("name_key", "pk")
    others = tuple(Row(p.pk, p.uid, p.full_name, None, None, tuple(unpaid[p.pk])) for p in people)
    opened = FeeBook.objects.filter(unit=unit, month=month).exists()
    return MonthSheet(unit, month, rows, others, rules_of(month), opened)


def _here(unit: Unit, on: date) -> set[int]:
    stays = Stay.objects.filter(cell=unit, since__lte=on, until__gt=on)
    return set(stays.values_list("person_id", flat=True))


def _struck(person_ids: Collection[int], month: date) -> set[int]:
    """Those of whom a due was taken back for good."""
    rows = Due.objects.filter(person_id__in=person_ids, month=month)
    return set(rows.values_list("person_id", flat=True))


def charges_of(person_ids: Iterable[int], month: date) -> dict[int, Charge]:
    """Person → what stands of the month."""
    found: dict[int, Charge] = {}
    for some in batches(sorted(set(person_ids)), AT_ONCE):
        found |= {one.person_id: one for one in Charge.objects.filter(person_id__in=some, month=month)}
    return found


def unpaid_of(person_ids: Iterable[int], *, before: date) -> dict[int, list[Charge]]:
    """Person → months before this one that are not settled, oldest first."""
    found: dict[int, list[Charge]] = {}
    for some in batches(sorted(set(person_ids)), AT_ONCE):
        rows = Charge.objects.filter(person_id__in=some, month__lt=before, settled_on=FOREVER, due__gt=0)
        for one in rows.order_by("month"):
            found.setdefault(one.person_id, []).append(one)
    return found


def people_at(unit: Unit, *, on: date) -> list[Person]:
    """Who is at the cell on the day, guests too, in the order of names."""
    stays = Stay.objects.filter(cell=unit, since__lte=on, until__gt=on).values("person")
    return list(Person.objects.filter(pk__in=stays).order_by("name_key", "pk"))


def the_two(unit: Unit, *, on: date) -> tuple[Person | None, Person | None]:
    """(who directs, who collects) on the day; those of the last receipt where nobody was assigned."""
    for model, day in ((FeeAssignment, org.in_force(on)), (Receipt, None)):
        rows = model.objects.filter(unit=unit, collector__isnull=False, approver__isnull=False)
        rows = rows.filter(day) if day is not None else rows.filter(on__lte=on).order_by("-on", "-pk")
        if (one := rows.select_related("approver", "collector").first()) is not None:
            return one.approver, one.collector
    return None, None


# Committees: their cells


OWING, SETTLED, UNOPENED = "con-no", "du", "chua-lap"


def cells_below(unit: Unit, month: date, *, on: date, state: str = "") -> QuerySet[Placement]:
    """The cells at and below a unit on a day; only those whose month is in a state, where one is given."""
    kinds = org.level_kinds("cell", on=on)
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    rows = Placement.objects.filter(org.in_force(on), unit__in=below, kind__in=kinds).select_related("unit")
    opened = FeeBook.objects.filter(month=month, unit=OuterRef("unit"))
    owed = Charge.objects.filter(month=month, cell=OuterRef("unit"), settled_on=FOREVER)
    conditions = {
        OWING: Exists(opened) & Exists(owed),
        SETTLED: Exists(opened) & ~Exists(owed),
        UNOPENED: ~Exists(opened),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


@dataclass(frozen=True)
class CellMonth:
    """A cell's month in sums."""

    placement: Placement
    superior: str
    is_opened: bool
    due: int
    paid: int

    @property
    def owed(self) -> int:
        """What is left to pay."""
        return self.due - self.paid

    @property
    def pk(self) -> int:
        return self.placement.pk

    @property
    def name_key(self) -> str:
        return self.placement.name_key

    @property
    def state(self) -> tuple[str, str]:
        """(colour, words)."""
        if not self.is_opened:
            return "waiting", "Chưa lập bảng"
        return ("new", "Còn phải thu") if self.owed else ("done", "Đã thu đủ")


def cell_months(placements: Collection[Placement], month: date) -> list[CellMonth]:
    """The sums of cells for a month; three queries for any number of them."""
    ids = [placement.unit_id for placement in placements]
    opened = set(FeeBook.objects.filter(month=month, unit_id__in=ids).values_list("unit_id", flat=True))
    sums = {
        row["cell_id"]: (int(row["owed"]), int(row["came"]))
        for row in Charge.objects.filter(month=month, cell_id__in=ids)
        .order_by()
        .values("cell_id")
        .annotate(owed=Sum("due"), came=Sum("covered"))
    }
    above = {p.superior_id for p in placements if p.superior_id}
    names = org.names_of(above, on=max((p.since for p in placements), default=month)) if above else {}
    return [
        CellMonth(p, names.get(p.superior_id, ""), p.unit_id in opened, *sums.get(p.unit_id, (0, 0)))
        for p in placements
    ]


def total_of(unit: Unit, month: date, *, on: date) -> tuple[int, int]:
    """(due, paid) of a month over everything below a unit."""
    below = Closure.objects.filter(org.in_force(on), ancestor=unit).values("descendant")
    sums = Charge.objects.filter(month=month, cell__in=below).aggregate(owed=Sum("due"), came=Sum("covered"))
    return int(sums["owed"] or 0), int(sums["came"] or 0)
