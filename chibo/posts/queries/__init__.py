"""Reading posts: every question takes the day."""

from chibo.posts.queries.holdings import (
    held_twice,
    holders_at,
    holding_by_uid,
    holdings_of,
    left_behind,
    others_in,
    readable,
    standing,
    unit_names,
)
from chibo.posts.queries.records import lives, memberships

__all__ = [
    "held_twice",
    "holders_at",
    "holding_by_uid",
    "holdings_of",
    "left_behind",
    "lives",
    "memberships",
    "others_in",
    "readable",
    "standing",
    "unit_names",
]
