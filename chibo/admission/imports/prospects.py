"""A workbook about the source on its way in, and back out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chibo.admission import actions
from chibo.admission.imports.columns import TITLES, empty
from chibo.admission.models import Prospect
from chibo.admission.rules import source
from chibo.admission.vocabulary import ProspectState
from chibo.exchange.rules.kinds import Ask, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import secrets
from chibo.kernel.bulk import batches
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.members.imports.people import Match, Matcher
from chibo.members.models import Person, Stay
from chibo.members.models.truth import NATIONAL_ID
from chibo.members.vocabulary import Nature
from chibo.org.imports import Found, Missing, UnitBook
from chibo.org.models import Unit
from chibo.org.vocabulary import CELL_KINDS
from chibo.procedures.models import Case

NEW, SKIP = "new", "skip"
AT_ONCE, SHOWN = 5_000, 20
FACTS = (
    "sex", "ethnicity", "religion", "occupation", "qualification", "schooling", "workplace", "residence", "introduced_by",
    "introducer_name", "note",
)  # fmt: skip


class ProspectImporter:
    """Implements :class:`chibo.exchange.rules.kinds.Importer`."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.people = Matcher(setting)
        self.book = UnitBook(setting.place.unit, on=setting.on, answers=setting.answers, cells_only=True)
        self.seen: dict[tuple, int] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        matches = self.people.match(rows, new=True)
        members = self._members([one.person.id for one in matches if one.person])
        listed = self._listed(rows)
        return [self._plan(row, match, members, listed) for row, match in zip(rows, matches, strict=True)]

    def finish(self) -> list[Plan]:
        return []

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        units = Unit.objects.in_bulk({plan.data["unit"] for plan in plans})
        people = Person.objects.in_bulk({plan.data["person"] for plan in plans if plan.data["person"]})
        traces = []
        for plan in plans:
            data = dict(plan.data)
            certificate, unit = data.pop("certificate"), units[data.pop("unit")]
            data["person"] = people.get(data["person"])
            days = {name: date.fromisoformat(data[name]) for name in ("born_on", "listed_on")}
            made = actions.list_prospect(unit=unit, by=self.setting.by, confirmed=True, **(data | days))
            if certificate:
                number, day, issuer = certificate
                actions.certify(
                    made, number=number, issued_on=date.fromisoformat(day), issuer=issuer, by=self.setting.by
                )
            traces.append(Trace(plan.number, made.pk, {"certificates": 1 if certificate else 0}))
        return traces

    def _plan(self, row: Row, match: Match, members: set[int], listed: dict[tuple, Prospect]) -> Plan:
        plan = Plan(
            row.number, Outcome.REFUSE, label=row.values.get("full_name") or "", faults=[*row.faults, *match.faults]
        )
        unit = self.book.find(
            row.values.get("unit") or "", (row.values.get("superior"),), on=_day(row.values.get("listed_on"))
        )
        plan.faults += self._faults(row, unit)
        if any(not sentence.startswith("~") for _, sentence in plan.faults):
            return plan
        if match.person is not None and match.person.id in members:
            plan.faults.append(("full_name", "Người này đang là đảng viên trong danh sách. Hãy bỏ dòng này khỏi tệp."))
            return plan
        if isinstance(unit, Ask):
            plan.outcome, plan.ask = Outcome.ASK, unit
            return plan
        same = self._same(row, listed)
        if same is not None or match.skip:
            plan.outcome, plan.target = Outcome.SKIP, same.pk if same else None
            return plan
        if match.ask is not None:
            plan.outcome, plan.ask = Outcome.ASK, match.ask
            return plan
        return self._new(plan, row, unit, match)

    def _new(self, plan: Plan, row: Row, unit: Found, match: Match) -> Plan:
        """A row that says somebody new, unless a row before it says the same."""
        value = row.values
        key = (value.get("national_id") or fold(value["full_name"]), value["born"][0], unit.unit_id)
        if (first := self.seen.setdefault(key, row.number)) != row.number:
            plan.outcome = Outcome.SKIP
            plan.faults.append(("full_name", f"~Trùng với dòng {first} nên bỏ qua."))
            return plan
        said = {name: value[name] for name in FACTS if value.get(name)}
        told = said | {
            "full_name": value["full_name"], "born_on": date.fromisoformat(value["born"][0]), "born_precision": value["born"][1],
            "listed_on": _day(value["listed_on"]),
        }  # fmt: skip
        try:
            source.facts(today=self.setting.on, **told)
            if value.get("class_number"):
                source.check_certificate(
                    number=value["class_number"], issued_on=_day(value["class_on"]), issuer=value.get("class_by") or "",
                    born_on=told["born_on"], today=self.setting.on,
                )  # fmt: skip
        except Refusal as refusal:
            plan.faults.append(_fault(refusal))
            return plan
        certificate = None
        if value.get("class_number"):
            certificate = [value["class_number"], _day(value["class_on"]).isoformat(), value.get("class_by") or ""]
        days = {name: told[name].isoformat() for name in ("born_on", "listed_on")}
        number = {"national_id": value["national_id"]} if value.get("national_id") else {}
        plan.outcome = Outcome.CREATE
        person = match.person.id if match.person is not None else None
        plan.data = told | days | number | {"unit": unit.unit_id, "certificate": certificate, "person": person}
        return plan

    @staticmethod
    def _faults(row: Row, unit: Found | Ask | Missing) -> list[tuple[str, str]]:
        """What is missing or cannot be, beside what the cells themselves say."""
        told = {name for name, _ in row.faults}
        wanted = [name for name in ("full_name", "born", "introduced_by", "listed_on") if name not in told]
        faults = empty(row.values, *wanted)
        if isinstance(unit, Missing):
            faults.append(("unit", unit.sentence))
        elif isinstance(unit, Found) and unit.kind not in CELL_KINDS:
            faults.append(("unit", "Ngày ấy tổ chức này không phải chi bộ. Hãy ghi một chi bộ."))
        if bool(row.values.get("class_number")) != bool(row.values.get("class_on")):
            missing = "class_on" if row.values.get("class_number") else "class_number"
            faults.append((missing, "Giấy chứng nhận cần cả số và ngày cấp. Hãy điền đủ hoặc để trống cả hai."))
        return faults

    @staticmethod
    def _members(people: Sequence[int]) -> set[int]:
        """Those of the people who are on a roll."""
        found: set[int] = set()
        for some in batches(people, AT_ONCE):
            rows = Stay.objects.filter(person__in=some, nature=Nature.PERMANENT, exit=None)
            found |= set(rows.values_list("person_id", flat=True))
        return found

    @staticmethod
    def _listed(rows: Sequence[Row]) -> dict[tuple, Prospect]:
        """Those in the source already, by number and by name with birthday."""
        names = {fold(row.values["full_name"]) for row in rows if row.values.get("full_name")}
        numbers = {_index(row.values["national_id"]) for row in rows if row.values.get("national_id")}
        listed = Prospect.objects.filter(state=ProspectState.LISTED)
        found: dict[tuple, Prospect] = {}
        for one in listed.filter(folded__in=names):
            found[(one.folded, one.born_on.isoformat())] = one
        for one in listed.filter(national_id_index__in=numbers):
            found[(bytes(one.national_id_index),)] = one
        return found

    @staticmethod
    def _same(row: Row, listed: dict[tuple, Prospect]) -> Prospect | None:
        number = row.values.get("national_id")
        if number and (found := listed.get((_index(number),))) is not None:
            return found
        found = listed.get((fold(row.values["full_name"]), row.values["born"][0]))
        has_another = found is not None and number and found.national_id_index is not None
        return None if has_another else found


def stands_on(traces: Sequence[Trace]) -> list[str]:
    """What has been done since to those whom these rows listed."""
    told = []
    marks = {trace.target: trace.undo["certificates"] for trace in traces}
    for some in batches(list(marks), AT_ONCE):
        found = {one.pk: one for one in Prospect.objects.filter(pk__in=some).prefetch_related("certificates", "stays")}
        led = set(
            Case.objects.filter(subject__in=[o.reference for o in found.values()]).values_list("subject", flat=True)
        )
        for one in found.values():
            is_changed = one.state != ProspectState.LISTED or len(one.stays.all()) > 1 or one.reference in led
            if is_changed or len(one.certificates.all()) != marks[one.pk]:
                told.append(f"{one.full_name} đã được ghi thêm, chuyển, mở hồ sơ hoặc ra khỏi nguồn")
    more = [f"và {len(told) - SHOWN} người khác"] if len(told) > SHOWN else []
    return [*told[:SHOWN], *more]


def undo(setting: Setting, traces: Sequence[Trace]) -> None:
    """Those listed by these rows were never listed."""
    actions.unload_prospects([trace.target for trace in traces], at=setting.place.unit, on=setting.on, by=setting.by)


def _day(value: Any) -> date:
    """A day as the reading gives it; today's century for none, which is told apart before."""
    text = value[0] if isinstance(value, list | tuple) else value
    return date.fromisoformat(text) if text else date(2000, 1, 1)


def _index(number: str) -> bytes:
    return bytes(secrets.blind_index(number, purpose=NATIONAL_ID))


def _fault(refusal: Refusal) -> tuple[str, str]:
    name = {"born_on": "born", "issued_on": "class_on", "number": "class_number", "issuer": "class_by"}.get(
        refusal.field or "", refusal.field or ""
    )
    return name if name in TITLES else "full_name", refusal.message
