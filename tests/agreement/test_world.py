"""The world is what the other tests need: long, mixed, and asked for only through actions."""

from collections import Counter

from tests.agreement.lives import OF_PEOPLE
from tests.agreement.replay import TREE


def test_the_world_holds_every_kind_of_event(world):
    done = Counter(entry["op"] for entry in world.log)
    assert {*TREE, *OF_PEOPLE, "presented", "received", "returned", "annul", "correct_day"} <= set(done)
    assert sum(done[op] for op in set(TREE) - {"open", "adjust"}) >= 200
    assert len(world.refused) and sum(world.refused.values()) < len(world.log) / 5
