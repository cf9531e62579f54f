"""Hồ sơ đảng viên: what becomes of each row of a roll as of a day."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from chibo.exchange.rules.kinds import Ask, Part, Plan, Row, Setting, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.kernel.text import fold
from chibo.members.imports.cells import Cells
from chibo.members.imports.differences import Judge
from chibo.members.imports.people import Match, Matcher
from chibo.members.imports.profile_rules import LEAVING, check, status_on
from chibo.members.imports.records import records_of
from chibo.members.imports.seen import Seen
from chibo.members.imports.writing import Writer, profile_change, profile_spec
from chibo.members.queries.sheet import State
from chibo.members.vocabulary import Cause, Status
from chibo.org.imports.book import REFUSE

LEFT = "left"
"""Key of the question what “Rời khỏi” means."""
_WAYS = (
    (Cause.TRANSFER_OUT, "Chuyển đi nơi khác"),
    (Cause.STRIKE_OFF, "Bị xóa tên"),
    (Cause.EXPULSION, "Bị khai trừ"),
    (Cause.VOLUNTARY_EXIT, "Xin ra khỏi Đảng"),
)
ASK_LEFT = Ask(
    LEFT,
    "Trạng thái “Rời khỏi” chưa nói vì sao. Chuyển đi khác với bị đưa ra khỏi Đảng. Các dòng này là trường hợp nào?",
    (*((cause.value, label) for cause, label in _WAYS), (REFUSE, "Từ chối các dòng này, sẽ ghi rõ trong tệp")),
)
syllable = lru_cache(maxsize=20_000)(fold)


def folded_name(name: str) -> str:
    """The name without diacritics."""
    return " ".join(map(syllable, name.split(" ")))


class ProfileImporter:
    """Plans and writes one roll."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.on = setting.on.isoformat()
        self.today = clock.today().isoformat()
        self.cells = Cells(setting)
        self.matcher = Matcher(setting)
        self.judge = Judge(setting, self.cells)
        self.seen = Seen()
        self._found: dict[tuple, tuple] = {}
        self.writer = Writer(setting)

    def plan(self, rows: Sequence[Row]) -> list[Plan]:
        plans: list[Plan] = []
        open_rows: list[tuple[int, Row, int]] = []
        on, today, meet, find_cell = self.on, self.today, self.seen.meet, self._cell
        for row in rows:
            values = row.values
            name = values.get("full_name")
            label = name or f"Dòng {row.number}"
            faults = row.faults
            cell, fault, ask = find_cell(values)
            twice = meet(row, folded_name(name) if name else "", label, cell)
            if not faults or row.is_sound:
                if twice is not None:
                    plans.append(twice)
                    continue
                found = check(values, on=on, today=today)
                if found:
                    faults = faults + found
                if not found or all(sentence[0] == "~" for _, sentence in found):
                    if ask is not None:
                        plans.append(Plan(row.number, Outcome.ASK, None, label, None, faults, [], ask))
                        continue
                    if fault is None:
                        open_rows.append((len(plans), row, cell))
                        plans.append(Plan(row.number, Outcome.CREATE, None, label, None, faults))
                        continue
                    faults = [*faults, fault]
            plans.append(Plan(row.number, Outcome.REFUSE, None, label, None, faults))
        self._decide(plans, open_rows)
        return plans

    def finish(self) -> list[Plan]:
        return self.seen.clashing()

    def write(self, plans: Sequence[Plan]) -> list[Trace]:
        specs = [profile_spec(plan.data) for plan in plans if plan.outcome == Outcome.CREATE]
        changes = [profile_change(plan) for plan in plans if plan.outcome == Outcome.UPDATE]
        return self.writer.write(plans, specs, changes)

    def ahead(self, part: Part) -> None:
        self.writer.ahead(part)

    def write_part(self, part: Part) -> list[Trace]:
        return self.writer.write_part(part, lambda plans: [profile_change(plan) for plan in plans])

    def close(self) -> None:
        self.writer.close()

    def _cell(self, values: dict) -> tuple:
        get = values.get
        left = get("left_on")
        unit, base, upper, code = said = get("unit"), get("base"), get("upper"), get("unit_code")
        if left and left < self.on:
            return self.cells.find(unit, (base, upper), code=code, on=_day(left))
        found = self._found.get(said)
        if found is None:
            found = self._found[said] = self.cells.find(unit, (base, upper), code=code)
        return found

    def _decide(self, plans: list[Plan], open_rows: list[tuple[int, Row, int]]) -> None:
        """Whom the sound rows mean, and what that leads to."""
        rows = [row for _, row, _ in open_rows]
        matches = self.matcher.match(rows, [cell for _, _, cell in open_rows], new=True)
        known = [match.person for match in matches if match.person is not None]
        records = records_of(known, on=self.setting.on) if known else {}
        for (position, row, cell), match in zip(open_rows, matches, strict=True):
            plan = plans[position]
            if match.person is not None:
                again = self.seen.meet_person(row, match.person.id, plan.label)
                if again is not None:
                    plans[position] = again
                    continue
                plan.target = match.person.id
                if self._leaving(row.values, plan):
                    self.judge.compare(plan, row, records[match.person.id], cell, self._exit(row.values))
            elif match.is_new:
                self._create(plan, row.values, cell)
            else:
                settle(plan, match)

    def _create(self, plan: Plan, values: dict, cell: int) -> None:
        if values.get("born") is None or values.get("full_name") is None:
            missing = "born" if values.get("born") is None else "full_name"
            said = (
                "Người chưa có hồ sơ thì cần họ tên và ngày sinh. Hãy ghi ô này, hoặc ghi mã hồ sơ, số định danh đã có."
            )
            refuse(plan, (missing, said))
            return
        if not self._leaving(values, plan):
            return
        exit = self._exit(values)
        on = min(self.on, exit[1]) if exit else self.on
        until = max(_next(on), _day(exit[1])) if exit else FOREVER
        if not self.cells.stands(cell, _day(on), until):
            refuse(plan, ("unit", self.cells.why_not(cell, _day(on))))
            return
        status, note = status_on(values, on)
        if note:
            plan.faults = [*plan.faults, ("official_since", note)]
        official = values.get("official_since")
        if official and exit and official > exit[1]:
            refuse(plan, ("official_since", "Ngày chính thức sau ngày rời. Hãy xem lại hai ngày."))
            return
        plan.data = {
            "cell": cell,
            "on": on,
            "status": status,
            "recognized": official if official and status == Status.PROBATIONARY else None,
            "exit": exit,
            "values": {name: value for name, value in values.items() if value is not None}
            if None in values.values()
            else values,
        }

    def _leaving(self, values: dict, plan: Plan) -> bool:
        """Whether it is known how somebody left who did; else the plan is ended."""
        if values.get("state") != State.LEFT or self._exit(values) is not None:
            return True
        if self.setting.answers.get(LEFT) == REFUSE:
            refuse(
                plan,
                ("state", "“Rời khỏi” chưa nói vì sao. Hãy ghi Chuyển đi, Xóa tên, Khai trừ hoặc Xin ra khỏi Đảng."),
            )
        else:
            plan.outcome, plan.ask = Outcome.ASK, ASK_LEFT
        return False

    def _exit(self, values: dict) -> tuple[str, str] | None:
        """(cause, day) for somebody who left."""
        state = values.get("state")
        if state == State.LEFT:
            cause = self.setting.answers.get(LEFT)
            cause = cause if cause in LEAVING else None
        else:
            cause = LEAVING.get(state)
        return (str(cause), values["left_on"]) if cause else None


def refuse(plan: Plan, fault: tuple[str, str]) -> None:
    """End the plan with a refusal."""
    plan.outcome, plan.faults = Outcome.REFUSE, [*plan.faults, fault]


def settle(plan: Plan, match: Match) -> None:
    """End the plan of a row that means nobody yet: asked, left out or refused."""
    if match.ask is not None:
        plan.outcome, plan.ask = Outcome.ASK, match.ask
    elif match.skip:
        plan.outcome = Outcome.SKIP
        plan.faults = [*plan.faults, ("full_name", "~Bỏ qua theo trả lời.")]
    else:
        plan.outcome, plan.faults = Outcome.REFUSE, [*plan.faults, *match.faults]


@lru_cache(maxsize=50_000)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _next(text: str) -> date:
    return _day(text) + ONE_DAY
