"""What stands of the dues of people and months and how far it is paid, rewritten from dues and receipts; and recounted."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import F, Sum

from chibo.fees.models import Charge, Due, FundEntry, Receipt, ReceiptLine, Remittance
from chibo.fees.rules import money
from chibo.fees.vocabulary import EntryCause, months
from chibo.kernel.bulk import batches, insert_tuples
from chibo.members.models import Person

AT_ONCE = 5_000
COLUMNS = (
    "person_id", "month", "ends_on", "serial", "name_key", "cell_id", "tree_day", "kind", "reason", "percent", "full", "due", "paid",
    "covered", "settled_on",
)  # fmt: skip


def settle(pairs: Iterable[tuple[int, date]]) -> None:
    """Rewrite what is derived for these people and months. Four statements a month and five thousand people."""
    for month, people in _by_month(pairs).items():
        for some in batches(sorted(people), AT_ONCE):
            Charge.objects.filter(month=month, person_id__in=some).delete()
            insert_tuples(Charge, COLUMNS, list(charges(month, some)))


def insert(rows: Iterable[tuple]) -> None:
    """Write derived rows of people and months that have none yet."""
    insert_tuples(Charge, COLUMNS, rows)


def charges(month: date, people: Collection[int] | None = None) -> Iterator[tuple]:
    """The derived rows of a month as they ought to be, in the order of :data:`COLUMNS`."""
    dues = Due.objects.filter(month=month, **_those(people))
    standing: dict[int, Due] = {}
    for due in dues.order_by("person_id", "turn", "is_reversal"):
        if due.is_reversal:
            standing.pop(due.person_id, None)
        else:
            standing[due.person_id] = due
    payments = payments_of(month, people)
    names = dict(Person.objects.filter(pk__in=_those(people, standing)).values_list("pk", "name_key"))
    for person, due in standing.items():
        yield row_of(due, names[person], payments.get(person, ()))


def row_of(due: Due, name_key: str, payments: Iterable[tuple[date, int]]) -> tuple:
    """The derived row of a due that stands."""
    settled = money.settle(due.amount, due.month, payments)
    return (
        due.person_id, due.month, months.last_day(due.month), months.serial(due.month), name_key, due.cell_id,
        due.tree_day, due.kind, due.reason, due.percent, due.full, due.amount, settled.paid, settled.covered, settled.on,
    )  # fmt: skip


def payments_of(month: date, people: Collection[int] | None = None) -> dict[int, list[tuple[date, int]]]:
    """Person → (day, amount) of what was paid for the month, extras left out."""
    found: dict[int, list[tuple[date, int]]] = {}
    lines = ReceiptLine.objects.filter(month=month, is_extra=False, **_those(people))
    for person, day, amount in lines.values_list("person_id", "on", "amount"):
        found.setdefault(person, []).append((day, amount))
    return found


def _those(people: Collection[int] | None, standing: dict[int, Due] | None = None) -> dict | list[int]:
    if standing is not None:
        return list(standing) if people is None or len(standing) < AT_ONCE else list(people)
    return {} if people is None else {"person_id__in": people}


def _by_month(pairs: Iterable[tuple[int, date]]) -> dict[date, set[int]]:
    found: dict[date, set[int]] = {}
    for person, month in pairs:
        found.setdefault(month, set()).add(person)
    return found


def recount() -> list[str]:
    """What is derived or kept twice and differs from what it rests on, as Vietnamese sentences."""
    return [*_charges_differ(), *_receipts_differ(), *_fund_differs()]


def _charges_differ() -> Iterator[str]:
    held = Due.objects.order_by("month").values_list("month", flat=True).distinct()
    told = Charge.objects.order_by("month").values_list("month", flat=True).distinct()
    for month in sorted({*held, *told}):
        people = sorted(set(Due.objects.filter(month=month).values_list("person_id", flat=True)))
        right = {row[0]: row for some in batches(people, AT_ONCE) for row in charges(month, some)}
        stored = {row[0]: row for row in Charge.objects.filter(month=month).values_list(*COLUMNS)}
        wrong = [person for person in right.keys() | stored.keys() if right.get(person) != stored.get(person)]
        names = dict(Person.objects.filter(pk__in=wrong[:AT_ONCE]).values_list("pk", "full_name"))
        for person in sorted(wrong):
            yield f"Đảng phí tháng {months.show(month)} của {names.get(person, person)} không khớp sổ phải đóng và phiếu thu."


def _receipts_differ() -> Iterator[str]:
    """A receipt is the sum of its lines, and the fund holds that sum."""
    lines = dict(ReceiptLine.objects.order_by().values_list("receipt").annotate(total=Sum("amount")))
    fund = dict(
        FundEntry.objects.filter(receipt__isnull=False).order_by().values_list("receipt").annotate(total=Sum("change"))
    )
    for receipt in Receipt.objects.order_by("pk").iterator():
        if not receipt.total == lines.get(receipt.pk, 0) == fund.get(receipt.pk, 0):
            yield f"{receipt}: tổng số, các dòng và sổ quỹ không bằng nhau."


def _fund_differs() -> Iterator[str]:
    """What was divided is in the fund as kept and passed on, what was received as received; handing over closes."""
    for cause, column in ((EntryCause.KEPT, "kept"), (EntryCause.PASSED, "passed")):
        fund = dict(
            FundEntry.objects.filter(cause=cause).order_by().values_list("remittance").annotate(total=Sum("amount"))
        )
        for one in Remittance.objects.order_by("pk").iterator():
            if getattr(one, column) != fund.get(one.pk, 0):
                yield f"{one}: {cause.label.lower()} ghi trên phiếu và trong sổ quỹ không bằng nhau."
    rows = FundEntry.objects.filter(event__isnull=False).order_by().values("event__uid")
    for row in rows.annotate(total=Sum("change"), rest=Sum("undivided")):
        if row["total"] or row["rest"]:
            yield f"Bàn giao đảng phí theo sắp xếp {row['event__uid']} không cân: giao và nhận khác nhau."
    odd = FundEntry.objects.exclude(change=F("amount")).exclude(change=-F("amount")).exclude(cause=EntryCause.KEPT)
    for entry in odd.order_by("pk"):
        yield f"Sổ quỹ đảng phí ngày {entry.on:%d/%m/%Y}: số tiền và thay đổi của quỹ không khớp."
