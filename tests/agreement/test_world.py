"""The world is what the other tests need: long, mixed, and asked for only through actions."""

from collections import Counter


def test_the_world_holds_every_kind_of_event(world):
    done = Counter(entry["op"] for entry in world.log)
    for n in done.items(): print(n)
    for n in world.refused.items(): print(n)
    assert done == {}
