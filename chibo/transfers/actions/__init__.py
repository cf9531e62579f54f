"""Writing about transfers: each function asks for the right, checks, writes and journals, in one transaction."""

from chibo.transfers.actions.abroad import load_abroad, note_abroad, note_return
from chibo.transfers.actions.away import (
    annul_away,
    annul_contact,
    come_back,
    correct_away,
    go_away,
    load_away,
    log_contact,
)
from chibo.transfers.actions.letters import keep_letter
from chibo.transfers.actions.receiving import receive_moved

__all__ = [
    "annul_away",
    "annul_contact",
    "come_back",
    "correct_away",
    "go_away",
    "keep_letter",
    "load_abroad",
    "load_away",
    "log_contact",
    "note_abroad",
    "note_return",
    "receive_moved",
]
