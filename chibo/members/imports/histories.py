"""The rows of one person and the record together: which of them make a possible history."""

from dataclasses import dataclass
from datetime import date

from chibo.exchange.rules.kinds import Plan, Row
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import ONE_DAY, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold
from chibo.members.imports import papers
from chibo.members.imports.cells import Cells
from chibo.members.imports.meanings import FOR_NEW, NEW_ID
from chibo.members.imports.people import Known
from chibo.members.imports.records import Event, Record
from chibo.members.rules.rows import History
from chibo.members.vocabulary import ENTRIES, EXITS, REMOVALS, Cause, Nature, Status

PERSON = ("full_name", "born", "national_id", "card", "sex")
REPLACED = "Thay bằng lịch sử nhập từ tệp"
_KEPT = (
    "cause",
    "on",
    "cell",
    "from_cell",
    "status",
    "party_since",
    "official_since",
    "decided_on",
    "ground",
    "other_place",
    "note",
)


@dataclass
class Line:
    """A row that says something about somebody."""

    row: Row
    plan: Plan
    event: Event
    person: Known | None

    @property
    def born_on(self) -> date:
        return date.fromisoformat(self.row.values["born"][0])

    @property
    def has_name(self) -> bool:
        """Whether a record can begin with the row."""
        return bool(self.row.values.get("full_name") and self.row.values.get("born"))

    @property
    def number(self) -> str:
        """The personal number, else that of the card."""
        return self.row.values.get("national_id") or self.row.values.get("card") or ""

    @property
    def identity(self) -> tuple:
        """The same for all rows about one person not on record yet."""
        values = self.row.values
        return fold(values["full_name"]), values["born"][0]


class Story:
    """All that is said of one person."""

    def __init__(self, lines: list[Line], record: Record, cells: Cells, *, is_new: bool = False) -> None:
        self.lines = sorted(lines, key=lambda line: (line.event.on, line.row.number))
        self.record, self.cells, self.is_new = record, cells, is_new
        self.replaced: Event | None = None

    def decide(self) -> None:
        """End every plan: written, left out or refused with the sentence of the history that breaks."""
        self._leave_out_known()
        if self.record.pending and self._moves():
            self._refuse_all(
                "Đang có một lần chuyển sinh hoạt chưa tiếp nhận. Hãy tiếp nhận hoặc trả lại lần đó trước."
            )
        if self.is_new and self.lines and self.lines[0].event.cause not in FOR_NEW:
            first = Cause(self.lines[0].event.cause).label.lower()
            self._refuse_all(
                f"Người này chưa có hồ sơ, không thể bắt đầu bằng “{first}”. Hãy nhập kết nạp hoặc chuyển đến trước, "
                "hoặc nhập danh sách đảng viên."
            )
        self._replace_opening()
        self._name_what_is_taken_back()
        while self.lines and not self._fits():
            pass
        self._plan()

    def _moves(self) -> bool:
        return any(line.event.cause in (*ENTRIES, *EXITS, Cause.TRANSFER) for line in self.lines)

    def _refuse(self, line: Line, sentence: str, field: str = "on") -> None:
        line.plan.outcome, line.plan.faults = Outcome.REFUSE, [*line.plan.faults, (field, sentence)]
        self.lines.remove(line)

    def _refuse_all(self, sentence: str, field: str = "on") -> None:
        for line in list(self.lines):
            self._refuse(line, sentence, field)

    def _leave_out_known(self) -> None:
        """What is on record already, and the same row twice."""
        seen: dict[tuple, int] = {}
        for event in self.record.events:
            seen[_what(event)] = 0
            if event.cause in (Cause.TRANSFER, Cause.REORGANIZATION):
                seen[_what(event._replace(cause=Cause.TRANSFER.value))] = 0
        for line in list(self.lines):
            before = seen.setdefault(_what(line.event), line.row.number)
            if before == line.row.number:
                continue
            said = f"~Trùng dòng {before}." if before else "~Đã có trong hồ sơ."
            line.plan.outcome, line.plan.faults = Outcome.SKIP, [*line.plan.faults, ("cause", said)]
            if self.record.known.id:
                line.plan.target = self.record.known.id
            self.lines.remove(line)

    def _replace_opening(self) -> None:
        """An opening state gives way to a history that leads to it."""
        opening = next((event for event in self.record.events if event.cause == Cause.OPENING), None)
        if opening is None or opening is not self.record.events[0]:
            return
        earlier = [line for line in self.lines if line.event.on <= opening.on]
        if not any(line.event.cause in ENTRIES and line.event.on < opening.on for line in earlier):
            return
        sentence = self._disagreement(opening, [line.event for line in earlier])
        if sentence is None:
            self.replaced = opening
            return
        for line in earlier:
            self._refuse(line, sentence)

    def _disagreement(self, opening: Event, events: list[Event]) -> str | None:
        """Where the history leads elsewhere than the opening state says."""
        day, gone = show_day(opening.on), _gone_after(opening)
        try:
            history = self.record.replayed([*events, gone], self.cells.spans)
        except Refusal as refusal:
            if refusal.about != gone.id:
                return refusal.message
            return f"Theo các dòng này, ngày {day} không còn trong danh sách, nhưng hiện trạng ghi có. Hãy bổ sung việc trở lại."
        cell, status, party = _state_on(history, opening.on)
        if cell != opening.cell:
            return (
                f"Hiện trạng ngày {day} ghi {self._name(opening.cell)}, các dòng này dẫn đến {self._name(cell)}. "
                "Hãy bổ sung dòng chuyển sinh hoạt còn thiếu."
            )
        if status != opening.status:
            said, led = (Status(one).label.lower() for one in (opening.status, status))
            return f"Hiện trạng ngày {day} ghi {said}, các dòng này dẫn đến {led}. Hãy bổ sung dòng công nhận chính thức, hoặc xem lại."
        if opening.party_since and party != opening.party_since:
            return (
                f"Hiện trạng ghi vào Đảng ngày {show_day(opening.party_since)}, các dòng này dẫn đến ngày {show_day(party)}. "
                "Hãy ghi ngày quyết định kết nạp, hoặc sửa ngày vào Đảng trong hồ sơ."
            )
        return None

    def _name(self, cell: int | None) -> str:
        try:
            return self.cells.name(cell)
        except KeyError:
            return "một chi bộ khác"

    def _name_what_is_taken_back(self) -> None:
        """A restoration takes back the last removal before it."""
        events = sorted(
            [*self.record.events, *(line.event for line in self.lines)], key=lambda event: (event.on, event.id)
        )
        for line in self.lines:
            if line.event.cause == Cause.RESTORATION:
                removals = [e for e in events if e.cause in REMOVALS and e.on <= line.event.on]
                if removals:
                    line.event = line.event._replace(reverses=removals[-1].id)

    def _events(self) -> list[Event]:
        kept = [event for event in self.record.events if event is not self.replaced]
        return kept + [line.event for line in self.lines]

    def _fits(self) -> bool:
        """Whether the history with the rows that are left is possible; the row that breaks it is refused."""
        born = self.lines[0].born_on if self.is_new else None
        try:
            history = self.record.replayed(self._events(), self.cells.spans, born_on=born)
        except Refusal as refusal:
            self._refuse(self._breaking(refusal), *_told(refusal))
            return False
        return self._leaves_where_said(history)

    def _breaking(self, refusal: Refusal) -> Line:
        """The new row that is refused: the very one, else the last before what breaks."""
        about = refusal.about
        for line in self.lines:
            if line.event.id == about:
                return line
        broken = next((event for event in self.record.events if event.id == about), None)
        if broken is not None:
            before = [line for line in self.lines if line.event.on <= broken.on]
            line = (before or self.lines)[-1]
            refusal.message = (
                f"Hồ sơ ghi “{Cause(broken.cause).label}” ngày {show_day(broken.on)} nên: {refusal.message}"
            )
            return line
        return self.lines[-1]

    def _leaves_where_said(self, history: History) -> bool:
        """Nơi đi named in a row is where the person is by then; where none is named, it is the one on record."""
        lefts = {move.event: move.cell for move in history.movements if not move.is_entry}
        for line in self.lines:
            said = line.event.from_cell
            if line.event.cause not in (*EXITS, Cause.TRANSFER):
                continue
            if said is None:
                line.event = line.event._replace(from_cell=lefts.get(line.event.id))
                continue
            left = lefts.get(line.event.id)
            if left is not None and left != said:
                there = f"Ngày {show_day(line.event.on)} đồng chí ở {self._name(left)}, không ở {self._name(said)}"
                self._refuse(line, f"{there}. Hãy xem lại chi bộ nơi đi.", "from_unit")
                return False
        return True

    def _said(self, field: str) -> object:
        """What the first row that says it says of the person."""
        return next((value for line in self.lines if (value := line.row.values.get(field))), None)

    def _plan(self) -> None:
        if not self.lines:
            return
        first = min(line.row.number for line in self.lines)
        for line in self.lines:
            plan = line.plan
            is_first = line.row.number == first
            plan.outcome = Outcome.CREATE if self.is_new and is_first else Outcome.UPDATE
            plan.target = self.record.known.id or None
            event = {name: getattr(line.event, name) for name in _KEPT}
            event = {name: value.isoformat() if isinstance(value, date) else value for name, value in event.items()}
            plan.data = {
                "group": self.record.known.id or f"new:{first}",
                "event": event,
                "reverses": line.event.reverses,
                "id": line.event.id,
                "paper": _paper(line.row),
            }
            if self.is_new and is_first:
                plan.data["values"] = {name: self._said(name) for name in PERSON}
            if self.replaced is not None and is_first:
                plan.data["replaced"] = self.replaced.id
            if not self.is_new:
                plan.differences = [("cause", "", _in_words(line.event, self))]


def _gone_after(opening: Event) -> Event:
    """What became of the cell after the opening does not matter when it is held against the history before."""
    empty = (None, None, "", None, None, None, "", None, None, "", "")
    return Event(10 * NEW_ID, Cause.TRANSFER_OUT.value, opening.on + ONE_DAY, *empty)


def _paper(row: Row) -> list[str] | None:
    told = papers.told(row)
    return list(told.paper) if told.paper else None


def _in_words(event: Event, story: Story) -> str:
    where = f", {story._name(event.cell)}" if event.cell else f", {event.other_place}" if event.other_place else ""
    return f"{Cause(event.cause).label} ngày {show_day(event.on)}{where}"


def _told(refusal: Refusal) -> tuple[str, str]:
    return refusal.message, {"cell": "to_unit"}.get(refusal.field or "", refusal.field or "on")


def _what(event: Event) -> tuple:
    """Two events with the same are one."""
    cell = event.cell if event.cause in ENTRIES or event.cause in (Cause.TRANSFER, Cause.TEMPORARY_START) else None
    return str(event.cause), event.on, cell


def _state_on(history: History, on: date) -> tuple[int | None, str, date | None]:
    """Cell, status and day of entering the Party of somebody on a day."""
    cell = next((s.cell for s in history.stays if s.nature == Nature.PERMANENT and s.since <= on < s.until), None)
    spell = next((s for s in history.spells if s.since <= on < s.until), None)
    return cell, str(spell.status) if spell else "", spell.party_since if spell else None
