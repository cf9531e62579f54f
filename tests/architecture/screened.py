"""What the committee of the address tests has on record of screening, help, leaving and badges."""

from datetime import date

from chibo.badges import actions as badges
from chibo.badges.models import PartyBadge
from chibo.kernel import clock
from chibo.members import actions as members
from chibo.removal import actions as removal
from chibo.removal.queries.leaving import departure


def fill(w, *, by) -> None:
    """A round of A1, somebody under help, somebody who died, a badge handed over."""
    today = clock.today()
    w.round = removal.hold_round(w.a1, year=2024, held_on=date(2024, 11, 15), on=today, by=by)
    w.help = removal.start_help(w.an, since=date(2024, 12, 1), helper="Lan", reason="Bỏ họp", on=today, by=by)
    dead = w.member("Hà Thị Lụa", cell=w.a1)
    members.record_death(dead, on=date(2024, 12, 5), by=by)
    w.death = departure(dead, on=today)
    w.badge = PartyBadge(
        person=w.an, years=30, award_day=date(2024, 2, 3), state="da_trao", cell=w.a1, counted_from=date(1994, 1, 1),
        proposed_on=date(2024, 1, 3), awarded_on=date(2024, 2, 3), number="A 1",
    )  # fmt: skip
    badges.load_badges([w.badge], at=w.h, on=today, by=by)
