"""Taking a workbook in, step by step, and taking it back."""

from chibo.exchange.actions.checking import check
from chibo.exchange.actions.mapping import (
    answer,
    drop,
    forget_answers,
    likely_sheet,
    map_columns,
    propose,
    remembered_answers,
)
from chibo.exchange.actions.receiving import look_again, receive
from chibo.exchange.actions.returning import check_return, make_return, request_return
from chibo.exchange.actions.running import request
from chibo.exchange.actions.undoing import begin as begin_undo
from chibo.exchange.actions.undoing import undo, what_stands_on
from chibo.exchange.actions.writing import write

__all__ = [
    "answer",
    "begin_undo",
    "check",
    "check_return",
    "drop",
    "forget_answers",
    "likely_sheet",
    "look_again",
    "make_return",
    "map_columns",
    "propose",
    "receive",
    "remembered_answers",
    "request",
    "request_return",
    "undo",
    "what_stands_on",
    "write",
]
