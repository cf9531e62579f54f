"""The committee of the catalogue's tests."""

from chibo.catalogue.tests.conftest import _today, committee, signed_in

__all__ = ["_today", "committee", "signed_in"]
