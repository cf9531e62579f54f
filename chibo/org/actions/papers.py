"""Carrying out a plan on the strength of a paper that is registered with it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from chibo.decisions import actions as decisions
from chibo.kernel.viewer import Viewer
from chibo.org.actions.carry import Outcome, carry_out
from chibo.org.actions.plan import Plan


@dataclass(frozen=True)
class Paper:
    """Number, day and issuer of a decision, as printed on it."""

    number: str
    issued_on: date
    issuer: str


@transaction.atomic
def decide(*, plan: Plan, paper: Paper | None, by: Viewer) -> Outcome:
    """Register the decision, if there is one, and do what the plan says: both or nothing.

    :raises Refusal: whatever either refuses
    """
    because = None
    if paper is not None:
        because = decisions.register(
            number=paper.number,
            issued_on=paper.issued_on,
            issuer=paper.issuer,
            is_illustration=plan.illustration,
            by=by,
        )
    return carry_out(plan=plan, by=by, because=because)
