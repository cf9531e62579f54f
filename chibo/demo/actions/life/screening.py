"""Yearly screening of every cell, members under help, notices of deaths and leavings."""

from datetime import date, timedelta

from chibo.demo.actions.life.scene import Scene
from chibo.kernel.days import FOREVER, add_months
from chibo.members.models import Movement, Stay
from chibo.members.vocabulary import Cause, Nature
from chibo.org import queries as org
from chibo.removal import actions as removal
from chibo.removal.models import AssistancePeriod, LeavingNotice, ScreeningRound
from chibo.removal.vocabulary import TOLD, HelpResult

MISSED = 0.05
"""Of rounds, how many are not held outside of the diligent window."""
HELPED = 0.004
"""Of stays, in how many somebody was helped."""

LATELY = timedelta(days=120)
FORGOTTEN = 0.08
"""Of deaths and leavings of the last months, of how many the level above has not been told."""


def fill(scene: Scene) -> None:
    """Rounds of every year, periods of help, notices of who died or left."""
    removal.load_rounds(list(_rounds(scene)), at=scene.root, on=scene.on, by=scene.by)
    removal.load_help(list(_help(scene)), at=scene.root, on=scene.on, by=scene.by)
    removal.load_notices(list(_notices(scene)), at=scene.root, on=scene.on, by=scene.by)


def _rounds(scene: Scene):
    chance, window = scene.chance("rounds"), scene.committee.diligent
    for year in scene.years:
        end = date(year, 12, 31)
        diligent = window is not None and window.first <= end <= window.last
        for cell in scene.standing(org.level_kinds("cell", on=end), end):
            if not diligent and chance.random() < MISSED:
                continue
            since = scene.units[cell].founded_on
            on = max(date(year, 12, chance.randrange(3, 28)), since)
            yield ScreeningRound(unit_id=cell, year=year, on=on, is_illustration=True)


def _notices(scene: Scene):
    """What was sent about deaths and leavings; of a few of the last months nothing yet."""
    chance = scene.chance("notices")
    gone = Movement.objects.filter(is_entry=False, cause__in=TOLD, cell__in=scene.units, on__lte=scene.day)
    for number, (event, on) in enumerate(gone.order_by("event_id").values_list("event_id", "on"), 1):
        sent = on + timedelta(days=chance.randrange(3, 40))
        forgotten = on > scene.day - LATELY and chance.random() < FORGOTTEN
        if sent <= scene.day and not forgotten:
            yield LeavingNotice(event_id=event, sent_on=sent, number=f"{number}-PB", is_illustration=True)


def _help(scene: Scene):
    """A year of help; most become worthy again, those struck off soon after did not."""
    chance = scene.chance("help")
    stays = Stay.objects.filter(nature=Nature.PERMANENT, cell__in=scene.units).order_by("id")
    seen: set[int] = set()
    for person, cell, since, until, cause in stays.values_list("person_id", "cell_id", "since", "until", "exit__cause"):
        struck = cause == Cause.STRIKE_OFF
        if person in seen or not (chance.random() < HELPED or (struck and chance.random() < 0.5)):
            continue
        seen.add(person)
        end = min(until, scene.day)
        begin = end - timedelta(days=chance.randrange(420, 700)) if struck else _some_day(chance, since, end)
        if begin is None or begin < since or begin >= end:
            continue
        due = add_months(begin, 12)
        row = AssistancePeriod(
            person_id=person,
            cell_id=cell,
            since=begin,
            due_on=due,
            helper="Đồng chí được chi bộ phân công",
            is_illustration=True,
        )
        judged = due + timedelta(days=chance.randrange(3, 25))
        if judged < end:
            row.until = judged
            row.result = HelpResult.PROPOSED if struck else HelpResult.IMPROVED
        elif until < FOREVER:
            row.until, row.result = until, HelpResult.PROPOSED if struck else HelpResult.STOPPED
        yield row


def _some_day(chance, since: date, end: date) -> date | None:
    days = (end - since).days
    return since + timedelta(days=chance.randrange(1, days)) if days > 30 else None
