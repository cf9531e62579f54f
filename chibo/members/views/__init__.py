"""Pages of members, a file per kind of page."""

from chibo.members.views.deeds import add, deed, start
from chibo.members.views.lists import members, summary
from chibo.members.views.merging import find as merge_find
from chibo.members.views.merging import merge, part
from chibo.members.views.person import attributes, history, journal_of, numbers, overview
from chibo.members.views.sheet import sheet
from chibo.members.views.transfers import transfers

__all__ = [
    "add",
    "attributes",
    "deed",
    "history",
    "journal_of",
    "members",
    "merge",
    "merge_find",
    "numbers",
    "overview",
    "part",
    "sheet",
    "start",
    "summary",
    "transfers",
]
