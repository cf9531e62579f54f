"""What stands around the months of many cells, at once: who collects, reliefs, sums passed on. For demo records and books
taken over; each function writes one entry of the journal.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from chibo.fees import rules
from chibo.fees.actions.fund import entry
from chibo.fees.actions.remitting import rule_key
from chibo.fees.models import FeeAssignment, FeeRelief, FundEntry, Remittance
from chibo.fees.queries.fund import keeping_of
from chibo.fees.rules import checks, money
from chibo.fees.vocabulary import EntryCause, months
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches, insert_rows, reserve_ids
from chibo.kernel.viewer import Viewer
from chibo.org import queries as org
from chibo.org.models import Placement, Unit
from chibo.rulebook import queries as rulebook

AT_ONCE = 5_000


@transaction.atomic
def load_assignments(rows: Sequence[FeeAssignment], *, at: Unit, on: date, by: Viewer) -> int:
    """Say who directs and who collects in many cells that have nobody yet; whoever loads answers for the people.

    :param rows: unsaved
    :raises Refusal: no right at the unit in whose name it is done, or one person for both
    """
    by.must(rules.WRITE, at)
    for row in rows:
        checks.must_be_two(row.approver_id, row.collector_id)
    insert_rows(FeeAssignment, rows)
    _tell("fees.assignments_loaded", f"Nạp phân công thu đảng phí của {len(rows)} tổ chức", len(rows), at, on, by)
    return len(rows)


@transaction.atomic
def load_reliefs(rows: Sequence[FeeRelief], *, at: Unit, on: date, by: Viewer) -> int:
    """Load reliefs, decided or asked for; dues that stand already stay as they are.

    :param rows: unsaved
    :raises Refusal: no right, or one that a confirmed rule does not allow
    """
    by.must(rules.WRITE, at)
    for row in rows:
        asked = {"percents": "fee.relief.percents", "longest": "fee.relief.months", "allowed": "fee.exempt.reasons"}
        ruled = {name: rulebook.value(key, on=row.since) for name, key in asked.items()}
        checks.check_relief(row.reason, row.percent, row.since, row.until, **ruled)
    insert_rows(FeeRelief, rows)
    _tell("fees.reliefs_loaded", f"Nạp {len(rows)} lần miễn, giảm đảng phí", len(rows), at, on, by)
    return len(rows)


@transaction.atomic
def load_remittances(
    units: Sequence[Unit],
    *,
    first: date,
    last: date,
    sent_on: date,
    received_on: date | None,
    at: Unit,
    on: date,
    by: Viewer,
) -> int:
    """What many units took in up to the end of a month is divided by the rule of the day and passed on; units that have
    nothing to divide, nobody above or no rule are left out. Returns how many passed something on.

    :param received_on: the day on which the level above had it; None where it has not said so
    :raises Refusal: no right
    """
    by.must(rules.WRITE, at)
    waiting = _waiting(units, months.last_day(last))
    places = {row.unit_id: row for row in Placement.objects.filter(org.in_force(sent_on), unit__in=list(waiting))}
    made = []
    for unit in units:
        total, place = waiting.get(unit.pk, 0), places.get(unit.pk)
        if total <= 0 or place is None or place.superior_id is None:
            continue
        keeping = keeping_of(place, on=sent_on)
        ruling = rulebook.value(rule_key(keeping), on=sent_on)
        if not ruling.is_on_record:
            continue
        share = Decimal(str(ruling.value))
        kept, passed = money.split(total, share)
        who = {"sent_by": by.reference[:80], "sent_by_label": by.label[:200]}
        if received_on is not None:
            who |= {"received_by": by.reference[:80], "received_by_label": by.label[:200]}
        made.append(
            Remittance(
                unit_id=unit.pk, to_id=place.superior_id, first_month=first, last_month=last, on=sent_on, total=total,
                kept=kept, passed=passed, share=share, keeping=keeping, rule=ruling.key, rule_number=ruling.number,
                received_on=received_on, **who,
            )
        )  # fmt: skip
    for row, pk in zip(made, reserve_ids(Remittance, len(made)), strict=True):
        row.pk = pk
    insert_rows(Remittance, made)
    insert_rows(FundEntry, (one for row in made for one in _entries(row)))
    label = f"Nạp các lần nộp đảng phí từ tháng {months.show(first)} đến tháng {months.show(last)}: {len(made)} tổ chức"
    _tell("fees.remittances_loaded", label, len(made), at, on, by)
    return len(made)


def _waiting(units: Sequence[Unit], until: date) -> dict[int, int]:
    """Unit → what came in by the end of the day and was not divided at all."""
    found: dict[int, int] = {}
    for some in batches([unit.pk for unit in units], AT_ONCE):
        rows = (
            FundEntry.objects.filter(Q(on__lte=until) | Q(undivided__lt=0), unit__in=some).order_by().values("unit_id")
        )
        found |= {row["unit_id"]: int(row["rest"]) for row in rows.annotate(rest=Sum("undivided"))}
    return found


def _entries(row: Remittance) -> list[FundEntry]:
    """What the money of both sides does."""
    sides = [(row.unit_id, EntryCause.KEPT, row.kept, row.on), (row.unit_id, EntryCause.PASSED, row.passed, row.on)]
    if row.received_on is not None:
        sides.append((row.to_id, EntryCause.RECEIVED, row.passed, row.received_on))
    return [entry(unit, cause, amount, on=day, remittance=row) for unit, cause, amount, day in sides if amount]


def _tell(what: str, label: str, count: int, at: Unit, on: date, by: Viewer) -> None:
    journal.record(
        what, subject=at.reference, label=label, place=at.reference, on=on, by=by, count=count, after={"rows": count}
    )
