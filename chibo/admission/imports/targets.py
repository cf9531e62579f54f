"""A workbook about targets on its way in, and back out."""

from collections.abc import Sequence
from datetime import date

from chibo.admission import actions
from chibo.admission.imports.columns import TITLES, empty
from chibo.admission.imports.prospects import _day
from chibo.admission.models import AdmissionTarget
from chibo.admission.rules import targets as checks
from chibo.exchange.rules.kinds import Ask, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Refusal
from chibo.org.imports import Found, Missing, UnitBook
from chibo.org.models import Unit

SHOWN = 20


class TargetImporter:
    """Implements :class:`chibo.exchange.rules.kinds.Importer`."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.book = UnitBook(setting.place.unit, on=setting.on, answers=setting.answers)
        self.seen: dict[tuple[int, int], int] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        units = [self.book.find(row.values.get("unit") or "", on=_day(row.values.get("on"))) for row in rows]
        ids = {unit.unit_id for unit in units if isinstance(unit, Found)}
        standing = {(one.unit_id, one.year): one for one in AdmissionTarget.objects.filter(unit__in=ids, until=FOREVER)}
        return [self._plan(row, unit, standing) for row, unit in zip(rows, units, strict=True)]

    def finish(self) -> list[Plan]:
        return []

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        units = Unit.objects.in_bulk({plan.data["unit"] for plan in plans})
        traces = []
        for plan in plans:
            unit, year = units[plan.data["unit"]], plan.data["year"]
            actions.assign_targets(
                numbers={unit: plan.data["number"]}, year=year, on=date.fromisoformat(plan.data["on"]),
                at=self.setting.place.unit, reason=plan.data["reason"], by=self.setting.by,
            )  # fmt: skip
            made = AdmissionTarget.objects.get(unit=unit, year=year, until=FOREVER)
            traces.append(Trace(plan.number, made.pk, {"before": plan.target}))
        return traces

    def _plan(self, row: Row, unit: Found | Ask | Missing, standing: dict[tuple[int, int], AdmissionTarget]) -> Plan:
        value = row.values
        plan = Plan(row.number, Outcome.REFUSE, label=value.get("unit") or "", faults=list(row.faults))
        told = {name for name, _ in row.faults}
        plan.faults += empty(value, *(name for name in ("year", "number", "on") if name not in told))
        if isinstance(unit, Missing):
            plan.faults.append(("unit", unit.sentence))
        if any(not sentence.startswith("~") for _, sentence in plan.faults):
            return plan
        if isinstance(unit, Ask):
            plan.outcome, plan.ask = Outcome.ASK, unit
            return plan
        key, on = (unit.unit_id, value["year"]), _day(value["on"])
        if (first := self.seen.setdefault(key, row.number)) != row.number:
            plan.faults.append(("unit", f"Tổ chức và năm này đã có ở dòng {first}. Hãy giữ một dòng."))
            return plan
        before = standing.get(key)
        try:
            checks.check(year=value["year"], number=value["number"], on=on)
            if before is not None and before.number != value["number"]:
                checks.check_change(
                    before=before.number,
                    number=value["number"],
                    since=before.since,
                    on=on,
                    reason=value.get("reason") or "",
                )
        except Refusal as refusal:
            plan.faults.append((refusal.field if refusal.field in TITLES else "number", refusal.message))
            return plan
        plan.data = {
            "unit": unit.unit_id, "year": value["year"], "number": value["number"], "on": on.isoformat(),
            "reason": value.get("reason") or "",
        }  # fmt: skip
        if before is None:
            plan.outcome = Outcome.CREATE
        elif before.number == value["number"]:
            plan.outcome, plan.target, plan.data = Outcome.SKIP, before.pk, None
        else:
            plan.outcome, plan.target = Outcome.UPDATE, before.pk
            plan.differences = [("Chỉ tiêu", str(before.number), str(value["number"]))]
        return plan


def stands_on(traces: Sequence[Trace]) -> list[str]:
    """Targets that were adjusted or taken back since."""
    keys = [trace.target for trace in traces]
    left = set(AdmissionTarget.objects.filter(pk__in=keys, until=FOREVER).values_list("pk", flat=True))
    gone = AdmissionTarget.objects.filter(pk__in=[pk for pk in keys if pk not in left]).select_related("unit")
    told = [f"chỉ tiêu năm {one.year} của {one.unit.ref} đã được điều chỉnh hoặc bỏ" for one in gone[:SHOWN]]
    return told


def undo(setting: Setting, traces: Sequence[Trace]) -> None:
    """Versions made by these rows go; what stood before stands again."""
    actions.unload_targets(
        {trace.target: trace.undo["before"] for trace in traces}, at=setting.place.unit, on=setting.on, by=setting.by
    )
