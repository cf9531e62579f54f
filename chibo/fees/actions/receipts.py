"""Taking money in, and taking a receipt back by a reversing one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from chibo.fees import derivation, rules
from chibo.fees.actions.books import AT_ONCE, open_months
from chibo.fees.actions.fund import entry
from chibo.fees.models import Charge, FeeBook, FundEntry, Receipt, ReceiptLine
from chibo.fees.queries.payers import payers_of
from chibo.fees.rules import checks, money
from chibo.fees.vocabulary import EntryCause, Way, months
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person, Stay
from chibo.org.models import Unit


@dataclass(frozen=True, slots=True)
class Line:
    """What one member pays for one month.

    :ivar amount: None for what is still owed
    :ivar is_extra: more than is owed, given freely
    """

    person: int
    month: date
    amount: int | None = None
    is_extra: bool = False
    code: str = ""


@transaction.atomic
def collect(
    unit: Unit,
    lines: Sequence[Line],
    *,
    on: date,
    today: date,
    by: Viewer,
    way: str = Way.CASH,
    collector: Person | None = None,
    approver: Person | None = None,
    source: str = "",
) -> Receipt:
    """Write a receipt of a cell: who paid what for which month.

    Months not opened yet are opened for the cell, so that what is owed is on record with what is paid.

    :param on: the day on which the money was taken
    :raises Refusal: nobody, somebody who does not belong to the cell, more than is owed, one person directing and
        collecting, a day in the future or on which the cell did not stand
    """
    by.must(rules.WRITE, unit)
    checks.must_be_lines(lines)
    checks.check_receipt_day(on, today, way=way)
    if way != Way.PORTAL or collector or approver:
        checks.must_be_two(approver, collector)
    if not unit.exists_on(on):
        raise Refusal(
            "Chi bộ không hoạt động vào ngày thu. Hãy chọn ngày khác, hoặc ghi ở chi bộ kế thừa.",
            field="on",
            code="no_cell",
        )
    people = _people(unit, lines, on)
    _on_rolls(lines, people)
    for month in sorted({line.month for line in lines}):
        if unit.founded_on <= months.last_day(month) and unit.ended_on > month:
            if not FeeBook.objects.filter(unit=unit, month=month).exists() or month >= months.month_of(today):
                open_months([unit], month=month, on=today)
    settled = _settled(lines, people)
    receipt = _receipt(unit, settled, on=on, way=way, collector=collector, approver=approver, source=source, by=by)
    _tell(receipt, people.values(), by=by, what="fees.collected", label="Thu đảng phí")
    return receipt


def _people(unit: Unit, lines: Iterable[Line], on: date) -> dict[int, Person]:
    """The people of the lines, who are at the cell on the day, or pay there for the month.

    :raises Refusal: somebody is not
    """
    wanted = {line.person for line in lines}
    people = {p.pk: p for some in batches(sorted(wanted), AT_ONCE) for p in Person.objects.filter(pk__in=some)}
    here: set[int] = set()
    for some in batches(sorted(wanted), AT_ONCE):
        stays = Stay.objects.filter(person_id__in=some, cell=unit, since__lte=on, until__gt=on)
        here |= set(stays.values_list("person_id", flat=True))
    for month in sorted({line.month for line in lines if line.person not in here}):
        here |= {payer.person_id for payer in payers_of([unit.pk], month)}
    for pk in sorted(wanted - (here & people.keys())):
        name = people[pk].full_name if pk in people else "này"
        raise Refusal(
            f"Đồng chí {name} không sinh hoạt ở chi bộ vào ngày thu. Hãy ghi thu ở chi bộ của đồng chí ấy.",
            field=f"p{pk}",
            code="not_here",
        )
    return people


def _on_rolls(lines: Sequence[Line], people: dict[int, Person]) -> None:
    """:raises Refusal: a month in which somebody was on no roll at all"""
    for month in sorted({line.month for line in lines}):
        checks.must_be_month(month, field="month")
        wanted = {line.person for line in lines if line.month == month}
        stays = Stay.objects.filter(person_id__in=wanted, since__lt=months.after(month), until__gt=month)
        for pk in sorted(wanted - set(stays.values_list("person_id", flat=True))):
            raise Refusal(
                f"Đồng chí {people[pk].full_name} không có tên trong chi bộ nào vào tháng {months.show(month)}. Hãy xem lại "
                "tháng.",
                field="month",
                code="not_on_roll",
            )


def _settled(lines: Sequence[Line], people: dict[int, Person]) -> list[Line]:
    """The lines with their amounts; what is owed is held against what has been paid.

    :raises Refusal: nothing is owed, more than is owed, or the same twice
    """
    charges = {
        (charge.person_id, charge.month): charge
        for some in batches(sorted(people), AT_ONCE)
        for charge in Charge.objects.select_for_update().filter(
            person_id__in=some, month__in={line.month for line in lines}
        )
    }
    found, seen = [], set()
    for line in lines:
        key = (line.person, line.month, line.is_extra)
        name, when = people[line.person].full_name, months.show(line.month)
        if key in seen:
            raise Refusal(f"Đồng chí {name} có hai dòng cho tháng {when}. Hãy bỏ một dòng.", code="twice")
        seen.add(key)
        charge = charges.get((line.person, line.month))
        owed = charge.owed if charge is not None else None
        amount = line.amount if line.amount is not None else owed
        field = f"p{line.person}"
        if amount is None:
            raise Refusal(
                f"Chưa biết đồng chí {name} phải đóng bao nhiêu tháng {when}. Hãy ghi diện đóng ở “Mức đóng” trước.",
                field=field,
                code="unknown_due",
            )
        if not line.is_extra and owed == 0:
            raise Refusal(
                f"Đồng chí {name} không còn phải đóng tháng {when}. Hãy bỏ đánh dấu, hoặc ghi là tự nguyện đóng thêm.",
                field=field,
                code="settled",
                status=409,
            )
        checks.must_be_amount(amount, field=field, low=1)
        if not line.is_extra and owed is not None and amount > owed:
            raise Refusal(
                f"Đồng chí {name} còn phải đóng {money.show(owed)} tháng {when}, đang ghi {money.show(amount)}. Phần nhiều hơn "
                "hãy ghi là tự nguyện đóng thêm.",
                field=field,
                code="too_much",
            )
        found.append(Line(line.person, line.month, amount, line.is_extra, line.code))
    return found


def _receipt(
    unit: Unit,
    lines: Sequence[Line],
    *,
    on: date,
    way: str,
    by: Viewer,
    collector: Person | None = None,
    approver: Person | None = None,
    source: str = "",
    reverses: Receipt | None = None,
    reason: str = "",
    of: Sequence[ReceiptLine] | None = None,
) -> Receipt:
    """Write receipt, lines, entries of the fund and what is derived."""
    last = Receipt.objects.filter(unit=unit, year=on.year).aggregate(last=Max("number"))["last"] or 0
    receipt = Receipt.objects.create(
        unit=unit, number=last + 1, year=on.year, on=on, way=way, collector=collector, approver=approver,
        total=sum(line.amount for line in lines), reverses=reverses, reason=reason, source=source[:200],
        entered_by=by.label[:200],
    )  # fmt: skip
    ReceiptLine.objects.bulk_create(
        [
            ReceiptLine(
                receipt=receipt, person_id=line.person, month=line.month, on=on, amount=line.amount,
                is_extra=line.is_extra, code=line.code, reverses=of[place] if of else None,
            )
            for place, line in enumerate(lines)
        ],
        batch_size=500,
    )  # fmt: skip
    sums = {
        EntryCause.COLLECTED: sum(line.amount for line in lines if not line.is_extra),
        EntryCause.EXTRA: sum(line.amount for line in lines if line.is_extra),
    }
    FundEntry.objects.bulk_create(
        [entry(unit.pk, cause, amount, on=on, receipt=receipt) for cause, amount in sums.items() if amount]
    )
    derivation.settle((line.person, line.month) for line in lines if not line.is_extra)
    return receipt


@transaction.atomic
def reverse_receipt(
    receipt: Receipt, *, reason: str, on: date, today: date, by: Viewer, lines: Sequence[ReceiptLine] | None = None
) -> Receipt:
    """Take back a receipt, or some of its lines, by a reversing receipt; the first stays as it is.

    :raises Refusal: no reason, a line that was taken back already, a receipt that itself takes back
    """
    by.must(rules.WRITE, receipt.unit)
    reason = checks.must_have_reason(reason)
    checks.check_receipt_day(on, today, way=receipt.way)
    receipt = Receipt.objects.select_for_update().select_related("unit").get(pk=receipt.pk)
    if receipt.reverses_id is not None:
        raise Refusal("Phiếu này là phiếu thu hồi, không thu hồi lại được. Hãy lập phiếu thu mới.", code="reversal")
    if on < receipt.on:
        raise Refusal("Ngày thu hồi trước ngày thu. Hãy chọn ngày từ ngày thu trở đi.", field="on", code="before")
    taken = set(ReceiptLine.objects.filter(reverses__receipt=receipt).values_list("reverses_id", flat=True))
    wanted = list(receipt.lines.all().order_by("pk")) if lines is None else list(lines)
    wanted = [line for line in wanted if line.pk not in taken] if lines is None else wanted
    if any(line.receipt_id != receipt.pk or line.pk in taken for line in wanted) or not wanted:
        raise Refusal("Các dòng này đã được thu hồi trước đó. Hãy mở lại phiếu để xem.", code="taken_back", status=409)
    at = receipt.unit if receipt.unit.exists_on(on) else _heir(receipt.unit, on)
    back = _receipt(
        at,
        [Line(line.person_id, line.month, -line.amount, line.is_extra, line.code) for line in wanted],
        on=on, way=receipt.way, collector=receipt.collector, approver=receipt.approver, reverses=receipt,
        reason=reason, of=wanted, by=by,
    )  # fmt: skip
    people = Person.objects.filter(pk__in={line.person_id for line in wanted})
    _tell(back, people, by=by, what="fees.receipt_reversed", label="Thu hồi phiếu thu đảng phí", reason=reason)
    return back


def _heir(unit: Unit, on: date) -> Unit:
    """Whoever has the money of a unit that has ended.

    :raises Refusal: nobody
    """
    while unit.principal_successor_id is not None and not unit.exists_on(on):
        unit = unit.principal_successor
    if not unit.exists_on(on):
        raise Refusal(
            "Chi bộ đã kết thúc hoạt động và không có tổ chức kế thừa. Hãy chọn ngày khi chi bộ còn hoạt động.",
            field="on",
            code="no_cell",
        )
    return unit


def _tell(receipt: Receipt, people: Iterable[Person], *, by: Viewer, what: str, label: str, reason: str = "") -> None:
    journal.record(
        what,
        subject=receipt.reference,
        label=f"{label}: {receipt.mark}, {money.show(receipt.total)}",
        place=receipt.unit.reference,
        on=receipt.on,
        by=by,
        reason=reason,
        after={"total": receipt.total, "way": str(receipt.way)},
        subjects=[receipt.reference, *(f"person:{person.uid}" for person in people)],
    )
