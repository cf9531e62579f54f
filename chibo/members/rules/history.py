"""The history of one person, replayed: from events and attributes to stays, spells and movements.

The one place that decides whether a sequence of events is possible. Actions, bulk loads, derivation and verification all
call :func:`replay`. Legal sources: Điều lệ Đảng, điều 4–8; the meanings of days are those of ``docs/meanings.md``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chibo.kernel.days import BEGINNING, FOREVER, ONE_DAY, show_day
from chibo.kernel.refusal import Refusal
from chibo.members.rules.rows import Happening, History, MovementRow, Spans, SpellRow, StayRow, Subject
from chibo.members.vocabulary import ALONG, ENTRIES, EXITS, REMOVALS, WIDE, Cause, Nature, Status


@dataclass
class _Open:
    """A stay that has begun."""

    entry: int
    chain: int
    cell: int
    since: date


def replay(
    subject: Subject,
    happenings: Iterable[Happening],
    attributes: Mapping[str, Sequence[tuple[date, date, str]]],
    cell_spans: Mapping[int, Spans],
) -> History:
    """Replay the standing events of a person.

    :param attributes: counted attribute → its (since, until, value) in order of time
    :param cell_spans: cell id → the intervals in which it stood as a cell
    :raises Refusal: the events contradict each other or a cell that did not stand; its ``about`` is the id of the event
        that is not possible, None where the history as a whole is not
    """
    run = _Replay(subject, attributes, cell_spans)
    for happening in sorted(happenings, key=_order):
        try:
            run.step(happening)
        except Refusal as refusal:
            refusal.about = happening.id
            raise
    return run.finish()


def _order(h: Happening) -> tuple[date, bool, int]:
    """Structure changes come first within a day; the rest in the order in which it was entered."""
    return h.on, h.cause != Cause.REORGANIZATION, h.id


class _Replay:
    def __init__(
        self,
        subject: Subject,
        attributes: Mapping[str, Sequence[tuple[date, date, str]]],
        cell_spans: Mapping[int, Spans],
    ) -> None:
        self.subject = subject
        self.attributes = [attributes.get(name, ()) for name in WIDE]
        self.cell_spans = cell_spans
        self.history = History()
        self.open: _Open | None = None
        self.temporary: _Open | None = None
        self.was_member = False
        self.dead_on: date | None = None
        self.left_by = ""
        self.party_since: date | None = None
        self.status = ""
        self.status_changes: list[tuple[date, str]] = []
        self.closed: list[tuple[_Open, date, int | None]] = []
        self.entered: list[tuple[Happening, _Open, _Open | None]] = []
        self.last_day = BEGINNING
        self.homes: dict[int, int] = {}

    def step(self, h: Happening) -> None:
        if self.dead_on is not None:
            raise Refusal(
                f"Đồng chí {self.subject.name} đã từ trần ngày {show_day(self.dead_on)}; không ghi được việc ngày "
                f"{show_day(h.on)}. Hãy xem lại ngày, hoặc hủy ghi nhận từ trần trước.",
                field="on",
                code="after_death",
            )
        if h.on < self.subject.born_on:
            raise Refusal(
                f"Ngày {show_day(h.on)} trước ngày sinh của đồng chí {self.subject.name}. Hãy xem lại ngày.",
                field="on",
                code="before_birth",
            )
        if h.cause in ENTRIES:
            self._enter(h)
        elif h.cause in ALONG:
            self._move(h)
        elif h.cause in EXITS:
            self._leave(h)
        elif h.cause == Cause.RECOGNITION:
            self._recognize(h)
        elif h.cause == Cause.TEMPORARY_START:
            self._must_be_member(h)
            self._end_temporary(h.on, h.id)
            self.temporary = _Open(h.id, h.id, self._cell(h), h.on)
            self.entered.append((h, self.temporary, None))
        elif h.cause == Cause.TEMPORARY_END:
            if self.temporary is None:
                raise Refusal(
                    f"Đồng chí {self.subject.name} không có nơi sinh hoạt tạm thời ngày {show_day(h.on)}. "
                    "Hãy xem lại ngày hoặc ghi nơi tạm thời trước.",
                    field="on",
                    code="no_temporary",
                )
            self._end_temporary(h.on, h.id)
        self.last_day = h.on

    def _enter(self, h: Happening) -> None:
        if self.open is not None:
            raise Refusal(
                f"Đồng chí {self.subject.name} đang sinh hoạt chính thức tại một chi bộ vào ngày {show_day(h.on)}; "
                "một người chỉ có một nơi sinh hoạt chính thức. Hãy chuyển sinh hoạt thay vì ghi mới.",
                field="on",
                code="already_member",
            )
        if h.cause == Cause.ADMISSION and self.was_member:
            raise Refusal(
                f"Đồng chí {self.subject.name} đã từng là đảng viên. Hãy dùng “Kết nạp lại” thay cho “Kết nạp”.",
                field="cause",
                code="was_member",
            )
        if h.cause in (Cause.READMISSION, Cause.RESTORATION) and not self.was_member:
            raise Refusal(
                f"Chưa có lần vào Đảng nào trước đó của đồng chí {self.subject.name} trong hồ sơ. "
                "Hãy ghi lần vào Đảng trước, hoặc dùng “Kết nạp”.",
                field="cause",
                code="never_member",
            )
        if h.cause == Cause.RESTORATION and self.left_by not in REMOVALS:
            raise Refusal(
                f"Chỉ phục hồi người đã bị đưa ra khỏi Đảng; lần rời gần nhất của đồng chí {self.subject.name} không phải "
                "như vậy. Hãy chọn hình thức khác.",
                field="cause",
                code="nothing_to_restore",
            )
        if h.party_since and not self.subject.born_on < h.party_since <= h.on:
            raise Refusal(
                f"Ngày vào Đảng {show_day(h.party_since)} không nằm giữa ngày sinh và ngày {show_day(h.on)}. Hãy xem lại ngày.",
                field="party_since",
                code="party_since",
            )
        if h.decided_on and h.decided_on > h.on:
            raise Refusal(
                f"Quyết định kết nạp ngày {show_day(h.decided_on)} sau lễ kết nạp ngày {show_day(h.on)}. "
                "Hãy xem lại hai ngày này.",
                field="on",
                code="order",
            )
        self.open = _Open(h.id, h.id, self._cell(h), h.on)
        if h.cause in (Cause.ADMISSION, Cause.READMISSION):
            self.status = Status.PROBATIONARY
            if h.cause == Cause.ADMISSION or self.party_since is None:
                self.party_since = h.decided_on or h.on
        else:
            self.status = h.status or self.status or Status.OFFICIAL
            self.party_since = h.party_since or self.party_since
        self.status_changes.append((h.on, self.status))
        self.was_member = True
        self.entered.append((h, self.open, None))

    def _move(self, h: Happening) -> None:
        before = self._leaving(h)
        cell = self._cell(h)
        if h.cause == Cause.REORGANIZATION and h.from_cell not in (None, before.cell):
            raise Refusal(
                f"Ngày {show_day(h.on)} đồng chí {self.subject.name} đã chuyển do sắp xếp tổ chức từ một chi bộ khác với chi bộ "
                "này. Hãy hoàn tác việc sắp xếp đó trước.",
                field="on",
                code="moved_since",
            )
        if cell == before.cell:
            raise Refusal(
                f"Đồng chí {self.subject.name} đã ở chi bộ này vào ngày {show_day(h.on)}. Hãy chọn chi bộ khác.",
                field="cell",
                code="same_cell",
            )
        chain = before.chain if h.cause == Cause.REORGANIZATION else h.id
        self.closed.append((before, h.on, h.id))
        self.open = _Open(h.id, chain, cell, h.on)
        self.entered.append((h, self.open, before))

    def _leave(self, h: Happening) -> None:
        before = self._leaving(h)
        self.closed.append((before, h.on, h.id))
        self.history.movements.append(self._movement(h, before, is_entry=False, other=None))
        self._end_temporary(h.on, h.id)
        self.open = None
        self.left_by = h.cause
        if h.cause == Cause.DEATH:
            self.dead_on = h.on

    def _leaving(self, h: Happening) -> _Open:
        """The stay that ends. Endings are laid on the tree of the day before: who leaves on the day of a reorganization
        leaves the place of the eve, and was not moved.
        """
        here = self._must_be_member(h)
        while here.since == h.on and h.cause != Cause.REORGANIZATION:
            arrival = next(line for line in reversed(self.entered) if line[1] is here)
            moved, _, before = arrival
            if before is None or moved.cause != Cause.REORGANIZATION:
                break
            self.entered.remove(arrival)
            self.closed.pop()
            here = self.open = before
        return here

    def _recognize(self, h: Happening) -> None:
        self._must_be_member(h)
        if self.status == Status.OFFICIAL:
            raise Refusal(
                f"Đồng chí {self.subject.name} đã là đảng viên chính thức vào ngày {show_day(h.on)}. Không cần công nhận lại.",
                field="on",
                code="already_official",
            )
        self.status = Status.OFFICIAL
        self.status_changes.append((h.on, self.status))

    def _must_be_member(self, h: Happening) -> _Open:
        if self.open is None:
            raise Refusal(
                f"Đồng chí {self.subject.name} không có tên trong danh sách đảng viên vào ngày {show_day(h.on)}. "
                "Hãy xem lại ngày, hoặc ghi việc vào Đảng, chuyển đến trước.",
                field="on",
                code="not_member",
            )
        return self.open

    def _cell(self, h: Happening) -> int:
        if h.cell is None:
            raise Refusal("Cần chọn chi bộ. Hãy chọn chi bộ nơi đảng viên sinh hoạt.", field="cell", code="no_cell")
        for since, until in self.cell_spans.get(h.cell, ()):
            if since <= h.on < until:
                return h.cell
        raise Refusal(
            f"Vào ngày {show_day(h.on)} tổ chức được chọn chưa thành lập, đã kết thúc hoặc không phải chi bộ. "
            "Hãy chọn chi bộ khác hoặc ngày khác.",
            field="cell",
            code="no_such_cell",
        )

    def _end_temporary(self, on: date, exit: int | None) -> None:
        stay = self.temporary
        if stay is not None:
            self.history.stays.append(
                StayRow(
                    self.subject.id, Nature.TEMPORARY, stay.chain, stay.cell, stay.since, on, BEGINNING, FOREVER,
                    stay.entry, exit,
                )
            )  # fmt: skip
        self.temporary = None

    def finish(self) -> History:
        stays = list(self.closed)
        if self.open is not None:
            stays.append((self.open, FOREVER, None))
        self._end_temporary(FOREVER, None)
        self.homes = {stay.chain: stay.cell for stay, _, _ in stays}
        for happening, after, before in self.entered:
            if before is not None:
                self.history.movements.append(self._movement(happening, before, is_entry=False, other=after))
            self.history.movements.append(self._movement(happening, after, is_entry=True, other=before))
        self._lay_stays(stays)
        return self.history

    def _lay_stays(self, stays: list[tuple[_Open, date, int | None]]) -> None:
        chains: dict[int, list[_Open]] = {}
        for stay, _, _ in stays:
            chains.setdefault(stay.chain, []).append(stay)
        for stay, until, exit in stays:
            if until > stay.since:
                self._must_stand(stay, until)
            chain = chains[stay.chain]
            place = chain.index(stay)
            anchor_since = BEGINNING if place == 0 else stay.since
            anchor_until = FOREVER if place == len(chain) - 1 else chain[place + 1].since
            self.history.stays.append(
                StayRow(
                    self.subject.id, Nature.PERMANENT, stay.chain, stay.cell, stay.since, until, anchor_since,
                    anchor_until, stay.entry, exit,
                )
            )  # fmt: skip
            if until > stay.since:
                self._lay_spells(stay, until)

    def _must_stand(self, stay: _Open, until: date) -> None:
        """The cell stands as a cell through the whole stay."""
        day = stay.since
        for since, end in self.cell_spans.get(stay.cell, ()):
            if since <= day < end:
                day = end
                if day >= until:
                    return
        raise Refusal(
            f"Chi bộ của đồng chí {self.subject.name} kết thúc ngày {show_day(day)}, trước khi đồng chí rời đi. "
            "Hãy ghi việc chuyển hoặc sắp xếp trước ngày đó.",
            field="cell",
            code="cell_ended",
        )

    def _lay_spells(self, stay: _Open, until: date) -> None:
        breaks = {stay.since}
        for line in self.attributes:
            for since, end, _ in line:
                if stay.since < since < until:
                    breaks.add(since)
                if stay.since < end < until:
                    breaks.add(end)
        for day, _ in self.status_changes:
            if stay.since < day < until:
                breaks.add(day)
        if self.party_since is not None and stay.since < self.party_since < until:
            breaks.add(self.party_since)
        days = sorted(breaks)
        for i, since in enumerate(days):
            end = days[i + 1] if i + 1 < len(days) else until
            status, *values, born_on, party_since = self._wide(since)
            row = SpellRow(
                self.subject.id, self.subject.name_key, stay.cell, self._home(stay), stay.chain, since, end, stay.since,
                until, status, *values, born_on, party_since,
            )  # fmt: skip
            self.history.spells.append(row)

    def _movement(self, h: Happening, side: _Open, *, is_entry: bool, other: _Open | None) -> MovementRow:
        tree_day = h.on if is_entry else max(h.on - ONE_DAY, side.since)
        other_day = None if other is None else (max(h.on - ONE_DAY, other.since) if is_entry else h.on)
        return MovementRow(
            h.id, self.subject.id, self.subject.name_key, is_entry, h.cause, h.ground, not h.reversed, h.on, tree_day,
            side.cell, self._home(side), side.chain, other.cell if other else None, self._home(other) if other else None,
            other_day, other.chain if other else None, h.org_event, *self._wide(tree_day),
        )  # fmt: skip

    def _home(self, stay: _Open) -> int:
        """Where the chain of the stay ends."""
        return self.homes.get(stay.chain, stay.cell)

    def _wide(self, day: date) -> tuple:
        status = ""
        for since, value in self.status_changes:
            if since <= day:
                status = value
        values = []
        for line in self.attributes:
            found = ""
            for since, until, value in line:
                if since <= day < until:
                    found = value
                    break
            values.append(found)
        party_since = self.party_since if self.party_since and self.party_since <= day else None
        return (status, *values, self.subject.born_on, party_since)
