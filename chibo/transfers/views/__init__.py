"""Pages of transfers and members away."""

from chibo.transfers.views.abroad import abroad_back, abroad_list, abroad_one
from chibo.transfers.views.away import annul, annul_contact, away_list, away_one, back, contact, correct, go_away
from chibo.transfers.views.letters import letter, letters
from chibo.transfers.views.moved import moved, receive, reorganizations
from chibo.transfers.views.moves import guests, moves
from chibo.transfers.views.person import of_person

__all__ = [
    "abroad_back",
    "abroad_list",
    "abroad_one",
    "annul",
    "annul_contact",
    "away_list",
    "away_one",
    "back",
    "contact",
    "correct",
    "go_away",
    "guests",
    "letter",
    "letters",
    "moved",
    "moves",
    "of_person",
    "receive",
    "reorganizations",
]
