"""What the tests of badges share."""

from chibo.members.tests.conftest import TODAY, _today, sign_in, world

__all__ = ["TODAY", "_today", "sign_in", "world"]
