"""Tables of party fees. Money is whole đồng; nothing about money is edited, what was wrong is reversed."""

from chibo.fees.models.basis import FeeAssignment, FeeBasis, FeeRelief
from chibo.fees.models.dues import Charge, Due, FeeBook
from chibo.fees.models.fund import FundEntry, Remittance
from chibo.fees.models.receipts import Receipt, ReceiptLine

__all__ = [
    "Charge",
    "Due",
    "FeeAssignment",
    "FeeBasis",
    "FeeBook",
    "FeeRelief",
    "FundEntry",
    "Receipt",
    "ReceiptLine",
    "Remittance",
]
