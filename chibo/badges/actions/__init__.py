"""Writing about badges: each function asks for the right, checks, writes and journals, in one transaction."""

from chibo.badges.actions.copies import lose, reissue
from chibo.badges.actions.giving import award, decide, give_back, withdraw
from chibo.badges.actions.loading import load_badges
from chibo.badges.actions.proposing import propose, propose_many

__all__ = ["award", "decide", "give_back", "load_badges", "lose", "propose", "propose_many", "reissue", "withdraw"]
