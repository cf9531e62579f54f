"""What the tests of transfers share."""

from chibo.members.tests.conftest import TODAY, _today, sign_in, world

__all__ = ["TODAY", "_today", "sign_in", "world"]
