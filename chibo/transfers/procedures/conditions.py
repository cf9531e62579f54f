"""When a level has its own step: not where both sides share it, not where it does not exist."""

from chibo.procedures.queries.levels import at_level, has_base_committee, has_between
from chibo.procedures.rules.handlers import Condition, Moment
from chibo.procedures.vocabulary import Role
from chibo.transfers.procedures.subjects import sides


def another_superior(moment: Moment) -> bool:
    """Whether the committees above the two bases differ."""
    here, there = sides(moment)
    if not there:
        return True
    return at_level(Role.CAP_TREN, here, on=moment.on) != at_level(Role.CAP_TREN, there, on=moment.on)


def base_receives(moment: Moment) -> bool:
    """Whether the cell that receives has a base committee above it."""
    _, there = sides(moment)
    return bool(there) and has_base_committee(there, on=moment.on)


def another_between(moment: Moment) -> bool:
    """Whether the cell that sends stands under a đảng ủy bộ phận that the other does not stand under."""
    here, there = sides(moment)
    if not has_between(here, on=moment.on):
        return False
    own = at_level(Role.DANG_UY_BO_PHAN, here, on=moment.on)
    return not there or own != at_level(Role.DANG_UY_BO_PHAN, there, on=moment.on)


CONDITIONS: dict[str, Condition] = {
    "khac_cap_tren": another_superior,
    "nhan_co_so": base_receives,
    "khac_bo_phan": another_between,
}
