"""The pages of cases."""

from chibo.procedures.views.case import case, file, sealed
from chibo.procedures.views.deeds import back, lapse, override, take_back, withdraw
from chibo.procedures.views.lists import cases
from chibo.procedures.views.steps import open_page, step

__all__ = [
    "back", "case", "cases", "file", "lapse", "open_page", "override", "sealed", "step", "take_back", "withdraw",
]  # fmt: skip
