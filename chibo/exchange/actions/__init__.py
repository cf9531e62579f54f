"""Taking a workbook in, step by step, and taking it back."""

from chibo.exchange.actions.checking import check
from chibo.exchange.actions.mapping import answer, drop, map_columns, propose
from chibo.exchange.actions.receiving import look_again, receive
from chibo.exchange.actions.running import request
from chibo.exchange.actions.undoing import undo
from chibo.exchange.actions.writing import write

__all__ = ["answer", "check", "drop", "look_again", "map_columns", "propose", "receive", "request", "undo", "write"]
