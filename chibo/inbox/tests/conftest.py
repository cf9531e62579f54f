"""The committee and the procedure of the engine's tests, with an inbox over them."""

from chibo.procedures.tests.conftest import ME, TODAY, World, _today, d, sign_in, world

__all__ = ["ME", "TODAY", "World", "_today", "d", "sign_in", "world"]
