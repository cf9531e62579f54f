"""Reading cases: who holds a step, what a viewer sees, what is due."""

from chibo.procedures.queries.cases import case, cases_of, may_see, open_cases_of, open_now, using, within
from chibo.procedures.queries.levels import at_level, has_base_committee, has_between, holder_of, line_of

__all__ = [
    "at_level",
    "case",
    "cases_of",
    "has_base_committee",
    "has_between",
    "holder_of",
    "line_of",
    "may_see",
    "open_cases_of",
    "open_now",
    "using",
    "within",
]
