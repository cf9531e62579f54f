"""Rows between checking and writing: kept encrypted, part by part, for they hold numbers of people."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from chibo.exchange.models import Batch, Chunk
from chibo.exchange.rules.kinds import Ask, Part, Plan, Trace
from chibo.exchange.vocabulary import Outcome
from chibo.kernel import secrets

PURPOSE = "exchange.chunk"
WRITES = (Outcome.CREATE, Outcome.UPDATE)
_WRITTEN = frozenset(outcome.value for outcome in WRITES)


def _plain(content: Any) -> bytes:
    # What is kept is made anew for it and holds nothing in circles.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()


def pack(content: Any) -> bytes:
    """Anything JSON carries, encrypted."""
    return secrets.seal_bytes(_plain(content), purpose=PURPOSE)


def unpack(sealed: bytes) -> Any:
    """What :func:`pack` packed."""
    return json.loads(secrets.unseal_bytes(sealed, purpose=PURPOSE))


def seal_cells(cells: list[list[Any]]) -> str:
    """The first rows of a sheet as text, encrypted: they hold numbers of people too."""
    return b64encode(pack(cells)).decode("ascii")


def open_cells(sealed: str) -> list[list[Any]]:
    """What :func:`seal_cells` sealed, raw cells again: days are pairs."""
    rows = unpack(b64decode(sealed))
    return [[tuple(cell) if isinstance(cell, list) else cell for cell in row] for row in rows]


def pack_rows(plans: Sequence[Plan]) -> bytes:
    """What was decided about rows, without what writing them needs."""
    return pack(
        [
            [
                p.number,
                p.outcome,
                p.target,
                p.label,
                p.faults,
                p.differences,
                p.about,
                [p.ask.key, p.ask.text, p.ask.choices, p.ask.remembered] if p.ask else None,
            ]
            for p in plans
        ]
    )


def part_of(chunk: Chunk) -> Part:
    """The rows of a chunk that are to be written."""
    data = secrets.unseal_bytes(chunk.data, purpose=PURPOSE) if chunk.data is not None else b"[]"
    rows = [(line[0], line[1], place) for place, line in enumerate(unpack(chunk.rows)) if line[1] in _WRITTEN]
    return Part(rows, data, lambda: plans_of(chunk))


def plans_of(chunk: Chunk, *, with_data: bool = False) -> list[Plan]:
    """The plans of a chunk as they were decided."""
    data = unpack(chunk.data) if with_data and chunk.data is not None else None
    plans = []
    for place, (number, outcome, target, label, faults, differences, about, ask) in enumerate(unpack(chunk.rows)):
        plans.append(
            Plan(
                number=number,
                outcome=Outcome(outcome),
                target=target,
                label=label,
                data=data[place] if data is not None else None,
                faults=[tuple(fault) for fault in faults],
                differences=[tuple(difference) for difference in differences],
                about=about,
                ask=Ask(ask[0], ask[1], tuple(map(tuple, ask[2])), ask[3]) if ask else None,
            )
        )
    return plans


def pack_traces(traces: Sequence[Trace]) -> bytes:
    """What writing did, row by row."""
    return pack([[t.number, t.target, t.undo] for t in traces])


def traces_of(chunk: Chunk) -> list[Trace]:
    """What writing a chunk did; nothing where it has not been written."""
    return [Trace(*line) for line in unpack(chunk.traces)] if chunk.traces is not None else []


def traces_of_batch(batch: Batch) -> Iterator[Trace]:
    """What writing the whole batch did."""
    for chunk in batch.chunks.filter(traces__isnull=False).order_by("number").iterator(chunk_size=4):
        yield from traces_of(chunk)
