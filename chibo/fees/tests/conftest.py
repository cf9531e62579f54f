"""What the tests of fees share."""

import pytest

from chibo.fees.actions.occupants import FeeOccupants
from chibo.fees.tests.world import FeeWorld
from chibo.members.actions.occupants import MemberOccupants
from chibo.members.tests.conftest import TODAY, _today, sign_in
from chibo.org.actions import occupants

__all__ = ["TODAY", "_today", "sign_in", "world"]


@pytest.fixture
def world(once) -> FeeWorld:
    """A small committee whose units carry members and money."""
    made = once(FeeWorld)
    occupants.install([MemberOccupants(), FeeOccupants()])
    return made
