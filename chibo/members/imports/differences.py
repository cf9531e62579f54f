"""Where a row of a roll differs from the record of its person: what would be corrected, changed or added."""

from datetime import date

from chibo.exchange.reading.values import Cleaner, Digits, Fault, Name, Noted, Text
from chibo.exchange.rules.kinds import Plan, Row, Setting
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import secrets
from chibo.kernel.days import Precision, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import name_key
from chibo.members.imports.cells import Cells
from chibo.members.imports.people import same_birthday
from chibo.members.imports.profile_columns import COLUMNS
from chibo.members.imports.profile_rules import status_on
from chibo.members.imports.records import Event, Record, is_member_still
from chibo.members.models.truth import CARD, NATIONAL_ID
from chibo.members.queries.sheet import PARTS, PLACE_COLUMNS, State
from chibo.members.vocabulary import (
    ATTRIBUTE_LABELS,
    PLACES,
    Activity,
    Cause,
    Exemption,
    Status,
    place_parts,
    place_shown,
    place_text,
)

IDENTITY = ("sex", "ethnicity", "birth_registration", "hometown")
"""What holds from birth: a difference corrects the record."""
LIFE = (
    "religion", "occupation", "qualification", "political_theory", "general_education", "foreign_language", "informatics",
    "permanent_residence", "residence",
)  # fmt: skip
"""What changes in a life: a difference is a change from the day of the roll on."""
PLAIN = tuple(name for name in (*IDENTITY, *LIFE) if name not in PLACES)
NUMBERS = (("national_id", NATIONAL_ID), ("card", CARD))
OLD_NUMBERS = ("old_card", "old_national_id")
PARTICULARS = ("other_name", "card_issued_by", "deletion_proposal")
OWN_ENTRIES = (Cause.OPENING, Cause.TRANSFER_IN)
"""Ways in whose days of entering the Party and of official membership were typed, so that a workbook may correct them."""
_TEXTS = {column.name: column.type for column in COLUMNS if isinstance(column.type, Text | Name | Digits)}
_readers: dict[str, Cleaner] = {}
_ELSEWHERE = "Hãy ghi chuyển sinh hoạt, hoặc nhập tệp “Biến động đảng viên”."


class Judge:
    """Compares rows with records."""

    def __init__(self, setting: Setting, cells: Cells) -> None:
        self.setting, self.cells, self.on = setting, cells, setting.on

    def compare(self, plan: Plan, row: Row, record: Record, cell: int, exit: tuple[str, str] | None) -> None:
        """Decide the plan: equal rows are left out, differences are an update, contradictions refuse."""
        _Comparison(self, plan, row, record, cell, exit).decide()


class _Comparison:
    def __init__(self, judge: Judge, plan: Plan, row: Row, record: Record, cell: int, exit) -> None:
        self.cells, self.on = judge.cells, judge.on
        self.plan, self.values, self.row, self.record, self.cell, self.exit = plan, row.values, row, record, cell, exit
        self.faults: list[tuple[str, str]] = []
        self.shown: list[tuple[str, str, str]] = []
        self.data: dict = {"person": {}, "attributes": {}, "particulars": {}, "events": {}, "new": []}
        self.events: list[Event] = list(record.events)
        self.born_on = record.known.born_on

    def decide(self) -> None:
        self._person()
        self._attributes()
        self._particulars()
        if self._place():
            self._membership()
        if not self.faults and (self.data["events"] or self.data["new"] or self.born_on != self.record.known.born_on):
            self._rehearse()
        plan = self.plan
        plan.faults = [*plan.faults, *self.faults]
        if self.faults:
            plan.outcome = Outcome.REFUSE
        elif self.shown:
            plan.outcome, plan.differences = Outcome.UPDATE, self.shown
            plan.data = {key: value for key, value in self.data.items() if value} | {"on": self.on.isoformat()}
        else:
            plan.outcome = Outcome.SKIP

    def _fault(self, field: str, sentence: str) -> None:
        self.faults.append((field, sentence))

    def _person(self) -> None:
        known, get = self.record.known, self.values.get
        name = get("full_name")
        if name and not same_text("full_name", known.full_name, name) and name_key(name) != known.name_key:
            self.data["person"]["full_name"] = name
            self.shown.append(("full_name", known.full_name, name))
        born = get("born")
        if born:
            self._born(*born)
        stored = (known.national_id_index, known.card_index)
        for (field, purpose), index, sealed in zip(NUMBERS, stored, self.record.sealed, strict=True):
            number = get(field)
            if number and secrets.blind_index(number, purpose=purpose) != index:
                self.data["person"][field] = number
                before = secrets.unseal(sealed, purpose=purpose) if sealed else ""
                self.shown.append((field, before, number))

    def _born(self, text: str, precision: str) -> None:
        known = self.record.known
        if text == known.born_on.isoformat() and precision == known.born_precision:
            return
        coarser = {Precision.DAY: 0, Precision.MONTH: 1, Precision.YEAR: 2}
        if same_birthday(self.row, known) and coarser[precision] >= coarser[known.born_precision]:
            return
        day = date.fromisoformat(text)
        self.born_on = day
        self.data["person"] |= {"born_on": text, "born_precision": precision}
        self.shown.append(("born", show_day(known.born_on, known.born_precision), show_day(day, precision)))

    def _attributes(self) -> None:
        for name in PLAIN:
            given = self.values.get(name)
            if given is not None:
                self._attribute(name, name, given)
        for name, (prefix, _) in PLACE_COLUMNS.items():
            given = [self.values.get(f"{prefix}_{part}") for part, _ in PARTS]
            if not any(given):
                continue
            known = self.record.values.get(name, "")
            if place_text(*(part or "" for part in given)) == known:
                continue
            stored = place_parts(known)
            wanted = place_parts(place_text(*(new or old for new, old in zip(given, stored, strict=True))))
            for (part, _), old, new in zip(PARTS, stored, wanted, strict=True):
                if not same_text(f"{prefix}_{part}", old, new):
                    self.shown.append((f"{prefix}_{part}", old, new))
                    self.data["attributes"][name] = place_text(*wanted)
        self._state()

    def _attribute(self, field: str, name: str, given: str) -> None:
        stored = self.record.values.get(name, "")
        if not same_text(field, stored, given):
            self.data["attributes"][name] = given
            self.shown.append((field, shown(name, stored), shown(name, given)))

    def _state(self) -> None:
        """Đình chỉ, gián đoạn and miễn are attributes; a row that says nothing changes nothing."""
        state = self.values.get("state")
        wanted = {
            State.ACTIVE: (Activity.ACTIVE, False),
            State.EXEMPT: (Activity.ACTIVE, True),
            State.SUSPENDED: (Activity.SUSPENDED, None),
            State.INTERRUPTED: (Activity.INTERRUPTED, None),
        }.get(state)
        if wanted is None:
            return
        activity, exempt = wanted
        if self.record.values.get("activity", Activity.ACTIVE) != activity:
            self._attribute("state", "activity", activity.value)
        is_exempt = self.record.values.get("exemption", Exemption.NONE) != Exemption.NONE
        if exempt is not None and exempt != is_exempt:
            self._attribute("state", "exemption", (Exemption.OTHER if exempt else Exemption.NONE).value)

    def _particulars(self) -> None:
        stored, changes = self.record.particulars, self.data["particulars"]
        for field in PARTICULARS:
            given, old = self.values.get(field), getattr(stored, field, "")
            if given and not same_text(field, old, given):
                changes[field] = given
                self.shown.append((field, old, given))
        issued, old_day = self.values.get("card_issued_on"), getattr(stored, "card_issued_on", None)
        if issued and (old_day is None or issued != old_day.isoformat()):
            changes["card_issued_on"] = issued
            self.shown.append(("card_issued_on", show_day(old_day), show_day(date.fromisoformat(issued))))
        for field in OLD_NUMBERS:
            given, old = self.values.get(field), getattr(stored, field, "")
            if given and not same_text(field, old, given):
                changes[field] = given
                self.shown.append((field, old, given))

    def _place(self) -> bool:
        """Whether the person sits where the row says; someone on no roll yet is put there."""
        record = self.record
        if record.cell == self.cell:
            return True
        if record.cell is not None:
            if self.exit and record.exit is None:
                where = self.cells.name(self.cell)
                self._fault("unit", f"Hồ sơ không ghi sinh hoạt tại {where}. {_ELSEWHERE}")
            else:
                self._fault("unit", f"{self._where()}, tệp ghi {self.cells.name(self.cell)}. {_ELSEWHERE}")
            return False
        if not record.events:
            return self._open()
        left = record.exit
        if left is not None and left.on <= self.on:
            if self.exit == (str(left.cause), left.on.isoformat()):
                return False
            said = f"Hồ sơ ghi {Cause(left.cause).label.lower()} ngày {show_day(left.on)}"
            self._fault("state", f"{said}. Hãy sửa tệp, hoặc nhập việc trở lại bằng tệp “Biến động đảng viên”.")
        else:
            first = show_day(record.events[0].on)
            self._fault(
                "unit", f"Hồ sơ chỉ ghi từ ngày {first}, sau ngày của danh sách. Hãy nhập tệp “Biến động đảng viên”."
            )
        return False

    def _where(self) -> str:
        try:
            return f"Hồ sơ ghi sinh hoạt tại {self.cells.name(self.record.cell)}"
        except KeyError:
            return "Hồ sơ ghi sinh hoạt ở một đơn vị khác"

    def _open(self) -> bool:
        """Somebody registered who never was on a roll."""
        on = min(self.on, date.fromisoformat(self.exit[1])) if self.exit else self.on
        status, _ = status_on(self.values, on.isoformat())
        official = self.values.get("official_since")
        probationary = status == Status.PROBATIONARY
        self._new(
            Cause.OPENING, on, self.cell, status, self.values.get("party_since"), None if probationary else official
        )
        self.shown.append(("unit", "không có tên trong danh sách", self.cells.name(self.cell)))
        if official and probationary:
            self._new(Cause.RECOGNITION, date.fromisoformat(official), None, Status.OFFICIAL, None, None)
        if self.exit:
            self._leave()
        return False

    def _membership(self) -> None:
        self._party_since()
        self._official()
        if self.exit:
            self._leaving()

    def _entry(self, field: str, told: str) -> Event | None:
        """The way in that may be corrected; a fault where it rests on a decision of its own."""
        entry = self.record.entry
        if entry is not None and entry.cause in OWN_ENTRIES:
            return entry
        self._fault(field, f"{told}. Hãy sửa ở trang hồ sơ nếu hồ sơ ghi sai.")
        return None

    def _party_since(self) -> None:
        given, stored = self.values.get("party_since"), self.record.party_since
        if given is None or (stored and given == stored.isoformat()):
            return
        entry = self._entry("party_since", f"Hồ sơ ghi vào Đảng ngày {show_day(stored)} theo việc kết nạp đã ghi")
        if entry is not None:
            self._edit(entry, party_since=given)
            self.shown.append(("party_since", show_day(stored), show_day(date.fromisoformat(given))))

    def _official(self) -> None:
        given, stored = self.values.get("official_since"), self.record.official_since
        status = self.values.get("status")
        if given is None:
            if status and status != self.record.status:
                said = Status(self.record.status).label.lower()
                self._fault("status", f"Hồ sơ ghi {said} vào ngày này. Hãy ghi ngày chính thức, hoặc sửa ô tư cách.")
            return
        if stored and given == stored.isoformat():
            return
        day, entry = date.fromisoformat(given), self.record.entry
        later = [event for event in self.record.events if event.cause == Cause.RECOGNITION and event.on > self.on]
        if any(event.on == day for event in later):
            return
        recognition = next((e for e in self.record.events if e.cause == Cause.RECOGNITION and e.on == stored), None)
        if recognition is not None or later:
            event = recognition or later[0]
            self._fault(
                "official_since", f"Hồ sơ đã ghi công nhận chính thức ngày {show_day(event.on)}. Hãy xem lại ngày."
            )
            return
        if self.record.status == Status.PROBATIONARY and entry is not None and day >= entry.on:
            self._new(Cause.RECOGNITION, day, None, Status.OFFICIAL, None, None)
        else:
            entry = self._entry("official_since", "Hồ sơ ghi chính thức theo một việc khác")
            if entry is None:
                return
            if day > entry.on:
                said = f"Hồ sơ ghi đã chính thức khi vào danh sách ngày {show_day(entry.on)}"
                self._fault("official_since", f"{said}. Hãy xem lại ngày chính thức.")
                return
            self._edit(entry, official_since=given, status=Status.OFFICIAL.value)
        self.shown.append(("official_since", show_day(stored), show_day(day)))

    def _leaving(self) -> None:
        """The row says that the person left."""
        left, record = self.record.exit, self.record
        if left is not None:
            if self.exit != (str(left.cause), left.on.isoformat()):
                said = f"Hồ sơ ghi {Cause(left.cause).label.lower()} ngày {show_day(left.on)}"
                self._fault("state", f"{said}. Hãy xem lại trạng thái và ngày rời.")
            return
        if not is_member_still(record) or record.known.cell != self.cell:
            self._fault("state", f"Sau ngày của danh sách hồ sơ còn việc khác. {_ELSEWHERE}")
            return
        self._leave()

    def _leave(self) -> None:
        cause, day = self.exit
        self._new(Cause(cause), date.fromisoformat(day), None, "", None, None)
        self.shown.append(("state", "Đang sinh hoạt", f"{Cause(cause).label} ngày {show_day(date.fromisoformat(day))}"))

    def _edit(self, event: Event, **fields: str) -> None:
        self.data["events"].setdefault(str(event.id), {}).update(fields)
        days = {name: date.fromisoformat(value) if name != "status" else value for name, value in fields.items()}
        self.events = [one._replace(**days) if one.id == event.id else one for one in self.events]

    def _new(
        self, cause: Cause, on: date, cell: int | None, status: str, party: str | None, official: str | None
    ) -> None:
        self.data["new"].append([cause.value, on.isoformat(), cell, str(status), party, official])
        number = 1_000_000_000_000 + len(self.data["new"])
        since = date.fromisoformat(party) if party else None
        days = since, date.fromisoformat(official) if official else None
        self.events.append(Event(number, cause.value, on, cell, None, str(status), *days, None, "", None, None, "", ""))

    def _rehearse(self) -> None:
        """The whole history with what the row adds must be possible."""
        try:
            self.record.replayed(self.events, self.cells.spans, born_on=self.born_on)
        except Refusal as refusal:
            field = {"on": "left_on" if self.exit else "official_since", "cell": "unit"}.get(
                refusal.field, refusal.field
            )
            self._fault(field or "full_name", refusal.message)


def same_text(field: str, stored: str, given: str) -> bool:
    """Whether what is stored would be read from a workbook as what is given: marks of Excel and the like do not count."""
    if stored == given:
        return True
    if not stored or field not in _TEXTS:
        return False
    if field not in _readers:
        _readers[field] = _TEXTS[field].reader()
    try:
        read = _readers[field](stored)
    except Fault:
        return False
    return (read.value if isinstance(read, Noted) else read) == given


def shown(name: str, value: str) -> str:
    """A value in words."""
    return place_shown(value) if name in PLACES else ATTRIBUTE_LABELS.get(name, {}).get(value, value)
