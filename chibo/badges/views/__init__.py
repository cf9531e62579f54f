"""Pages of badges."""

from chibo.badges.views.due import due_list
from chibo.badges.views.many import award_many, decide_many, propose_many
from chibo.badges.views.one import badge, give_back, lose, of_person, propose, reissue, withdraw
from chibo.badges.views.register import register

__all__ = [
    "award_many",
    "badge",
    "decide_many",
    "due_list",
    "give_back",
    "lose",
    "of_person",
    "propose",
    "propose_many",
    "register",
    "reissue",
    "withdraw",
]
