"""What rows of workbooks about people mean: whom, what is new, what differs, what was done to take it back."""

from chibo.members.imports.members import MEMBERS

KINDS = (MEMBERS,)

__all__ = ["KINDS", "MEMBERS"]
