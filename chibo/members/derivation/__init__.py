"""What is derived about members: written in the transaction that changed the truth, recounted at any time."""

from chibo.members.derivation.writing import lay_roll_anew, refresh_roll, roll_put_off, settle

__all__ = ["lay_roll_anew", "refresh_roll", "roll_put_off", "settle"]
