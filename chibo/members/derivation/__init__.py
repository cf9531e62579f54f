"""What is derived about members: written in the transaction that changed the truth, recounted at any time."""

from chibo.members.derivation.writing import refresh_roll, settle

__all__ = ["refresh_roll", "settle"]
