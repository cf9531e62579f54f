"""The kind of workbook ``qualifications``: what people learnt, since when, by which diploma."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from chibo.exchange.reading.values import Choice, Day, Fault, Noted, Text
from chibo.exchange.rules.kinds import Column, Kind, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.members.actions import imported
from chibo.members.imports import columns, undoing
from chibo.members.imports.differences import shown
from chibo.members.imports.headings import HEADINGS
from chibo.members.imports.people import Matcher
from chibo.members.imports.profile_columns import COLUMNS as PROFILE
from chibo.members.imports.profiles import refuse, settle
from chibo.members.imports.writing import Writer
from chibo.members.rules import capabilities
from chibo.members.vocabulary import ATTRIBUTES

NAMES = ("qualification", "political_theory", "general_education", "foreign_language", "informatics")
_KINDS = tuple((name, ATTRIBUTES[name][0]) for name in NAMES)
_ALSO = {
    "Chuyên môn": "qualification", "CMNV": "qualification", "Chuyên môn nghiệp vụ": "qualification", "LLCT": "political_theory",
    "Lý luận": "political_theory", "Trình độ lý luận chính trị": "political_theory", "Học vấn": "general_education",
    "Văn hóa": "general_education", "GDPT": "general_education", "Phổ thông": "general_education",
    "Trình độ ngoại ngữ": "foreign_language", "Trình độ tin học": "informatics", "Ứng dụng CNTT": "informatics",
}  # fmt: skip
GROUP = "Trình độ"
COLUMNS = (
    *columns.KEYS,
    Column("attribute", "Loại trình độ", Choice(_KINDS, _ALSO), required=True, also=HEADINGS["attribute"],
           example="Lý luận chính trị", group=GROUP),
    Column("value", "Giá trị", Text(), required=True, also=HEADINGS["value"], example="Trung cấp", group=GROUP),
    Column("since", "Từ ngày", Day(partial=True), required=True, also=HEADINGS["since"], example="2018", group=GROUP,
           hint="Ngày được cấp bằng, chứng chỉ; chỉ biết năm thì ghi năm."),
    Column("diploma", "Văn bằng, nơi cấp", Text(), also=HEADINGS["diploma"], group=GROUP,
           example="Bằng tốt nghiệp, Trường Chính trị tỉnh", hint="Được giữ làm căn cứ."),
)  # fmt: skip


class QualificationImporter:
    """Plans and writes one workbook; rows of one person build on each other."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.matcher = Matcher(setting)
        self.today = clock.today().isoformat()
        self.readers = {column.name: column.type.cleaner() for column in PROFILE if column.name in NAMES}
        self.held: dict[tuple[int, str], list[imported.Value]] = {}

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        plans = [Plan(row.number, Outcome.REFUSE, label=_label(row), faults=list(row.faults)) for row in rows]
        sound = [(row, plan) for row, plan in zip(rows, plans, strict=True) if row.is_sound]
        matches = self.matcher.match([row for row, _ in sound])
        found = []
        for (row, plan), match in zip(sound, matches, strict=True):
            if match.person is None:
                settle(plan, match)
            else:
                plan.target, plan.label = match.person.id, match.person.full_name
                found.append((row, plan, match.person.born_on.isoformat()))
        wanted = {plan.target for _, plan, _ in found}
        for key, values in imported.values_of(wanted, NAMES).items():
            self.held.setdefault(key, values)
        for row, plan, born in found:
            self._judge(row, plan, born)
        return plans

    def finish(self) -> list[Plan]:
        return []

    def _judge(self, row: Row, plan: Plan, born: str) -> None:
        get = row.values.get
        name, given, since = get("attribute"), get("value"), get("since")
        if not (name and given and since):
            missing = next(field for field in ("attribute", "value", "since") if not get(field))
            return refuse(
                plan, (missing, "Cần đủ loại trình độ, giá trị và từ ngày. Hãy ghi ô này; chỉ biết năm thì ghi năm.")
            )
        try:
            value = self.readers[name](given)
        except Fault as fault:
            return refuse(plan, ("value", fault.message))
        if isinstance(value, Noted):
            value = value.value
        day, precision = since
        if value is None:
            return refuse(plan, ("value", "Chưa ghi trình độ. Hãy ghi giá trị ở ô này."))
        if day > self.today or day <= born:
            said = show_day(date.fromisoformat(day), precision)
            return refuse(plan, ("since", f"{said} chưa đến, hoặc trước ngày sinh. Hãy xem lại ô này."))
        rows = self.held.setdefault((plan.target, name), [])
        before = [list(line) for line in rows]
        old = next((line[0] for line in rows if line[1] <= day < line[3]), "")
        setting = imported.Setting(name, value, day, precision)
        imported.put(rows, setting, on=day, born=born)
        if rows == before:
            plan.outcome = Outcome.SKIP
            return None
        plan.outcome = Outcome.UPDATE
        said = f"{shown(name, value)} từ {show_day(date.fromisoformat(day), precision)}"
        plan.differences = [("value", shown(name, old), said)]
        plan.data = [name, value, day, precision, (get("diploma") or "")[:200]]
        return None

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        people: dict[int, list[Plan]] = defaultdict(list)
        for plan in plans:
            people[plan.target].append(plan)
        changes = [
            imported.Change(pk, attributes=[imported.Setting(*plan.data) for plan in own]) for pk, own in people.items()
        ]
        firsts = [own[0] for own in people.values()]
        for first, own in zip(firsts, people.values(), strict=True):
            first.differences = [line for plan in own for line in plan.differences]
        traces = Writer(self.setting).write(firsts, (), changes)
        return undoing.with_followers(traces, {own[0].number: own[1:] for own in people.values()})


def _label(row: Row) -> str:
    return row.values.get("full_name") or f"Dòng {row.number}"


QUALIFICATIONS = Kind(
    name="qualifications",
    title="Trình độ đảng viên",
    noun="trình độ",
    explain=(
        "Chuyên môn, lý luận chính trị, học vấn phổ thông, ngoại ngữ, tin học của người đã có hồ sơ, mỗi dòng một trình độ "
        "từ một ngày. Giá trị trước đó được giữ cho đến ngày ấy."
    ),
    columns=COLUMNS,
    capability=capabilities.WRITE,
    sensitive=capabilities.SENSITIVE,
    begin=QualificationImporter,
    stands_on=undoing.stands_on,
    undo=undoing.undo,
    about=("attribute", "value", "since"),
)
