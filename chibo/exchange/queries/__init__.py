"""Reading batches and what became of their rows."""

from chibo.exchange.queries.batches import batch_of, batches, counts, counts_of, sheet_of
from chibo.exchange.queries.rows import Asked, PlannedRow, RowSource, questions

__all__ = [
    "Asked",
    "PlannedRow",
    "RowSource",
    "batch_of",
    "batches",
    "counts",
    "counts_of",
    "questions",
    "sheet_of",
]
