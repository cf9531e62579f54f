"""Writing about files: gate, check, write, journal, in one transaction."""

from chibo.dossiers.actions.cards import check_cards, record_card
from chibo.dossiers.actions.contents import add_item, put_on_shelf, strike_item
from chibo.dossiers.actions.handing import hand_over, receive, receive_from, return_handover
from chibo.dossiers.actions.keeping import end_apart, keep_apart, rule_custody, state_custody
from chibo.dossiers.actions.lending import give_back, lend
from chibo.dossiers.actions.reports import open_reports, reconcile, submit_report
from chibo.dossiers.actions.supplements import (
    check_supplements,
    declare_supplement,
    file_supplements,
    send_back_supplement,
    tick_supplements,
)

__all__ = [
    "add_item",
    "check_cards",
    "check_supplements",
    "declare_supplement",
    "end_apart",
    "file_supplements",
    "give_back",
    "hand_over",
    "keep_apart",
    "lend",
    "open_reports",
    "put_on_shelf",
    "receive",
    "receive_from",
    "reconcile",
    "record_card",
    "return_handover",
    "rule_custody",
    "send_back_supplement",
    "state_custody",
    "strike_item",
    "submit_report",
    "tick_supplements",
]
