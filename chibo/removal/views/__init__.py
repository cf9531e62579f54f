"""Pages of screening, help and leaving."""

from chibo.removal.views.helping import annul_help, help_list, help_one, judge, start
from chibo.removal.views.leaving import leaving
from chibo.removal.views.notices import notice
from chibo.removal.views.person import of_person
from chibo.removal.views.rounds import annul_round, hold, hold_many, round_list, round_one

__all__ = [
    "annul_help",
    "annul_round",
    "help_list",
    "help_one",
    "hold",
    "hold_many",
    "judge",
    "leaving",
    "notice",
    "of_person",
    "round_list",
    "round_one",
    "start",
]
