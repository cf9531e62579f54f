"""Writing about screening and help: each function asks for the right, checks, writes and journals, in one transaction."""

from chibo.removal.actions.helping import annul_help, judge_help, start_help
from chibo.removal.actions.loading import load_help, load_rounds
from chibo.removal.actions.notices import lead_by_case, let_go, load_notices, note_sent
from chibo.removal.actions.rounds import annul_round, hold_round, hold_rounds

__all__ = [
    "annul_help",
    "annul_round",
    "hold_round",
    "hold_rounds",
    "judge_help",
    "lead_by_case",
    "let_go",
    "load_help",
    "load_notices",
    "load_rounds",
    "note_sent",
    "start_help",
]
