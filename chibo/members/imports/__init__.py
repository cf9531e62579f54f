"""What rows of workbooks about people mean: whom, what is new, what differs, what was done to take it back."""

from chibo.members.imports.members import MEMBERS
from chibo.members.imports.movements import MOVEMENTS
from chibo.members.imports.qualifications import QUALIFICATIONS

KINDS = (MEMBERS, MOVEMENTS, QUALIFICATIONS)

__all__ = ["KINDS", "MEMBERS", "MOVEMENTS", "QUALIFICATIONS"]
