"""Fee books of some bases: who pays what, who collects, months taken in and passed on, reliefs, months unpaid."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from chibo.demo.actions.life.scene import Scene
from chibo.fees.actions import BasisSpec, Line, collect, reverse_receipt
from chibo.fees.actions.bases import load_bases
from chibo.fees.actions.bulk import load_months
from chibo.fees.actions.loading import load_assignments, load_reliefs, load_remittances
from chibo.fees.models import Charge, FeeAssignment, FeeBasis, FeeRelief, Receipt
from chibo.fees.rules import money
from chibo.fees.vocabulary import BasisKind, Region, ReliefReason, ReliefState, Way, months
from chibo.kernel.days import years_between
from chibo.members.models import Person, Spell
from chibo.members.vocabulary import Exemption, Occupation, Sex, Status
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import CellKind
from chibo.posts.models import Holding

SOURCE = "Dữ liệu minh họa"
FIRST = date(2026, 2, 1)
"""The regulation of the dues begins; months before it have no rule."""
EMPLOYED = (Occupation.OFFICIAL, Occupation.PUBLIC_EMPLOYEE, Occupation.ARMED_FORCES, Occupation.WORKER)
LEARNING = (Occupation.UNIVERSITY_STUDENT, Occupation.PUPIL)
RETIRES = {Sex.MALE: 61, Sex.FEMALE: 57}
"""Full years of age from which somebody without insurance pays as one at retirement age."""
UNKNOWN = 0.006
"""Of members, of how many nobody wrote down by what they pay."""
LATE = 0.08
"""Of payments, how many come at the second collecting of the month."""
FORGOTTEN = 0.006
"""Of payments, how many never come."""
EVERY = 3
"""One cell in so many has somebody with months unpaid in a row; one in so many collects late in the last month."""
KEEPING = 2
"""So many of three cells have passed on the last month that is over."""
RELIEFS = (
    (ReliefReason.POOR, 100, 4), (ReliefReason.NEAR_POOR, 100, 5), (ReliefReason.GRAVE_ILLNESS, 100, 6),
    (ReliefReason.HARDSHIP, 30, 3), (ReliefReason.HARDSHIP, 50, 6), (ReliefReason.HARDSHIP, 70, 2),
)  # fmt: skip
"""Reason, percent, weight."""
RELIEVED = 0.03
PENSIONED_AT = 75
GROUNDS = "Giấy xác nhận của Ủy ban nhân dân xã, phường (minh họa)"


class Payer(NamedTuple):
    """Somebody who pays in a cell, as of the data date."""

    person: int
    cell: int
    sex: str
    occupation: str
    exemption: str
    born: date
    party: date | None
    status: str
    since: date
    until: date


@dataclass(frozen=True)
class Books:
    """Cells that keep their books from the same month on, and who pays in them.

    :ivar places: cell → its number among the cells of its base
    """

    scene: Scene
    first: date
    bases: tuple[Unit, ...]
    places: Mapping[int, int]

    @property
    def last(self) -> date:
        """The month of the data date."""
        return months.month_of(self.scene.day)

    @cached_property
    def cells(self) -> list[Unit]:
        """The cells, in order."""
        return [self.scene.units[pk] for pk in self.places]

    @cached_property
    def payers(self) -> dict[int, list[Payer]]:
        """Cell → who pays there, the longest in the Party first."""
        found: dict[int, dict[int, Payer]] = defaultdict(dict)
        rows = Spell.objects.filter(cell__in=self.places, until__gt=self.first, since__lte=self.scene.day)
        names = ("person_id", "cell_id", "sex", "occupation", "exemption", "born_on", "party_since", "status")
        for row in rows.order_by("person_id", "since").values_list(*names, "stay_since", "stay_until"):
            found[row[1]][row[0]] = Payer(*row)
        return {
            cell: sorted(people.values(), key=lambda one: (one.party or date.max, one.person))
            for cell, people in sorted(found.items())
        }

    @cached_property
    def people(self) -> list[int]:
        """Everybody who pays in the cells."""
        return sorted({one.person for people in self.payers.values() for one in people})

    def stays(self, one: Payer) -> bool:
        """Whether somebody was in the cell all the time."""
        return one.since <= self.first and one.until > self.scene.day

    @cached_property
    def two(self) -> dict[int, tuple[int, int]]:
        """Cell → who directs (the secretary where there is one), who collects."""
        heads = dict(
            Holding.objects.filter(unit__in=self.places, role="bi_thu", since__lte=self.scene.day, until__gt=self.scene.day)
            .order_by("-person_id").values_list("unit_id", "person_id")
        )  # fmt: skip
        found = {}
        for cell, people in self.payers.items():
            there = [one.person for one in people if one.status == Status.OFFICIAL and self.stays(one)]
            fit = [one for one in there if one != heads.get(cell)]
            head = heads.get(cell) or (fit.pop() if fit else None)
            if head is not None and fit:
                found[cell] = (head, fit[len(fit) // 2])
        return found


def fill(scene: Scene) -> None:
    """Books of the committee's bases that keep them."""
    begun: dict[date, list[str]] = defaultdict(list)
    for ref, first in scene.committee.fee_books.items():
        begun[max(first, FIRST)].append(ref)
    for first, refs in sorted(begun.items()):
        if first <= months.month_of(scene.day) <= months.month_of(scene.on):
            _keep(_books(scene, first, refs))


def _books(scene: Scene, first: date, refs: Sequence[str]) -> Books:
    bases = tuple(unit for unit in scene.units.values() if unit.ref in refs)
    above = {pk: rows[-1].superior_id for pk, rows in scene.placements.items()}
    counted: dict[int, int] = defaultdict(int)
    places = {}
    # Villages first, by name: the first of them is where the secretary of the demo signs in.
    named = {row.unit_id: (row.cell_kind != CellKind.THON, row.name_key) for row in _standing(scene)}
    for cell in sorted(scene.cells(scene.day), key=lambda pk: (named[pk], pk)):
        base: int | None = cell
        while base is not None and scene.units.get(base) not in bases:
            base = above.get(base)
        if base is not None:
            places[cell] = counted[base]
            counted[base] += 1
    return Books(scene, first, bases, places)


def _standing(scene: Scene) -> Iterator[Placement]:
    """Where every unit stands on the data date."""
    for rows in scene.placements.values():
        yield from (row for row in rows if row.since <= scene.day < row.until)


def _keep(books: Books) -> None:
    scene = books.scene
    said = {"at": scene.root, "on": scene.on, "by": scene.by}
    load_bases(_bases(books), since=books.first, source=SOURCE)
    load_reliefs(_reliefs(books), **said)
    load_assignments(
        [FeeAssignment(unit_id=cell, approver_id=head, collector_id=who, since=max(books.first, scene.units[cell].founded_on))
         for cell, (head, who) in books.two.items()], **said,
    )  # fmt: skip
    paying = _Paying(books)
    load_months(
        books.cells, first=books.first, last=books.last, paid_on=paying.on, two=books.two, source=SOURCE, **said
    )
    _pass_on(books, said)
    _single_acts(books)


def _bases(books: Books) -> list[BasisSpec]:
    chance = books.scene.chance(f"fee bases {books.first}")
    region = Region(books.scene.committee.wage_region)
    # Whoever came from a cell whose books began before brought theirs along.
    done = set(FeeBasis.objects.filter(person__in=books.people).values_list("person_id", flat=True))
    specs = []
    for people in books.payers.values():
        for one in people:
            if one.person not in done and chance.random() >= UNKNOWN:
                specs.append(_basis(one, region, books.scene.day, chance))
            done.add(one.person)
    return specs


def _basis(one: Payer, region: Region, on: date, chance) -> BasisSpec:
    age = years_between(one.born, on)
    if one.exemption == Exemption.MATERNITY:
        return BasisSpec(one.person, BasisKind.ON_LEAVE, chance.randrange(45, 80) * 100_000)
    if one.occupation in LEARNING:
        return BasisSpec(one.person, BasisKind.STUDENT)
    if one.occupation in EMPLOYED and age < 62:
        return BasisSpec(one.person, BasisKind.INSURED, chance.randrange(56, 60 + 2 * min(age, 55)) * 100_000)
    if one.occupation == Occupation.RETIRED or (one.occupation in EMPLOYED and chance.random() < 0.9):
        return BasisSpec(one.person, BasisKind.PENSION, chance.randrange(32, 96) * 100_000)
    retired = age >= RETIRES.get(one.sex, 61)
    kind = BasisKind.UNINSURED_RETIRED if retired else BasisKind.UNINSURED_WORKING_AGE
    return BasisSpec(one.person, kind, 0, region)


def _reliefs(books: Books) -> list[FeeRelief]:
    """Of some the year is over soon, of some the answer is still awaited."""
    scene, chance = books.scene, books.scene.chance(f"fee reliefs {books.first}")
    reasons, percents, weights = zip(*RELIEFS, strict=True)
    by = {"asked_by": scene.by.reference[:80], "asked_by_label": scene.by.label[:200]}
    rows: list[FeeRelief] = []
    done = set(FeeRelief.objects.filter(person__in=books.people).values_list("person_id", flat=True))
    for cell, people in books.payers.items():
        turn = books.places[cell] % (2 * EVERY)
        # In every third cell somebody has one, and in every sixth somebody waits for the answer.
        sure = [one.person for one in people if turn % EVERY == 0 and books.stays(one)][-3:-2]
        for one in people:
            if one.person in done or (chance.random() >= RELIEVED and one.person not in sure):
                continue
            done.add(one.person)
            which = chance.choices(range(len(reasons)), weights)[0]
            reason, percent = reasons[which], percents[which]
            if years_between(one.born, scene.day) >= PENSIONED_AT and one.occupation != Occupation.RETIRED:
                reason, percent = ReliefReason.SOCIAL_PENSION, 100
            since = months.after(books.first, chance.choice((0, 0, 0, 1, 2)))
            row = FeeRelief(
                person_id=one.person, unit_id=cell, reason=reason, percent=percent, since=since,
                until=months.after(books.last, 1) if chance.random() < 0.1 else months.after(since, 12), **by,
            )  # fmt: skip
            if chance.random() < 0.1 or (turn == EVERY and one.person in sure):
                row.since, row.until = books.last, months.after(books.last, 12)
            else:
                row.state, row.decided_on = ReliefState.APPROVED, row.since
                row.approved_by, row.approved_by_label = row.asked_by, row.asked_by_label
            rows.append(row)
    return rows


class _Paying:
    """When who paid: at the cell's meeting, late, or not at all."""

    def __init__(self, books: Books) -> None:
        self.chance = books.scene.chance(f"fee payments {books.first}")
        self.day, self.last, self.places = books.scene.day, books.last, books.places
        self.cell_of = {one.person: cell for cell, people in books.payers.items() for one in people}
        self.stopped = {}
        for cell, people in books.payers.items():
            fit = [one for one in people if books.stays(one) and one.person not in books.two.get(cell, ())]
            if books.places[cell] % EVERY == 0 and fit:
                # The youngest in the Party: whoever has the years pays nothing anyhow.
                self.stopped[fit[-1].person] = months.after(books.last, -self.chance.choice((3, 3, 4)))

    def on(self, person: int, month: date, due: int) -> date | None:
        number = self.places.get(self.cell_of.get(person, 0), 0)
        drawn = self.chance.random()
        if month >= self.stopped.get(person, date.max) or drawn < FORGOTTEN:
            return None
        if month == self.last and number % EVERY == 0:
            # Half of the cell has paid so far.
            return month.replace(day=3) if drawn < 0.45 else None
        day = month.replace(day=3 + number % 4 if drawn > LATE else 12)
        return day if day <= self.day else None


def _pass_on(books: Books, said: dict) -> None:
    """Cells by the quarter, then the month that is over; bases by the quarter."""
    quarters = [(FIRST, date(2026, 3, 1)), (date(2026, 4, 1), date(2026, 6, 1)), (date(2026, 7, 1), date(2026, 9, 1))]
    for begin, last in quarters:
        if last < books.first or months.after(last) > books.scene.day:
            continue
        sent, first = months.after(last).replace(day=6), max(begin, books.first)
        load_remittances(books.cells, first=first, last=last, sent_on=sent, received_on=sent.replace(day=8), **said)
        load_remittances(
            books.bases, first=first, last=last, sent_on=sent.replace(day=14), received_on=sent.replace(day=17), **said
        )
    last = months.after(books.last, -1)
    sent = books.last.replace(day=5)
    done = [cell for cell in books.cells if books.places[cell.pk] % EVERY]
    half = len(done) // KEEPING
    load_remittances(done[:half], first=last, last=last, sent_on=sent, received_on=sent.replace(day=7), **said)
    load_remittances(done[half:], first=last, last=last, sent_on=sent, received_on=None, **said)


def _single_acts(books: Books) -> None:
    """What happens now and then: a part paid, more given than owed, a receipt taken back."""
    scene = books.scene
    day = {"on": scene.day, "today": scene.on, "by": scene.by}
    for cell in books.cells[: 3 * EVERY : EVERY]:
        there = [one.person for one in books.payers[cell.pk] if books.stays(one)]
        owed = Charge.objects.filter(cell=cell, month=books.last, due__gt=1_000, paid=0, person__in=there)
        charge = owed.order_by("name_key", "person_id").first()
        if cell.pk not in books.two or charge is None:
            continue
        head, who = (Person.objects.get(pk=pk) for pk in books.two[cell.pk])
        said = {"approver": head, "collector": who, "way": Way.BANK, "source": SOURCE} | day
        part = Line(charge.person_id, books.last, money.part(charge.due, 50))
        collect(cell, [part, Line(who.pk, books.last, 100_000, is_extra=True)], **said)
        wrong = Receipt.objects.filter(unit=cell, on__lt=books.last, reverses=None).order_by("-on", "-number").first()
        if wrong is not None:
            line = wrong.lines.order_by("pk")[:1]
            reverse_receipt(wrong, reason="Ghi nhầm người nộp (minh họa).", lines=line, **day)
