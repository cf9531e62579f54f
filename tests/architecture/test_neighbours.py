"""A role at one unit opens nothing at the unit next door."""

import pytest

from tests.architecture.visits import VISITS, built


@pytest.mark.parametrize("name", [name for name in built(VISITS) if VISITS[name].is_local])
def test_an_address_is_refused_to_the_same_role_next_door(committee, next_door, name):
    visit = VISITS[name]
    answer = visit.go(next_door.enter(visit.role), name, committee)
    assert answer.status_code in (403, 404)
