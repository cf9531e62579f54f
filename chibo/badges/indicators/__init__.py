"""MEM-08, MEM-09: badges awarded, members who have the years and not the badge."""

from chibo.badges.indicators.awarded import MEM_08
from chibo.badges.indicators.due import MEM_09

INDICATORS = (MEM_08, MEM_09)

__all__ = ["INDICATORS", "MEM_08", "MEM_09"]
