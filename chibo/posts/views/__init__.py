"""Pages of posts, a file per kind of page."""

from chibo.posts.views.deeds import annul, correct, leave, take
from chibo.posts.views.lists import holders
from chibo.posts.views.records import choose, holding, of_person

__all__ = ["annul", "choose", "correct", "holders", "holding", "leave", "of_person", "take"]
