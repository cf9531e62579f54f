"""The portal's list on its way in, and back out: reconciled with dues and receipts, never a second ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chibo.exchange.rules.kinds import Ask, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.fees import actions
from chibo.fees.actions import Line
from chibo.fees.models import Charge, Receipt, ReceiptLine
from chibo.fees.queries.payers import payers_among
from chibo.fees.rules import money
from chibo.fees.vocabulary import Way, months
from chibo.kernel.bulk import batches
from chibo.kernel.days import show_day
from chibo.members.imports.people import Match, Matcher
from chibo.members.models import Stay
from chibo.members.vocabulary import Nature
from chibo.org.models import Unit

SKIP, EXTRA = "skip", "extra"
AT_ONCE, SHOWN = 5_000, 20
NOWHERE = "Đồng chí không sinh hoạt ở chi bộ nào vào ngày đóng. Hãy xem lại ngày, hoặc ghi việc chuyển sinh hoạt trước."
EMPTY = "Ô “{}” để trống. Hãy điền rồi nhập lại dòng này."


@dataclass(slots=True)
class Paid:
    """A row as far as it is understood."""

    row: Row
    match: Match
    month: date | None = None
    amount: int = 0
    on: date | None = None
    code: str = ""

    @property
    def label(self) -> str:
        name = self.match.person.full_name if self.match.person else self.row.values.get("full_name") or ""
        return f"{name}: {money.show(self.amount)}" if self.amount else name


@dataclass(slots=True)
class Here:
    """What is on record about the people of a part."""

    cells: dict[tuple[int, date, date], int]
    charges: dict[tuple[int, date], Charge]
    codes: set[str]
    lines: set[tuple[int, date, date, int]]


class PaymentImporter:
    """Implements :class:`chibo.exchange.rules.kinds.Importer`."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.people = Matcher(setting)
        self.seen: dict[tuple, int] = {}
        self.taken: dict[tuple[int, date], int] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        read = [self._read(row, match) for row, match in zip(rows, self.people.match(rows), strict=True)]
        here = _here([one for one in read if one.match.person and one.on])
        return [self._plan(one, here) for one in read]

    def finish(self) -> list[Plan]:
        return []

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        """One receipt for each cell and day."""
        groups: dict[tuple[int, str], list[Plan]] = {}
        for plan in plans:
            groups.setdefault((plan.data["cell"], plan.data["on"]), []).append(plan)
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={cell for cell, _ in groups})}
        traces = {}
        for (cell, on), some in sorted(groups.items()):
            made = self._collect(units[cell], date.fromisoformat(on), some)
            traces |= {plan.number: Trace(plan.number, made[plan.number][0], made[plan.number]) for plan in some}
        return [traces[plan.number] for plan in plans]

    def _collect(self, unit: Unit, on: date, plans: Sequence[Plan]) -> dict[int, list[int]]:
        """Row → primary keys of its lines."""
        for month in sorted({plan.data["month"] for plan in plans}):
            day = date.fromisoformat(month)
            if unit.founded_on <= months.last_day(day) and unit.ended_on > day:
                actions.open_month(unit, month=day, on=self.setting.on, by=self.setting.by)
        owed = _owed((plan.data["person"], date.fromisoformat(plan.data["month"])) for plan in plans)
        rows, lines = [], []
        for plan in plans:
            person, month = plan.data["person"], date.fromisoformat(plan.data["month"])
            rest = owed.get((person, month), plan.data["amount"])
            normal = 0 if plan.data["extra"] else min(rest, plan.data["amount"])
            owed[person, month] = rest - normal
            for amount, is_extra in ((normal, False), (plan.data["amount"] - normal, True)):
                if amount:
                    rows.append(plan.number)
                    lines.append(Line(person, month, amount, is_extra, plan.data["code"]))
        made: dict[int, list[int]] = {}
        while lines:
            now, later = _once(lines)
            receipt = actions.collect(
                unit, [lines[n] for n in now], on=on, today=self.setting.on, by=self.setting.by, way=Way.PORTAL,
                source=self.setting.source,
            )  # fmt: skip
            keys = receipt.lines.order_by("pk").values_list("pk", flat=True)
            for place, pk in zip(now, keys, strict=True):
                made.setdefault(rows[place], []).append(pk)
            rows, lines = [rows[n] for n in later], [lines[n] for n in later]
        return made

    # Understanding and judging a row

    def _read(self, row: Row, match: Match) -> Paid:
        value = row.values.get
        on = date.fromisoformat(value("paid_on")[0]) if value("paid_on") else None
        month = months.month_of(date.fromisoformat(value("month")[0])) if value("month") else on and months.month_of(on)
        return Paid(row, match, month, value("amount") or 0, on, value("code") or "")

    def _plan(self, one: Paid, here: Here) -> Plan:
        plan = Plan(one.row.number, Outcome.REFUSE, label=one.label, faults=[*one.row.faults, *one.match.faults])
        faulty = {name for name, _ in plan.faults}
        for name, title, value in (("paid_on", "Ngày đóng", one.on), ("amount", "Số tiền", one.amount)):
            if not value and name not in faulty:
                plan.faults.append((name, EMPTY.format(title)))
        if one.on and one.on > self.setting.on:
            plan.faults.append(("paid_on", f"Ngày đóng sau ngày {show_day(self.setting.on)}. Hãy xem lại ngày."))
        if one.row.values.get("month") and one.row.values["month"][1] == "year":
            plan.faults.append(("month", "Mới có năm. Hãy ghi tháng như 11/2026."))
        if any(not sentence.startswith("~") for _, sentence in plan.faults):
            return plan
        if one.match.skip:
            plan.outcome = Outcome.SKIP
            return plan
        if one.match.ask is not None:
            plan.outcome, plan.ask = Outcome.ASK, one.match.ask
            return plan
        if one.match.person is None:
            plan.faults.append(("full_name", "Chưa rõ đảng viên nào. Hãy xem lại họ tên, ngày sinh hoặc số định danh."))
            return plan
        return self._against(plan, one, here)

    def _against(self, plan: Plan, one: Paid, here: Here) -> Plan:
        """Held against what is on record, and against the rows before."""
        person = one.match.person.id
        cell = here.cells.get((person, one.month, one.on))
        if cell is None:
            plan.faults.append(("paid_on", NOWHERE))
            return plan
        key = (person, one.month, one.on, one.amount)
        known = one.code in here.codes if one.code else key in here.lines
        if known:
            plan.outcome = Outcome.SKIP
            plan.faults.append(("code" if one.code else "amount", "~Lần đóng này đã có trong sổ nên bỏ qua."))
            return plan
        same = self.seen.setdefault((one.code,) if one.code else key, plan.number)
        if same != plan.number:
            plan.outcome = Outcome.SKIP
            plan.faults.append(("code" if one.code else "amount", f"~Trùng với dòng {same} nên bỏ qua."))
            return plan
        plan.data = {
            "person": person, "cell": cell, "month": one.month.isoformat(), "on": one.on.isoformat(),
            "amount": one.amount, "code": one.code, "extra": False,
        }  # fmt: skip
        plan.outcome = Outcome.CREATE
        charge = here.charges.get((person, one.month))
        if charge is None:
            return plan
        owed = charge.owed - self.taken.get((person, one.month), 0)
        if owed <= 0 and charge.due:
            return self._asked(plan, one, charge)
        if one.amount > owed:
            more = money.show(one.amount - max(owed, 0))
            plan.faults.append(("amount", f"~Nhiều hơn mức còn phải đóng: {more} ghi là tự nguyện đóng thêm."))
        self.taken[person, one.month] = self.taken.get((person, one.month), 0) + min(one.amount, max(owed, 0))
        return plan

    def _asked(self, plan: Plan, one: Paid, charge: Charge) -> Plan:
        """The month is paid already: the same payment entered by hand, or one more?"""
        key = f"fee:{one.match.person.uid}:{one.month}:{one.on}:{one.amount}"
        answer = self.setting.answers.get(key)
        if answer == SKIP:
            plan.outcome = Outcome.SKIP
        elif answer == EXTRA:
            plan.data["extra"] = True
        else:
            when = f" ngày {show_day(charge.settled_on)}" if charge.is_settled else ""
            plan.outcome = Outcome.ASK
            plan.ask = Ask(
                key,
                f"{one.label}: tháng {months.show(one.month)} đã ghi đóng đủ{when}. Lần đóng qua Cổng này là gì?",
                ((SKIP, "Chính là lần đã ghi: bỏ qua dòng này"), (EXTRA, "Lần khác: ghi là tự nguyện đóng thêm")),
            )
        return plan


def _once(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """(places whose person, month and kind come first, the others): a receipt has each of them once."""
    seen: set[tuple] = set()
    now, later = [], []
    for place, line in enumerate(lines):
        key = (line.person, line.month, line.is_extra)
        (later if key in seen else now).append(place)
        seen.add(key)
    return now, later


def _owed(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """What is still owed, of people and months with a due on record."""
    found = {}
    for key, charge in _charges(set(pairs)).items():
        found[key] = charge.owed
    return found


def _charges(pairs: set[tuple[int, date]]) -> dict[tuple[int, date], Charge]:
    people = sorted({person for person, _ in pairs})
    rows = Charge.objects.filter(month__in={month for _, month in pairs})
    return {
        (one.person_id, one.month): one
        for some in batches(people, AT_ONCE)
        for one in rows.filter(person_id__in=some)
        if (one.person_id, one.month) in pairs
    }


def _here(read: Sequence[Paid]) -> Here:
    people = sorted({one.match.person.id for one in read})
    paying = {}
    for month in sorted({one.month for one in read}):
        some = [one.match.person.id for one in read if one.month == month]
        paying |= {(person, month): payer.cell_id for person, payer in payers_among(some, month).items()}
    stays: dict[int, list[tuple[date, date, int]]] = {}
    lines, codes = set(), set()
    for some in batches(people, AT_ONCE):
        rows = Stay.objects.filter(person_id__in=some, nature=Nature.PERMANENT).order_by("since")
        for person, since, until, cell in rows.values_list("person_id", "since", "until", "cell_id"):
            stays.setdefault(person, []).append((since, until, cell))
        valid = ReceiptLine.objects.filter(person_id__in=some, reverses=None, reversed_by=None)
        for person, month, on, amount, code, way in valid.values_list(
            "person_id", "month", "on", "amount", "code", "receipt__way"
        ):
            codes.add(code)
            if way == Way.PORTAL:
                lines.add((person, month, on, amount))
    ended = dict(Unit.objects.filter(pk__in=set(paying.values())).values_list("pk", "ended_on"))
    cells = {}
    for one in read:
        person = one.match.person.id
        cell = paying.get((person, one.month))
        if cell is None or ended[cell] <= one.on:
            cell = next((c for since, until, c in stays.get(person, ()) if since <= one.on < until), None)
        if cell is not None:
            cells[person, one.month, one.on] = cell
    return Here(cells, _charges({(one.match.person.id, one.month) for one in read}), codes - {""}, lines)


def stands_on(traces: Sequence[Trace]) -> list[str]:
    """What of the rows has been taken back by hand since."""
    keys = [pk for trace in traces for pk in trace.undo]
    told = []
    for some in batches(keys, AT_ONCE):
        rows = ReceiptLine.objects.filter(reverses__in=some).select_related("person", "receipt").order_by("pk")
        told += [f"{row.receipt}: đã thu hồi dòng của đồng chí {row.person.full_name}" for row in rows[:SHOWN]]
    return told[:SHOWN]


def undo(setting: Setting, traces: Sequence[Trace]) -> None:
    """Reversing receipts: what came in through the workbook is taken back, and stays told."""
    keys = [pk for trace in traces for pk in trace.undo]
    by_receipt: dict[int, list[ReceiptLine]] = {}
    for some in batches(keys, AT_ONCE):
        for line in ReceiptLine.objects.filter(pk__in=some).order_by("pk"):
            by_receipt.setdefault(line.receipt_id, []).append(line)
    receipts = Receipt.objects.filter(pk__in=by_receipt).select_related("unit").order_by("pk")
    said: dict[str, Any] = {"on": setting.on, "today": setting.on, "by": setting.by}
    for receipt in receipts:
        reason = f"Hoàn tác nhập tệp {setting.source}"[:300]
        actions.reverse_receipt(receipt, lines=by_receipt[receipt.pk], reason=reason, **said)
