"""How many are obliged to vote, as far as the records know."""

from collections.abc import Mapping

from chibo.admission.queries import electors
from chibo.procedures import queries as procedures
from chibo.procedures.rules.handlers import Electors, Moment
from chibo.procedures.vocabulary import Role


def official_members(moment: Moment) -> int | None:
    """The official members of the cell on the day, without the exempt and those on temporary activity elsewhere."""
    return len(electors.official_members(moment.case.unit, on=moment.on)) or None


def committee_members(moment: Moment) -> int | None:
    """The members of the base committee; None where posts are not on record."""
    line = procedures.line_of(moment.case.unit, on=moment.on)
    if not line:
        return None
    base = procedures.at_level(Role.DANG_UY_CO_SO, line, on=moment.on)
    return len(electors.committee_members(base, on=moment.on)) or None


ELECTORS: Mapping[str, Electors] = {"official_members": official_members, "committee_members": committee_members}
