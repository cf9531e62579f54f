"""What a workbook says about units: finding the unit a text means, and bringing in a tree."""

from chibo.org.imports.book import Found, Missing, UnitBook, find_place

__all__ = ["Found", "Missing", "UnitBook", "find_place"]
