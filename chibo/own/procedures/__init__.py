"""The procedure by which a member has the own record corrected."""

from pathlib import Path

from chibo.own.procedures.correcting import CHECKS, OUTCOMES, subject
from chibo.procedures.rules.handlers import Handler
from chibo.procedures.rules.loading import load

HANDLERS = [
    Handler(definition=load(path), subject=subject, checks=CHECKS, outcomes=OUTCOMES)
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
]

__all__ = ["HANDLERS"]
