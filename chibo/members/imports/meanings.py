"""What one row of movements says happened: cause, day, cells, and what goes with them."""

from datetime import date

from chibo.exchange.rules.kinds import Plan, Row, Setting
from chibo.exchange.vocabulary import Outcome
from chibo.kernel.days import show_day
from chibo.members.imports import papers
from chibo.members.imports.cells import Answer, Cells
from chibo.members.imports.profile_rules import YOUNGEST, years
from chibo.members.imports.records import Event
from chibo.members.vocabulary import ENTRIES, Cause, Status

NEW_ID = 1_000_000_000_000
"""Ids of events that a workbook brings, while they are tried: this and the number of the row."""
INTO_CELL = frozenset({*ENTRIES, Cause.TRANSFER, Cause.TEMPORARY_START})
FOR_NEW = frozenset({Cause.ADMISSION, Cause.TRANSFER_IN})
"""Causes with which the record of somebody may begin."""


class Meanings:
    """Reads rows one by one; what hangs on the rest of the history is judged later (:mod:`histories`)."""

    def __init__(self, setting: Setting, cells: Cells, *, today: date) -> None:
        self.setting, self.cells, self.today = setting, cells, today

    def of(self, row: Row, plan: Plan, *, is_known: bool) -> Event | None:
        """The event of the row; None where the plan was ended by a fault or a question."""
        get = row.values.get
        cause, on_text = get("cause"), get("on")
        if not cause or not on_text:
            missing = "cause" if not cause else "on"
            return self._refused(plan, missing, "Cần loại biến động và ngày có hiệu lực. Hãy ghi ô này.")
        on = date.fromisoformat(on_text)
        if on > self.today:
            return self._refused(plan, "on", f"Ngày {show_day(on)} chưa đến. Hãy xem lại ngày.")
        told = papers.told(row)
        plan.faults = [*plan.faults, *told.notes]
        where = self._cells(row, plan, cause, on)
        if where is None:
            return None
        cause, cell, from_cell, other = where
        if self._contradiction(row, plan, cause, on, told):
            return None
        entering = cause in (Cause.ADMISSION, Cause.READMISSION)
        party, official = get("party_since"), get("official_since")
        arrived = cause == Cause.TRANSFER_IN
        return Event(
            NEW_ID + row.number,
            cause,
            on,
            cell,
            from_cell,
            self._status(row, cause, on),
            date.fromisoformat(party) if party and arrived else None,
            date.fromisoformat(official) if official and arrived and official <= on_text else None,
            date.fromisoformat(told.paper[1]) if told.paper and entering else None,
            get("ground") or "" if cause == Cause.STRIKE_OFF else "",
            None,
            None,
            other,
            "; ".join(text for text in (get("note"), told.remark) if text)[:500],
        )

    @staticmethod
    def _refused(plan: Plan, field: str, sentence: str) -> None:
        plan.outcome, plan.faults = Outcome.REFUSE, [*plan.faults, (field, sentence)]

    @staticmethod
    def _status(row: Row, cause: str, on: date) -> str:
        if cause in (Cause.ADMISSION, Cause.READMISSION):
            return Status.PROBATIONARY.value
        if cause == Cause.RECOGNITION:
            return Status.OFFICIAL.value
        if cause != Cause.TRANSFER_IN:
            return ""
        official = row.values.get("official_since")
        if official:
            return (Status.OFFICIAL if official <= on.isoformat() else Status.PROBATIONARY).value
        return row.values.get("status") or Status.OFFICIAL.value

    def _contradiction(self, row: Row, plan: Plan, cause: str, on: date, told: papers.Told) -> bool:
        get = row.values.get
        born, party, official = get("born"), get("party_since"), get("official_since")
        began = on.isoformat() if cause == Cause.ADMISSION else party
        if born and began and years(born[0], began) < YOUNGEST:
            field = "on" if cause == Cause.ADMISSION else "party_since"
            self._refused(plan, field, f"Khi đó chưa đủ {YOUNGEST} tuổi. Hãy xem lại ngày này và ngày sinh.")
        elif party and party > on.isoformat():
            self._refused(plan, "party_since", "Ngày vào Đảng sau ngày của biến động. Hãy xem lại hai ngày.")
        elif party and official and official < party:
            self._refused(plan, "official_since", "Ngày chính thức trước ngày vào Đảng. Hãy xem lại hai ngày.")
        elif told.paper and cause in (Cause.ADMISSION, Cause.READMISSION) and told.paper[1] > on.isoformat():
            self._refused(
                plan, "decision_issued_on", "Quyết định kết nạp có ngày sau lễ kết nạp. Hãy xem lại hai ngày."
            )
        elif cause == Cause.STRIKE_OFF and not get("ground"):
            plan.faults = [*plan.faults, ("ground", "~Chưa ghi lý do xóa tên. Nên bổ sung.")]
            return False
        return plan.outcome == Outcome.REFUSE

    def _cells(self, row: Row, plan: Plan, cause: str, on: date) -> tuple[str, int | None, int | None, str] | None:
        """Cause, cell gained, cell left, place outside: a place named that is a cell here makes an arrival a transfer."""
        get = row.values.get
        above, other = (get("base"),), get("other_place") or ""
        cell = source = None
        if cause in INTO_CELL:
            cell, fault, ask = self.cells.find(get("to_unit"), above, on=on, field="to_unit")
            if ask is not None:
                plan.outcome, plan.ask = Outcome.ASK, ask
                return None
            if fault is not None:
                return self._refused(plan, *fault)
        if get("from_unit"):
            source, fault, ask = self._source(get("from_unit"), above, cause, on)
            outside = fault is not None and cause == Cause.TRANSFER_IN
            if ask is not None and not outside:
                plan.outcome, plan.ask = Outcome.ASK, ask
                return None
            if outside:
                other = other or get("from_unit")
            elif fault is not None:
                return self._refused(plan, *fault)
        if cause == Cause.TRANSFER_IN and source is not None:
            cause = Cause.TRANSFER.value
        if cause == Cause.TRANSFER_OUT and get("to_unit"):
            cell, fault, ask = self.cells.find(get("to_unit"), (), on=on, field="to_unit", may_be_own=False)
            if fault is None and ask is None:
                cause = Cause.TRANSFER.value
            else:
                cell, other = None, other or get("to_unit")
        return str(cause), cell, source, other

    def _source(self, text: str, above: tuple[str | None, ...], cause: str, on: date) -> Answer:
        """The cell left. In a row with a cell gained, the committee named is that one's; it only settles a doubt."""
        first, second = ((), above) if cause in INTO_CELL else (above, ())
        answer = self.cells.find(text, first, on=on, field="from_unit", may_be_own=False)
        if answer[2] is not None and second and any(second):
            better = self.cells.find(text, second, on=on, field="from_unit", may_be_own=False)
            return better if better[0] is not None else answer
        return answer
