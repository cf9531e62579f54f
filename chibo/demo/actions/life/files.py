"""Who keeps the files, yearly slips, reports on the situation of members."""

from collections.abc import Iterator
from datetime import date, timedelta

from chibo.demo.actions.life.scene import Scene
from chibo.dossiers import actions as dossiers
from chibo.dossiers.actions import bulk
from chibo.dossiers.actions.bulk import Owed, Slips
from chibo.dossiers.vocabulary import Keeper
from chibo.kernel.days import FOREVER, ONE_DAY
from chibo.members.models import Stay
from chibo.members.vocabulary import Nature
from chibo.org import queries as org
from chibo.org.models import Unit

SOURCE = "Dữ liệu minh họa"
SLACK = 0.04
"""Of slips and reports, how many are not as they should be outside of the diligent window."""


def fill(scene: Scene) -> None:
    """Everything about files that the roll does not tell."""
    _keepers(scene)
    bulk.load_supplements(_slips(scene), at=scene.root, on=scene.on, by=scene.by, source=SOURCE)
    bulk.load_reports(list(_reports(scene)), at=scene.root, on=scene.on, by=scene.by, source=SOURCE)


def _keepers(scene: Scene) -> None:
    """What the committee decided about its files, and what holds for the unit that goes on for it."""
    turn = scene.committee.files_above
    first = Keeper.ABOVE if turn else Keeper.BASE
    _keep(scene, scene.root, first, scene.opening)
    successor = scene.root
    while successor is not None and successor.ended_on <= scene.day:
        successor = successor.principal_successor
    if successor not in (None, scene.root):
        _keep(scene, successor, Keeper.BASE, max(scene.root.ended_on, successor.founded_on))


def _keep(scene: Scene, unit: Unit, keeper: Keeper, since: date) -> None:
    dossiers.rule_custody(unit=unit, keeper=keeper, on=since, by=scene.by, note=SOURCE)
    dossiers.state_custody(unit=unit, keeper=keeper, on=since, moves_since=scene.day, by=scene.by, note=SOURCE)


def _slips(scene: Scene) -> Iterator[Slips]:
    """One row a person for all the year-ends on the roll; a person away for a time has a row for each time."""
    chance, window = scene.chance("slips"), scene.committee.diligent
    last = scene.years[-1]
    rows = Stay.objects.filter(nature=Nature.PERMANENT, cell__in=scene.units, since__lte=date(last, 12, 31))
    found: tuple[int, int, int, int] | None = None
    for person, cell, since, until in rows.order_by("person_id", "since", "id").values_list(
        "person_id", "cell_id", "since", "until"
    ):
        first, final = since.year, min(until.year - 1, last)
        if final < first:
            continue
        if found and found[0] == person and first <= found[3] + 1:
            found = (person, cell, found[2], final)
            continue
        if found:
            yield from _kept(found, chance.random() < SLACK, window)
        found = (person, cell, first, final)
    if found:
        yield from _kept(found, chance.random() < SLACK, window)


def _kept(found: tuple[int, int, int, int], is_lax: bool, window: object) -> Iterator[Slips]:
    """The slips of a person; of a lax one the last year is missing, unless it lies in the diligent window."""
    person, cell, first, final = found
    if is_lax and not (window and window.first.year <= final <= window.last.year):
        final -= 1
    if first <= final:
        yield Slips(person, cell, first, final, date(final + 1, 1, 20) if final + 1 < date.max.year else date.max)


def _reports(scene: Scene) -> Iterator[Owed]:
    """Two a year from every TCCSĐ, due on the twentieth day after the half year."""
    chance = scene.chance("reports")
    for year in scene.years:
        for first, last in ((date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))):
            if last > scene.day - timedelta(days=30):
                continue
            due = last + timedelta(days=20)
            for unit in scene.standing(org.level_kinds("base", on=last), last):
                late = chance.random() < SLACK
                sent = (
                    due + timedelta(days=chance.randrange(1, 20)) if late else due - chance.randrange(0, 12) * ONE_DAY
                )
                yield Owed(scene.units[unit], first, last, due, sent if sent <= scene.day else FOREVER)
