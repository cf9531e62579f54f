"""Opening the list of dues of a month, bringing it up to date, entering and correcting dues."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from chibo.fees import derivation, rules
from chibo.fees.models import Charge, Due, FeeBook
from chibo.fees.queries.payers import Payer, payers_among, payers_of
from chibo.fees.queries.reckoned import reckon_all, rules_of
from chibo.fees.rules import checks
from chibo.fees.rules.reckoning import Reckoned
from chibo.fees.vocabulary import months
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_tuples
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org.models import Unit
from chibo.rulebook import queries as rulebook

AT_ONCE = 5_000
COLUMNS = (
    "person_id", "month", "turn", "is_reversal", "cell_id", "tree_day", "kind", "base", "rate", "rule", "rule_number",
    "full", "percent", "reason", "relief_id", "amount", "entered_on", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """What opening a month came to.

    :ivar written: how many dues were written
    :ivar missing: payers whose due is not known, with the reason
    """

    written: int
    missing: tuple[tuple[Payer, str], ...]


@transaction.atomic
def open_month(unit: Unit, *, month: date, on: date, by: Viewer) -> Opened:
    """Write the dues of a cell for a month; again: those that have come since. Nothing that stands is changed.

    :raises Refusal: not a month, the cell did not stand in it, or it lies more than two years ahead
    """
    by.must(rules.WRITE, unit)
    opened = open_months([unit], month=month, on=on)
    if opened.written:
        journal.record(
            "fees.month_opened",
            subject=unit.reference,
            label=f"Lập bảng đảng phí tháng {months.show(month)}: {opened.written} đồng chí",
            place=unit.reference,
            on=on,
            by=by,
            count=opened.written,
            after={"month": month, "dues": opened.written, "missing": len(opened.missing)},
        )
    return opened


def open_months(units: Sequence[Unit], *, month: date, on: date) -> Opened:
    """As :func:`open_month` for many cells at once, in a fixed number of statements; the caller has asked for the right
    and writes the journal.
    """
    checks.must_be_month(month)
    checks.must_not_be_far(month, on, field=months.PARAMETER)
    for unit in units:
        if not (unit.founded_on <= months.last_day(month) and unit.ended_on > month):
            raise Refusal(
                f"Chi bộ không hoạt động trong tháng {months.show(month)}. Hãy chọn tháng khác.",
                field=months.PARAMETER,
                code="no_cell",
            )
    with rulebook.steady():
        payers = payers_of([unit.pk for unit in units], month)
        owed = owing(payers, month)
        due = [payer for payer in payers if payer.person_id not in owed]
        reckoned = reckon_all(due, month)
    known = [payer for payer in due if reckoned[payer.person_id].is_known]
    write(((payer, reckoned[payer.person_id]) for payer in known), month, on)
    FeeBook.objects.bulk_create(
        [FeeBook(unit=unit, month=month, due_on=months.last_day(month), opened_on=on) for unit in units],
        ignore_conflicts=True,
        batch_size=500,
    )
    missing = tuple((p, reckoned[p.person_id].missing) for p in due if not reckoned[p.person_id].is_known)
    return Opened(len(known), missing)


def owing(payers: Collection[Payer], month: date) -> set[int]:
    """Those of them of whom something is on record for the month, wherever; also that nothing is owed after all."""
    found: set[int] = set()
    for some in batches([payer.person_id for payer in payers], AT_ONCE):
        found |= set(Due.objects.filter(month=month, person_id__in=some).values_list("person_id", flat=True))
    return found


def write(rows: Iterable[tuple[Payer, Reckoned]], month: date, on: date, *, note: str = "") -> None:
    """Dues, and what is derived from them, of people of whom nothing is on record for the month."""
    rows = list(rows)
    dues = [due_of(payer, reckoned, month, on, note=note) for payer, reckoned in rows]
    insert_tuples(Due, COLUMNS, (_tuple(due) for due in dues))
    ahead: dict[int, list[tuple[date, int]]] = {}
    for some in batches([due.person_id for due in dues], AT_ONCE):
        ahead |= derivation.payments_of(month, some)
    derivation.insert(
        derivation.row_of(due, payer.name_key, ahead.get(payer.person_id, ()))
        for due, (payer, _) in zip(dues, rows, strict=True)
    )


def due_of(payer: Payer, reckoned: Reckoned, month: date, on: date, *, note: str = "") -> Due:
    """A due, not yet saved."""
    return Due(
        person_id=payer.person_id, month=month, turn=0, is_reversal=False, cell_id=payer.cell_id, tree_day=payer.day,
        kind=reckoned.kind, base=reckoned.base, rate=reckoned.rate, rule=reckoned.rule, rule_number=reckoned.rule_number,
        full=reckoned.full, percent=reckoned.percent, reason=reckoned.reason, relief_id=reckoned.relief,
        amount=reckoned.amount, entered_on=on, note=note,
    )  # fmt: skip


def _tuple(due: Due) -> tuple:
    return tuple(str(value) if isinstance(value, str) else value for value in (getattr(due, n) for n in COLUMNS))


@transaction.atomic
def enter_dues(unit: Unit, *, month: date, amounts: Mapping[int, int], on: date, by: Viewer, note: str = "") -> int:
    """Dues of a month that has no rule on record, as the cell's own book has them.

    :param amounts: person → amount
    :raises Refusal: there is a rule for the month, somebody does not pay here, or has a due already
    """
    by.must(rules.WRITE, unit)
    checks.must_be_month(month)
    if rules_of(month).is_on_record:
        raise Refusal(
            f"Tháng {months.show(month)} có quy định trong sổ: mức đóng tính theo diện đóng, không ghi số tiền. Hãy ghi diện "
            "đóng ở “Mức đóng”.",
            field=months.PARAMETER,
            code="rule_on_record",
        )
    payers = {payer.person_id: payer for payer in payers_of([unit.pk], month)}
    owed = owing(payers.values(), month)
    rows = []
    for person, amount in amounts.items():
        checks.must_be_amount(amount)
        if person not in payers or person in owed:
            raise Refusal(
                "Có người không đóng ở chi bộ này trong tháng, hoặc đã có mức phải đóng. Hãy mở lại trang rồi ghi lại.",
                code="not_payer",
                status=409,
            )
        rows.append((payers[person], Reckoned(full=amount, amount=amount)))
    write(rows, month, on, note=note or "Theo sổ cũ")
    FeeBook.objects.get_or_create(unit=unit, month=month, defaults={"due_on": months.last_day(month), "opened_on": on})
    journal.record(
        "fees.dues_entered",
        subject=unit.reference,
        label=f"Ghi đảng phí phải đóng tháng {months.show(month)} theo sổ cũ: {len(rows)} đồng chí",
        place=unit.reference,
        on=on,
        by=by,
        count=len(rows),
        after={"month": month, "total": sum(amounts.values())},
        subjects=[f"person:{payer.uid}" for payer, _ in rows],
    )
    return len(rows)


@transaction.atomic
def correct_due(
    person: Person, *, month: date, reason: str, on: date, by: Viewer, amount: int | None = None, strike: bool = False
) -> Charge | None:
    """Put a due right: the entry that stands is reversed, and a new one written.

    :param amount: what was owed; None reckons it anew by the rules and the basis on record now
    :param strike: nothing is owed for the month at all; no new entry is written
    :raises Refusal: there is no due, nothing would change, or it cannot be reckoned
    """
    reason = checks.must_have_reason(reason)
    entries = list(
        Due.objects.filter(person=person, month=month).select_related("cell").order_by("turn", "is_reversal")
    )
    if not entries:
        raise Refusal(
            f"Đồng chí {person.full_name} chưa có mức phải đóng tháng {months.show(month)}. Hãy lập bảng của tháng.",
            code="no_due",
            status=404,
        )
    last = entries[-1]
    by.must(rules.WRITE, last.cell)
    fresh = None if strike else _anew(person, last, month, amount)
    if (fresh is None and last.is_reversal) or (fresh is not None and not last.is_reversal and _same(last, fresh)):
        raise Refusal("Mức phải đóng không thay đổi. Không cần sửa.", field="amount", code="same")
    if not last.is_reversal:
        back = {name: getattr(last, name) for name in COLUMNS}
        back |= {"is_reversal": True, "full": -last.full, "amount": -last.amount, "entered_on": on, "note": reason}
        Due.objects.create(**back)
    if fresh is not None:
        fresh.turn, fresh.entered_on, fresh.note = last.turn + 1, on, reason
        fresh.save(force_insert=True)
    derivation.settle([(person.pk, month)])
    journal.record(
        "fees.due_corrected",
        subject=f"person:{person.uid}",
        label=f"Sửa đảng phí phải đóng tháng {months.show(month)} của đồng chí {person.full_name}",
        place=last.cell.reference,
        on=on,
        by=by,
        reason=reason,
        before={"amount": None if last.is_reversal else last.amount},
        after={"amount": None if fresh is None else fresh.amount},
    )
    return Charge.objects.filter(person=person, month=month).first()


def _anew(person: Person, standing: Due, month: date, amount: int | None) -> Due:
    """The due as it ought to be."""
    if amount is not None:
        checks.must_be_amount(amount)
        fresh = Reckoned(full=amount, amount=amount)
        place = Payer(
            person.pk, person.uid, person.full_name, person.name_key, standing.cell_id, standing.tree_day, None
        )
        return due_of(place, fresh, month, standing.entered_on)
    payer = payers_among([person.pk], month).get(person.pk)
    if payer is None:
        raise Refusal(
            f"Đồng chí {person.full_name} không thuộc diện đóng tháng {months.show(month)}. Hãy chọn “không phải đóng”.",
            code="not_payer",
        )
    reckoned = reckon_all([payer], month)[person.pk]
    if not reckoned.is_known:
        raise Refusal(reckoned.missing, code="unknown_due")
    return due_of(payer, reckoned, month, standing.entered_on)


def _same(one: Due, other: Due) -> bool:
    names = ("cell_id", "amount", "full", "percent", "reason", "base", "kind")
    return all(getattr(one, name) == getattr(other, name) for name in names)
