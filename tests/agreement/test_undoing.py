"""Undoing the latest reorganization brings tree, people, letters and every derived row back as they were."""

from datetime import date

import pytest
from django.db import transaction

from chibo.members.models import MemberEvent, Movement, RollEntry, Spell, Stay
from chibo.org import actions as org
from chibo.org.models import Closure, OrgEvent, Placement, Term, Unit
from chibo.site.management.commands.fingerprint import fingerprint
from tests.agreement import living, reorganizing
from tests.agreement.world import BY

ON = date(2025, 3, 1)
WAYS = [way for way in reorganizing.WAYS if way is not reorganizing.adjust]


def state() -> dict[str, object]:
    """All that a reorganization may touch, the events themselves apart."""
    tables = {
        model.__name__: fingerprint(model) for model in (Placement, Closure, Term, Stay, Spell, Movement, RollEntry)
    }
    units = Unit.objects.order_by("ref").values_list(
        "ref", "founded_on", "ended_on", "ending", "principal_successor__ref"
    )
    standing = MemberEvent.objects.exclude(state="annulled").order_by("pk")
    return tables | {"units": list(units), "events": list(standing.values_list("pk", "state", "on", "cell", "note"))}


@pytest.fixture(scope="module")
def before(world):
    """A third district, a letter under way to every cell, and how everything stands then."""
    with transaction.atomic():
        org.establish(units=[org.UnitSpec("H9", "Đảng bộ huyện Chín", "dang_bo_huyen", "T")], on=ON, by=BY)
        for ref in world.cells(ON):
            living.send(world, ON, cell=ref)
        yield state()
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_reorganized_and_undone_is_as_it_was(world, before, way):
    last = OrgEvent.objects.order_by("pk").last().pk
    for _ in range(12):
        try:
            way(world, ON, world.cells(ON))
        except reorganizing.TooFew:
            continue
        event = OrgEvent.objects.filter(pk__gt=last).first()
        if event is not None:
            break
    else:
        pytest.fail("the tree has not what it needs")
    org.undo(event=event, reason="thử", by=BY)
    assert state() == before
