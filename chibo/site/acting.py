"""Whoever holds several grants acts for one place at a time; the choice lives in the session."""

from collections.abc import MutableMapping
from typing import Any

from chibo.access.queries import AccountViewer

ACTS_FOR = "acts_for"


def as_chosen(viewer: AccountViewer, session: MutableMapping[str, Any]) -> AccountViewer:
    """The viewer with the chosen grant first, so that home and role are those of it. Rights stay those of all grants."""
    chosen = session.get(ACTS_FOR)
    if chosen:
        viewer.grants = sorted(viewer.grants, key=lambda grant: str(grant.uid) != chosen)
    return viewer
