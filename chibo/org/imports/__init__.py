"""What a workbook says about units: finding the unit a text means, and bringing in a tree."""

from chibo.org.imports.book import Found, Missing, UnitBook
from chibo.org.imports.outgoing import tree_rows, tree_table
from chibo.org.imports.places import suggest_places
from chibo.org.imports.placing import find_place
from chibo.org.imports.units import UNITS

__all__ = ["UNITS", "Found", "Missing", "UnitBook", "find_place", "suggest_places", "tree_rows", "tree_table"]
