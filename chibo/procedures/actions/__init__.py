"""Opening and leading cases."""

from chibo.procedures.actions.acting import act
from chibo.procedures.actions.moving import follow, move_case
from chibo.procedures.actions.opening import open_case
from chibo.procedures.actions.turning import lapse, override, send_back, take_back, withdraw

__all__ = ["act", "follow", "lapse", "move_case", "open_case", "override", "send_back", "take_back", "withdraw"]
