"""Writing about fees: each function asks for the right, checks, writes and tells the journal, in one transaction."""

from chibo.fees.actions.assigning import assign
from chibo.fees.actions.bases import BasisSpec, set_bases
from chibo.fees.actions.books import Opened, correct_due, enter_dues, open_month
from chibo.fees.actions.receipts import Line, collect, reverse_receipt
from chibo.fees.actions.reliefs import ask_relief, decide_relief, end_relief
from chibo.fees.actions.remitting import receive, remit, reverse_remittance

__all__ = [
    "BasisSpec",
    "Line",
    "Opened",
    "ask_relief",
    "assign",
    "collect",
    "correct_due",
    "decide_relief",
    "end_relief",
    "enter_dues",
    "open_month",
    "receive",
    "remit",
    "reverse_receipt",
    "reverse_remittance",
    "set_bases",
]
