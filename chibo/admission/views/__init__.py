"""The pages of admission: the source, its people, targets, progress, what is due, admissions on record."""

from chibo.admission.views.admissions import add_fact, admission, drop_fact, person, record_class
from chibo.admission.views.deeds import (
    add,
    certify,
    correct,
    drop,
    drop_certificate,
    move,
    take_up,
)
from chibo.admission.views.due import due, recognize
from chibo.admission.views.progress import progress
from chibo.admission.views.prospect import number, prospect, start
from chibo.admission.views.source import source
from chibo.admission.views.targets import assign, target, targets

__all__ = [
    "add",
    "add_fact",
    "admission",
    "assign",
    "certify",
    "correct",
    "drop",
    "drop_certificate",
    "drop_fact",
    "due",
    "move",
    "number",
    "person",
    "progress",
    "prospect",
    "recognize",
    "record_class",
    "source",
    "start",
    "take_up",
    "target",
    "targets",
]
