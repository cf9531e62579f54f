"""What the tests of members share."""

import pytest

from chibo.access.tests.signing import sign_in
from chibo.kernel import clock
from chibo.members.tests.world import World, d

__all__ = ["TODAY", "World", "_today", "d", "sign_in", "world"]

TODAY = d("22/11/2026")


@pytest.fixture
def world(once) -> World:
    """A small committee without members."""
    return once(World)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The clock of these tests stands still."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
