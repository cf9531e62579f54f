"""Writing the source, targets and what is on record about admissions: gate, check, write, journal, in one transaction."""

from chibo.admission.actions.admitting import admit, decide_probation
from chibo.admission.actions.bulk import (
    FactSpec,
    ProbationSpec,
    ProspectSpec,
    TargetSpec,
    load_facts,
    load_probations,
    load_prospects,
    load_targets,
)
from chibo.admission.actions.prospects import (
    certify,
    correct_prospect,
    drop_certificate,
    drop_prospect,
    list_prospect,
    move_prospect,
    take_up_again,
)
from chibo.admission.actions.records import begin_probation, record_class, record_fact, withdraw_fact
from chibo.admission.actions.targets import assign_targets, withdraw_target
from chibo.admission.actions.unloading import unload_prospects, unload_targets

__all__ = [
    "FactSpec",
    "ProbationSpec",
    "ProspectSpec",
    "TargetSpec",
    "admit",
    "assign_targets",
    "begin_probation",
    "certify",
    "correct_prospect",
    "decide_probation",
    "drop_certificate",
    "drop_prospect",
    "list_prospect",
    "load_facts",
    "load_probations",
    "load_prospects",
    "load_targets",
    "move_prospect",
    "record_class",
    "record_fact",
    "take_up_again",
    "unload_prospects",
    "unload_targets",
    "withdraw_fact",
    "withdraw_target",
]
