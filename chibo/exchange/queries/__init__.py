"""Reading batches and what became of their rows."""

from chibo.exchange.queries.batches import batch_of, batches, counts, counts_of, sheet_of
from chibo.exchange.queries.rows import Asked, PlannedRow, RowSource, plans_of_batch, questions, veiled

__all__ = [
    "Asked",
    "PlannedRow",
    "RowSource",
    "batch_of",
    "batches",
    "counts",
    "counts_of",
    "plans_of_batch",
    "questions",
    "sheet_of",
    "veiled",
]
