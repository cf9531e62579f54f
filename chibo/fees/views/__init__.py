"""Pages of fees, a file per kind of page."""

from chibo.fees.views.bases import bases
from chibo.fees.views.collect import collect, pay
from chibo.fees.views.lists import arrears, fund, reliefs
from chibo.fees.views.month import dues
from chibo.fees.views.people import assign, due_correct, person, relief, relief_add, relief_decide, relief_end
from chibo.fees.views.receipts import receipt, receipts, reverse_receipt
from chibo.fees.views.remitting import receive, remit, remittance, remittances, reverse_remittance

__all__ = [
    "arrears",
    "assign",
    "bases",
    "collect",
    "due_correct",
    "dues",
    "fund",
    "pay",
    "person",
    "receipt",
    "receipts",
    "receive",
    "relief",
    "relief_add",
    "relief_decide",
    "relief_end",
    "reliefs",
    "remit",
    "remittance",
    "remittances",
    "reverse_receipt",
    "reverse_remittance",
]
