"""Reading grants, and the viewer made of them."""

from chibo.access.queries.grants import grants_at, grants_listed, grants_of
from chibo.access.queries.viewer import AccountViewer, Anonymous, may_at

__all__ = ["AccountViewer", "Anonymous", "grants_at", "grants_listed", "grants_of", "may_at"]
