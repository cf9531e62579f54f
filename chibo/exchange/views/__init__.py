"""Pages of the four steps, and of what became of a workbook."""

from chibo.exchange.views.asking import ask_again, questions
from chibo.exchange.views.batch import batch, check
from chibo.exchange.views.lists import batch_list, blank
from chibo.exchange.views.mapping import columns, read_again
from chibo.exchange.views.receiving import upload
from chibo.exchange.views.rows import returned, rows
from chibo.exchange.views.writing import drop, undo, write

__all__ = [
    "ask_again",
    "batch",
    "batch_list",
    "blank",
    "check",
    "columns",
    "drop",
    "questions",
    "read_again",
    "returned",
    "rows",
    "undo",
    "upload",
    "write",
]
