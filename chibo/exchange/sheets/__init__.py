"""Workbooks that leave: a blank one of a kind, and somebody's own with what is to be mended in it."""

from chibo.exchange.sheets.blank import template
from chibo.exchange.sheets.returned import FAULTS, OUTCOME, write_returned

__all__ = ["FAULTS", "OUTCOME", "template", "write_returned"]
