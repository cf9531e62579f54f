"""Rows of a batch as they were decided, and the questions among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chibo.exchange import staging
from chibo.exchange.models import Batch
from chibo.exchange.rules.kinds import Ask, Kind, Plan, kind_of
from chibo.exchange.vocabulary import Outcome

Key = tuple[int]


@dataclass(frozen=True)
class PlannedRow:
    """A row in words: its number, what it is about, how it ends, and why."""

    number: int
    label: str
    outcome: str
    faults: list[tuple[str, str]]
    """(title of the column, sentence)"""
    differences: list[tuple[str, str, str]]
    """(title of the column, value on record, value in the workbook)"""
    ask: Ask | None
    target: int | None
    about: str = ""

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return Outcome(self.outcome).label

    @property
    def reasons(self) -> str:
        """All sentences about the row, each with its column."""
        told = [f"{title}: {sentence}" if title else sentence for title, sentence in self.faults]
        return " ".join([*told, self.ask.text] if self.ask else told)

    @property
    def changes(self) -> str:
        """All differences in one line."""
        return "; ".join(f"{title}: {now or '(trống)'} → {new or '(trống)'}" for title, now, new in self.differences)


def _in_words(plan: Plan, titles: dict[str, str]) -> PlannedRow:
    return PlannedRow(
        plan.number,
        plan.label,
        plan.outcome,
        [(titles.get(name, name), sentence.removeprefix("~")) for name, sentence in plan.faults],
        [(titles.get(name, name), now, new) for name, now, new in plan.differences],
        plan.ask,
        plan.target,
        plan.about,
    )


def _titles(kind: Kind) -> dict[str, str]:
    return {column.name: column.title for column in kind.columns}


HIDDEN = "(ẩn)"
_LONG_NUMBER = re.compile(r"\d[\d .\-]{6,}\d")


def veiled(text: str) -> str:
    """A sentence without long numbers, for who may not see those of people."""
    return _LONG_NUMBER.sub("••••", text)


def _veil(row: PlannedRow, sensitive: frozenset[str]) -> PlannedRow:
    return replace(
        row,
        faults=[(title, veiled(sentence)) for title, sentence in row.faults],
        differences=[
            (title, HIDDEN, HIDDEN) if title in sensitive else (title, now, new) for title, now, new in row.differences
        ],
        ask=replace(row.ask, text=veiled(row.ask.text)) if row.ask else None,
    )


def plans_of_batch(batch: Batch) -> Iterator[Plan]:
    """Everything that was decided, in the order of the workbook, one part of it at a time."""
    for number in batch.chunks.order_by("number").values_list("number", flat=True):
        yield from staging.plans_of(batch.chunks.defer("data", "traces").get(number=number))


class RowSource:
    """The rows of a batch that end in one way (all of them without one), in the order of the workbook.

    :param open: whether sensitive columns are shown
    """

    def __init__(self, batch: Batch, outcome: str = "", *, open: bool = True) -> None:
        kind = kind_of(batch.kind)
        self.batch, self.outcome = batch, outcome
        self._titles = _titles(kind)
        self._hidden = None if open else frozenset(column.title for column in kind.columns if column.sensitive)

    def _in_words(self, plan: Plan) -> PlannedRow:
        row = _in_words(plan, self._titles)
        return row if self._hidden is None else _veil(row, self._hidden)

    def _rows(self):
        rows = self.batch.rows.order_by("number")
        return rows.filter(outcome=self.outcome) if self.outcome else rows

    def page(self, after: Key | None, limit: int) -> list[PlannedRow]:
        """The first rows after a row number."""
        rows = self._rows()
        if after is not None:
            rows = rows.filter(number__gt=after[0])
        wanted = dict(rows.values_list("number", "chunk")[:limit])
        found: list[PlannedRow] = []
        for chunk in self.batch.chunks.filter(number__in=set(wanted.values())).order_by("number").defer("data"):
            found += [self._in_words(p) for p in staging.plans_of(chunk) if p.number in wanted]
        return found

    def key(self, row: PlannedRow) -> Key:
        """Its number."""
        return (row.number,)

    def count(self) -> int:
        """How many there are."""
        return self._rows().count()

    def iterate(self) -> Iterator[PlannedRow]:
        """All of them, one part of the batch at a time."""
        for number in self._rows().order_by().values_list("chunk", flat=True).distinct().order_by("chunk"):
            chunk = self.batch.chunks.defer("data").get(number=number)
            for plan in staging.plans_of(chunk):
                if not self.outcome or plan.outcome == self.outcome:
                    yield self._in_words(plan)


@dataclass
class Asked:
    """A question and the rows that wait for its answer."""

    ask: Ask
    rows: list[int] = field(default_factory=list)


def questions(batch: Batch) -> list[Asked]:
    """What is asked, once for all rows with the same key; the one with most rows first."""
    chunks = set(batch.rows.filter(outcome=Outcome.ASK).values_list("chunk", flat=True))
    found: dict[str, Asked] = {}
    for chunk in batch.chunks.filter(number__in=chunks).order_by("number").defer("data"):
        for plan in staging.plans_of(chunk):
            if plan.outcome == Outcome.ASK and plan.ask is not None:
                found.setdefault(plan.ask.key, Asked(plan.ask)).rows.append(plan.number)
    return sorted(found.values(), key=lambda asked: (-len(asked.rows), asked.rows[0]))
