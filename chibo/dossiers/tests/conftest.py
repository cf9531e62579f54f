"""What the tests of files share."""

import pytest

from chibo.dossiers.actions.occupants import FileOccupants
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.tests.conftest import TODAY, _today, sign_in
from chibo.members.tests.world import World
from chibo.org.actions import occupants

__all__ = ["TODAY", "_today", "sign_in", "world"]


@pytest.fixture
def world(once) -> World:
    """A small committee without members, whose units carry members and the custody of files."""
    made = once(World)
    occupants.install([MemberOccupants(), FileOccupants()])
    return made
