"""The procedures of transfers and of standing: definitions beside this file, and what their steps check and bring about."""

from pathlib import Path

from chibo.members import queries as members
from chibo.members.vocabulary import Exemption, Status
from chibo.procedures.rules.handlers import Handler, Moment
from chibo.procedures.rules.loading import load
from chibo.transfers.procedures.checks import CHECKS
from chibo.transfers.procedures.conditions import CONDITIONS
from chibo.transfers.procedures.outcomes import OUTCOMES, turned
from chibo.transfers.procedures.subjects import subject


def official_members(moment: Moment) -> int:
    """How many of the cell have to be at its meeting: official, and not exempt."""
    rows = members.roll(moment.case.unit, on=moment.on).filter(
        status=Status.OFFICIAL, exemption__in=("", Exemption.NONE)
    )
    return len(set(rows.values_list("person_id", flat=True)))


HANDLERS = [
    Handler(
        definition=load(path),
        subject=subject,
        checks=CHECKS,
        conditions=CONDITIONS,
        outcomes=OUTCOMES,
        electors={"dang_vien_chinh_thuc": official_members},
        turned=turned,
    )
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
]

__all__ = ["HANDLERS"]
