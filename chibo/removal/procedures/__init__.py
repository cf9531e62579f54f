"""The procedures of screening and leaving: definitions beside this file, what their steps check and bring about."""

from pathlib import Path

from chibo.members import queries as members
from chibo.members.queries.subjects import person_in
from chibo.members.vocabulary import Exemption, Status
from chibo.procedures.rules.handlers import Handler, Moment
from chibo.procedures.rules.loading import load
from chibo.removal.procedures.checks import CHECKS
from chibo.removal.procedures.complaints import CHECKS as COMPLAINT_CHECKS
from chibo.removal.procedures.outcomes import OUTCOMES, turned
from chibo.removal.procedures.subjects import subject


def official_members(moment: Moment) -> int | None:
    """How many of the cell have to be at its meeting: official, and not exempt; None where the roll does not say."""
    rows = members.roll(moment.case.unit, on=moment.on).filter(
        status=Status.OFFICIAL, exemption__in=("", Exemption.NONE)
    )
    return len(set(rows.values_list("person_id", flat=True))) or None


def _stands(moment: Moment, status: str) -> bool:
    spell = members.spell_on(person_in(moment.case), on=moment.on)
    return (spell.status if spell else Status.OFFICIAL) == status


CONDITIONS = {
    "chinh_thuc": lambda moment: _stands(moment, Status.OFFICIAL),
    "du_bi": lambda moment: _stands(moment, Status.PROBATIONARY),
}
HANDLERS = [
    Handler(
        definition=load(path),
        subject=subject,
        checks={**CHECKS, **COMPLAINT_CHECKS},
        conditions=CONDITIONS,
        outcomes=OUTCOMES,
        electors={"dang_vien_chinh_thuc": official_members},
        turned=turned,
    )
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
]

__all__ = ["HANDLERS"]
