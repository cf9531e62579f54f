"""What the tests of posts share."""

import pytest

from chibo.members.actions.occupants import MemberOccupants
from chibo.members.tests.conftest import TODAY, _today, sign_in
from chibo.members.tests.world import World
from chibo.org.actions import occupants
from chibo.posts.actions.occupants import PostOccupants

__all__ = ["TODAY", "_today", "sign_in", "world"]


@pytest.fixture
def world(once) -> World:
    """A small committee whose units carry members and posts."""
    made = once(World)
    occupants.install([MemberOccupants(), PostOccupants()])
    return made
