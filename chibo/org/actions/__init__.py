"""Writing organizations: each action is a sentence, carried out whole or not at all."""

from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.completeness import cover, mark_gap, withdraw_coverage
from chibo.org.actions.correcting import correct_placement
from chibo.org.actions.ending import disband, dissolve, plan_ending
from chibo.org.actions.founding import establish, open_units, plan_founding
from chibo.org.actions.grade import downgrade, plan_downgrade, plan_upgrade, upgrade
from chibo.org.actions.impact import Impact, impact
from chibo.org.actions.joining import consolidate, merge_into, plan_consolidation, plan_merger
from chibo.org.actions.moving import (
    adjust,
    plan_adjustment,
    plan_renaming,
    plan_transfer,
    rename,
    restructure,
    transfer,
)
from chibo.org.actions.papers import Paper, decide
from chibo.org.actions.places import add_place, add_work_unit, end_place
from chibo.org.actions.plan import Change, Ending, Plan, UnitSpec
from chibo.org.actions.projects import set_project_status, start_merger_project
from chibo.org.actions.splitting import plan_split, split
from chibo.org.actions.terms import correct_congress, record_congress
from chibo.org.actions.undoing import undo, what_stands_on
from chibo.org.actions.unloading import unload, what_stands_on_load

__all__ = [
    "Change",
    "Ending",
    "Impact",
    "Outcome",
    "Paper",
    "Plan",
    "UnitSpec",
    "add_place",
    "add_work_unit",
    "adjust",
    "carry_out",
    "consolidate",
    "correct_congress",
    "correct_placement",
    "cover",
    "decide",
    "disband",
    "dissolve",
    "downgrade",
    "end_place",
    "establish",
    "impact",
    "mark_gap",
    "merge_into",
    "open_units",
    "plan_adjustment",
    "plan_consolidation",
    "plan_downgrade",
    "plan_ending",
    "plan_founding",
    "plan_merger",
    "plan_renaming",
    "plan_split",
    "plan_transfer",
    "plan_upgrade",
    "record_congress",
    "rename",
    "restructure",
    "set_project_status",
    "split",
    "start_merger_project",
    "transfer",
    "undo",
    "unload",
    "upgrade",
    "what_stands_on",
    "what_stands_on_load",
    "withdraw_coverage",
]
