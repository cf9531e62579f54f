"""Writing posts: each function asks for the right, checks, writes and puts it into the journal, in one transaction."""

from chibo.posts.actions.bulk import HoldingSpec, change_many, load_holdings, put_back, unload_holdings
from chibo.posts.actions.holding import annul_holding, correct_holding, leave_post, take_post

__all__ = [
    "HoldingSpec",
    "annul_holding",
    "change_many",
    "correct_holding",
    "leave_post",
    "load_holdings",
    "put_back",
    "take_post",
    "unload_holdings",
]
