"""How long a member away may be silent: the agreed regime, and the months after which contact counts as lost.

No rule fixes a period for members away as such. Contact is called lost after the months without activity after which the
Party's Charter (article 8) lets a cell consider striking off; the value and its source are those of the rulebook.
"""

from dataclasses import dataclass
from datetime import date

from chibo.kernel.days import add_months
from chibo.rulebook import queries as rulebook
from chibo.transfers.vocabulary import MONTHS, Contact

LOST_AFTER = "strikeoff.months_no_activity"


@dataclass(frozen=True)
class Limits:
    """Days before which a last contact is too old, by regime.

    :ivar late: regime → the first day of contact that is still in time
    :ivar lost: regime → the same before contact counts as lost; None without a rule on record
    :ivar cite: where the rule of lost contact stands
    """

    late: dict[str, date]
    lost: dict[str, date] | None
    months: int
    cite: str

    def state(self, last: date, regime: str) -> Contact:
        """How it stands with somebody last in touch on a day."""
        if self.lost is not None and last < self.lost[regime]:
            return Contact.LOST
        return Contact.LATE if last < self.late[regime] else Contact.IN_TOUCH


def limits(on: date) -> Limits:
    """What holds on the day."""
    ruling = rulebook.value(LOST_AFTER, on=on)
    late = {regime: add_months(on, -months) for regime, months in MONTHS.items()}
    if not ruling.is_on_record:
        return Limits(late, None, 0, "")
    months = int(ruling.value)
    lost = {regime: add_months(on, -max(months, own)) for regime, own in MONTHS.items()}
    return Limits(late, lost, months, ruling.source)


def next_due(last: date, regime: str) -> date:
    """The last day for the next contact."""
    return add_months(last, MONTHS[regime])
