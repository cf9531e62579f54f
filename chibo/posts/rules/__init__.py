"""What is allowed about posts, and the sentences that refuse."""

from chibo.posts.rules.titles import role_of, several_in

READ = "posts.read"
WRITE = "posts.write"

__all__ = ["READ", "WRITE", "role_of", "several_in"]
