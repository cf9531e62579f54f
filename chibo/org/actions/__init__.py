"""Writing organizations: each action is a sentence, carried out whole or not at all."""

from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.ending import disband, dissolve, plan_ending
from chibo.org.actions.founding import establish, open_units, plan_founding
from chibo.org.actions.grade import downgrade, plan_downgrade, plan_upgrade, upgrade
from chibo.org.actions.joining import consolidate, merge_into, plan_consolidation, plan_merger
from chibo.org.actions.moving import adjust, plan_renaming, plan_transfer, rename, restructure, transfer
from chibo.org.actions.plan import Change, Ending, Plan, UnitSpec
from chibo.org.actions.splitting import plan_split, split

__all__ = [
    "Change",
    "Ending",
    "Outcome",
    "Plan",
    "UnitSpec",
    "adjust",
    "carry_out",
    "consolidate",
    "disband",
    "dissolve",
    "downgrade",
    "establish",
    "merge_into",
    "open_units",
    "plan_consolidation",
    "plan_downgrade",
    "plan_ending",
    "plan_founding",
    "plan_merger",
    "plan_renaming",
    "plan_split",
    "plan_transfer",
    "plan_upgrade",
    "rename",
    "restructure",
    "split",
    "transfer",
    "upgrade",
]
