"""What an indicator is, and how one is counted. Defines none: definitions live with their areas.

A figure is a list that gets counted: a population gives rows for a scope and a window, dimensions say how rows are split,
an indicator names what is counted. Value, base, cells and lists are all made from the same rows.
"""

from chibo.indicators.engine import count_rows, evaluate, grouped, list_rows, series
from chibo.indicators.model import (
    Asked,
    Balance,
    Cell,
    Dimension,
    Figure,
    Indicator,
    Kind,
    Line,
    Phrase,
    Population,
    choice_dimension,
)
from chibo.indicators.together import Tally, plan, plan_series

__all__ = [
    "Asked",
    "Balance",
    "Cell",
    "Dimension",
    "Figure",
    "Indicator",
    "Kind",
    "Line",
    "Phrase",
    "Population",
    "Tally",
    "choice_dimension",
    "count_rows",
    "evaluate",
    "grouped",
    "list_rows",
    "plan",
    "plan_series",
    "series",
]
