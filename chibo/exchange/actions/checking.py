"""The third step: every row is read, cleaned, matched and judged; nothing is written but the verdicts."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from chibo.exchange import staging
from chibo.exchange.actions.mapping import remember_columns, remembered_answers
from chibo.exchange.actions.receiving import opened
from chibo.exchange.models import Batch, BatchRow, Chunk
from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import AskDateOrder, ColumnSpec
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Importer, Kind, Place, Plan, Row, Setting
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.journal import queries as journal
from chibo.kernel import secrets
from chibo.kernel.bulk import insert_tuples, long_work
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer

PART = 6_000
"""Rows kept together; about so many are also written together."""
Tick = Callable[..., None]


def check(batch: Batch, *, by: Viewer, tick: Tick = lambda *_, **__: None) -> None:
    """Read the workbook and decide about each of its rows. Repeatable at any time until it is written.

    Ends in the state *checked*, or in *mapped* with questions about how days are written in whole columns.

    :raises Refusal: not entitled, another state, or the file cannot be read; no verdicts are kept then
    """
    place = states.must_be(batch, by, BatchState.MAPPED, BatchState.CHECKED, BatchState.CHECKING)
    kind = kinds.kind_of(batch.kind)
    _begin(batch)
    try:
        with long_work():
            stage, notes = _judged(batch, kind, setting_of(batch, place, by), tick)
    except AskDateOrder as asked:
        _clear(batch)
        batch.state, batch.questions = BatchState.MAPPED, _about_days(kind, asked)
        batch.save()
        return
    except Refusal:
        _clear(batch)
        batch.state = BatchState.MAPPED
        batch.save()
        raise
    batch.state, batch.questions, batch.notes, batch.digest = BatchState.CHECKED, [], notes, stage.digest
    batch.save()
    if batch.rows.exclude(outcome=Outcome.REFUSE).exists():
        remember_columns(batch)


def setting_of(batch: Batch, place: Place, by: Viewer) -> Setting:
    """What is said about the workbook as a whole."""
    return Setting(
        batch=str(batch.uid),
        place=place,
        on=batch.on,
        by=by,
        source=batch.file.name,
        options=batch.options,
        answers=remembered_answers(batch),
    )


@transaction.atomic
def _begin(batch: Batch) -> None:
    _clear(batch)
    batch.state, batch.journal_mark = BatchState.CHECKING, journal.last_number()
    batch.save()


def _clear(batch: Batch) -> None:
    batch.rows.all().delete()
    batch.chunks.all().delete()


def _judged(batch: Batch, kind: Kind, setting: Setting, tick: Tick) -> tuple["_Stage", list[str]]:
    scans = batch.looked["scan"]["sheets"]
    if any(scan["name"] == batch.sheet and scan.get("in_pieces") for scan in scans):
        try:
            return _judge(batch, kind, setting, tick, in_pieces=True)
        except workbook.Again:
            _clear(batch)
    return _judge(batch, kind, setting, tick, in_pieces=False)


def _judge(batch: Batch, kind: Kind, setting: Setting, tick: Tick, *, in_pieces: bool) -> tuple["_Stage", list[str]]:
    stage = _Stage(batch, whole=kind.whole)
    columns = [
        ColumnSpec(column.name, batch.mapping[column.name], column.type.spec())
        for column in kind.columns
        if column.name in batch.mapping
    ]
    fields = [column.field for column in columns]
    total = max((sheet["rows"] for sheet in batch.looked["sheets"] if sheet["name"] == batch.sheet), default=0)
    kept: list[Row] = []
    with (
        opened(batch.file) as path,
        workbook.read(
            path,
            batch.file.name,
            sheet=batch.sheet,
            first_row=batch.header_row + 1,
            columns=columns,
            options={k: v for k, v in batch.options.items() if k in ("date_order", "skip_hidden", "encoding", "text")},
            in_pieces=in_pieces,
        ) as reading,
    ):
        importer = kind.begin(setting)
        for part in reading:
            rows = [
                Row(number, dict(zip(fields, values, strict=True)), faults, batch.sheet)
                for number, values, faults in part
            ]
            if kind.whole:
                kept += rows
            else:
                stage.add(_told_apart(kind, importer.plan(rows), rows))
            tick(stage.count + len(kept), "Đang đọc và kiểm tra", total=max(total - batch.header_row, 1))
        notes = list(reading.notes)
    if kind.whole:
        stage.add(_told_apart(kind, importer.plan(kept), kept))
    stage.finish(importer)
    return stage, notes


def _told_apart(kind: Kind, plans: list[Plan], rows: Sequence[Row]) -> list[Plan]:
    """Beside the label of a row, some of what the workbook says of it."""
    shows = [(name, kind.column(name).type.show) for name in kind.about]
    for plan, row in zip(plans, rows, strict=True):
        get = row.values.get
        plan.about = " · ".join([show(value) for name, show in shows if (value := get(name)) is not None])
    return plans


def _about_days(kind: Kind, asked: AskDateOrder) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "title": kind.column(field).title,
            "examples": examples[:5],
            "choices": [list(c) for c in asked.choices if swapped or c[0] != "swapped"],
        }
        for field, examples, swapped in asked.asked
    ]


class _Stage:
    """Keeps plans part by part."""

    def __init__(self, batch: Batch, *, whole: bool) -> None:
        self.batch, self.count = batch, 0
        self._part = sys.maxsize if whole else PART
        self._waiting: list[Plan] = []
        self._number = 0
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Of everything decided so far."""
        return self._hash.hexdigest()

    def add(self, plans: Sequence[Plan]) -> None:
        """Take plans in the order of the workbook."""
        self._waiting += plans
        self.count += len(plans)
        while len(self._waiting) >= self._part:
            self._keep(self._waiting[: self._part])
            self._waiting = self._waiting[self._part :]

    def finish(self, importer: Importer) -> None:
        """Keep what waits, with the last word of the importer about earlier rows."""
        if self._waiting:
            self._keep(self._waiting)
            self._waiting = []
        if late := {plan.number: plan for plan in importer.finish()}:
            self._replace(late)

    def _keep(self, plans: list[Plan]) -> None:
        data = json.dumps(
            [plan.data for plan in plans], ensure_ascii=False, separators=(",", ":"), check_circular=False
        ).encode()
        with transaction.atomic():
            chunk = Chunk(batch=self.batch, number=self._number, rows=staging.pack_rows(plans))
            chunk.data = secrets.seal_bytes(data, purpose=staging.PURPOSE)
            chunk.save()
            _insert_rows(self.batch, self._number, plans)
        self._hash.update(data)
        self._hash.update("".join(plan.outcome[0] for plan in plans).encode())
        self._number += 1

    def _replace(self, late: dict[int, Plan]) -> None:
        hit = set(self.batch.rows.filter(number__in=late).values_list("chunk", flat=True))
        for chunk in self.batch.chunks.filter(number__in=hit):
            replace_in(chunk, late)
        self._hash.update(json.dumps(sorted((n, plan.outcome) for n, plan in late.items())).encode())


_ends = {outcome: (outcome.value,) for outcome in Outcome}


def _insert_rows(batch: Batch, chunk: int, plans: Iterable[Plan]) -> None:
    insert_tuples(
        BatchRow,
        ("batch_id", "chunk", "number", "outcome", "ask_key"),
        (
            (batch.pk, chunk, plan.number, *_ends[plan.outcome], plan.ask.key[:200] if plan.ask else "")
            for plan in plans
        ),
        stored=True,
    )


@transaction.atomic
def replace_in(chunk: Chunk, late: dict[int, Plan]) -> None:
    """Put other plans in the place of some rows of a chunk."""
    plans = [
        replace(late[plan.number], about=plan.about) if plan.number in late else plan
        for plan in staging.plans_of(chunk, with_data=True)
    ]
    chunk.rows = staging.pack_rows(plans)
    chunk.data = staging.pack([plan.data for plan in plans])
    chunk.save()
    BatchRow.objects.filter(batch_id=chunk.batch_id, chunk=chunk.number).delete()
    _insert_rows(chunk.batch, chunk.number, plans)
