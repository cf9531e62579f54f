"""What the tests of screening and leaving share."""

import pytest

from chibo.members.tests.conftest import TODAY, _today, sign_in, world
from chibo.procedures.rules import handlers
from chibo.removal.procedures import HANDLERS

__all__ = ["TODAY", "_today", "sign_in", "world"]

OWN = {handler.definition.code for handler in HANDLERS}


@pytest.fixture(autouse=True)
def _procedures():
    """The procedures of this area, and what was there before after the test."""
    before = handlers.installed()
    handlers.install([*(one for one in before if one.definition.code not in OWN), *HANDLERS])
    yield
    handlers.install(before)
