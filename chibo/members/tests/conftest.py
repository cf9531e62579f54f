"""What the tests of members share."""

import pytest

from chibo.members.tests.world import World


@pytest.fixture
def world(db) -> World:
    """A small committee without members."""
    return World()
