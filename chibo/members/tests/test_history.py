"""The replay of a history equals walking through it day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo.kernel.days import BEGINNING, FOREVER
from chibo.kernel.refusal import Refusal
from chibo.members.rules.history import replay
from chibo.members.rules.rows import Happening, History, Subject
from chibo.members.vocabulary import ALONG, ENTRIES, EXITS, REMOVALS, Cause, Nature, Status

START = date(2020, 1, 1)
DAYS = 40
BORN = START + timedelta(days=3)
CELLS = (1, 2, 3)
SPANS = {cell: [(BEGINNING, FOREVER)] for cell in CELLS}
SUBJECT = Subject(id=7, name="Nguyễn Văn An", name_key="an", born_on=BORN)


def day(number: int) -> date:
    return START + timedelta(days=number)


def happening(id: int, cause: str, number: int, cell: int | None = None, **more) -> Happening:
    given = dict(status="", party_since=None, decided_on=None, ground="", org_event=None, reversed=False) | more
    return Happening(id=id, cause=cause, on=day(number), cell=cell, **given)


@dataclass
class Walk:
    """One person walked through event by event: where at the end of each day, as what, and since when in the Party."""

    cell: int | None = None
    guest: int | None = None
    status: str = ""
    party_since: date | None = None
    chain: int = 0
    was_member: bool = False
    dead: bool = False
    left_by: str = ""
    hops: dict[int, list[tuple[date, int]]] = field(default_factory=dict)

    def takes(self, h: Happening) -> bool:
        """Whether the event is possible here."""
        if self.dead or h.on < BORN:
            return False
        if h.cause in ENTRIES:
            return self.cell is None and {
                Cause.ADMISSION: not self.was_member,
                Cause.READMISSION: self.was_member,
                Cause.RESTORATION: self.was_member and self.left_by in REMOVALS,
            }.get(h.cause, True)
        if h.cause == Cause.TEMPORARY_END:
            return self.guest is not None
        if self.cell is None:
            return False
        if h.cause == Cause.TRANSFER:
            return h.cell != self.leaving(h)[-1][1]
        if h.cause == Cause.REORGANIZATION:
            return h.cell != self.cell
        return h.cause != Cause.RECOGNITION or self.status != Status.OFFICIAL

    def leaving(self, h: Happening) -> list[tuple[date, int]]:
        """The hops of the present chain without those of reorganizations on the very day of leaving."""
        hops = self.hops[self.chain]
        return hops[:1] + [hop for hop in hops[1:] if hop[0] < h.on]

    def go(self, h: Happening) -> None:
        if h.cause == Cause.TRANSFER or h.cause in EXITS:
            self.hops[self.chain] = self.leaving(h)
        if h.cause in ENTRIES:
            self.cell, self.chain, self.was_member = h.cell, h.id, True
            self.hops[h.id] = [(h.on, h.cell)]
            if h.cause in (Cause.ADMISSION, Cause.READMISSION):
                self.status = Status.PROBATIONARY
                self.party_since = h.on if h.cause == Cause.ADMISSION or not self.party_since else self.party_since
            else:
                self.status = h.status or self.status or Status.OFFICIAL
        elif h.cause in ALONG:
            self.cell = h.cell
            if h.cause == Cause.TRANSFER:
                self.chain = h.id
            self.hops.setdefault(self.chain, []).append((h.on, h.cell))
        elif h.cause in EXITS:
            self.cell = self.guest = None
            self.left_by, self.dead = h.cause, h.cause == Cause.DEATH
        elif h.cause == Cause.RECOGNITION:
            self.status = Status.OFFICIAL
        else:
            self.guest = h.cell if h.cause == Cause.TEMPORARY_START else None


def sorted_by_day(happenings: list[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda h: (h.on, h.cause != Cause.REORGANIZATION, h.id))


candidates = st.lists(
    st.tuples(st.sampled_from(sorted(Cause)), st.integers(0, DAYS - 1), st.sampled_from(CELLS)), min_size=1, max_size=25
).map(
    lambda rows: sorted_by_day(
        [happening(id, cause, number, cell) for id, (cause, number, cell) in enumerate(rows, start=1)]
    )
)
occupations = st.lists(
    st.tuples(st.integers(0, DAYS), st.sampled_from("abc")), max_size=5, unique_by=lambda r: r[0]
).map(
    lambda rows: (
        [
            (day(number), day(after) if after is not None else FOREVER, value)
            for (number, value), after in zip(
                sorted(rows), [*[number for number, _ in sorted(rows)][1:], None], strict=True
            )
        ]
        if rows
        else []
    )
)


def walked(rows: list[Happening]) -> tuple[list[Happening], dict[int, Walk], Walk]:
    """The events that are possible, what stood at the end of each day, and the walk."""
    walk, kept, ends = Walk(), [], {}
    for number in range(-1, DAYS + 1):
        for row in rows:
            if row.on != day(number):
                continue
            if walk.takes(row):
                walk.go(row)
                kept.append(row)
            else:
                with pytest.raises(Refusal):
                    replay(SUBJECT, [*kept, row], {}, SPANS)
        ends[number] = Walk(walk.cell, walk.guest, walk.status, walk.party_since, walk.chain)
    return kept, ends, walk


def at(rows: list, on: date) -> list:
    return [row for row in rows if row.since <= on < row.until]


def assert_same_days(history: History, ends: dict[int, Walk], lines: list[tuple[date, date, str]]) -> None:
    permanent = [s for s in history.stays if s.nature == Nature.PERMANENT]
    temporary = [s for s in history.stays if s.nature == Nature.TEMPORARY]
    for number, end in ends.items():
        on = day(number)
        assert [s.cell for s in at(permanent, on)] == ([end.cell] if end.cell else [])
        assert [s.cell for s in at(temporary, on)] == ([end.guest] if end.guest else [])
        value = next((value for since, until, value in lines if since <= on < until), "")
        expected = [(end.cell, end.chain, end.status, value, end.party_since)] if end.cell else []
        assert [(s.cell, s.chain, s.status, s.occupation, s.party_since) for s in at(history.spells, on)] == expected


@given(candidates, occupations)
def test_every_day_of_a_replay_is_the_day_of_the_walk(rows, lines):
    kept, ends, _ = walked(rows)
    history = replay(SUBJECT, kept, {"occupation": lines}, SPANS)
    assert_same_days(history, ends, lines)


@given(candidates)
def test_opening_in_out_and_closing_balance_every_day_at_every_cell(rows):
    kept, _, _ = walked(rows)
    history = replay(SUBJECT, kept, {}, SPANS)
    stays = [s for s in history.stays if s.nature == Nature.PERMANENT]
    for number in range(DAYS):
        for cell in CELLS:
            opening = len([s for s in at(stays, day(number - 1)) if s.cell == cell])
            closing = len([s for s in at(stays, day(number)) if s.cell == cell])
            moves = [
                m
                for m in history.movements
                if m.on == day(number) and m.cell == cell and m.cause != Cause.TEMPORARY_START
            ]
            into = len([m for m in moves if m.is_entry])
            assert opening + into - (len(moves) - into) == closing


@given(candidates)
def test_a_chain_stands_in_one_cell_for_the_structure_of_any_day(rows):
    kept, _, walk = walked(rows)
    history = replay(SUBJECT, kept, {}, SPANS)
    stays = [s for s in history.stays if s.nature == Nature.PERMANENT]
    assert {s.chain for s in stays} == set(walk.hops)
    for chain, hops in walk.hops.items():
        for number in range(-1, DAYS + 1):
            anchored = [s.cell for s in stays if s.chain == chain and s.anchor_since <= day(number) < s.anchor_until]
            past = [cell for on, cell in hops if on <= day(number)]
            assert anchored == [past[-1] if past else hops[0][1]]


@given(candidates)
def test_spells_fill_their_stay_without_gap_or_overlap(rows):
    kept, _, _ = walked(rows)
    history = replay(SUBJECT, kept, {}, SPANS)
    for stay in history.stays:
        if stay.nature == Nature.PERMANENT and stay.since < stay.until:
            inside = sorted(
                (s for s in history.spells if stay.since <= s.since < stay.until), key=lambda spell: spell.since
            )
            assert inside[0].since == stay.since
            assert [s.until for s in inside] == [*[s.since for s in inside[1:]], stay.until]
            assert {(s.cell, s.chain, s.stay_since, s.stay_until) for s in inside} == {
                (stay.cell, stay.chain, stay.since, stay.until)
            }


def test_a_day_of_entering_the_party_holds_from_that_day_only():
    rows = [
        happening(1, Cause.OPENING, 5, 1),
        happening(2, Cause.VOLUNTARY_EXIT, 10),
        happening(3, Cause.READMISSION, 20, 1, decided_on=day(18)),
    ]
    assert [s.party_since for s in replay(SUBJECT, rows, {}, SPANS).spells] == [None, day(18)]


@pytest.mark.parametrize("number", [6, 1])
def test_a_day_of_entering_the_party_lies_between_birth_and_the_event(number):
    with pytest.raises(Refusal) as refusal:
        replay(SUBJECT, [happening(1, Cause.OPENING, 5, 1, party_since=day(number))], {}, SPANS)
    assert (refusal.value.code, refusal.value.field) == ("party_since", "party_since")


def moves_of(rows: list[Happening]) -> list[tuple[str, bool, int]]:
    return [(m.cause, m.is_entry, m.cell) for m in replay(SUBJECT, rows, {}, SPANS).movements]


def test_who_is_received_on_the_day_of_a_reorganization_is_moved_first():
    rows = [
        happening(1, Cause.REORGANIZATION, 10, 2, org_event=99),
        happening(2, Cause.OPENING, 5, 1),
    ]
    stays = replay(SUBJECT, rows, {}, SPANS).stays
    assert [(s.cell, s.since, s.until, s.chain) for s in stays] == [(1, day(5), day(10), 2), (2, day(10), FOREVER, 2)]


def test_who_leaves_on_the_day_of_a_reorganization_leaves_the_cell_of_the_eve():
    rows = [
        happening(1, Cause.OPENING, 5, 1),
        happening(2, Cause.TRANSFER, 10, 3),
        happening(3, Cause.REORGANIZATION, 10, 2, org_event=99),
    ]
    stays = replay(SUBJECT, rows, {}, SPANS).stays
    assert [(s.cell, s.since, s.until, s.chain) for s in stays] == [(1, day(5), day(10), 1), (3, day(10), FOREVER, 2)]
    assert moves_of(rows) == [
        (Cause.OPENING, True, 1),
        (Cause.TRANSFER, False, 1),
        (Cause.TRANSFER, True, 3),
    ]


def test_a_temporary_place_taken_on_that_day_does_not_hide_the_cell_of_the_eve():
    rows = [
        happening(1, Cause.OPENING, 5, 1),
        happening(2, Cause.REORGANIZATION, 10, 2, org_event=99),
        happening(3, Cause.TEMPORARY_START, 10, 3),
        happening(4, Cause.DEATH, 10),
    ]
    assert (Cause.DEATH, False, 1) in moves_of(rows)


def test_two_reorganizations_are_one_chain_anchored_where_each_day_lies():
    rows = [
        happening(1, Cause.OPENING, 5, 1),
        happening(2, Cause.REORGANIZATION, 10, 2, org_event=8),
        happening(3, Cause.REORGANIZATION, 20, 3, org_event=9),
    ]
    stays = replay(SUBJECT, rows, {}, SPANS).stays
    assert {s.chain for s in stays} == {1}
    assert [(s.cell, s.anchor_since, s.anchor_until) for s in stays] == [
        (1, BEGINNING, day(10)),
        (2, day(10), day(20)),
        (3, day(20), FOREVER),
    ]


def test_a_cell_that_stops_being_a_cell_must_be_left_by_that_day():
    spans = {1: [(day(0), day(15))], 2: [(day(0), FOREVER)]}
    rows = [happening(1, Cause.OPENING, 5, 1), happening(2, Cause.TRANSFER, 15, 2)]
    assert [s.cell for s in replay(SUBJECT, rows, {}, spans).stays] == [1, 2]
    with pytest.raises(Refusal) as refusal:
        replay(SUBJECT, [rows[0], happening(2, Cause.TRANSFER, 16, 2)], {}, spans)
    assert refusal.value.code == "cell_ended"
