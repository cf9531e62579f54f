"""Writing of the desk: work is assigned, withdrawn, seen done; findings are found right; numbers are read."""

from chibo.quality.actions.assigning import assign, close_mended, withdraw
from chibo.quality.actions.numbers import read_numbers
from chibo.quality.actions.waiving import take_back, waive

__all__ = ["assign", "close_mended", "read_numbers", "take_back", "waive", "withdraw"]
